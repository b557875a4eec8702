"""A month's folder: written beside its place, then put there in one step.

The folder appears whole or not at all. Where a month is replaced, old and new change
places in one system call (Linux); elsewhere the old one steps aside first, and a run
that was killed between the two steps is mended by the next.
"""

from __future__ import annotations

import ctypes
import hashlib
import json
import os
import re
import shutil
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sap_match.errors import HistoryError, MissingPartError
from sap_match.model import SCHEMA_VERSION
from sap_match.monthly.contents import Card, Month
from sap_match.monthly.manifest import manifest
from sap_match.report.below import shareable
from sap_match.report.digest import Door, render_digest
from sap_match.report.escape import csv_text
from sap_match.report.html import render_html

if TYPE_CHECKING:
    from sap_match.monthly.run import MonthRun

SUGGESTIONS = (
    "suggestion_id", "month", "kind", "subject_id", "other_id", "area", "rank", "score",
    "reason", "counter_reason", "first_step", "changed",
)  # fmt: skip
NOT_SUGGESTED = ("organisation_id", "name", "rule", "why", "fix")
PROBLEMS = ("level", "source", "table", "row", "field", "value", "reason", "fix")
DUPLICATES = ("left_id", "right_id", "probability", "relation", "decision")
OVERLAPS = ("left_id", "right_id", "score", "reason")
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


def check_target(out: Path, month: str, *, replace: bool) -> None:
    """Raise `HistoryError` when the month is there and may not be replaced."""
    _mend(out, month)
    if (out / month).exists() and not replace:
        raise HistoryError(f"{out / month} is there already; say --replace to make it again")


def write_month(made: MonthRun, out: Path, *, replace: bool = False) -> Path:
    """Write ``out/YYYY-MM/`` and return it.

    Raises
    ------
    HistoryError
        The month is there and ``replace`` is False.
    """
    month = made.month
    check_target(out, month.month, replace=replace)
    out.mkdir(parents=True, exist_ok=True)
    partial = out / f".{month.month}.partial-{os.getpid()}"
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir()
    try:
        _write_files(made, partial)
        _sync(partial)
        target = out / month.month
        if target.exists():
            _exchange(partial, target)
            shutil.rmtree(partial, ignore_errors=True)
        else:
            partial.rename(target)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    return target


def _write_files(made: MonthRun, folder: Path) -> None:
    month = made.month
    _text(folder / "report.html", render_html(month))
    _text(folder / "suggestions.csv", csv_text(_suggestion_rows(month), SUGGESTIONS))
    _json(folder / "suggestions.json", _suggestions_json(month))
    left_out = [{name: getattr(x, name) for name in NOT_SUGGESTED} for x in month.not_suggested]
    _text(folder / "not_suggested.csv", csv_text(left_out, NOT_SUGGESTED))
    _text(
        folder / "duplicates.csv", csv_text(month.duplicates, _names(DUPLICATES, month.duplicates))
    )
    _text(folder / "overlaps.csv", csv_text(month.overlaps, _names(OVERLAPS, month.overlaps)))
    _json(folder / "density.json", {"schema_version": SCHEMA_VERSION, "rows": month.density})
    problems = [asdict(shareable(p)) for p in month.problems]
    _text(folder / "problems.csv", csv_text(problems, PROBLEMS))
    _digests(made, folder / "digests")
    try:
        from sap_match.report.workbook import write_workbook

        write_workbook(month, folder / "suggestions.xlsx")
    except MissingPartError as error:
        _text(folder / "suggestions.xlsx.missing.txt", f"{error}\n")
    _json(folder / "manifest.json", _manifest(made, folder))


def _digests(made: MonthRun, folder: Path) -> None:
    folder.mkdir()
    names = file_names(area.area_id for area in made.month.areas)
    dataset = made.landscape.dataset
    door = Door(dataset)
    for area_id, name in names.items():
        text, page = render_digest(made.month, area_id, dataset, door=door)
        _text(folder / f"{name}.md", text)
        _text(folder / f"{name}.html", page)


def file_names(area_ids: Iterable[str]) -> dict[str, str]:
    """Return a name for each id that is safe on every file system, and one for one id only.

    Examples
    --------
    >>> file_names(["CC-1", "Crewe"])
    {'CC-1': 'CC-1', 'Crewe': 'Crewe'}
    >>> sorted(name[:4] for name in file_names(["../x", "con", "A", "a"]).values())
    ['A-55', 'a-ca', 'con-', 'x-d6']
    """
    ids = sorted(set(area_ids))
    spelled = Counter(one.casefold() for one in ids)
    return {one: _file_name(one, unsafe=spelled[one.casefold()] > 1) for one in ids}


