from __future__ import annotations

from typing import get_args

import pytest

from sap_match.ingest.charity_commission import reader as charity_commission
from sap_match.ingest.roles import RULES, role_of
from sap_match.model.records import Role

# A hundred charities of Trafford drawn at random, each judged by reading its entry, not by rule.
BY_HAND = {
    "club": """
        1002858 1012844 1047356 1047666 1056778 1082107 1141398 1159698 1164309 506298
        512522 518781 520153 520201 521674 521690 526024
    """,
    "funder": """
        1018845 1040083 1049274 1067424 1096288 1109881 1113185 1121682 218087 236149 286145
        327913 505207 512299 512541 700851
    """,
    "infrastructure": """
        1095908 1167704 525790
    """,
    "provider": """
        1022680 1026499 1040173 1040653 1045583 1047444 1049257 1052555 1052588 1057724
        1057906 1058495 1060098 1073437 1075723 1078209 1081423 1090437 1092049 1094063
        1094271 1102075 1103591 1105629 1108310 1111122 1114489 1117126 1119834 1123908
        1126611 1129085 1130432 1132692 1132802 1133079 1134769 1135192 1137385 1158946
        1159585 1160295 1167670 1168695 1169087 1171724 1171932 1172658 1173095 1177160
        1184223 1191835 1191914 1195999 232255 248304 504780 508296 508340 509772 517170
    """,
    "venue": """
        1072775 1078029 503050
    """,
}


def test_rules_give_roles_that_exist_and_have_names_of_their_own():
    assert {role for _, role, _ in RULES} <= set(get_args(Role))
    assert len({rule for rule, _, _ in RULES}) == len(RULES)


@pytest.mark.parametrize(
    ("name", "text", "role"),
    [
        ("Heyes Lane Primary School PTA", "", "club"),
        ("Victoria Park Infant School Parents', Friends' and Teachers' Association", "", "club"),
        ("Friends of Templemoor", "general fundraising : fairs and sales", "club"),
        ("Friends of Victoria Park, Stretford", "Fun for schools in the park", "provider"),
        ("1st Hale Barns Scout Group", "", "club"),
        ("Trafford Sea Cadets", "", "club"),
        ("The Davyhulme Lodge Benevolent Fund", "Relieves poverty", "club"),
        ("Lowry Lodge Residents Group", "", "provider"),
        ("Rotary Club of Leigh Charitable Trust", "Donations to local organisations", "funder"),
        ("Rotary Club of Tyldesley", "Help to organisations in need", "club"),
        ("Hale Women's Institute", "", "club"),
        ("Moss View Allotment Society", "", "club"),
        ("Broadheath Central Football Club", "Football for all ages", "club"),
        ("Altrincham Football Club Community Sports", "Coaching in schools", "provider"),
        ("The Uphill Ski Club", "Skiing for people with disabilities", "provider"),
        ("Sale Choral Society", "A choir of 60", "club"),
        ("Oakwood High Youth Club", "Social activities for young people", "provider"),
        ("The Zochonis Charitable Trust", "To support causes by making grants", "funder"),
        ("Birley Trust", "TO MAKE GRANTS TO ORGANISATIONS", "funder"),
        ("Manchester Relief in Need", "Provides one-off grants", "funder"),
        ("M and L Cohen Charitable Trust", "", "funder"),
        ("The Cameron Charitable Trust", "Provision of supported housing", "provider"),
        ("Salford Red Devils Foundation", "Sport and health activities for all", "provider"),
        ("St Peter Church Council", "Worship, services and makes grants", "provider"),
        ("Dunham Massey Village Hall", "To maintain the village hall", "venue"),
        ("Sale Moor Community Association", "We hire rooms to groups", "venue"),
        ("Hazara Community Association", "Education for refugees", "provider"),
        ("Trafford Shopmobility", "Hiring out of scooters", "provider"),
        ("Voluntary Action Anywhere", "", "infrastructure"),
        ("Anywhere Together", "Supports the voluntary and community sector", "infrastructure"),
        ("Trafford Carers Centre", "Information, advice and support", "provider"),
        ("", "", "provider"),
    ],
)
def test_each_rule_on_its_case_and_its_near_miss(name, text, role):
    assert role_of(name, text).role == role


def test_the_rule_is_told():
    assert role_of("Birley Trust", "To make grants").rule == "says it makes grants"
    assert role_of("Anything").rule == "no other rule"


def test_roles_of_trafford_agree_with_a_persons_reading(shared_data):
    path = shared_data / "trafford" / "charities_operating_in_trafford.csv"
    given = {
        str(row.cells["id"]).removeprefix("GB-CHC-"): row.cells["role"]
        for row in charity_commission.read(path).tables[0].rows
    }
    judged = {number: role for role, text in BY_HAND.items() for number in text.split()}
    assert len(judged) == 100
    wrong = sorted(number for number, role in judged.items() if given[number] != role)
    assert len(wrong) <= 4, wrong
    suggested = [n for n, role in given.items() if role == "provider" and n in judged]
    assert sum(judged[n] == "provider" for n in suggested) >= 0.93 * len(suggested)
