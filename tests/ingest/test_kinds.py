from __future__ import annotations

from typing import get_args

import pytest

from sap_match.ingest.kinds import KIND_OF_LEGAL_FORM, kind_of
from sap_match.model.records import OrganisationKind


def test_the_table_speaks_of_kinds_that_exist():
    assert set(KIND_OF_LEGAL_FORM.values()) == set(get_args(OrganisationKind))


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Trafford Metropolitan Borough Council", "public"),
        ("Sandbach Town Council", "public"),
        ("Lime Tree Primary Academy", "public"),
        ("Manchester University NHS Foundation Trust", "public"),
        ("Manchester University NHS Foundation Trust Charity", "voluntary"),
        ("Friends of Lime Tree Primary Academy", "voluntary"),
        ("Heyes Lane Primary School PTA", "voluntary"),
        ("Sale and District Scout Council", "voluntary"),
        ("Greater Manchester Council of Mosques", "voluntary"),
        ("The Parochial Church Council of St Ann", "voluntary"),
        ("Sherenades Dance School", "voluntary"),
    ],
)
def test_names_tell_public_bodies(name, kind):
    assert kind_of(name) == kind


def test_numbers_outweigh_forms_and_forms_outweigh_names():
    assert kind_of("Acme", legal_form="Limited company", identifiers=["GB-CHC-1102003"]) == (
        "voluntary"
    )
    assert kind_of("Acme", identifiers=["GB-LAE-TRF"]) == "public"
    assert kind_of("Hale Primary School", legal_form="PLC") == "business"
    assert kind_of("Acme C.I.C.", legal_form="Private Limited Company") == "voluntary"
    assert kind_of("Acme", legal_form="Academy trust") == "public"
    assert kind_of("Acme", legal_form="something else") == "voluntary"
