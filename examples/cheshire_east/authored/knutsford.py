"""Knutsford, Longridge, Mobberley and Over Peover: invented organisations."""

# Records read best as they are laid out here.
# fmt: off
from authored.words import hall, need, offer, org, req, svc

ROWS = [
    *org(
        179, "Longridge Orchard Makers", "unincorporated", "longridge",
        "environment;food;young people", 1900,
        """Residents of the Longridge estate turning a field of rye grass into a community orchard
        of forty heritage apple trees, with the youth club's help.""",
        svc("Orchard evenings", "environment;food", "WE 17:30-19:30", "free",
            """Weekly volunteer evenings to plan, dig and plant a community orchard of heritage
            apples on the estate. Young people welcome with an adult; tools and juice supplied.""",
            at="Mallard Field, Longridge"),
        need("volunteering", 12, "people",
             """Twelve people on a weekday in November to dig forty tree pits. Spades, cake and a
             fire are provided; trees come on the 24th.""",
             team_min=8, team_max=14, windows="TU 09:30-16:00; WE 09:30-16:00; TH 09:30-16:00",
             causes="environment;food", starts_on="2026-11-10", ends_on="2026-11-26",
             supervision="orchard lead", priority="high"),
    ),
    *org(
        180, "Marcher Bank Technology Campus", "plc", "over peover", "digital inclusion;education",
        None, "Bank's information-technology campus: five thousand people behind a ha-ha.",
        offer("volunteering", 12, "people",
              """A team of twelve wants two days outdoors in November: digging, planting,
              fencing, paths. They bring boots and lunch.""",
              quantity_min=8, team_min=8, team_max=12, max_distance_km=14,
              windows="TU 09:30-16:00; WE 09:30-16:00; TH 09:30-16:00", lead_days=7,
              causes="environment;food", insured="yes", budget=200, starts_on="2026-11-10",
              ends_on="2026-11-30"),
        offer("skills", 30, "hours",
              """Scam-safe banking and smartphone lessons for older people, in pairs, in
              daytime.""", skills="digital help;banking", windows="WE 10:00-15:00",
              max_distance_km=20, causes="digital inclusion;older people", checks="dbs_basic",
              insured="yes"),
        employees=5000, charter_signatory="yes",
    ),
    *org(
        181, "Longridge Youth Lounge", "CIO", "longridge", "young people;mental health", 9500,
        """Open-access youth club on the Longridge estate: games, music studio, hot food and
        workers who grew up there.""",
        svc("The Lounge", "young people", "TU 18:30-20:30; FR 18:30-21:00", "50p",
            "Table, tunes, toasted bagels and workers who know your gran. Ages 11 to 17.",
            ages=(11, 17), aud="young people", at="The Lounge, Longridge"),
        svc("Girls' studio", "young people;arts and heritage", "TH 16:00-18:00", "free",
            """A music and film studio for girls and young women aged 11 to 17, led by a woman
            sound engineer. Beats, lyrics, cameras and confidence; an exhibition each term.""",
            ages=(11, 17), aud="girls",
            at="The Lounge, Longridge"),
        need("volunteering", 4, "people", """Four decorators for the music room on a Thursday;
             pizza afterwards.""", windows="TH 09:00-16:00", team_min=4, team_max=8,
             causes="young people", starts_on="2026-11-19", ends_on="2027-01-28"),
    ),
    *org(
        182, "Knutsford Heathside Town Council", "parish_council", "knutsford", "volunteering;"
        "environment", None,
        """Town council for Knutsford: heath, market house, May Day, dementia-friendly market
        and small grants.""",
        svc("Heathside fund", "volunteering", "", "free",
            """Town council grants twice a year of up to £600 for community groups: rent, events
            and small equipment. Applications in May and November."""),
        hall("Heathside market house", "town hall", 110,
             "step_free;kitchen;toilets;accessible_toilet;stage;heating;hearing_loop",
             "MO 18:00-22:00; WE 09:00-22:00; SU 09:00-20:00", 24, "Arcades, gallery, lift.",
             notice_days=14, concession_price_per_hour=15),
        role="infrastructure",
    ),
    *org(
        183, "Knutsford Kaleidoscope Dementia Café", "charity", "knutsford", "dementia;carers",
        8100,
        """Volunteer-run dementia café with a waiting list of nine families; would open a
        second day if it could find a step-free room with a kitchen.""",
        svc("Kaleidoscope café", "dementia;carers", "WE 14:00-16:00", "£3",
            "Cake, old adverts, a nurse who sits down. Nine people are waiting for a place.",
            at="Heathside market house, Knutsford", aud="people with dementia;carers"),
        req("Second dementia café: twenty people, step-free, kitchen, quiet room near", 20,
            "step_free;kitchen;accessible_toilet;quiet_room", "TH 13:00-17:00; FR 13:00-17:00", 2,
            14, 4, starts_on="2026-11-12", ends_on="2027-03-26", repeats="weekly"),
    ),
    *org(
        184, "St Osmund's Church, Knutsford", "church", "knutsford", "faith;bereavement", 47000,
        """Parish church with a level hall, kitchen, quiet snug and garden: bereavement lunch,
        toddlers and a warm room on Mondays.""",
        svc("Loss and laughter lunch", "bereavement;food", "RRULE:FREQ=MONTHLY;BYDAY=1FR "
            "12:30-14:00", "£4",
            """A monthly lunch for widows and widowers who miss eating with somebody. Volunteers
            cook, a bereavement visitor sits at each table, and there is a walk afterwards.""",
            at="St Osmund's Hall"),
        svc("Toast and toddlers", "children and families", "FR 09:30-11:00", "£2",
            """Toys, songs and hot toast for babies and toddlers with parents, grandparents or
            child-minders. Pay-what-you-can; a health visitor on the first Friday.""",
            ages=(0, 4), aud="families", at="St Osmund's Hall, Knutsford"),
        hall("St Osmund's Hall", "church hall", 75,
             "step_free;kitchen;toilets;accessible_toilet;heating;quiet_room;piano",
             "MO 09:00-17:00; TH 12:00-18:00; SA 13:00-22:00", 13,
             "Kitchen, snug, level garden.", notice_days=5, concession_price_per_hour=10),
    ),
    *org(
        185, "Knutsford Heath Football Club", "CIC", "knutsford north", "sport and activity;"
        "young people", 46000,
        """Community football club with twenty teams and a clubhouse that stands empty on
        weekdays.""",
        svc("Man v fat on the Heath", "sport and activity;health and wellbeing", "SU 18:00-19:30",
            "£5",
            """Six-a-side football for men over eighteen who want to lose weight. Points for
            pounds lost as well as goals scored, a weekly weigh-in and a group chat that keeps
            people coming.""", ages=(18, None), aud="men"),
        hall("Football clubhouse", "clubhouse", 60,
             "step_free;kitchen;toilets;accessible_toilet;licensed_bar;parking;heating",
             "MO 09:00-17:00; TU 09:00-17:00; WE 09:00-17:00; FR 09:00-16:00", 10,
             "Daytime only; floodlit car park; bar shutters stay down.", notice_days=2),
        role="club",
    ),
    *org(
        186, "Gaskell Row Surgery", "nhs", "knutsford", "health and wellbeing", None,
        """GP practice with an interest in women's health and a farmers' clinic twice a year.""",
        svc("Menopause talk and tea", "health and wellbeing", "RRULE:FREQ=MONTHLY;BYDAY=3TH "
            "18:30-20:00", "free",
            """A monthly evening at the surgery for women with menopausal symptoms: a GP explains
            the options, and patients swap what helped. Open to women of other practices.""",
            aud="women",
            ages=(35, None)),
    ),
    *org(
        187, "Mobberley Cross Cottages Warm Bar", "company", "mobberley", "warm spaces", None,
        "Village pub with a fire lit from ten.",
        offer("space", 9, "hours", """The snug, fire lit, no need to buy: for a warm space or a
              group of up to fifteen on weekday mornings.""",
              windows="MO 10:00-12:00; TU 10:00-12:00; WE 10:00-12:00", max_distance_km=5,
              causes="warm spaces;loneliness;older people"),
        employees=12, has="wp",
    ),
    *org(
        188, "Mobberley Lanes Litter Larks", "unincorporated", "mobberley", "environment", 90,
        "", has="",
    ),
    *org(
        189, "Over Peover Farm Families", "unincorporated", "over peover", "farming;"
        "children and families", 400,
        """Mothers with babies on outlying farms near Over Peover, meeting in a converted
        shippon because everywhere else is three lanes and a main road away.""",
        svc("Wellies and weaning", "farming;children and families", "TU 10:00-11:30", "£1",
            """A weekly playgroup for mothers and babies on outlying farms, in a warm converted cow
            house. Health visitor monthly, farm toys, coffee and the only adult conversation
            some have.""", ages=(0, 4),
            aud="families;farmers", at="Shippon Room, Over Peover"),
        has="m",
    ),
    *org(
        190, "Knutsford Tidy Minds", "CIC", "knutsford", "mental health;loneliness", 9200,
        """Peer support and gentle practical help for people who hoard, referred by landlords,
        social workers and themselves.""",
        svc("Clutter circle", "mental health;housing and homelessness", "TH 18:30-20:00", "free",
            "People who keep things, talking. Nobody will visit unless asked.", ages=(18, None),
            at="Heathside market house, Knutsford"),
    ),
    *org(
        191, "Knutsford Academy of the Heath", "academy", "knutsford north", "education", None,
        """Secondary school on two sites whose hall is hired on term-time evenings and whose sixth-
        formers need volunteering hours.""",
        hall("Heath academy hall", "school hall", 200, "step_free;toilets;stage;projector;parking",
             "MO 18:00-21:00; TU 18:00-21:00; TH 18:00-21:00", 22, "Term-time evenings only.",
             exceptions="2026-12-18/2027-01-04; 2027-02-12/2027-02-22; 2027-03-25/2027-04-12"),
        role="venue",
    ),
    *org(
        192, "Knutsford Furniture Fairies", "unincorporated", "knutsford", "repair and reuse;"
        "housing and homelessness", 2700,
        """Volunteers who collect and deliver donated furniture and bedding to people
        starting again, mostly by bicycle trailer, sometimes by borrowed van.""",
        svc("Starter homes", "repair and reuse;housing and homelessness", "", "free",
            """Free beds, bedding, pans and crockery for people leaving hostels, hospital or
            homelessness, delivered by volunteers. Referral from any agency; local collections.""",
            areas="cc knutsford",
            aud="low income"),
        has="e",
    ),
]
