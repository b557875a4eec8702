"""The command line: ``sap-match``."""

from __future__ import annotations

import sys


def main(arguments: list[str] | None = None) -> None:
    """Run one command and exit: 0 done, 1 the data could not be used, 2 wrong usage."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a terminal that lacks a letter shows a "?"
            stream.reconfigure(errors="replace")
    sys.exit(run(arguments))


def run(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code.

    Examples
    --------
    >>> run(["density", "no-such-folder"])
    1
    """
    import typer

    from sap_match.cli.app import app
    from sap_match.cli.output import complain
    from sap_match.errors import SapMatchError, UnknownIdError

    try:
        typer.main.get_command(app).main(args=arguments, prog_name="sap-match")
    except SystemExit as end:  # every command ends so, wrong usage among them
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except UnknownIdError as error:
        complain(f"sap-match: {error}")
        return 2
    except (SapMatchError, OSError) as error:
        complain(f"sap-match: {error}")
        return 1
    return 0
