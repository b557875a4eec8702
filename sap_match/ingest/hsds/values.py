"""Values of Open Referral's JSON and tables, whatever type a feed gives them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Node = Mapping[str, Any]
"""One object of a feed: a service, a location, a schedule."""


def text_of(value: object) -> str:
    """Return a scalar as stripped text; lists and objects are nothing.

    Examples
    --------
    >>> [text_of(v) for v in (None, " a ", 12.0, 100, True, ["x"], float("nan"))]
    ['', 'a', '12', '100', 'yes', '', '']
    """
    if isinstance(value, str):
        text = value.strip()
        while len(text) > 1 and text[0] == text[-1] == '"':
            text = text[1:-1].strip()
        return "" if len(text) < 5 and text.lower() in _NOTHING else text
    if value is None or isinstance(value, (list, tuple, dict, Mapping)):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        if value != value or value in (float("inf"), float("-inf")):  # noqa: PLR0124 - not a number
            return ""
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return str(value).strip()


_NOTHING = frozenset({"null", "none", "nan"})


def first_text(node: Node, *names: str) -> str:
    """Return the first of several fields that says something.

    Examples
    --------
    >>> first_text({"website": None, "url": "http://example.org"}, "website", "url")
    'http://example.org'
    """
    for name in names:
        text = text_of(node.get(name))
        if text:
            return text
    return ""


def nodes(node: Node, *names: str) -> list[Node]:
    """Return the objects below any of several fields: a list of them, or one alone.

    Examples
    --------
    >>> nodes({"phones": [{"number": "1"}, None], "phone": {"number": "2"}}, "phones", "phone")
    [{'number': '1'}, {'number': '2'}]
    """
    found: list[Node] = []
    for name in names:
        value = node.get(name)
        if value is None or isinstance(value, str):
            continue
        if isinstance(value, (list, tuple)):
            found += [one for one in value if isinstance(one, (dict, Mapping))]
        elif isinstance(value, (dict, Mapping)):
            found.append(value)
    return found


def unique(texts: list[str]) -> tuple[str, ...]:
    """Return the texts that say something, each once, in their order.

    Examples
    --------
    >>> unique(["b", "", "a", "b"])
    ('b', 'a')
    """
    return tuple(dict.fromkeys(text for text in texts if text))


def earlier_ids(node: Node) -> tuple[str, ...]:
    """Return the ids that a record had before `sap_match.export` made a UUID of its own.

    Examples
    --------
    >>> earlier_ids(
    ...     {
    ...         "id": "u1",
    ...         "metadata": [
    ...             {
    ...                 "field_name": "id",
    ...                 "previous_value": "o1",
    ...                 "replacement_value": "u1",
    ...                 "updated_by": "sap_match",
    ...             }
    ...         ],
    ...     }
    ... )
    ('o1',)
    """
    own = text_of(node.get("id"))
    return unique(
        [
            text_of(one.get("previous_value"))
            for one in nodes(node, "metadata")
            if text_of(one.get("field_name")) == "id"
            and text_of(one.get("updated_by")) == "sap_match"
            and text_of(one.get("replacement_value")) == own
        ]
    )
