"""One team as a suggestion of the month."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sap_match.model import Brief
from sap_match.recommend.consortia.capabilities import capabilities_of
from sap_match.recommend.consortia.seats import Seat
from sap_match.recommend.evidence import title_of
from sap_match.recommend.wording import listing
from sap_match.results import Part, Suggestion

if TYPE_CHECKING:
    from sap_match.landscape import Landscape


def team_suggestion(
    landscape: Landscape, brief: Brief, seats: Sequence[Seat], team: int = 1
) -> Suggestion | None:
    """Return one team as a suggestion for the month, or None where nobody was found."""
    rows = [s for s in seats if s.team == team]
    partners = [s for s in rows if s.role == "partner" and s.organisation_id]
    if not partners:
        return None
    wanted = len(capabilities_of(brief))
    uncovered = [c for s in rows if s.role == "uncovered" for c in s.covers]
    share = 1 - len(uncovered) / wanted
    names = [landscape.name(s.organisation_id or "") for s in partners]
    title = title_of(brief)
    asked = [s.organisation_id for s in rows if s.organisation_id]
    lead = next((landscape.name(s.organisation_id or "") for s in rows if s.role == "lead"), "")
    other = "other " if lead else ""
    return Suggestion(
        kind="consortium",
        subject_id=brief.id,
        other_id="+".join(sorted(s.organisation_id or "" for s in partners)),
        asked=tuple(dict.fromkeys(asked)),
        rank=team,
        parts=(Part("coverage", round(share, 6), 1.0, f"{wanted - len(uncovered)} of {wanted}"),),
        reason=" ".join(s.reason for s in partners if s.covers)
        or f"{listing(names)} fit “{title}” best.",
        counter_reason=f"Nobody here covers {listing(uncovered)}." if uncovered else "",
        first_step=(
            f"Ask {lead or names[0]} whether it would call the {other}{len(partners)} together "
            f"for an hour on “{title}”, and who is missing."
        ),
        strength=round(0.8 * share, 6),
        area_id=next((a for a in brief.areas if landscape.dataset.has("areas", a)), None),
        details={
            "action": f"Bring {listing([*filter(None, [lead]), *names])} together for “{title}”.",
            "covers": "; ".join(c for s in partners for c in s.covers),
        },
    )
