"""The same services listed a second and a third time, as directories really hold them; invented.

An older directory, a library's leaflet or the provider's own page, with another spelling, an old
telephone number, a venue since left, capitals throughout, or a group that closed in 2020.
"""

# Records read best as they are laid out here.
# fmt: off
from authored.words import Cell, Child, Row, also, org, svc


def listing(source: str, phone: str, *cells: str, **more: Cell) -> Child:
    """Return a second listing of a service: who lists it and which number it prints."""
    name, themes, schedule, cost, text = cells
    return svc(
        name, themes, schedule, cost, text, source=source, phones=phone, silent="yes", **more
    )


OWN, OLD, LEAFLET = "provider", "2021 directory", "library leaflet"

ROWS: list[Row] = [
    *also(
        22, 4, "Plain Truths Debt Clinic", "CIO", "crewe",
        listing(OWN, "01632 960022", "Debt Clinic (appointments)", "money advice",
                "MO 09:30-16:00; WE 09:30-16:00", "free",
                """Two hours with one of our authorised advisers. Bring the carrier bag. Debt
                relief orders, breathing space, bailiffs.""",
                at="Chester Bridge Chambers, Crewe", ages=(18, None)),
    ),
    *also(
        26, 4, "Weaver Valley Community Transport", "charity", "wistaston",
        listing(OLD, "01632 960826", "Weaver Valley Dial a Ride Minibus",
                "transport", "MO 09:00-16:00; TU 09:00-16:00; WE 09:00-16:00; TH 09:00-16:00; "
                "FR 09:00-16:00", "£3 return",
                """Door to door accessible minibus for those unable to use ordinary buses.
                Wheelchair tail lift. Book before 12 the previous day."""),
    ),
    *also(
        38, 3, "Crewe Wheelers and Striders", "charity", "crewe",
        listing(OLD, "01632 960838", "Wheelchair Basket Ball", "sport and activity;disability",
                "FR 18:30-20:30", "£2.50",
                "Basketball in wheelchairs (provided). All abilities. Queens Meadow School gym.",
                at="Queens Meadow School, Crewe", place="crewe north"),
    ),
    *also(
        40, 3, "Crewe Vale Recovery Café", "CIC", "crewe",
        listing(OWN, "07700 900040", "Recovery Cafe weekends", "addiction;loneliness",
                "SA 11:00-16:00; SU 11:00-15:00", "pay as you feel",
                """We are open when nobody else is. Every shift has a peer mentor; there is a
                mutual-aid meeting in the back room at two.""",
                at="Mill St Arcade, Crewe", ages=(18, None)),
    ),
    *also(
        43, 4, "The Loft on Roe Street", "CIO", "macclesfield",
        listing(LEAFLET, "01632 960043", "The Loft youth drop in", "young people;mental health",
                "TU 15:30-18:30; FR 15:30-18:00", "free",
                "For 11-18s who want to talk. No appointment. Above the bike shop, Roe St.",
                at="Roe St, Macclesfield", ages=(11, 18)),
    ),
    *also(
        82, 4, "Bromley Farm Two Shops Trust", "CIO", "bromley farm",
        listing(OLD, "01632 960882", "BROMLEY FARM PANTRY - COOK CARDS & SLOW COOKERS", "food",
                "WE 13:00-15:00", "£3",
                "ESTATE PANTRY EVERY WEDNESDAY. COOKERY CARDS. BORROW A SLOW COOKER!",
                at="BROMLEY FARM SHOPS"),
    ),
    *also(
        78, 3, "St Aelred's Thursday Lunch", "church", "congleton",
        listing(OWN, "01632 960078", "Thursday Lunch at Saint Aelred's", "older people;food",
                "TH 12:00-14:00", "£5",
                """Forty of us every week: a pie from our own pastry cook, two vegetables and
                pudding, brought to your table. Over-sixties of any faith.""",
                at="Saint Aelred's Church Hall, Swan Bank", ages=(60, None),
                aud="older people"),
    ),
    *also(
        94, 3, "Daneside Minibus Share", "CIC", "congleton",
        listing(OLD, "01632 960894", "Monday Shopper Bus", "transport;older people",
                "MO 10:00-13:00", "£2",
                "Supermarket bus, door to door, replaces the 92 for pensioners.",
                ages=(60, None)),
    ),
    *also(
        103, 3, "Dane Valley Woodland Trust", "charity", "holmes chapel",
        listing(OLD, "01632 960703", "Well-being in the Woods", "mental health",
                "WE 10:00-12:30", "free",
                "Coppicing, whittling and a brew for adults sent by their GP. Daresbury Clough.",
                at="Daresbury Clough"),
    ),
    *also(
        109, 3, "Sandbach Second Life", "CIO", "wheelock",
        listing(OWN, "01632 960109", "Furniture for your new tenancy",
                "housing and homelessness", "MO 10:00-16:00; TH 10:00-16:00; SA 10:00-13:00",
                "from £10",
                "Referred to us? A bed, a table, two chairs and a kettle inside a week.",
                at="Salt Store, Wheelock"),
    ),
    *also(
        118, 3, "Canalside Mission, Middlewich", "church", "middlewich",
        listing("2019 directory", "01632 960818", "Towpath Tuesday Table", "food",
                "TU 12:00-14:00", "donation",
                "Hot lunch for boaters and anyone cold. CLOSED MARCH 2020 UNTIL FURTHER NOTICE.",
                at="Boatmen's Mission, Middlewich"),
    ),
    *also(
        137, 3, "Nantwich Side by Side Dementia Café", "CIO", "nantwich",
        listing(OLD, "01632 960837", "Side by Side Cafe", "dementia", "TH 10:30-12:30", "£2",
                "Cafe for people with dementia, at the Pillory Street rooms.",
                at="Pillory Street Rooms, Nantwich"),
    ),
    *also(
        145, 3, "Audlem Lift and Lunch", "CIO", "audlem",
        listing(OLD, "01632 960845", "AUDLEM MONDAY LUNCH WITH LIFTS", "older people;food",
                "MO 12:00-14:30", "£5",
                "LUNCH FOR 32 PENSIONERS INCLUDING A LIFT THERE AND BACK. LAMB YARD.",
                at="LAMB YARD, AUDLEM", ages=(65, None)),
    ),
    *also(
        160, 2, "Edge Memory Choir", "charity", "alderley edge",
        listing(LEAFLET, "01632 960160", "Edge Memory Choir", "dementia;arts and heritage",
                "FR 10:30-12:00", "£4",
                "For people with dementia and companions. Chorley Rooms, Fridays, no auditions.",
                at="Chorley Rooms"),
    ),
    *also(
        173, 3, "Poynton Shedquarters", "charity", "poynton",
        listing(OLD, "01632 960873", "Poynton Mens Shed", "repair and reuse;loneliness",
                "MO 10:00-13:00; WE 10:00-13:00", "£2",
                "Shed with lathe and bandsaw at Lower Park. Women's bench Fridays.",
                at="Lower Park"),
    ),
    *also(
        183, 2, "Knutsford Kaleidoscope Dementia Café", "charity", "knutsford",
        listing(OLD, "01632 960883", "Kaleidoscope Dementia Cafe (Knutsford)", "dementia",
                "WE 14:00-16:00", "£2.50",
                "Cake, old adverts and a nurse, at Saint Osmund's Hall.",
                at="Saint Osmund's Hall, Knutsford"),
    ),
    *also(
        213, 2, "Stroke Together: South Cheshire", "charity", "sandbach",
        listing(OLD, "01632 960813", "Back on our Feet stroke exercise", "health and wellbeing",
                "TU 10:30-12:00", "£2",
                "Physio-led exercise after stroke rehab. Moved? Listed at the leisure centre.",
                at="Leisure centre, Sandbach"),
    ),
    *also(
        10, 4, "Coppenhall Library (Plain and Edge Libraries)", "local_authority", "crewe",
        listing("2019 directory", "", "Crewe Over 50s Computer Club", "digital inclusion",
                "WE 10:00-12:00", "£2",
                "Closed in 2020. Still in the list because nobody has rung.",
                ages=(50, None), at="Old Drill Hall, Crewe"),
        svc("Local history and mental health mornings", "mental health;arts and heritage",
            "MO 10:00-11:30", "free", "Handle maps and works photographs; talk, or only look.",
            ages=(18, None)),
    ),
    *also(
        67, 2, "Weston Estate Tenants and Residents", "unincorporated", "weston",
        listing("2019 directory", "01632 960867", "Weston Thursday Club", "older people",
                "TH 14:00-16:00", "£1.50",
                "Games and a cuppa in the tenants' room. Last met February 2020.",
                ages=(60, None)),
    ),
    *also(
        155, 3, "Handforth Welcome Bicycles", "CIC", "handforth",
        listing(OWN, "07700 900155", "Bike Saturdays", "transport;refugees and migration",
                "SA 10:00-13:00", "free",
                "Fix a bike with us and ride it home. Helmet and lights are in the price: nothing.",
                at="Spath Lane garages, Handforth"),
    ),
    *org(
        228, "Fixit Macclesfield Repair Cafe", "charity", "macclesfield north",
        "repair and reuse", 9600,
        "Volunteers who mend lamps, zips, toasters and bikes, and pass on laptops.",
        has="p", phones="01632 960847", source="2021 directory", updated_on="2021-05-02",
    ),
    *org(
        229, "Weaver Valley Comm. Transport", "charity", "wistaston", "transport", None,
        "Accessible minibuses and volunteer drivers for Crewe and Nantwich.",
        has="pe", phones="01632 960826", source="2019 directory", updated_on="2019-11-20",
    ),
    *org(
        230, "Loft, The (Macclesfield)", "CIO", "macclesfield", "young people", None,
        "Youth drop-in above the bike shop in Roe Street.",
        has="w", website="https://loft-on-roe-street.example.org/", source="library leaflet",
        updated_on="2025-01-14", identifiers="XE-CHY-901591",
    ),
]
