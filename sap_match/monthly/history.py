"""A store for `Memory`: what was shown, decided and forgotten, in one database.

SQLite by a path, anything SQLAlchemy reaches by a URL. An importing system with a
database of its own needs none of this: it passes a `Memory` in and keeps what
comes out.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sap_match.errors import HistoryError
from sap_match.memory import Decided, Memory, Shown

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine, MetaData

SCHEMA_VERSION = "1"


def _tables() -> MetaData:
    from sqlalchemy import Column, MetaData, String, Table

    meta = MetaData()
    Table("about", meta, Column("name", String, primary_key=True), Column("value", String))
    Table(
        "shown",
        meta,
        Column("month", String, primary_key=True),
        Column("suggestion_id", String, primary_key=True),
        Column("kind", String, nullable=False),
        Column("organisation_ids", String, nullable=False),
    )
    Table(
        "decided",
        meta,
        Column("suggestion_id", String, primary_key=True),
        Column("decided_on", String, primary_key=True),
        Column("answer", String, nullable=False),
        Column("reason", String, nullable=False),
        Column("decided_by_role", String, nullable=False),
    )
    Table(  # what was told of each; a history of before this table knew of none
        "told",
        meta,
        Column("month", String, primary_key=True),
        Column("suggestion_id", String, primary_key=True),
        Column("told", String, nullable=False),
    )
    Table(  # groups of double listings; a history of before this table knew of none
        "groups",
        meta,
        Column("month", String, primary_key=True),
        Column("record_id", String, primary_key=True),
        Column("group_id", String, nullable=False),
        Column("organisation_id", String, nullable=False),
    )
    Table("suppressed", meta, Column("keyed_hash", String, primary_key=True))
    return meta


class History:
    """The history of one partnership in a database.

    Parameters
    ----------
    where : str or Path
        A file (SQLite) or a database URL. It is made on the first write.

    Raises
    ------
    HistoryError
        The file is no history, or of a later version.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     history = History(Path(folder) / "history.sqlite")
    ...     history.record_month("2026-10", [Shown("2026-10", "s1", "partner", ("a", "b"))])
    ...     history.memory(before="2026-11").was_shown("s1")
    True
    """

    def __init__(self, where: str | Path) -> None:
        self.where = str(where)
        self._is_url = "://" in self.where
        self._meta = _tables()

    # -- reading ----------------------------------------------------------------------

    def exists(self) -> bool:
        """Whether anything was ever written there."""
        return self._is_url or Path(self.where).is_file()

    def memory(self, *, before: str | None = None) -> Memory:
        """Return what is remembered; with ``before``, only of the months before that one."""
        if not self.exists():
            return Memory()
        shown_table, decided_table = self._meta.tables["shown"], self._meta.tables["decided"]
        with self._engine().connect() as connection:
            told = self._told(connection)
            shown = tuple(
                sorted(
                    Shown(
                        row.month,
                        row.suggestion_id,
                        row.kind,
                        _ids(row.organisation_ids),
                        told.get((row.month, row.suggestion_id), ""),
                    )
                    for row in connection.execute(shown_table.select())
                )
            )
            decided = tuple(
                Decided(
                    row.suggestion_id,
                    row.answer,
                    row.reason,
                    date.fromisoformat(row.decided_on) if row.decided_on else None,
                    row.decided_by_role,
                )
                for row in connection.execute(
                    decided_table.select().order_by("decided_on", "suggestion_id")
                )
            )
            groups = self._groups(connection, before)
        memory = Memory(
            shown=shown, decided=decided, banned=_banned(shown, decided), group_ids=groups
        )
        return memory if before is None else memory.before(before)

    def is_suppressed(self, organisation_id: str) -> bool:
        """Whether the organisation asked to be forgotten."""
        return bool(self.suppressed([organisation_id]))

    def suppressed(self, organisation_ids: Iterable[str]) -> frozenset[str]:
        """Return those of the organisations that asked to be forgotten."""
        if not self.exists():
            return frozenset()
        table = self._meta.tables["suppressed"]
        with self._engine().connect() as connection:
            key = self._key(connection, make=False)
            held = {row.keyed_hash for row in connection.execute(table.select())}
        if key is None or not held:
            return frozenset()
        return frozenset(one for one in organisation_ids if _keyed(key, one) in held)

    # -- writing ----------------------------------------------------------------------

    def record_month(
        self, month: str, shown: Iterable[Shown], groups: Iterable[tuple[str, str, str]] = ()
    ) -> None:
        """Replace what was shown in ``month``, in one transaction.

        ``groups`` are the groups of double listings: record id, group id and the id of the
        record's organisation.
        """
        listed = sorted(set(shown))
        rows = {
            "shown": [
                {
                    "month": month,
                    "suggestion_id": s.suggestion_id,
                    "kind": s.kind,
                    "organisation_ids": json.dumps(list(s.organisation_ids)),
                }
                for s in listed
            ],
            "told": [
                {"month": month, "suggestion_id": s.suggestion_id, "told": s.told}
                for s in listed
                if s.told
            ],
            "groups": [
                {"month": month, "record_id": one, "group_id": name, "organisation_id": whose}
                for one, name, whose in sorted(set(groups))
            ],
        }
        with self._engine(make=True).begin() as connection:
            for name, found in rows.items():
                table = self._meta.tables[name]
                connection.execute(table.delete().where(table.c.month == month))
                if found:
                    connection.execute(table.insert(), found)

    def record_decisions(self, decisions: Iterable[Decided]) -> int:
        """Add decisions (the same one twice is one); return how many were new."""
        table = self._meta.tables["decided"]
        new = 0
        with self._engine(make=True).begin() as connection:
            for one in decisions:
                day = one.decided_on.isoformat() if one.decided_on else ""
                same = (table.c.suggestion_id == one.suggestion_id) & (table.c.decided_on == day)
                new += connection.execute(table.select().where(same)).first() is None
                connection.execute(table.delete().where(same))
                connection.execute(
                    table.insert().values(
                        suggestion_id=one.suggestion_id,
                        decided_on=day,
                        answer=one.answer,
                        reason=one.reason,
                        decided_by_role=one.decided_by_role,
                    )
                )
        return new

    def forget(self, organisation_id: str, *, names: Iterable[str] = ()) -> int:
        """Erase an organisation, keep a keyed hash that holds it off; return rows erased.

        Parameters
        ----------
        organisation_id : str
        names : iterable of str
            What it is called. An answer to a suggestion that no list shows, whose reason
            says one of these (or the id), is erased; in an answer about others the reason
            alone is, so that their *never* still holds.
        """
        shown, decided = self._meta.tables["shown"], self._meta.tables["decided"]
        told, suppressed = self._meta.tables["told"], self._meta.tables["suppressed"]
        says = _naming([organisation_id, *names])
        with self._engine(make=True).begin() as connection:
            if not self._is_url:  # overwrite what is deleted, so that the file keeps no trace
                connection.exec_driver_sql("PRAGMA secure_delete = ON")
            listed = {
                row.suggestion_id: _ids(row.organisation_ids)
                for row in connection.execute(shown.select())
            }
            held = {one for one, ids in listed.items() if organisation_id in ids}
            speak = {
                row.suggestion_id
                for row in connection.execute(decided.select())
                if says(row.reason)
            }
            held |= speak - set(listed)
            erased = 0
            for table in (shown, decided, told):
                statement = table.delete().where(table.c.suggestion_id.in_(sorted(held)))
                gone = connection.execute(statement).rowcount if held else 0
                erased += gone if table is not told else 0
            for row in connection.execute(decided.select()).all():
                if says(row.reason):
                    same = (decided.c.suggestion_id == row.suggestion_id) & (
                        decided.c.decided_on == row.decided_on
                    )
                    connection.execute(decided.update().where(same).values(reason=""))
                    erased += 1
            erased += self._ungroup(connection, organisation_id)
            wanted = _keyed(self._key(connection, make=True) or "", organisation_id)
            same = suppressed.c.keyed_hash == wanted
            if connection.execute(suppressed.select().where(same)).first() is None:
                connection.execute(suppressed.insert().values(keyed_hash=wanted))
        return erased

    # -- inside -----------------------------------------------------------------------

    def _engine(self, *, make: bool = False) -> Engine:
        from sqlalchemy import create_engine
        from sqlalchemy.exc import DatabaseError
        from sqlalchemy.pool import NullPool

        if not self._is_url and make:
            Path(self.where).parent.mkdir(parents=True, exist_ok=True)
        url = self.where if self._is_url else f"sqlite:///{Path(self.where).absolute()}"
        engine = create_engine(url, poolclass=NullPool)
        about = self._meta.tables["about"]
        try:
            if make:
                self._meta.create_all(engine)
            with engine.begin() as connection:
                found = connection.execute(about.select().where(about.c.name == "schema_version"))
                row = found.first()
                if row is None and make:
                    connection.execute(
                        about.insert().values(name="schema_version", value=SCHEMA_VERSION)
                    )
                elif row is not None and row.value != SCHEMA_VERSION:
                    raise HistoryError(
                        f"{self.where} is a history of version {row.value}; "
                        f"this release reads version {SCHEMA_VERSION}, so update sap-match"
                    )
        except DatabaseError as error:
            raise HistoryError(
                f"{self.where} is no history of sap-match ({error.orig}); "
                "name another file with --history"
            ) from error
        return engine

    def _told(self, connection: Connection) -> dict[tuple[str, str], str]:
        from sqlalchemy import inspect

        table = self._meta.tables["told"]
        if not inspect(connection).has_table("told"):
            return {}
        rows = connection.execute(table.select())
        return {(row.month, row.suggestion_id): row.told for row in rows}

    def _groups(self, connection: Connection, before: str | None) -> tuple[tuple[str, str], ...]:
        """Return record and group ids of the latest month, or of the latest before one."""
        from sqlalchemy import inspect

        if not inspect(connection).has_table("groups"):
            return ()
        rows = connection.execute(self._meta.tables["groups"].select()).all()
        open_ = [row for row in rows if before is None or row.month < before]
        last = max((row.month for row in open_), default="")
        return tuple(sorted((row.record_id, row.group_id) for row in open_ if row.month == last))

    def _ungroup(self, connection: Connection, organisation_id: str) -> int:
        """Erase the groups that hold a record of an organisation, which may bear its id."""
        table = self._meta.tables["groups"]
        mine = table.select().where(table.c.organisation_id == organisation_id)
        names = sorted({row.group_id for row in connection.execute(mine)})
        statement = table.delete().where(table.c.group_id.in_(names))
        return connection.execute(statement).rowcount if names else 0

    def _key(self, connection: object, *, make: bool) -> str | None:
        about = self._meta.tables["about"]
        run = connection.execute  # type: ignore[attr-defined]  # a SQLAlchemy connection
        row = run(about.select().where(about.c.name == "suppression_key")).first()
        if row is not None:
            return str(row.value)
        if not make:
            return None
        key = secrets.token_hex(32)
        run(about.insert().values(name="suppression_key", value=key))
        return key


def _ids(cell: str) -> tuple[str, ...]:
    return tuple(str(one) for one in json.loads(cell))


def _naming(names: Iterable[str]) -> Callable[[str], bool]:
    """Return what says of a text whether one of the names stands in it, as whole words."""
    told = sorted({name.casefold() for name in names if len(name.strip()) > 3})
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in told))
    return lambda text: bool(told and pattern.search(text.casefold()))


def _keyed(key: str, organisation_id: str) -> str:
    return hmac.new(key.encode(), organisation_id.encode(), hashlib.sha256).hexdigest()


def _banned(shown: tuple[Shown, ...], decided: tuple[Decided, ...]) -> frozenset[tuple[str, str]]:
    """Pairs of organisations to whose suggestion the last answer was *never*."""
    last = {d.suggestion_id: d.answer for d in decided}
    pairs = set()
    for one in shown:
        if last.get(one.suggestion_id) == "never" and len(one.organisation_ids) == 2:
            left, right = sorted(one.organisation_ids)
            pairs.add((left, right))
    return frozenset(pairs)
