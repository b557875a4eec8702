"""What a cell holds, as text and back: the kinds of values that every format must keep."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Any, Literal, TypeAlias, get_args

import numpy as np

Kind: TypeAlias = Literal[
    "text", "whole", "number", "truth", "date", "moment", "list", "tuple", "json"
]
KINDS: tuple[Kind, ...] = get_args(Kind)
#: What a cell may be where the format has types of its own.
Native: TypeAlias = "str | int | float | bool | list[str] | None"

_WORDS: dict[str, str] = {
    "whole": "is no whole number",
    "number": "is no number",
    "truth": "is neither true nor false",
    "date": "is no date; write YYYY-MM-DD",
    "moment": "is no date with a time; write YYYY-MM-DDTHH:MM:SS",
    "list": "is no list of texts",
    "tuple": "is no list of texts",
    "json": "is no JSON",
}
_WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,30})")
_TRUTH = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
_LARGEST = 2**63
#: What neither XML nor UTF-8 can hold; and what would be read as such a character.
_NOT_HELD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]|_x(?=[0-9A-F]{4}_)")
_ESCAPED = re.compile(r"_x([0-9A-F]{4})_")
_NOT_IN_JSON = re.compile("[\ud800-\udfff\ufffe\uffff]")


def plain(value: Any) -> Any:  # noqa: PLR0911 - one return a library
    """Return a value without its library: numpy's and pandas's scalars as Python's own.

    Examples
    --------
    >>> plain(np.int64(3)), plain(np.datetime64("2026-11-01"))
    (3, datetime.date(2026, 11, 1))
    """
    if value is None or type(value) in (str, int, float, bool):
        return value
    if isinstance(value, Enum):
        return plain(value.value)
    if isinstance(value, np.datetime64) and np.datetime_data(value.dtype)[0] in {"ns", "ps", "fs"}:
        value = value.astype("datetime64[us]")
    if isinstance(value, np.generic):
        return plain(value.item())
    if type(value).__name__ in {"NAType", "NaTType"}:
        return None
    if hasattr(value, "to_pydatetime"):  # a pandas timestamp
        return value.to_pydatetime(warn=False)
    for simple in (str, bool, int, float):
        if isinstance(value, simple):
            return simple(value)
    return value


def kind_of(values: Iterable[Any]) -> Kind:
    """Return the one kind of the values that are there; ``"json"`` where they differ.

    Examples
    --------
    >>> kind_of([1, None, 2]), kind_of([1, "1"]), kind_of([True, 1]), kind_of([None])
    ('whole', 'json', 'json', 'text')
    """
    kinds = {_kind(value) for value in values if value is not None}
    return kinds.pop() if len(kinds) == 1 else ("json" if kinds else "text")


def _kind(value: Any) -> Kind:
    found: dict[type, Kind] = {
        str: "text",
        bool: "truth",
        float: "number",
        date: "date",
        datetime: "moment",
    }
    if type(value) in found:
        return found[type(value)]
    if type(value) is int:
        return "whole" if -_LARGEST <= value < _LARGEST else "json"
    if type(value) in (list, tuple) and all(type(one) is str for one in value):
        return "list" if type(value) is list else "tuple"
    return "json"


def native(kind: Kind, value: Any) -> Native:
    """Return a value as text, number, truth or list of texts: what formats with types hold.

    Raises
    ------
    TypeError
        A value that no file can hold.

    Examples
    --------
    >>> native("date", date(2026, 11, 1)), native("tuple", ("a", "b")), native("json", (1, "1"))
    ('2026-11-01', ['a', 'b'], '{"~tuple": [1, "1"]}')
    """
    if value is None or kind in {"text", "whole", "number", "truth"}:
        found: Native = value
        return found
    if kind in {"date", "moment"}:
        return str(value.isoformat())
    return list(value) if kind in {"list", "tuple"} else dump_json(tagged(value))


def text_of(cell: Native) -> str:
    """Return a native cell as text.

    Examples
    --------
    >>> text_of(True), text_of(0.1), text_of(float("nan")), text_of(["a", "b"])
    ('true', '0.1', 'NaN', '["a", "b"]')
    """
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return repr(cell) if math.isfinite(cell) else _not_finite(cell)
    return dump_json(cell) if isinstance(cell, list) else str(cell)


def _not_finite(value: float) -> str:
    return "NaN" if math.isnan(value) else ("Infinity" if value > 0 else "-Infinity")


def value_of(kind: Kind, cell: Any) -> Any:
    """Return the value that a cell, text or native, stands for; the way back of `native`.

    Raises
    ------
    ValueError
        The cell is not of that kind; the message says what it is not.

    Examples
    --------
    >>> value_of("whole", "3"), value_of("truth", "true"), value_of("date", "2026-11-01")
    (3, True, datetime.date(2026, 11, 1))
    """
    if cell is None or (kind != "number" and isinstance(cell, float) and math.isnan(cell)):
        return None
    if kind == "text":
        return cell if isinstance(cell, str) else text_of(cell)
    if cell == "":
        return None
    try:
        return _READ[kind](cell)
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError, AttributeError):
        raise ValueError(_WORDS[kind]) from None


def _whole(cell: Any) -> int:
    if isinstance(cell, str):
        if not _WHOLE.fullmatch(cell.strip()):
            raise ValueError
        return int(cell)
    if isinstance(cell, bool) or cell != int(cell):
        raise ValueError
    return int(cell)


def _number(cell: Any) -> float:
    if isinstance(cell, bool):
        raise ValueError  # noqa: TRY004 - the caller turns every failure into one ValueError
    found = float(cell)
    return math.nan if math.isnan(found) else found


def _truth(cell: Any) -> bool:
    return cell if isinstance(cell, bool) else _TRUTH[text_of(cell).strip().casefold()]


def _date(cell: Any) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    return cell if isinstance(cell, date) else date.fromisoformat(cell)


def _moment(cell: Any) -> datetime:
    return cell if isinstance(cell, datetime) else datetime.fromisoformat(cell)


def _texts(cell: Any) -> list[str]:
    found = load_json(cell) if isinstance(cell, str) else cell
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise ValueError
    return found


_READ: dict[str, Any] = {
    "whole": _whole,
    "number": _number,
    "truth": _truth,
    "date": _date,
    "moment": _moment,
    "list": _texts,
    "tuple": lambda cell: tuple(_texts(cell)),
    "json": lambda cell: untagged(load_json(cell)),
}


def guessed(cells: Iterable[str | None]) -> list[Any]:
    """Return a column of foreign text: whole numbers, numbers or truths where all cells are.

    Examples
    --------
    >>> guessed(["1", None, "-2"]), guessed(["1", "2.5"]), guessed(["01", "2"])
    ([1, None, -2], [1.0, 2.5], ['01', '2'])
    """
    found = list(cells)
    there = {cell for cell in found if cell}
    for looks, read in _LOOKS:
        if there and all(looks.fullmatch(cell) for cell in there):
            return [read(cell) if cell else None for cell in found]
    return found


_LOOKS: tuple[tuple[re.Pattern[str], Any], ...] = (
    (_WHOLE, int),
    (re.compile(r"-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?"), float),
    (re.compile("true|false", flags=re.IGNORECASE), lambda cell: cell.casefold() == "true"),
)


def tagged(value: Any) -> Any:  # noqa: PLR0911 - one return a type
    """Return any value as what JSON can hold, its type beside it where JSON has none.

    Raises
    ------
    TypeError
        A value that is no text, number, truth, date, time, list or mapping of such.

    Examples
    --------
    >>> tagged({"since": date(2026, 11, 1)})
    {'since': {'~date': '2026-11-01'}}
    """
    value = plain(value)
    if value is None or type(value) in (str, bool, int):
        return value
    if type(value) is float:
        return value if math.isfinite(value) else {"~number": _not_finite(value)}
    if isinstance(value, list):
        return [tagged(one) for one in value]
    if isinstance(value, tuple):
        return {"~tuple": [tagged(one) for one in value]}
    if isinstance(value, Mapping):
        if all(type(key) is str and not key.startswith("~") for key in value):
            return {key: tagged(one) for key, one in value.items()}
        return {"~mapping": [[tagged(k), tagged(one)] for k, one in value.items()]}
    for name, kind in (("~moment", datetime), ("~date", date), ("~time", time)):
        if isinstance(value, kind):
            return {name: value.isoformat()}
    if isinstance(value, Decimal):
        return {"~decimal": str(value)}
    raise TypeError(type(value).__name__)


_UNTAG: dict[str, Any] = {
    "~number": _number,
    "~date": date.fromisoformat,
    "~moment": datetime.fromisoformat,
    "~time": time.fromisoformat,
    "~decimal": Decimal,
    "~tuple": lambda held: tuple(untagged(one) for one in held),
    "~mapping": lambda held: {untagged(key): untagged(one) for key, one in held},
}


def untagged(value: Any) -> Any:
    """Return what `tagged` was given.

    Raises
    ------
    ValueError, TypeError, ArithmeticError
        A tag with something else in it.
    """
    if isinstance(value, list):
        return [untagged(one) for one in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1 and (found := _UNTAG.get(next(iter(value)))):
        return found(next(iter(value.values())))
    return {key: untagged(one) for key, one in value.items()}


def dump_json(value: Any, **how: Any) -> str:
    r"""Return JSON on UTF-8, with what UTF-8 cannot hold written as ``\uXXXX``."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, **how)
    return _NOT_IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def load_json(text: str) -> Any:
    """Return what JSON says.

    Raises
    ------
    ValueError
        It is no JSON, or nested too deeply to be read.
    """
    try:
        return json.loads(text)
    except RecursionError:
        raise ValueError("is nested too deeply") from None


def needs_escape(text: str) -> bool:
    """Whether a text holds what XML and UTF-8 cannot hold, such as control codes."""
    return _NOT_HELD.search(text) is not None


def escape(text: str) -> str:
    r"""Return text with what XML cannot hold written as ``_xHHHH_``, as spreadsheets do.

    Examples
    --------
    >>> escape("a\x07b"), unescape(escape("_x0007_"))
    ('a_x0007_b', '_x0007_')
    """
    return _NOT_HELD.sub(
        lambda found: "_x005F_x" if found[0] == "_x" else f"_x{ord(found[0]):04X}_", text
    )


def unescape(text: str) -> str:
    """Return what `escape` was given."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
