"""Cells of invented records that come from elsewhere: inspections, registers, later visits.

An organisation's address is where it is registered: often a trustee's home in another place, and
not where it works.
"""

Amendments = dict[tuple[str, str], dict[str, str | float]]


def _registered(number: int, address: str, postcode: str, point: tuple[float, float]) -> Amendments:
    """Return the registered address of an organisation, with the point of its sector."""
    latitude, longitude = point
    cells: dict[str, str | float] = {
        "address": address,
        "postcode": postcode,
        "latitude": latitude,
        "longitude": longitude,
    }
    return {("organisations", f"XE-ORG-{number:04d}"): cells}


def _assured(day: str, *services: str) -> Amendments:
    """Return the day on which the council's assurance officer saw these services."""
    return {("services", f"XE-SVC-{one}"): {"assured_on": day} for one in services}


def _updated(day: str, *numbers: int) -> Amendments:
    """Return when somebody last looked at these organisations' entries."""
    return {("organisations", f"XE-ORG-{one:04d}"): {"updated_on": day} for one in numbers}


AMENDMENTS: Amendments = {
    **_registered(34, "The Treasurer, 6 Made-up Avenue, Nantwich", "CW5 5", (53.068, -2.523)),
    **_registered(47, "9 Fictional Rise, Bollington", "SK10 5", (53.291, -2.098)),
    **_registered(70, "2 Invented Lane, Wilmslow", "SK9 1", (53.324, -2.232)),
    **_registered(85, "c/o 14 Pretend Close, Holmes Chapel", "CW4 7", (53.196, -2.343)),
    **_registered(100, "Example Cottage, Chelford", "SK11 9", (53.244, -2.227)),
    **_registered(127, "31 Nowhere Road, Crewe", "CW1 3", (53.106, -2.456)),
    **_registered(134, "c/o 5 Imaginary Terrace, Audlem", "CW3 0", (52.994, -2.499)),
    **_registered(137, "The Secretary, 22 Sample Street, Crewe", "CW2 8", (53.089, -2.469)),
    **_registered(172, "18 Placeholder Drive, Disley", "SK12 2", (53.358, -2.035)),
    **_registered(179, "3 Notional Mews, Mobberley", "WA16 7", (53.313, -2.316)),
    **_assured("2026-03-10", "0022-1", "0022-2", "0026-1", "0026-2", "0065-1", "0065-2", "0065-3"),
    **_assured("2026-05-21", "0043-1", "0044-1", "0045-1", "0119-1", "0181-1", "0177-1"),
    **_assured("2025-11-04", "0085-1", "0137-1", "0160-1", "0183-1", "0211-1", "0212-1"),
    **_assured("2026-06-30", "0014-1", "0062-3", "0082-3", "0123-2", "0201-3", "0217-1"),
    **_assured("2024-02-19", "0172-1", "0208-1", "0208-3", "0220-1", "0220-2"),
    **_updated("2026-11-18", 58, 103, 226),  # after the day of the example: known only later
    **_updated("2021-04-09", 20, 35, 93, 115, 175),
    **_updated("", 102, 121, 188),
}
