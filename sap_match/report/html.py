"""The month as one page: a single file that opens from disk, without a network.

The page holds its style sheet, its pictures and one small script, and a content
policy that lets nothing else in. Text from directories is escaped by the template
engine after control codes and direction overrides were taken out.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sap_match.monthly.contents import Month
from sap_match.report.escape import plain
from sap_match.report.page import view

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = Path(__file__).parent / "templates"


def render_html(month: Month) -> str:
    """Return the month's report as one HTML file.

    Parameters
    ----------
    month : Month
        Everything that the page says; nothing is scored or ordered anew.

    Returns
    -------
    str
        A whole document, the same for the same month.

    Examples
    --------
    >>> from datetime import date
    >>> page = render_html(Month("demo", "Demo", "2026-11", date(2026, 11, 1)))
    >>> "Nothing is worth a call this month" in page, "http:" in page
    (True, False)
    """
    from markupsafe import Markup

    style, script = asset("report.css"), asset("feedback.js")
    return (
        environment()
        .get_template("report.html.j2")
        .render(
            view(month),
            style=Markup(style),  # noqa: S704 - our own file
            script=Markup(script),  # noqa: S704 - our own file
            policy=content_policy(style=style, script=script if month.cards else ""),
        )
    )


@cache
def environment() -> Environment:
    """Return the template engine: everything escaped, nothing undefined, controls stripped."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    def clean(value: object) -> object:
        return value if isinstance(value, Markup) else plain(value)

    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=clean,
    )


@cache
def asset(name: str) -> str:
    """Return a style sheet or script of the templates folder."""
    return (TEMPLATES / name).read_text(encoding="utf-8")


def content_policy(*, style: str, script: str = "") -> str:
    """Return the page's content policy: this style sheet, this script, and nothing else.

    Examples
    --------
    >>> content_policy(style="")
    "default-src 'none'; style-src 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='; img-src data:; base-uri 'none'; form-action 'none'"
    """  # noqa: E501 - a policy is one line
    scripts = f" script-src {_sha256(script)};" if script else ""
    return (
        f"default-src 'none'; style-src {_sha256(style)};{scripts} img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _sha256(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"
