"""Holmes Chapel, Goostrey and a little more of Congleton: invented organisations."""

# Records read best as they are laid out here.
# fmt: off
from authored.words import hall, need, offer, org, req, svc

ROWS = [
    *org(
        95, "Holmes Chapel Cross Parish Council", "parish_council", "holmes chapel",
        "volunteering;young people", None,
        """Parish council for the village: two rangers, grants, playgrounds and the precinct
        room, which is empty on Friday evenings.""",
        svc("Village grants", "volunteering", "", "free",
            """Parish council grants of up to £1,000, decided each February, for clubs, charities
            and events that serve the village. One-page form and last year's accounts."""),
        hall("Precinct community room", "community room", 35,
             "step_free;toilets;accessible_toilet;kitchen;heating;wifi",
             "MO 09:00-22:00; WE 09:00-17:00; TH 12:00-22:00; FR 18:00-22:00; SA 09:00-13:00", 9,
             "Ground floor of the precinct, parking outside.", concession_price_per_hour=6),
    ),
    *org(
        96, "Holmes Chapel Bus Shelter Project", "unincorporated", "holmes chapel",
        "young people", 1400,
        """Two parents and a retired teacher who give teenagers a hot drink and a listening
        ear at the bus shelter on Fridays because the village has no youth club.""",
        svc("Shelter Night", "young people", "FR 19:00-21:00", "£1",
            "Hot chocolate and a speaker at the bus shelter until somebody lends us a room. "
            "Ages 12 to 17.", ages=(12, 17), aud="young people", at="Bus shelter, London Road"),
        req("Friday youth night, twenty teenagers, noise tolerated", 20, "toilets;heating",
            "FR 19:00-21:00", 2, 10, 2, starts_on="2026-11-06", ends_on="2027-03-26",
            repeats="weekly"),
        has="m",
    ),
    *org(
        97, "Dane Valley Inhaler Works", "company", "holmes chapel", "environment", None,
        "Medical devices plant beside the viaduct.",
        offer("volunteering", 15, "people",
              """A line shuts for maintenance: fifteen people, one Thursday in November or
              January, happy to paint, shift or sort indoors.""",
              team_min=6, team_max=15, windows="TH 09:00-16:00", max_distance_km=15,
              causes="food;children and families;young people", insured="yes", budget=300,
              starts_on="2026-11-12", ends_on="2027-01-28"),
        employees=540, charter_signatory="yes",
    ),
    *org(
        98, "Goostrey Rosebowl Trust", "charity", "goostrey", "arts and heritage", 6900,
        """Trust that owns the village hall and rose garden and runs the gooseberry show; pre-
        school in the mornings, drama and dances at night.""",
        hall("Bowl Hall, Goostrey", "village hall", 120,
             "step_free;kitchen;toilets;accessible_toilet;parking;stage;heating;hearing_loop",
             "MO 13:00-22:00; WE 13:00-22:00; TH 13:00-22:00; SA 09:00-23:00", 12,
             "Pre-school on weekday mornings.", notice_days=3),
        svc("Gooseberry growers' evening", "environment", "RRULE:FREQ=MONTHLY;BYDAY=1WE "
            "19:30-21:00", "free",
            """Monthly meeting of people who grow giant gooseberries for the summer show:
            pruning, feeding and rivalry. Beginners are given a cutting and bad advice in
            equal measure.""", ages=(16, None)),
        role="venue",
    ),
    *org(
        99, "Goostrey Stargazers", "unincorporated", "goostrey", "education", 700,
        """Amateur astronomers who show families the night sky from a field below the big
        telescope; loans of binoculars to beginners.""",
        svc("Dark evenings", "education;young people", "RRULE:FREQ=MONTHLY;BYDAY=3FR 19:30-21:30",
            "£2",
            """Monthly stargazing for families and beginners beside the village hall. Members
            bring telescopes and red torches; hot soup afterwards and a talk indoors when it
            is cloudy.""", at="Bowl Hall field, Goostrey"),
        role="club", has="e",
    ),
    *org(
        100, "Goostrey Memory Lane", "unincorporated", "goostrey", "dementia", 900,
        """Volunteers who run reminiscence afternoons for people with dementia in Goostrey and the
        farms round it, with boxes of things from bakery, dairy and school.""",
        svc("Memory Lane afternoons", "dementia;older people;arts and heritage",
            "RRULE:FREQ=MONTHLY;BYDAY=2MO 14:00-15:30", "£2",
            "Objects from the farm and the bakery passed hand to hand; carers stay or shop.",
            at="Bowl Hall, Goostrey", aud="people with dementia;carers"),
    ),
    *org(
        101, "Holmes Chapel Carers Choir", "unincorporated", "holmes chapel",
        "carers;arts and heritage", 1200,
        """A choir for people who look after somebody at home. Sitters look after the person
        next door while carers sing for ninety minutes.""",
        svc("Carers' Choir", "carers;arts and heritage;loneliness", "TH 13:30-15:00", "£2",
            "Four-part harmony for unpaid carers; volunteer sitters in the next room.",
            at="Precinct community room, Holmes Chapel", aud="carers"),
    ),
    *org(
        102, "Holmes Chapel Little Explorers", "unincorporated", "holmes chapel",
        "children and families", 300, "", has="",
        ),
    *org(
        103, "Dane Valley Woodland Trust", "charity", "holmes chapel", "environment", 8400,
        """Charity that manages eleven acres of woodland for wildlife and wellbeing: sessions for
        adults with poor mental health, families and schools.""",
        svc("Wellbeing in the woods", "mental health;environment", "WE 10:00-12:30", "free",
            "Coppice, whittle, brew. For adults whose doctor said fresh air.",
            at="Daresbury Clough, Holmes Chapel", ages=(18, None)),
        svc("Forest Friday for home educators", "education;children and families",
            "FR 10:00-12:00", "£4",
            """A woodland morning for home-educated children and their parents: shelter building,
            fire lighting, tool use and mud, run by a qualified forest-school leader.""",
            ages=(4, 12),
            aud="families"),
        need("volunteering", 10, "people",
             """Ten people for a Saturday laying a boardwalk; timber and tools are there, lunch
             on a fire.""", windows="SA 09:30-15:00", team_min=6, team_max=12,
             causes="environment", starts_on="2027-01-09", ends_on="2027-02-27",
             supervision="two wardens"),
    ),
    *org(
        104, "Congleton Refill and Mend", "CIC", "congleton", "environment;repair and reuse", 9100,
        """Not-for-profit refill shop with a mending bench, a lending library of tools and advice
        on wasting less.""",
        svc("Mending bench", "repair and reuse", "SA 10:00-13:00", "£3",
            """Learn to mend clothes with somebody experienced: patches, zips, hems and darning on
            three sewing machines. Leave it with the menders if you would rather not learn.""",
            at="Lawton Street, Congleton"),
        svc("Library of Things", "repair and reuse;environment", "WE 10:00-16:00; SA 10:00-16:00",
            "£2 to £10",
            """Borrow rather than buy: carpet cleaner, tents, drills, gazebo, baby gear and four
            hundred other things for a few pounds a day. Members volunteer an hour a month or
            pay a small fee.""",
            at="Lawton Street, Congleton"),
    ),
    *org(
        105, "Congleton Chinese Association", "unincorporated", "congleton",
        "language;loneliness;older people", 600,
        "Retired takeaway families who worked every evening for thirty years.",
        svc("Mahjong mornings", "loneliness;older people", "MO 10:30-12:30", "£1",
            "Cantonese and Hakka spoken; tea, tiles, and a nurse once a term.",
            at="Library, Congleton", languages="yue;en", aud="older people"),
        has="m", suggest="no",
    ),
    *org(
        106, "Daneside High School", "academy", "congleton", "education;young people", None,
        """Secondary school of 1,100 pupils with a theatre, climbing wall and sports hall that the
        town may hire on term-time evenings.""",
        hall("Theatre", "school hall", 240,
             "step_free;toilets;accessible_toilet;stage;projector;hearing_loop;parking",
             "MO 18:00-22:00; TH 18:00-22:00; SA 09:00-22:00", 30, "Term-time evenings only.",
             exceptions="2026-12-18/2027-01-04; 2027-02-12/2027-02-22; 2027-03-25/2027-04-12"),
        svc("Climbing for anxious teens", "mental health;young people;sport and activity",
            "TU 16:00-17:30", "free",
            """An eight-week indoor climbing course for teenagers who are anxious, out of school
            or struggling to make friends. One instructor to eight young people and a youth
            worker at the foot of the wall.""",
            ages=(12, 16), aud="young people"),
        role="venue",
    ),
]
