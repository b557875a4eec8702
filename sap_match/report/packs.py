"""A pack for each business: up to three things that it could do, to be shared with it.

Everything in a pack is the business's own or its host's, and the host is one that may be
suggested. Nothing is said of other businesses, of scores, of ties, of confidential places, nor
how to reach anybody who did not say that this is public. No option is a promise.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sap_match.model import (
    SCHEMA_VERSION,
    Facility,
    Need,
    Offer,
    Organisation,
    Service,
    location_closed,
)
from sap_match.recommend.pairings.almost import Almost, almost_of
from sap_match.recommend.pairings.listing import is_done
from sap_match.report.escape import markdown, mask_contacts, plain
from sap_match.report.html import asset, content_policy, environment
from sap_match.report.made_folders import MARK, write_folder
from sap_match.report.pack_words import (
    checks_of,
    cost_of,
    dates_of,
    first_step_of,
    rule_in_words,
    sizes_of,
)
from sap_match.report.words import count, day, distance, listing, sentence, shorten

if TYPE_CHECKING:
    from sap_match.landscape import Landscape
    from sap_match.recommend.planning import Plan
    from sap_match.results import Suggestion

OPTIONS = 3
_OFFERS = 4
PROMISE = (
    "These are options, not promises: each is agreed with nobody yet, and none of the "
    "organisations named here has been asked."
)
_ACCESS = ("step_free", "accessible_toilet", "changing_places", "hearing_loop", "parking")
_ACCESS_WORDS = {"step_free": "step-free access", "changing_places": "Changing Places toilet"}
_RESERVED = re.compile(r"^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)


@dataclass(frozen=True)
class Option:
    """One thing that a business could do, in words, not yet escaped."""

    need_id: str
    title: str
    asked: str
    state: str
    """How it stands: in the plan, would fit as well, or would fit after a change."""
    facts: tuple[tuple[str, str], ...]
    """What each line is called, and what it says."""
    first_step: str


@dataclass(frozen=True)
class Pack:
    """What the pack of one business says, in words, not yet escaped."""

    organisation_id: str
    name: str
    place: str
    as_of: str
    offers: tuple[str, ...]
    options: tuple[Option, ...]
    why_no_more: str


def packs_of(plan: Plan, landscape: Landscape) -> tuple[Pack, ...]:
    """Return the pack of each business that offers something, by its id.

    Parameters
    ----------
    plan : Plan
        Of `plan_pairings`: what is planned comes first, then what would fit as well.
    landscape : Landscape
    """
    maker = _Maker(plan, landscape)
    givers = {o.organisation_id for o in landscape.dataset.offers if not is_done(o)}
    return tuple(
        maker.pack(one)
        for one in sorted(landscape.dataset.organisations, key=lambda o: o.id)
        if one.kind == "business" and one.id in givers and one.suggest != "no"
    )


def write_packs(
    plan: Plan, landscape: Landscape, folder: str | Path, *, replace: bool = False
) -> tuple[str, ...]:
    """Write ``ORG.md`` and ``ORG.html`` for each business and return the files' names.

    Parameters
    ----------
    plan : Plan
        Of `plan_pairings`.
    landscape : Landscape
    folder : path
        Made whole or not at all.
    replace : bool
        Whether earlier packs in it may go.

    Raises
    ------
    DataError
        The folder is there and ``replace`` is not asked for, or it holds anything else.
    """
    packs = packs_of(plan, landscape)
    names = file_names(p.organisation_id for p in packs)
    files: dict[str, str] = {}
    for pack in packs:
        files[f"{names[pack.organisation_id]}.md"] = as_markdown(pack)
        files[f"{names[pack.organisation_id]}.html"] = as_html(pack)
    return write_folder(files, Path(folder), "pack", replace=replace)


def file_names(ids: Iterable[str]) -> dict[str, str]:
    """Return a name for each id that any file system takes, no two alike.

    Examples
    --------
    >>> file_names(("b-1",))
    {'b-1': 'b-1'}
    >>> found = file_names(("A b", "a b", "../etc"))
    >>> len(set(n.casefold() for n in found.values())), any("/" in n for n in found.values())
    (3, False)
    """
    listed = sorted(set(ids))
    safe = {one: re.sub(r"[^A-Za-z0-9_-]+", "-", one).strip("-")[:60] for one in listed}
    alike = Counter(name.casefold() for name in safe.values())
    made = {}
    for one, name in safe.items():
        if name != one or alike[name.casefold()] > 1 or _RESERVED.match(name):
            mark = hashlib.sha256(one.encode("utf-8", "replace")).hexdigest()[:8]
            made[one] = f"{name or 'business'}-{mark}"
        else:
            made[one] = name
    return made


# -- what a pack says ---------------------------------------------------------------------


@dataclass(frozen=True)
class _Maker:
    plan: Plan
    landscape: Landscape

    @cached_property
    def offers(self) -> dict[str, Offer]:
        return {o.id: o for o in self.landscape.dataset.offers}

    @cached_property
    def needs(self) -> dict[str, Need]:
        return {n.id: n for n in self.landscape.dataset.needs}

    @cached_property
    def _by_business(self) -> dict[str, list[tuple[bool, Suggestion]]]:
        """What is planned for each business, the best first, then what would fit as well."""
        planned = {(m.subject_id, m.other_id) for m in self.plan.matches}
        taken = Counter(m.other_id for m in self.plan.matches)
        found: dict[str, list[tuple[bool, Suggestion]]] = {}
        rest = [m for m in self.plan.candidates if (m.subject_id, m.other_id) not in planned]
        rest.sort(key=lambda m: (taken[m.other_id] > 0, -m.score, m.subject_id, m.other_id))
        for is_planned, some in ((True, self.plan.matches), (False, rest)):
            for match in some:
                owner = self.offers[match.subject_id].organisation_id
                found.setdefault(owner, []).append((is_planned, match))
        return found

    @cached_property
    def _hidden(self) -> tuple[str, ...]:
        """Names that no pack may say: who asked not to be suggested, and confidential places."""
        data = self.landscape.dataset
        closed = {o.id: o.name for o in data.organisations if not self._may_host(o)}
        sites: list[Service | Facility] = [*data.services, *data.facilities]
        names = {s.name for s in sites if location_closed(s) or s.organisation_id in closed}
        return tuple(sorted(n.casefold() for n in {*closed.values(), *names} if len(n) > 2))

    def _may_host(self, organisation: Organisation) -> bool:
        profile = self.landscape.profile(organisation.id)
        return organisation.suggest not in {"no", "ask"} and not profile.closed

    def _says_hidden(self, *texts: str) -> bool:
        low = plain("\n".join(texts)).casefold()
        return any(
            name in low and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", low)
            for name in self._hidden
        )

    def pack(self, business: Organisation) -> Pack:
        """Return the pack of one business."""
        own = [o for o in self.landscape.dataset.offers if o.organisation_id == business.id]
        options = tuple(self._options(business))
        return Pack(
            organisation_id=business.id,
            name=shorten(_clean(business.name), 100),
            place=shorten(_clean(self.landscape.dataset.name), 120),
            as_of=day(self.landscape.as_of),
            offers=tuple(shorten(_clean(o.description), 160) for o in own if not is_done(o))[
                :_OFFERS
            ],
            options=options,
            why_no_more=self._why_no_more(business, options),
        )

    def _options(self, business: Organisation) -> Iterator[Option]:
        """Yield at most three: hosts that were not named yet first, each need once."""
        waiting: list[tuple[bool, Suggestion]] = []
        hosts: set[str] = set()
        needs: set[str] = set()
        told = 0
        for first_round in (True, False):
            for planned, match in (
                self._by_business.get(business.id, ()) if first_round else waiting
            ):
                host = self.needs[match.other_id].organisation_id
                if match.other_id in needs or told == OPTIONS:
                    continue
                if first_round and host in hosts and not planned:
                    waiting.append((planned, match))
                    continue
                option = self._option(business, match, planned=planned)
                if option is not None:
                    hosts.add(host)
                    needs.add(match.other_id)
                    told += 1
                    yield option
        for one in self._almost.get(business.id, ()):
            if told == OPTIONS or one.meeting.need.id in needs:
                continue
            option = self._after_a_change(business, one)
            if option is not None:
                needs.add(one.meeting.need.id)
                told += 1
                yield option

    @cached_property
    def _almost(self) -> dict[str, tuple[Almost, ...]]:
        """What a business could meet if it changed something itself."""
        short = {one.id for one in self.landscape.dataset.organisations if one.kind == "business"}
        return almost_of(self.plan, short)

    def _after_a_change(self, business: Organisation, one: Almost) -> Option | None:
        """Return an open need that a change of the business's own would let it meet."""
        m = one.meeting
        host = self.landscape.dataset.organisation(m.need.organisation_id)
        if not self._may_host(host) or self._says_hidden(host.name, m.need.description):
            return None
        return self._made(
            business,
            m.offer,
            self.needs[m.need.id],
            {"km": m.km},
            state=f"Would fit if you could {listing(list(one.words))}",
            first_step=first_step_of(m.need, host.name),
        )

    def _option(self, business: Organisation, match: Suggestion, *, planned: bool) -> Option | None:
        offer, need = self.offers[match.subject_id], self.needs[match.other_id]
        host = self.landscape.dataset.organisation(need.organisation_id)
        if not self._may_host(host) or self._says_hidden(host.name, need.description):
            return None
        step = match.first_step if planned else ""
        if not step or business.name in step or self._says_hidden(step):
            step = first_step_of(need, host.name)
        state = "In this month’s plan" if planned else "Would fit as well"
        return self._made(business, offer, need, match.details, state=state, first_step=step)

    def _made(
        self,
        business: Organisation,
        offer: Offer,
        need: Need,
        details: Mapping[str, Any],
        *,
        state: str,
        first_step: str,
    ) -> Option:
        host = self.landscape.dataset.organisation(need.organisation_id)
        who = f"{host.name}, whether it can take this on; {business.name}, whom and what it gives"
        facts = (
            ("From what you offer", shorten(offer.description, 110)),
            ("When", dates_of(offer, need, self.landscape)),
            ("Who and how many", sizes_of(offer, need, details)),
            ("Cost to the host", cost_of(need, host.name)),
            ("Checks", checks_of(offer, need, host.name)),
            ("Access", self._access(need, host)),
            ("Where", self._where(need, host, details)),
            ("Who decides", who),
            ("How to reach the host", _contact(host)),
        )  # fmt: skip
        return Option(
            need_id=need.id,
            title=shorten(_clean(host.name), 100),
            asked=_clean(sentence(shorten(need.description, 260))),
            state=_clean(state),
            facts=tuple((name, _fact(name, text)) for name, text in facts),
            first_step=_clean(sentence(first_step)),
        )

    def _access(self, need: Need, host: Organisation) -> str:
        if need.remote:
            return "can be done from anywhere"
        told = []
        for room in self.landscape.dataset.facilities_of(host.id):
            if location_closed(room) or self._says_hidden(room.name):
                continue
            has = [w for w in _ACCESS if w in {a.casefold() for a in room.amenities}]
            words = [_ACCESS_WORDS.get(w, w.replace("_", " ")) for w in has]
            if words:
                told.append(f"{room.name}: {listing(words)}")
        if told:
            return "; ".join(told[:2])
        return f"not known: ask {host.name} about steps, toilets and parking"

    def _where(self, need: Need, host: Organisation, details: Mapping[str, Any]) -> str:
        if need.remote:
            return "from anywhere"
        district = (need.postcode or "").strip().upper().split(" ")[0]
        profile = self.landscape.profile(host.id)
        areas = [self.landscape.dataset.area(a) for a in profile.area_ids]
        names = [a.name for a in areas if a.kind in ("town", "ward", "neighbourhood_partnership")]
        km = details.get("km")
        told = [*(names[:1] or ([district] if district else []))]
        told += [f"{distance(float(km))} from you"] if isinstance(km, int | float) else []
        return ", ".join(told) or "not known yet"

    def _why_no_more(self, business: Organisation, options: Sequence[Option]) -> str:
        """Return why there are fewer than three options, naming nobody."""
        number, shown = len(options), {one.need_id for one in options}
        if number >= OPTIONS:
            return ""
        own = {o.id for o in self.offers.values() if o.organisation_id == business.id}
        ruled = {
            r.other_id: r.rule
            for r in self.plan.unmatched.removed
            if r.subject_id in own and r.other_id not in shown
        }
        rules = Counter(ruled.values())
        some = f"There {'is' if number == 1 else 'are'} {count(number, 'option')} this time"
        if not rules:
            return f"{some}: nothing else that is asked for fits what you offer."
        why = [
            f"{n} {words}" for rule, n in rules.most_common() if (words := rule_in_words(rule, n))
        ]
        told = sum(n for rule, n in rules.items() if rule_in_words(rule, n))
        why += [f"{rest} for other reasons"] if (rest := sum(rules.values()) - told) else []
        return (
            f"{some}. Of {count(sum(rules.values()), 'other need')} of this kind, {listing(why)}."
        )


