"""A month of a real place and of the example: what must never stand in it."""

import csv
import html
import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import pytest

from benchmarks._process import is_whole, sap_match
from sap_match.ingest import read_dataset
from sap_match.landscape import Landscape
from sap_match.model import Brief, Dataset
from sap_match.recommend.consortia import form_consortium

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]

NOT_PARTNERS = re.compile(
    r"(?i)\b(scouts?|scouting|guides|guiding|girlguiding|brownies?|rainbows|beavers|cubs"
    r"|pta|ptfa|psa|parents?\b.{0,25}\bassociation|home.{0,5}school|friends of .*(?:school|college)"
    r"|school fund|masonic|freemason\w*|lodge (?:no|number)\b.*|lodge of \w+|royal arch"
    r"|rotary|round table\b(?! room)|lions club|inner wheel|benevolent fund)\b"
)
GIVES_MONEY = re.compile(
    r"(?i)^\W*(?:the (?:charity|trust|fund|foundation) )?(?:makes?|making|gives?|giving|awards?"
    r"|provides?|providing)(?: of)?(?: small| charitable)? (?:grants|donations)\b"
    r"|\bgrant[- ]making\b"
)
POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
TELEPHONE = re.compile(r"(?<![\w.])(?:\+44|0)(?:[ -]?\d){9,10}(?![\w.])")
HOUSE = re.compile(
    r"\b\d+[A-Za-z]?,? [A-Z][a-z]+(?: [A-Z][a-z]+)? "
    r"(?:Road|Street|Avenue|Drive|Close|Lane|Grove|Crescent|Way|Gardens|Terrace|Mews|Court)\b"
)
CONFIDENTIAL = re.compile(r"(?i)rape|refuge\b|sexual (?:assault|abuse)|domestic (?:abuse|violence)")


@dataclass(frozen=True)
class Place:
    """A place's records, and its month as it was written."""

    dataset: Dataset
    folder: Path

    @cached_property
    def rows(self) -> list[dict[str, str]]:
        with (self.folder / "suggestions.csv").open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream))

    @cached_property
    def listed(self) -> list[dict[str, str]]:
        return [r for r in self.rows if r["month"]]

    @cached_property
    def asked(self) -> dict[str, list[str]]:
        """Whom each suggestion would have asked, both sides."""
        told = json.loads((self.folder / "suggestions.json").read_text("utf-8"))["suggestions"]
        return {s["suggestion_id"]: s["asked"] for s in told}

    @cached_property
    def page(self) -> str:
        """The words of the report, as a reader sees them."""
        text = (self.folder / "report.html").read_text("utf-8")
        text = re.sub(r"(?is)<(style|script)\b.*?</\1>", " ", text)
        return html.unescape(re.sub(r"<[^>]*>", " ", text))

    def written(self) -> Iterator[tuple[str, str]]:
        """The text of every file, by its path; a workbook's sheets too."""
        for path in sorted(p for p in self.folder.rglob("*") if p.is_file()):
            name = path.relative_to(self.folder).as_posix()
            if path.suffix == ".xlsx":
                with zipfile.ZipFile(path) as book:
                    for part in book.namelist():
                        yield f"{name}: {part}", book.read(part).decode("utf-8", "replace")
            else:
                yield name, path.read_text("utf-8")


def made(source: Path, month: str, out: Path, cache: Path) -> Place:
    ran = sap_match(["run", str(source), "--month", month, "--out", str(out)], cache)
    assert ran.code == 0, ran.said[-3000:]
    return Place(read_dataset(source), out / month)


@pytest.fixture(scope="module")
def trafford(
    repository: Path,
    shared_data: Path,
    tmp_path_factory: pytest.TempPathFactory,
    own_vectors: Path,
) -> Place:
    source = repository / "benchmarks" / "places" / "trafford.toml"
    return made(source, "2024-04", tmp_path_factory.mktemp("trafford"), own_vectors)


@pytest.fixture(scope="module")
def example(repository: Path, tmp_path_factory: pytest.TempPathFactory, own_vectors: Path) -> Place:
    source = repository / "examples" / "cheshire_east"
    return made(source, "2026-11", tmp_path_factory.mktemp("example"), own_vectors)


