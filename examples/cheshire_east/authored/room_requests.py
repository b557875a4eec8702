"""Further requests for rooms by invented organisations."""

# Records read best as they are laid out here.
# fmt: off
from authored.words import Row, also, req

ROWS: list[Row] = [
    *also(
        88, 1, "Congleton Men in Kitchens", "unincorporated", "congleton",
        req("A Monday lunch for thirty, cooked by our men: full kitchen, step-free", 36,
            "kitchen;step_free;toilets", "MO 10:00-15:00", 4, 12, 3,
            starts_on="2026-11-16", ends_on="2027-03-22", repeats="weekly"),
    ),
    *also(
        37, 1, "Crewe Signing Fridays", "unincorporated", "crewe",
        req("Friday social in sign language, bright lights; we are losing the club room", 30,
            "toilets;heating", "FR 19:00-22:00", 3, 8, 2,
            starts_on="2026-12-04", ends_on="2027-03-26", repeats="weekly"),
    ),
    *also(
        76, 1, "Macc Borscht and Bureaucracy", "unincorporated", "macclesfield",
        req("Soup and forms for thirty on Saturday afternoons; a hob is enough", 30,
            "kitchen;toilets;heating", "SA 13:30-16:00", 2, 12, 2,
            starts_on="2026-11-07", ends_on="2027-03-27", repeats="weekly"),
    ),
    *also(
        225, 1, "Weaverside Farming Chaplaincy", "church", "wrenbury",
        req("Winter supper talks for farmers on Monday evenings, parking for pick-ups", 24,
            "kitchen;toilets;heating", "MO 19:00-22:00", 2.5, 8, 8,
            starts_on="2026-11-09", ends_on="2027-03-08", repeats="monthly"),
    ),
    *also(
        120, 1, "Middlewich Clothing Rail", "unincorporated", "middlewich",
        req("Uniform swap with somewhere dry to leave twelve rails between sessions", 60,
            "storage;step_free", "SA 09:30-12:30", 3, 8, 4,
            starts_on="2026-11-14", ends_on="2027-03-13", repeats="monthly"),
    ),
    *also(
        111, 1, "Sandbach Quiet Friends", "unincorporated", "sandbach",
        req("Evening games for ten autistic adults: a quiet room, soft light, no echo", 12,
            "quiet_room;toilets", "TU 18:30-21:00", 2, 10, 4,
            starts_on="2026-11-10", ends_on="2027-03-30", repeats="weekly"),
    ),
]
