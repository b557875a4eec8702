"""What the invented example was written to hold, as pairs that later work can be held against.

`expected` is yes, or no with the reason after a colon.
"""

from itertools import combinations

from authored.words import Row


def truths(kind: str, expected: str, *lines: str) -> list[Row]:
    """Return truths of one kind from lines "LEFT RIGHT note"; a note may begin with its reason."""
    rows: list[Row] = []
    for line in lines:
        left, right, note = line.split(" ", 2)
        reason, _, rest = note.partition(": ")
        says = expected
        if expected == "no" and rest and " " not in reason:
            says, note = f"no:{reason}", rest
        rows.append(
            (
                "truths",
                {
                    "kind": kind,
                    "left_id": left,
                    "right_id": right,
                    "expected": says,
                    "note": note,
                },
            )
        )
    return rows


LUNCHES = ("XE-SVC-0078-1", "XE-SVC-0079-1", "XE-SVC-0080-1", "XE-SVC-0081-1", "XE-SVC-0082-1")

ROWS: list[Row] = [
    *truths(
        "duplicate",
        "yes",
        "XE-SVC-0024-1 XE-SVC-0025-1 St and Saint, club written as its own group, old number",
        "XE-SVC-0009-1 XE-SVC-0010-3 shouted in the library's leaflet",
        "XE-SVC-0047-1 XE-SVC-0051-2 library leaflet of the repair café",
        "XE-SVC-0056-1 XE-SVC-0057-1 St. Kew and Saint Kew, soup and Friday",
        "XE-SVC-0062-1 XE-SVC-0062-2 venue left after the flood",
        "XE-SVC-0085-1 XE-SVC-0085-2 venue, day and number of 2021",
        "XE-SVC-0078-1 XE-SVC-0090-2 library leaflet of the Thursday lunch",
        "XE-SVC-0078-1 XE-SVC-0078-3 the provider's own words for the same lunch",
        "XE-SVC-0078-3 XE-SVC-0090-2 provider's own and library leaflet",
        "XE-SVC-0133-2 XE-SVC-0139-3 library leaflet, Toll Gate and Tollgate",
        "XE-SVC-0022-1 XE-SVC-0022-4 provider's own and directory",
        "XE-SVC-0026-1 XE-SVC-0026-4 old number, old price",
        "XE-SVC-0038-1 XE-SVC-0038-3 school since renamed, basket ball in two words",
        "XE-SVC-0040-1 XE-SVC-0040-3 provider's own and directory",
        "XE-SVC-0043-1 XE-SVC-0043-4 library leaflet",
        "XE-SVC-0082-2 XE-SVC-0082-4 shouted",
        "XE-SVC-0094-2 XE-SVC-0094-3 old number, old price",
        "XE-SVC-0103-1 XE-SVC-0103-3 well-being hyphenated",
        "XE-SVC-0109-1 XE-SVC-0109-3 provider's own",
        "XE-SVC-0118-1 XE-SVC-0118-3 closed in 2020 in one listing",
        "XE-SVC-0137-1 XE-SVC-0137-3 moved venue",
        "XE-SVC-0145-1 XE-SVC-0145-3 shouted, old price",
        "XE-SVC-0160-1 XE-SVC-0160-2 library leaflet",
        "XE-SVC-0173-1 XE-SVC-0173-3 name of the shed left out, Friday missing",
        "XE-SVC-0183-1 XE-SVC-0183-2 moved venue",
        "XE-SVC-0213-1 XE-SVC-0213-2 moved venue, old price",
        "XE-SVC-0155-1 XE-SVC-0155-3 provider's own",
        "XE-ORG-0047 XE-ORG-0228 two listings of one repair café, old number",
        "XE-ORG-0026 XE-ORG-0229 abbreviated name, old number",
        "XE-ORG-0043 XE-ORG-0230 article put last; same charity number",
    ),
    *truths(
        "trap_not_duplicate",
        "no",
        *(
            f"XE-SVC-0008-{one} XE-SVC-0008-{other} branch: six sites share name and website"
            for one, other in combinations(range(1, 7), 2)
        ),
        "XE-ORG-0004 XE-ORG-0005 place: two churches at one postcode",
        "XE-ORG-0214 XE-ORG-0215 parent: a charity and its community interest company",
        "XE-SVC-0003-2 XE-SVC-0004-1 language: Polish and English playgroups, one hall, one hour",
        "XE-SVC-0078-1 XE-SVC-0081-1 provider: two Thursday lunches in one town",
        "XE-SVC-0006-1 XE-SVC-0007-1 provider: rival food schemes",
        "XE-SVC-0043-1 XE-SVC-0046-1 age: eleven to eighteen and eighteen to twenty-five",
        "XE-ORG-0013 XE-ORG-0084 branch: two stations of one fire service",
        "XE-ORG-0010 XE-ORG-0051 branch: two libraries of one service",
        "XE-SVC-0027-1 XE-SVC-0054-1 place: men's sheds in two towns",
        "XE-SVC-0137-1 XE-SVC-0183-1 place: dementia cafés in two towns",
        "XE-SVC-0203-1 XE-SVC-0213-1 stage: rehab gym and the class that follows it",
    ),
    *truths(
        "overlap",
        "yes",
        *(f"{one} {other} Thursday lunch in Congleton" for one, other in combinations(LUNCHES, 2)),
        "XE-SVC-0006-1 XE-SVC-0007-1 two food schemes for the same streets and days",
        "XE-SVC-0007-1 XE-SVC-0023-1 a food club and a pantry a mile apart, both on a Tuesday",
        "XE-SVC-0043-1 XE-SVC-0044-1 drop-in and counselling for overlapping teenage years",
    ),
    *truths(
        "not_overlap",
        "no",
        "XE-SVC-0045-1 XE-SVC-0046-1 age: seven to eleven and eighteen to twenty-five",
        "XE-SVC-0043-1 XE-SVC-0045-1 age: only eleven-year-olds fit both",
        "XE-SVC-0078-1 XE-SVC-0145-1 place: Congleton on Thursday and Audlem on Monday",
        "XE-SVC-0006-1 XE-SVC-0152-1 place: food schemes thirty kilometres apart",
        "XE-SVC-0043-1 XE-SVC-0119-2 place: Macclesfield and Middlewich",
        "XE-SVC-0024-1 XE-SVC-0078-1 place: Crewe on Monday and Congleton on Thursday",
    ),
    *truths(
        "pairing",
        "yes",
        "XE-OFR-0180-1 XE-NEED-0179-1 twelve people outdoors in November and forty tree pits",
        "XE-OFR-0110-1 XE-NEED-0125-1 payroll for a pre-school, eight of the eight hours left",
        "XE-OFR-0048-1 XE-NEED-0047-1 laptops that need wiping and those who wipe",
        "XE-OFR-0135-1 XE-NEED-0134-1 a room from six to nine for young widows",
        "XE-OFR-0016-1 XE-NEED-0023-1 match funding for a pantry's fridge",
        "XE-OFR-0016-2 XE-NEED-0023-2 bread at closing, for a pantry that is no faith group",
        "XE-OFR-0049-1 XE-NEED-0167-1 pro bono lease advice for a village hall",
        "XE-OFR-0117-1 XE-NEED-0109-1 a van on Saturdays",
        "XE-OFR-0086-1 XE-NEED-0082-1 surplus paint, first to the estate",
        "XE-OFR-0086-1 XE-NEED-0087-1 the rest of the paint to the scout hut",
        "XE-OFR-0012-1 XE-NEED-0001-2 CV mentoring for newcomers",
        "XE-OFR-0012-3 XE-NEED-0027-1 machine safety for a men's shed",
        "XE-OFR-0026-1 XE-NEED-0024-1 an idle minibus and ten people without a lift",
        "XE-OFR-0028-1 XE-NEED-0029-1 apprentices and raised beds",
        "XE-OFR-0153-1 XE-NEED-0001-1 hotel duvets and home packs",
        "XE-OFR-0158-1 XE-NEED-0043-2 thirty chairs and a window without one",
        "XE-OFR-0048-2 XE-NEED-0062-1 risk assessment by those who write them",
        "XE-OFR-0141-1 XE-NEED-0209-1 feed drivers as farm listeners",
        "XE-OFR-0097-1 XE-NEED-0118-1 a shut line and a room to paint",
    ),
    *truths(
        "no_pairing",
        "no",
        "XE-OFR-0180-1 XE-NEED-0066-1 distance: campus team stays within fourteen kilometres",
        "XE-OFR-0117-1 XE-NEED-0172-2 distance: van within twelve kilometres, Poynton is 28",
        "XE-OFR-0117-1 XE-NEED-0155-1 distance: van within twelve kilometres, Handforth is 24",
        "XE-OFR-0174-2 XE-NEED-0172-1 check: telephone friends hold no enhanced check",
        "XE-OFR-0012-1 XE-NEED-0003-1 skills: recruiters keep no charity accounts",
        "XE-OFR-0129-1 XE-NEED-0036-1 times: sixth-formers on Wednesday, sitters on Thursday night",
        "XE-OFR-0016-2 XE-NEED-0005-1 exclusion: offer excludes faith groups",
        "XE-OFR-0124-1 XE-NEED-0058-1 exclusion: offer excludes faith groups",
        "XE-OFR-0012-2 XE-NEED-0029-1 times: forty people tomorrow, six wanted on a Saturday",
        "XE-OFR-0089-2 XE-NEED-0085-1 times: Monday afternoon, need is alternate Tuesdays",
        "XE-OFR-0048-1 XE-NEED-0009-1 distance: laptops not wiped and thirty kilometres away",
        "XE-OFR-0097-1 XE-NEED-0103-1 times: Thursday, need is on Saturdays",
    ),
    *truths(
        "facility",
        "yes",
        "XE-REQ-0054-1 XE-FAC-0053-1 a shed without a shed and a school workshop",
        "XE-REQ-0001-1 XE-FAC-0010-1 English class in the library room after the first week",
        "XE-REQ-0002-1 XE-FAC-0030-1 dance with kitchen and stage on a Saturday night",
        "XE-REQ-0003-1 XE-FAC-0014-1 Saturday school in a school",
        "XE-REQ-0038-1 XE-FAC-0030-1 boccia after the pre-school has gone",
        "XE-REQ-0043-1 XE-FAC-0075-1 Friday youth night in the old bar",
        "XE-REQ-0062-1 XE-FAC-0064-1 Christmas party in the primary school",
        "XE-REQ-0096-1 XE-FAC-0095-1 youth night out of the bus shelter",
        "XE-REQ-0127-1 XE-FAC-0129-1 calm club in the drama studio",
        "XE-REQ-0183-1 XE-FAC-0184-1 second dementia café with a snug",
        "XE-REQ-0213-1 XE-FAC-0108-1 stroke tai chi in the schoolroom",
        "XE-REQ-0088-1 XE-FAC-0078-1 Monday lunch where nothing is booked on Mondays",
        "XE-REQ-0076-1 XE-FAC-0056-1 soup and forms in the undercroft",
        "XE-REQ-0225-1 XE-FAC-0144-1 farmers' suppers in the reading room",
        "XE-REQ-0152-1 XE-FAC-0156-1 holiday lunches in the church rooms",
    ),
    *truths(
        "no_facility",
        "no",
        "XE-REQ-0062-1 XE-FAC-0062-1 closed: flooded centre, closed for repairs",
        "XE-REQ-0027-1 XE-FAC-0053-1 distance: the only workshop is 28 kilometres away",
        "XE-REQ-0164-1 XE-FAC-0203-1 distance: changing places toilet, but in Congleton",
        "XE-REQ-0111-1 XE-FAC-0211-1 times: quiet room free on Wednesday, asked for Tuesday",
        "XE-REQ-0120-1 XE-FAC-0161-1 distance: the only hall with storage is in Chelford",
        "XE-REQ-0037-1 XE-FAC-0011-1 price: eighteen pounds against eight",
        "XE-REQ-0062-1 XE-FAC-0056-1 amenities: eleven steps and no lift",
        "XE-REQ-0213-1 XE-FAC-0114-1 amenities: no heating, no accessible toilet",
        "XE-REQ-0088-1 XE-FAC-0081-1 times: pre-school on weekday mornings",
        "XE-REQ-0088-1 XE-FAC-0204-1 times: residents' lunch at noon",
        "XE-REQ-0054-1 XE-FAC-0077-1 hours: nobody knows when, enquire only",
    ),
    *truths(
        "partner",
        "yes",
        "XE-ORG-0024 XE-ORG-0026 a lunch nobody can reach and a bus with empty seats",
        "XE-ORG-0053 XE-ORG-0054 a workshop and a shed without one",
        "XE-ORG-0043 XE-ORG-0046 eighteen and over: nobody hands on to the peers",
        "XE-ORG-0134 XE-ORG-0211 young widows and a hospice's bereavement team",
        "XE-ORG-0002 XE-ORG-0003 two Saturday language schools looking for rooms in one town",
        "XE-ORG-0096 XE-ORG-0095 a bus shelter and an empty community room",
        "XE-ORG-0088 XE-ORG-0079 men who cook and a lunch that lacks a Monday",
        "XE-ORG-0183 XE-ORG-0184 a full café and a hall with a snug",
        "XE-ORG-0209 XE-ORG-0161 farm support and the room where the mart was",
        "XE-ORG-0001 XE-ORG-0012 newcomers who want work and a works with unused days",
    ),
    *truths(
        "not_partner",
        "no",
        "XE-ORG-0006 XE-ORG-0007 exclusion: fell out over a freezer",
        "XE-ORG-0004 XE-ORG-0005 exclusion: not until summer 2027",
        "XE-ORG-0040 XE-ORG-0011 exclusion: declined, dry café and licensed venue",
        "XE-ORG-0153 XE-ORG-0210 exclusion: wants photographs of a refuge",
        "XE-ORG-0022 XE-ORG-0006 current: the debt desk is already there",
        "XE-ORG-0206 XE-ORG-0023 role: a funder is no delivery partner",
        "XE-ORG-0047 XE-ORG-0228 same: two records of one organisation",
        "XE-ORG-0214 XE-ORG-0215 current: parent and its own company",
        "XE-ORG-0078 XE-ORG-0079 decided: the officer said never",
    ),
]
