"""Quantities and names as a sentence about a pairing needs them."""

from __future__ import annotations

from sap_match.recommend.wording import money


def amount(quantity: float, unit: str | None) -> str:
    """Return a quantity in words.

    Examples
    --------
    >>> amount(12, "people"), amount(450, "pounds"), amount(1, "sessions"), amount(1, "people")
    ('12 people', '£450', '1 session', '1 person')
    """
    if unit == "pounds":
        return money(quantity)
    one = {"people": "person"}.get(unit or "", (unit or "").removesuffix("s"))
    return f"{quantity:g} {one if quantity == 1 else unit or ''}".strip()


def possessive(name: str) -> str:
    """Return a name in the genitive.

    Examples
    --------
    >>> possessive("Fix It"), possessive("Bonds and Tegg Solicitors")
    ('Fix It’s', 'Bonds and Tegg Solicitors’')
    """
    return f"{name}’" if name.endswith("s") else f"{name}’s"
