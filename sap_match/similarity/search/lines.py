"""National lines for those who cannot wait: data, dated, to be read again twice a year.

How it is kept: whoever releases a version reads each line's own page, mends what changed and
sets `READ_ON`. Nothing here is fetched, and nothing depends on the day on which it is shown;
the date stands beside the lines, so that a reader can tell an old list. The numbers are those
of the United Kingdom; where a nation has its own line, it is named.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

READ_ON = date(2026, 11, 22)
"""The day on which the list was last gone through."""


@dataclass(frozen=True)
class Line:
    """A national line: whom one reaches, how, when, and what it is for."""

    name: str
    contact: str
    hours: str
    purpose: str


_EMERGENCY = Line(
    "Emergency services", "999", "always", "life or safety in danger now; text 999 if registered"
)
_POLICE_SILENT = Line(
    "Police", "999, then 55 from a mobile if you cannot speak", "always", "in danger now"
)
_SAMARITANS = Line("Samaritans", "116 123", "always, free", "somebody who listens")
_NHS_MIND = Line(
    "NHS mental health crisis", "111, option 2", "always", "urgent help with mental health"
)
_SHOUT = Line("Shout", "text SHOUT to 85258", "always, free", "by text, if talking is too hard")
_PAPYRUS = Line("Papyrus HOPELINE247", "0800 068 4141", "always, free", "under 35 and suicidal")
_CHILDLINE = Line("Childline", "0800 1111", "always, free", "under 19, about anything")
_NSPCC = Line("NSPCC", "0808 800 5000", "see its site", "adults who fear for a child")
_ABUSE = Line(
    "National Domestic Abuse Helpline (Refuge)",
    "0808 2000 247",
    "always, free",
    "women in England; Wales 0808 80 10 800, Scotland 0800 027 1234, N Ireland 0808 802 1414",
)
_MEN = Line("Men's Advice Line", "0808 801 0327", "weekdays", "men who are abused at home")
_GALOP = Line("Galop", "0800 999 5428", "weekdays", "LGBT+ people who are abused")
_RAPE = Line(
    "Rape and Sexual Abuse Support Line", "0808 500 2222", "always, free", "England and Wales, 16+"
)
_SHELTER = Line("Shelter", "0808 800 4444", "daily, see its site", "losing a home, or without one")
_COUNCIL_HOMELESS = Line(
    "The council's homelessness team",
    "the council's own number, also at night",
    "always",
    "it must help those with nowhere to stay",
)
_STREETLINK = Line("StreetLink", "thestreetlink.org.uk", "always", "somebody sleeping rough")
_HARDSHIP = Line(
    "Help through Hardship (Trussell and Citizens Advice)",
    "0808 208 2138",
    "weekdays, free",
    "no money for food: a voucher and advice",
)
_FRANK = Line("FRANK", "0300 123 6600", "daily, see its site", "about drugs")
_NHS = Line("NHS", "111", "always", "urgent but not life-threatening; 18001 111 by relay")
_HOURGLASS = Line("Hourglass", "0808 808 8141", "see its site", "an older person who is harmed")
_SLAVERY = Line(
    "Modern Slavery and Exploitation Helpline", "08000 121 700", "see its site", "in confidence"
)
_GAS = Line("Gas emergencies", "0800 111 999", "always, free", "smell of gas; go outside first")

LINES: Mapping[str, tuple[Line, ...]] = MappingProxyType(
    {
        "suicide and self-harm": (_EMERGENCY, _NHS_MIND, _SAMARITANS, _SHOUT, _PAPYRUS, _CHILDLINE),
        "overdose": (_EMERGENCY, _NHS, _SAMARITANS, _FRANK),
        "danger to life": (_EMERGENCY, _NHS),
        "abuse at home": (_POLICE_SILENT, _ABUSE, _MEN, _GALOP, _CHILDLINE),
        "sexual violence": (_EMERGENCY, _RAPE, _CHILDLINE, _GALOP),
        "a child at risk": (_EMERGENCY, _NSPCC, _CHILDLINE),
        "an older person at risk": (_EMERGENCY, _HOURGLASS),
        "forced or trafficked": (_EMERGENCY, _SLAVERY),
        "nowhere to stay": (_COUNCIL_HOMELESS, _SHELTER, _STREETLINK),
        "no food": (_HARDSHIP,),
        "gas": (_GAS,),
    }
)
"""The lines of each kind of urgency, in the order in which they are shown."""