def _file_name(area_id: str, *, unsafe: bool) -> str:
    safe = "".join(c if c.isascii() and (c.isalnum() or c in "-_") else "-" for c in area_id)
    plain = safe.strip("-")
    reserved = re.fullmatch(r"(?i)con|prn|aux|nul|com\d|lpt\d", plain)
    if plain and plain == area_id and len(plain) <= 80 and not (unsafe or reserved):
        return plain
    mark = hashlib.sha256(area_id.encode()).hexdigest()[:8]
    return f"{plain[:60] or 'area'}-{mark}"


def _suggestion_rows(month: Month) -> list[dict[str, Any]]:
    listed = {c.suggestion.suggestion_id for c in month.cards}
    return [_row(month, c, listed=c.suggestion.suggestion_id in listed) for c in _all_cards(month)]


def _all_cards(month: Month) -> Iterable[Card]:
    return (*month.cards, *month.more)


def _row(month: Month, card: Card, *, listed: bool) -> dict[str, Any]:
    s = card.suggestion
    return {
        "suggestion_id": s.suggestion_id,
        "month": month.month if listed else "",
        "kind": s.kind,
        "subject_id": s.subject_id,
        "other_id": s.other_id,
        "area": card.area_id or "",
        "rank": s.rank,
        "score": s.score,
        "reason": card.reason,
        "counter_reason": card.counter_reason,
        "first_step": card.first_step,
        "changed": card.changed if listed or card.changed != "new" else "",
    }


def _suggestions_json(month: Month) -> dict[str, Any]:
    listed = {c.suggestion.suggestion_id for c in month.cards}
    return {
        "schema_version": SCHEMA_VERSION,
        "place": month.place_id,
        "month": month.month,
        "as_of": month.as_of.isoformat(),
        "suggestions": [
            {
                **_row(month, c, listed=c.suggestion.suggestion_id in listed),
                "listed": c.suggestion.suggestion_id in listed,
                "title": c.title,
                "action": c.action,
                "why_now": c.why_now,
                "place": c.place,
                "day": c.day,
                "asked": list(c.suggestion.asked),
                "to_confirm": list(c.to_confirm),
                "parts": [
                    {"name": p.name, "value": p.value, "weight": p.weight, "fact": p.fact}
                    for p in c.suggestion.parts
                ],
            }
            for c in _all_cards(month)
        ],
    }


def _manifest(made: MonthRun, folder: Path) -> dict[str, Any]:
    month = made.month
    files = {
        str(path.relative_to(folder).as_posix()): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    return manifest(
        made.landscape.dataset,
        month=month.month,
        as_of=month.as_of.isoformat(),
        config=made.config.model_dump(mode="json"),
        counts={
            "listed": len(month.cards),
            "more": len(month.more),
            "not_suggested": len(month.not_suggested),
            "duplicates": len(month.duplicates),
            "overlaps": len(month.overlaps),
            "problems": len(month.problems),
        },
        model=made.landscape.encoder.fingerprint,
        files=files,
    )


def _names(first: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> list[str]:
    names = list(first)
    for row in rows[:1]:
        names += [name for name in row if name not in names]
    return names


def _text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="")


def _json(path: Path, body: Mapping[str, Any]) -> None:
    text = json.dumps(body, ensure_ascii=False, indent=1, sort_keys=False, default=str)
    _text(path, f"{text}\n")


# -- in one step ------------------------------------------------------------------------


def _sync(folder: Path) -> None:
    """Let the files reach the disk before the folder takes its name."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            with path.open("rb") as handle:
                os.fsync(handle.fileno())


def _exchange(new: Path, old: Path) -> None:
    """Let two folders change places, in one step where the system can."""
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
        done = rename(_AT_FDCWD, os.fsencode(new), _AT_FDCWD, os.fsencode(old), _RENAME_EXCHANGE)
        if done == 0:
            return
    except (AttributeError, OSError):
        pass
    aside = old.with_name(f".{old.name}.old")
    shutil.rmtree(aside, ignore_errors=True)
    old.rename(aside)
    try:
        new.rename(old)
    except BaseException:
        aside.rename(old)
        raise
    aside.rename(new)


def _mend(out: Path, month: str) -> None:
    """Clear up after a run that was killed: partial folders go, a month set aside comes back."""
    aside = out / f".{month}.old"
    if aside.is_dir():
        if (out / month).exists():
            shutil.rmtree(aside, ignore_errors=True)
        else:
            aside.rename(out / month)
    if out.is_dir():
        for partial in out.glob(f".{month}.partial-*"):
            if not _alive(partial.name.rsplit("-", 1)[-1]):
                shutil.rmtree(partial, ignore_errors=True)


def _alive(process: str) -> bool:
    try:
        os.kill(int(process), 0)
    except (ValueError, ProcessLookupError):
        return False
    except PermissionError:
        return True
    return int(process) != os.getpid()