@pytest.fixture(params=["trafford", "example"])
def place(request: pytest.FixtureRequest) -> Place:
    found: Place = request.getfixturevalue(request.param)
    return found


# -- what is worth reading ----------------------------------------------------------------


def test_the_month_is_whole_and_lists_something(place):
    assert is_whole(place.folder)
    assert 5 <= len(place.listed) <= 12
    assert len(place.rows) > len(place.listed)
    assert all(r["reason"] and r["first_step"] for r in place.listed)


def no_partner(dataset: Dataset, organisation_id: str) -> str:
    """Why an organisation is no partner for a piece of work, "" where nothing says so."""
    organisation = dataset.organisation(organisation_id)
    if organisation.role in ("club", "funder", "regulator"):
        return f"{organisation.name}: {organisation.role}"
    if found := NOT_PARTNERS.search(organisation.name):
        return f"{organisation.name}: {found.group()}"
    if found := GIVES_MONEY.search(organisation.description or ""):
        return f"{organisation.name}: {found.group()}"
    return ""


def test_the_patterns_know_a_club_and_a_grant_maker():
    """So that an empty list below says something."""
    names = ["1st Sale Scouts", "Moss Park School PTA", "Sale Lodge No 4", "Rotary Club of Sale"]
    assert all(NOT_PARTNERS.search(name) for name in names)
    assert not NOT_PARTNERS.search("Lowry Lodge Residents Group")
    assert GIVES_MONEY.search("Making grants to charities in Altrincham")
    assert not GIVES_MONEY.search("Advice for families, and small grants for school clothes")


def test_trafford_has_clubs_and_grant_makers_that_could_have_been_suggested(trafford):
    names = [o.name for o in trafford.dataset.organisations if NOT_PARTNERS.search(o.name)]
    money = [
        o.id for o in trafford.dataset.organisations if GIVES_MONEY.search(o.description or "")
    ]
    assert len(names) > 50
    assert len(money) >= 5


def test_no_club_and_no_grant_maker_is_a_partner_or_a_member(place):
    wrong = [
        (row["kind"], why)
        for row in place.rows
        if row["kind"] in ("partner", "consortium")
        for one in {*place.asked[row["suggestion_id"]], row["other_id"]}
        if place.dataset.has("organisations", one) and (why := no_partner(place.dataset, one))
    ]
    assert wrong == []


