"""Bollington, Disley, Poynton, Prestbury and Rainow: invented organisations."""

# Records read best as they are laid out here.
# fmt: off
from authored.words import hall, need, offer, org, svc

ROWS = [
    *org(
        167, "Rainow Stone Hall Trust", "charity", "rainow", "rural life;arts and heritage", 7100,
        """Trust of a village hall in the hills whose lease from the estate ends on Lady Day; chair
        yoga, parish meetings, hill-farm suppers.""",
        svc("Monday moving", "older people;sport and activity", "MO 10:00-11:00", "£4",
            """Gentle chair yoga and balance exercises for people over 55 in the hill villages. A
            qualified teacher; lifts can be found from Rainow and Kettleshulme.""",
            at="Stone Hall, Rainow",
            ages=(55, None)),
        hall("Stone Hall", "village hall", 70,
             "step_free;kitchen;toilets;parking;heating;garden",
             "MO 11:30-22:00; WE 09:00-22:00; TH 09:00-22:00; SU 12:00-20:00", 9,
             "Stone flags, good stove.", notice_days=3),
        need("skills", 6, "hours",
             """A property lawyer to read our lease renewal: the estate wants a full-repair
             clause and the roof is theirs. Decision by Christmas.""",
             skills_required="lease advice", remote="yes", causes="rural life;volunteering",
             ends_on="2026-12-18", priority="high"),
    ),
    *org(
        168, "Bollington Bridgend Neighbours", "charity", "bollington", "loneliness;older people;"
        "mental health", 39000,
        """Charity with a shopfront in Bollington where people drop in for advice, digital
        help, company and cookery, and often end up volunteering.""",
        svc("Open door", "loneliness", "MO 10:00-15:00; TU 10:00-15:00; TH 10:00-15:00", "free",
            """A drop-in advice and friendship shop three days a week: tea, form filling, council
            calls, photocopying and somebody who will listen. Volunteers know who to ring next.""",
            at="Bridgend shop, Bollington"),
        svc("Walking netball", "sport and activity;older people", "WE 11:00-12:00", "£3",
            """Walking netball for women over fifty: slower, sociable and good for hips and hearts.
            A coach, bibs and court shoes lent; coffee after.""",
            ages=(50, None), aud="women", at="Recreation ground"),
        svc("Men's cook-in", "food;loneliness", "FR 11:00-13:30", "£3",
            """Men who live alone cook curry or crumble together each Friday and sit down to eat
            it. A volunteer chef teaches, leftovers go home, and shy people peel.""",
            aud="men", at="Bridgend shop, Bollington"),
    ),
    *org(
        169, "Bollington Clough Light Engineering", "company", "bollington", "", None,
        "Precision turning in a converted mill.",
        offer("skills", 8, "hours",
              "Engineers teach welding or turning to a shed or repair group, in their workshop.",
              skills="metalwork;welding", windows="SA 10:00-14:00", max_distance_km=10,
              causes="repair and reuse", insured="yes"),
        employees=34, has="wp",
    ),
    *org(
        170, "Bollington White Nancy Library Friends", "unincorporated", "bollington",
        "education", 1600,
        """Volunteers who kept the branch library open by staffing it, and who teach homework
        and reading groups on Tuesdays.""",
        svc("Homework Tuesdays", "education;young people", "TU 15:30-17:00", "free",
            """Free weekly homework help for ages 9 to 16 in the branch library with two retired
            teachers; maths and English GCSE, laptops and biscuits.""",
            ages=(9, 16), at="Branch library, Bollington"),
        has="e",
    ),
    *org(
        171, "Poynton Vernon Mead Town Council", "parish_council", "poynton", "volunteering;"
        "environment", None,
        """Town council for Poynton with a civic hall, benches scheme, grants and the brass
        band's rehearsal room.""",
        svc("Mead grants", "volunteering", "", "free",
            """Town council grants of up to £800 each quarter for Poynton groups: equipment, hall
            hire, volunteer training. The clerk helps with the form."""),
        hall("Vernon Mead civic hall", "town hall", 190,
             "step_free;kitchen;toilets;accessible_toilet;stage;hearing_loop;licensed_bar;parking;"
             "heating", "MO 09:00-17:00; TH 18:00-23:00; SA 09:00-17:00", 30,
             "Flat floor, bar, ample parking.", notice_days=14, concession_price_per_hour=18),
        role="infrastructure",
    ),
    *org(
        172, "Poynton Pals Befriending", "CIO", "poynton", "loneliness;older people", 9900,
        "Fifty-one on the list, thirty-four volunteers, one co-ordinator with a spreadsheet.",
        svc("Home visiting", "loneliness;older people;volunteering", "", "free",
            "An hour a week with the same face: crossword, football, family albums.",
            ages=(60, None), aud="older people", areas="poynton;disley"),
        svc("Telephone pals", "loneliness;older people", "", "free",
            """A volunteer telephones the same older person every week for a chat, and tells the
            co-ordinator if something sounds wrong. For people waiting for a visitor or who
            prefer the phone.""", ages=(60, None),
            aud="older people", areas="cc bdp"),
        need("volunteering", 17, "people",
             """Visitors for seventeen older people, an hour a week after work or at weekends.
             Enhanced checks, six-month promise.""",
             checks_required="dbs_enhanced", windows="MO 17:00-20:00; SA 10:00-16:00",
             causes="loneliness;older people", priority="high"),
        need("goods", 6, "sessions",
             """A van and driver on Saturdays to move donated furniture to three of our clients'
             flats.""", windows="SA 09:00-13:00", causes="older people;housing and homelessness",
             starts_on="2026-11-14", ends_on="2027-01-30"),
    ),
    *org(
        173, "Poynton Shedquarters", "charity", "poynton", "repair and reuse;loneliness", 8600,
        """A well-equipped men's shed with a waiting list, mending benches for parks and toys for
        nurseries; experienced members help other sheds to start.""",
        svc("Shed mornings", "repair and reuse;loneliness", "MO 10:00-13:00; WE 10:00-13:00; "
            "FR 10:00-13:00", "£2",
            """A fully equipped men's shed open three mornings a week: lathe, bandsaw, paint shop
            and kettle. Members repair benches for parks and toys for nurseries; a women's
            bench on Fridays.""",
            at="Lower Park yard, Poynton", ages=(18, None), aud="men"),
        svc("Toy hospital", "repair and reuse;children and families",
            "RRULE:FREQ=MONTHLY;BYDAY=1SA 10:00-12:00", "donation",
            """Volunteers mend broken toys, prams and bicycles once a month for a donation, with
            children watching. Mended unclaimed toys go to a
            baby bank.""",
            at="Lower Park yard, Poynton"),
    ),
    *org(
        174, "Poynton Software Works Ltd", "company", "poynton", "digital inclusion", None,
        "Forty developers who miss people.",
        offer("skills", 15, "hours",
              """Build or mend a website or a volunteer rota for one charity. Remote, by video.""",
              skills="web development;data", remote="yes", causes="loneliness;carers;volunteering",
              insured="yes"),
        offer("volunteering", 5, "people",
              """Five of us as telephone friends at lunchtimes. No checks held yet; willing.""",
              windows="MO 12:00-14:00; WE 12:00-14:00", remote="yes", causes="loneliness"),
        employees=40,
    ),
    *org(
        175, "Disley Amateur Ringers", "unincorporated", "disley", "arts and heritage", 200, "",
        has="", role="club",
    ),
    *org(
        176, "Disley Over the Hill Transport", "unincorporated", "disley", "transport;"
        "health and wellbeing", 2900,
        """Volunteer car scheme for people in the hill villages who cannot reach three
        hospitals by bus; short of weekday drivers.""",
        svc("Hospital cars", "transport;health and wellbeing", "", "45p a mile",
            "Booked by Thursday for the week after. The driver waits and brings a flask.",
            areas="disley;poynton", aud="older people"),
        need("volunteering", 5, "people", """Drivers for weekday mornings; any tidy car.""",
             skills_required="driving", checks_required="dbs_enhanced;driving",
             windows="MO 08:00-13:00; TU 08:00-13:00; WE 08:00-13:00", causes="transport"),
        has="m",
    ),
    *org(
        177, "Disley Ram Fold Community Centre", "charity", "disley", "arts and heritage;"
        "children and families", 16000,
        """Former school run by residents as a community centre: youth club, lunch with
        lifts, films and children's parties.""",
        svc("Lads and lasses drop-in", "young people", "WE 18:30-20:30", "£1",
            """A weekly youth club for ages 11 to 16: pool, table tennis, cooking and a trained
            youth worker. Lift home to the outlying farms by arrangement.""", ages=(11, 16),
            at="Ram Fold, Disley", aud="young people"),
        hall("Ram Fold main room", "community centre", 85,
             "step_free;kitchen;toilets;accessible_toilet;heating;projector;parking",
             "MO 09:00-22:00; TU 13:00-22:00; FR 09:00-22:00; SA 09:00-23:00", 11,
             "Lift, kitchen, wall bars.", notice_days=4),
    ),
    *org(
        178, "Prestbury Evergreens", "unincorporated", "prestbury", "older people;loneliness", 1000,
        """Social club for people over 65 in Prestbury, founded in 1958, with speakers, outings and
        a telephone round.""",
        svc("Evergreens' Monday", "older people;loneliness", "MO 14:00-16:00", "£3",
            """A social afternoon for people over 65: a speaker, tea and cake, a monthly outing and
            a telephone round for those who miss a week. Founded in 1958.""", ages=(65, None),
            at="Pear Tree Rooms, Prestbury", aud="older people"),
        has="p",
    ),
    *org(
        227, "Bollington Parkinson's Ping Pong", "unincorporated", "bollington",
        "disability;sport and activity", 500, "",
        svc("Ping pong parkinson", "disability;sport and activity;health and wellbeing",
            "TH 14:00-15:30", "£2",
            """A weekly table-tennis session designed for people with Parkinson's, run by members
            with advice from a physiotherapist. Partners join in; good for movement, mood and
            nerve.""",
            at="Bridgend shop, Bollington", aud="disabled people"),
        has="",
    ),
]
