"""Drafted mappings of ``sap-match check``: shown, written to a file, and tried at once."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from sap_match.cli import output
from sap_match.cli.checked import counted
from sap_match.errors import DataError
from sap_match.ingest import read_dataset
from sap_match.ingest.cells import slug
from sap_match.ingest.mixed import NO_DATA, known_in, strangers_in
from sap_match.ingest.propose.draft import as_toml, heading, source_block
from sap_match.ingest.strangers import TABLE, Stranger
from sap_match.model import Dataset
from sap_match.report.escape import terminal

_MOST_TOLD = 20
_WHOLE = 2
"""So many drafts are shown whole; of more, only what they are."""


def drafts_of(source: str, *, beside: Path | None = None) -> list[Stranger]:
    """Return the files of a source that no reader knows; none of an address or a toml."""
    path = Path(source)
    if "://" in source or not path.exists() or path.suffix.lower() == ".toml":
        return []
    if path.is_dir() and (path / "partnership.toml").is_file():
        return []
    return strangers_in(path, beside=beside)


def tell_strangers(found: Sequence[Stranger]) -> None:
    """Print what the files are that are no tables: documentation, look-ups, what is not read."""
    others = [one for one in found if one.kind != TABLE]
    for one in others[:_MOST_TOLD]:
        kind = "no records in it" if one.kind in NO_DATA else "not read"
        output.say(output.wrapped(f"{one.name}: {one.about} ({kind})", rest="  "))
    if len(others) > _MOST_TOLD:
        output.say(f"and {len(others) - _MOST_TOLD:,} more files")


def tell_drafts(found: Sequence[Stranger], source: str) -> None:
    """Print the drafted mappings of tables with columns of their own."""
    drafts = [one for one in found if one.kind == TABLE]
    if not drafts:
        return
    output.say()
    several = f"{len(drafts)} tables have columns of their own. What they seem to hold:"
    one_only = "A table has columns of its own. What it seems to hold:"
    output.say(output.wrapped(one_only if len(drafts) == 1 else several))
    for one in drafts:
        if one.proposal is not None:
            seems = f"{one.name}, {one.rows:,} rows: {one.about} ({one.proposal.confidence}"
            output.say(output.wrapped(f"{seems} confidence); {_tried(one, source)}", "  ", "    "))
    if len(drafts) > _WHOLE:
        output.say()
        write = f"The drafted mappings: sap-match check {source} --propose partnership.toml"
        output.say(output.wrapped(write, rest="  ", whole=True))
        return
    for one in drafts:
        if one.proposal is not None:
            output.say()
            output.say("\n".join(
                output.wrapped(line, rest="#   " if line.startswith("#") else "  ", whole=True)
                if line.startswith("#") else terminal(line)
                for line in one.proposal.toml.rstrip().split("\n")
            ))  # fmt: skip


def _tried(one: Stranger, source: str) -> str:
    """Say what a draft gives as it stands."""
    path = Path(source)
    file = path / one.name if path.is_dir() else path
    if one.proposal is None:
        return ""
    given, whole = (f"\npath = {as_toml(p)}\n" for p in (one.link, file.resolve().as_posix()))
    with TemporaryDirectory() as folder:
        place = Path(folder) / "partnership.toml"
        place.write_text(one.proposal.toml.replace(given, whole, 1), encoding="utf-8")
        try:
            dataset = read_dataset(place)
        except DataError as error:
            return f"it cannot be read as drafted: {error.message}"
    return f"as drafted {_holds(dataset)}"


def _holds(dataset: Dataset) -> str:
    held = ", ".join(counted(t, len(records)) for t, records in dataset.tables.items() if records)
    bad = sum(s.bad for s in dataset.sources)
    return f"{held or 'nothing'}" + (f", {bad:,} rows left out" if bad else "")


def write_drafts(source: str, target: Path) -> None:
    """Write the drafts of a source as one ``partnership.toml``, beside what is read anyway.

    Raises
    ------
    DataError
        The file is there already, or no table has columns of its own.
    """
    if target.exists():
        raise DataError("is there already and is not overwritten; name another", source=str(target))
    found = drafts_of(source, beside=target.parent)
    drafts = [one.proposal for one in found if one.proposal is not None]
    if not drafts:
        raise DataError("holds no table with columns of its own, so nothing is drafted",
                        source=source)  # fmt: skip
    path = Path(source).resolve()
    if len(drafts) == 1 and not path.is_dir():
        text = drafts[0].toml
    else:
        known = known_in(Path(source), beside=target.parent)
        blocks = [source_block(file, kind) for file, kind in known]
        head = "\n".join([*heading(slug(path.name) or "drafted", path.name), ""])
        text = "\n".join([head, *blocks, *(draft.block for draft in drafts)])
    partial = target.with_name(f".{target.name}.partial-{os.getpid()}")
    try:
        partial.write_text(text, encoding="utf-8", newline="\n")
        os.link(partial, target)
    except FileExistsError:
        raise DataError("is there already and is not overwritten", source=str(target)) from None
    finally:
        partial.unlink(missing_ok=True)
    tables = "1 table" if len(drafts) == 1 else f"{len(drafts)} tables"
    told = f"Drafted mappings of {tables} are in {target}: look at every line that says Open."
    output.say(output.wrapped(told, rest="  ", whole=True))
    output.say(output.wrapped(f"As drafted {_holds(read_dataset(target))}.", rest="  "))