def test_no_club_and_no_grant_maker_sits_in_a_consortium_for_a_real_award(trafford, own_vectors):
    """Trafford has no briefs: what its groups were given money for stands for them."""
    dataset = trafford.dataset
    landscape = Landscape.build(dataset, as_of=date(2024, 4, 1))
    awards = [
        c for c in dataset.collaborations if c.kind == "funding" and len(c.description or "") > 120
    ]
    seated = set()
    for award in awards[:: max(1, len(awards) // 20)]:
        brief = Brief(id=award.id, title=award.title, description=award.description or "")
        seats = form_consortium(landscape, brief, teams=2)
        seated |= {s.organisation_id for s in seats if s.organisation_id}
    assert len(seated) >= 8
    assert [why for one in sorted(seated) if (why := no_partner(dataset, one))] == []


def test_no_shared_council_grant_is_a_reason(trafford):
    grants = [c for c in trafford.dataset.collaborations if c.kind == "funding"]
    assert len(grants) > 300
    told = re.compile(r"Both\b[^.“”]*\b(?:Trafford Council|(?<!in a )grants?|funded)\b")
    assert [r["reason"] for r in trafford.rows if told.search(r["reason"])] == []


# -- no sentence for everybody -------------------------------------------------------------


def names_of(dataset: Dataset) -> re.Pattern[str]:
    tables = (dataset.organisations, dataset.services, dataset.facilities, dataset.areas)
    names = {record.name for table in tables for record in table}
    names |= {c.title for c in dataset.collaborations if c.title}
    longest_first = sorted((n for n in names if len(n) > 2), key=lambda n: (-len(n), n))
    return re.compile("|".join(re.escape(n) for n in longest_first))


def shares(place: Place, reasons: list[str]) -> list[tuple[float, int, str]]:
    """The share of reasons in which each sentence stands, names removed, largest first."""
    names = names_of(place.dataset)
    counts: Counter[str] = Counter()
    for reason in reasons:
        counts.update(set(re.split(r"(?<=[.!?])\s+", names.sub("…", reason))))
    return [(n / len(reasons), n, sentence) for sentence, n in counts.most_common()]


@pytest.mark.parametrize("which", ["listed", "all"])
def test_with_names_removed_no_sentence_stands_in_a_fifth_of_the_reasons(place, which):
    rows = place.listed if which == "listed" else place.rows
    dull = [
        f"{share:.0%}: {sentence}"
        for share, count, sentence in shares(place, [r["reason"] for r in rows])
        if share > 0.2 and count > 1
    ]
    assert dull == []


# -- what nobody may read ------------------------------------------------------------------


def test_no_contact_stands_in_the_report_or_the_list(place):
    """Nobody's own e-mail, telephone, postcode or address, unless he made it public."""
    listed = (place.folder / "suggestions.csv").read_text("utf-8")
    found = []
    for one in place.dataset.organisations:
        if one.contact_public:
            continue
        told = (one.email, one.postcode, one.address, *one.phones)
        found += [
            f"{one.id} {value!r} in {where}"
            for value in told
            if value and len(value) > 5
            for where, text in (("report.html", place.page), ("suggestions.csv", listed))
            if value in text
        ]
    assert found == []


def test_no_address_of_any_kind_stands_in_a_reason(place):
    texts = [r[c] for r in place.rows for c in ("reason", "counter_reason", "first_step")]
    for pattern in (POSTCODE, EMAIL, TELEPHONE, HOUSE):
        assert [t for t in texts if pattern.search(t)] == []


def test_no_email_and_no_telephone_stands_in_the_report(place):
    assert EMAIL.findall(place.page) == []
    assert TELEPHONE.findall(place.page) == []


def test_the_patterns_know_an_address():
    assert POSTCODE.search("at M33 7ZF")
    assert TELEPHONE.search("ring 0161 123 4567")
    assert HOUSE.search("meets at 12 Cross Street")


def test_no_distance_is_told_of_a_confidential_place(place):
    landscape = Landscape.build(place.dataset, as_of=date.fromisoformat(f"{place.folder.name}-01"))
    closed = {one for one in landscape.ids if landscape.profile(one).closed}
    assert closed
    # A team's reason tells how far its other members are.
    pairs = [r for r in place.rows if r["kind"] != "consortium"]
    about = [r["reason"] for r in pairs if closed & {r["subject_id"], r["other_id"]}]
    told = re.compile(r"\bkm\b|\bmetres\b|\d m\b|next door|doorstep|same address|[Tt]heir places")
    assert [reason for reason in about if told.search(reason)] == []


def test_no_point_and_no_postcode_of_a_confidential_place_is_written_anywhere(
    trafford, shared_data
):
    table = shared_data / "trafford" / "trafford_mental_health_services.csv"
    with table.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    secret, known = set(), set()
    for row in rows:
        (secret if CONFIDENTIAL.search(" ".join(row.values())) else known).update(traces(row))
    secret -= known
    assert secret, "the table has refuges and the like"
    found = [
        (name, value)
        for name, text in trafford.written()
        for value in sorted(secret)
        if value.casefold() in text.casefold()
    ]
    assert found == []


def traces(row: dict[str, str]) -> Iterator[str]:
    """How a row's place might be written: its postcode in three ways, its point."""
    for value in row.values():
        for code in POSTCODE.findall((value or "").upper()):
            plain = code.replace(" ", "")
            yield from (plain, f"{plain[:-3]} {plain[-3:]}", f"{plain[:-3]}-{plain[-3:]}")
        if re.fullmatch(r"-?\d{1,2}\.\d{4,}", (value or "").strip()):
            yield value.strip()[:8]