def _contact(host: Organisation) -> str:
    """Return how to reach a host that says this is public, else that the officer does."""
    if host.contact_public is not True:
        return "through whoever gave you this page"
    ways = [host.email, *host.phones[:1], host.website]
    return ", ".join(w for w in ways if w) or "through whoever gave you this page"


def _fact(name: str, text: str) -> str:
    return " ".join(plain(text).split()) if name == "How to reach the host" else _clean(text)


def _clean(text: str) -> str:
    return mask_contacts(" ".join(plain(text).split()))


# -- how it is written --------------------------------------------------------------------


def as_markdown(pack: Pack) -> str:
    """Return a pack as Markdown, everything in it escaped."""
    md = markdown
    lines = [
        f"<!-- {MARK} -->",
        "",
        f"# Options for {md(pack.name)}",
        "",
        f"{md(pack.place)}. {PROMISE}",
        "",
    ]
    lines += ["What you offer:", "", *(f"- {md(one)}" for one in pack.offers), ""]
    for n, one in enumerate(pack.options, start=1):
        lines += [
            f"## {n}. {md(one.title)}",
            "",
            f"{md(one.state)}. Asked for: {md(one.asked)}",
            "",
        ]
        lines += [f"- **{name}:** {md(text)}" for name, text in one.facts]
        lines += [f"- **First step:** {md(one.first_step)}", ""]
    if pack.why_no_more:
        lines += [md(pack.why_no_more), ""]
    lines += [f"Data as of {pack.as_of}. Schema {SCHEMA_VERSION}."]
    return "\n".join(lines) + "\n"


def as_html(pack: Pack) -> str:
    """Return a pack as one HTML file that prints on a page of A4."""
    from markupsafe import Markup

    style = asset("pack.css")
    return (
        environment()
        .get_template("pack.html.j2")
        .render(
            pack=pack,
            mark=MARK,
            promise=PROMISE,
            schema_version=SCHEMA_VERSION,
            style=Markup(style),  # noqa: S704 - our own file
            policy=content_policy(style=style),
        )
    )
