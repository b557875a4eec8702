"""A plan made again after something changed, with the fewest changes to what it gave."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from sap_match.errors import DataError
from sap_match.recommend.pairings import PairingConfig
from sap_match.recommend.pairings.amounts import amount
from sap_match.recommend.pairings.plan import planned
from sap_match.recommend.planning import Plan

if TYPE_CHECKING:
    from sap_match.landscape import Landscape
    from sap_match.model import Changes
    from sap_match.recommend.planning import Aim, Setting
    from sap_match.results import Suggestion

MOST_NOTES = 20
"""How many changes are told one by one."""


def replan(plan: Plan, changes: Changes) -> Plan:
    """Plan again after something changed, with the fewest changes to what the plan gave.

    What was given and can still be stays; a pair that is dropped is one change, one that
    stays with another quantity or day at most one. Among plans with the fewest changes the
    plan's aim decides, and what has become free is given out by it.

    Parameters
    ----------
    plan : Plan
        From `plan_pairings` or `plan_facility_sharing`; it remembers what it was made from.
    changes : Changes
        Records to add, replace or remove, as for `Landscape.updated`.

    Returns
    -------
    Plan
        Its ``figures`` count ``kept``, ``changed``, ``dropped`` and ``added``; the notes of
        its ``matches`` say in words what changed and why.

    Raises
    ------
    DataError
        The plan does not know what it was made from.

    Examples
    --------
    >>> from datetime import date
    >>> from sap_match.landscape import Landscape
    >>> from sap_match.model import Changes, Dataset, Need, Offer, Organisation
    >>> from sap_match.recommend.pairings import plan_pairings
    >>> from sap_match.similarity.encoder import HashedWords
    >>> paint = {"kind": "goods", "quantity": 25, "unit": "items", "description": "Pale paint"}
    >>> data = Dataset.build(
    ...     "d",
    ...     {
    ...         "organisations": [
    ...             Organisation(id="b", name="Lindow Paints", kind="business"),
    ...             Organisation(id="v", name="Moss Rose Hall", kind="voluntary"),
    ...         ],
    ...         "offers": [Offer(id="o", organisation_id="b", **paint)],
    ...         "needs": [Need(id="n", organisation_id="v", **paint)],
    ...     },
    ... )
    >>> plan = plan_pairings(Landscape.build(data, as_of=date(2026, 11, 1), encoder=HashedWords()))
    >>> again = replan(plan, Changes(removals={"offers": ("o",)}))
    >>> again.figures["dropped"], again.matches.notes[1]
    (1.0, 'Lindow Paints for Moss Rose Hall falls away: the offer was withdrawn')
    """
    if plan.setting is None:
        raise DataError(
            "does not know what it was made from; make it with plan_pairings or "
            "plan_facility_sharing before it is made again",
            field="plan",
        )
    setting = replace(plan.setting, landscape=plan.setting.landscape.updated(changes))
    return told(plan, _planned(plan, setting), plan.setting.landscape)


def _planned(plan: Plan, setting: Setting) -> Plan:
    if isinstance(setting.config, PairingConfig):
        return planned(setting, cast("Aim", plan.aim), plan.seed, kept=plan.matches.rows)
    from sap_match.recommend.facilities.plan import planned as rooms_planned

    return rooms_planned(setting, plan.seed, kept=plan.matches.rows)


def told(before: Plan, after: Plan, landscape: Landscape) -> Plan:
    """Return the later plan with what changed in it, in figures and in words.

    Parameters
    ----------
    before, after : Plan
    landscape : Landscape
        Of the earlier plan: it knows the names of what is gone.
    """
    change = _Difference.of(before, after)
    figures = {
        **after.figures,
        "kept": float(len(change.kept)),
        "changed": float(len(change.changed)),
        "dropped": float(len(change.dropped)),
        "added": float(len(change.added)),
    }
    notes = tuple(_notes(change, after, landscape))
    matches = replace(after.matches, notes=(*notes, *after.matches.notes))
    return replace(after, matches=matches, figures=figures)


@dataclass(frozen=True)
class _Difference:
    """What stays of a plan, what stays in part or elsewhere, what falls away, what is new."""

    kept: tuple[Suggestion, ...]
    changed: tuple[tuple[Suggestion, Suggestion], ...]
    dropped: tuple[Suggestion, ...]
    added: tuple[Suggestion, ...]

    @classmethod
    def of(cls, before: Plan, after: Plan) -> _Difference:
        old = {_key(s): s for s in before.matches}
        new = {_key(s): s for s in after.matches}
        both = [key for key in old if key in new]
        same = [key for key in both if _given(old[key]) == _given(new[key])]
        return cls(
            kept=tuple(new[key] for key in same),
            changed=tuple((old[key], new[key]) for key in both if key not in set(same)),
            dropped=tuple(s for key, s in old.items() if key not in new),
            added=tuple(s for key, s in new.items() if key not in old),
        )


def _key(s: Suggestion) -> tuple[str, ...]:
    """Return what makes two rows the same match: a pair, or a request."""
    return (s.subject_id,) if s.kind == "facility" else (s.subject_id, s.other_id)


def _given(s: Suggestion) -> tuple[object, ...]:
    quantity = s.details.get("quantity")
    rounded = None if quantity is None else round(float(quantity), 4)
    return s.other_id, rounded, *(s.details.get(name) for name in ("starts", "ends", "dates"))


# -- in words -----------------------------------------------------------------------------


def _notes(change: _Difference, after: Plan, landscape: Landscape) -> Iterator[str]:
    before = len(change.kept) + len(change.changed) + len(change.dropped)
    if before:
        yield _stays(len(change.kept), before)
    later = after.setting.landscape if after.setting else landscape
    dropped = [f"{_pair(s, landscape)} falls away: {_why(s, after)}" for s in change.dropped]
    changed = [
        f"{_pair(new, later)}: {_instead(old, new, landscape)}" for old, new in change.changed
    ]
    added = [f"{_pair(s, later)} is new" for s in change.added]
    lines = [*dropped, *changed, *added]
    yield from lines[:MOST_NOTES]
    if len(lines) > MOST_NOTES:
        yield f"{len(lines) - MOST_NOTES} more changes"


def _stays(kept: int, before: int) -> str:
    if before == 1:
        return "the one match stays as it was" if kept else "the one match does not stay as it was"
    if kept in (0, before):
        which = "all" if kept else "none of the"
        return f"{which} {before} matches {'stay as they were' if kept else 'stays as it was'}"
    return f"{kept} of {before} matches {'stays as it was' if kept == 1 else 'stay as they were'}"


def _pair(s: Suggestion, landscape: Landscape) -> str:
    """Return a match in names: "Lindow Paints for Moss Rose Hall"."""
    if s.kind == "facility":
        return f"{_room(s.other_id, landscape)} for {landscape.profile(s.asked[0]).name}"
    return " for ".join(landscape.profile(one).name for one in s.asked)


def _why(s: Suggestion, after: Plan) -> str:
    """Say why a match falls away: it is gone, a rule keeps it out, or others take it."""
    if after.setting is None:
        return "it is not in the new plan"
    gone = _gone(s, after.setting.landscape)
    if gone:
        return gone
    notes = {(r.subject_id, r.other_id): r.note for r in after.unmatched.removed}
    if (s.subject_id, s.other_id) in notes:
        return notes[s.subject_id, s.other_id]
    landscape = after.setting.landscape
    takers = [m for m in after.matches if s.other_id == m.other_id or s.subject_id == m.subject_id]
    if takers:
        return f"{_pair(takers[0], landscape)} stands, and there is not enough for both"
    return "nothing of it can be kept"


def _gone(s: Suggestion, landscape: Landscape) -> str:
    data = landscape.dataset
    if s.kind == "facility":
        if not any(r.id == s.subject_id for r in data.facility_requests):
            return "the request was withdrawn"
        open_rooms = any(f.id == s.other_id for f in data.facilities)
        return "" if open_rooms else "the room is no longer listed"
    from sap_match.recommend.pairings.listing import is_done

    if not any(o.id == s.subject_id and not is_done(o) for o in data.offers):
        return "the offer was withdrawn"
    if not any(n.id == s.other_id and not is_done(n) for n in data.needs):
        return "the need is no longer open"
    return ""


def _instead(old: Suggestion, new: Suggestion, landscape: Landscape) -> str:
    """Say what is different of a match that stays; the landscape is the earlier one."""
    if old.other_id != new.other_id:
        return f"instead of {_room(old.other_id, landscape)}"
    quantities = [s.details.get("quantity") for s in (old, new)]
    if quantities[0] != quantities[1] and None not in quantities:
        unit = new.details.get("unit")
        was, now = (amount(float(q or 0), unit) for q in quantities)
        return f"{now} instead of {was}"
    was, now = (s.details.get("day") or "another time" for s in (old, new))
    return f"{now} instead of {was}" if was != now else "other dates than before"


def _room(one: str, landscape: Landscape) -> str:
    return next((f.name for f in landscape.dataset.facilities if f.id == one), one)
