"""Macclesfield town: invented organisations, with four youth mental-health offers."""

# Records read best as they are laid out here.
# fmt: off
from authored.words import hall, need, offer, org, req, svc

ROWS = [
    *org(
        43, "The Loft on Roe Street", "CIO", "macclesfield", "young people;mental health", 71000,
        """A sofa, a kettle and a youth worker above a bike shop. We catch the ones who would not
        knock on a door with 'service' on it.""",
        svc("Loft drop-in", "young people;mental health", "TU 15:30-18:30; FR 15:30-18:00", "free",
            """Turn up, sit down, talk or do not. Youth workers trained in anxiety and self-harm;
            no referral, no waiting list. Ages 11 to 18.""",
            at="The Loft, Roe Street, Macclesfield", ages=(11, 18), aud="young people"),
        svc("Loft outreach bus", "young people;community safety", "TH 18:00-21:00", "free",
            "A converted library van parked where teenagers are: South Park, the retail park, "
            "the bus station.", ages=(11, 18), aud="young people", areas="cc macclesfield"),
        svc("Parents' kitchen table", "mental health;children and families",
            "RRULE:FREQ=MONTHLY;BYDAY=1MO 19:00-20:30", "free",
            "For mums and dads of a child who cuts or will not get up. Soup, and other parents.",
            at="The Loft, Roe Street, Macclesfield", aud="families"),
        req("Friday evening youth night: somewhere loud with a kitchen and a side room", 40,
            "kitchen;toilets;heating", "FR 18:00-21:00", 3, 15, 2.5,
            starts_on="2026-11-13", ends_on="2027-03-26", repeats="weekly"),
        need("volunteering", 3, "people",
             """Mentors who meet one young person for an hour a week after school. Enhanced check
             and our two-evening training come first; six months or not at all.""",
             checks_required="dbs_enhanced;safeguarding", minimum_age=21,
             windows="TU 15:30-18:00; TH 15:30-18:00", causes="young people;mental health",
             starts_on="2026-11-10", ends_on="2027-05-31", priority="high"),
        need("goods", 24, "items", """Office or stacking chairs in decent order; ours were thrown
             out of a window in the summer. We can collect within five miles.""",
             causes="young people", ends_on="2027-01-15"),
        employees=4,
    ),
    *org(
        44, "Steady Minds Macclesfield", "charity", "macclesfield",
        "mental health;young people", 132000,
        "Accredited counselling for teenagers, by appointment, in school and in town.",
        svc("Teen counselling", "mental health;young people",
            "MO 14:00-19:00; TU 14:00-19:00; TH 14:00-19:00", "free",
            """Twelve sessions with a qualified counsellor for anxiety, low mood and self-harm.
            Refer yourself, no parent needed from 13. Ages 13 to 19; nine weeks' wait.""",
            at="Steady Minds, Chestergate Yard, Macclesfield", ages=(13, 19), aud="young people"),
        svc("Exam nerves workshop", "mental health;education", "", "free",
            "Two hours in your school hall each April on sleep, breathing and revision lies.",
            ages=(14, 18), aud="young people", areas="cc macclesfield;cc bdp"),
        svc("Counselling at school", "mental health;young people",
            "WE 09:00-15:30", "free",
            """A qualified counsellor spends the school day in three Macclesfield secondaries.
            Pupils are seen for up to ten weekly sessions, referred by their head of year or
            by asking at the pastoral office.""",
            ages=(11, 18), aud="young people", areas="cc macclesfield"),
        employees=6, charter_signatory="yes",
    ),
    *org(
        45, "Small Worries", "CIC", "macclesfield west",
        "mental health;children and families", 28000,
        """Two play therapists who help primary-age children with worries, separation and school
        refusal, and teach parents to do the same at home.""",
        svc("Worry Monsters club", "mental health;children and families", "WE 15:45-17:00", "£4",
            """Six weeks of puppets, sand and drawing for children of 7 to 11 whose tummies ache
            on school mornings. A parent stays.""",
            at="Broken Cross Rooms, Macclesfield", ages=(7, 11), aud="children;families"),
        svc("Grown-ups' worry hour", "mental health;children and families",
            "RRULE:FREQ=MONTHLY;BYDAY=3WE 19:30-20:30", "free",
            """A monthly online session in which a play therapist answers questions from parents of
            anxious primary-age children: sleep, school mornings, separation. Cameras may stay
            off.""", aud="families"),
    ),
    *org(
        46, "Overspill", "unincorporated", "macclesfield", "mental health;loneliness", 3400,
        """Peer support for young adults with anxiety or low mood who are too old for children's
        services and too well for adult ones; run by volunteers in their twenties.""",
        svc("Overspill evenings", "mental health;young people", "WE 19:00-21:00", "free",
            """Peer support for ages 18 to 25 with anxiety, low mood or nowhere to be: board
            games, tea, two trained peer leads. After CAMHS lets go.""",
            at="Tin Kettle Café, Macclesfield", ages=(18, 25), aud="young adults"),
        has="e",
    ),
    *org(
        47, "Fix It Macclesfield", "CIO", "macclesfield north",
        "repair and reuse;environment;digital inclusion", 9600,
        """Repair café and computer re-homers. We wipe drives to a standard, log the serial and
        hand the machine to a family that needs one.""",
        svc("Repair café", "repair and reuse;environment",
            "RRULE:FREQ=MONTHLY;BYDAY=1SA 10:00-13:00", "donation",
            """Lamps, zips, toasters, bikes and teddies. Sixty-two per cent of what came in last
            year went home working.""", at="Hurdsfield Road Chapel, Macclesfield"),
        svc("Laptops for homework", "digital inclusion;children and families", "", "free",
            "Refurbished laptop, a year of broadband vouchers and a phone number that answers.",
            aud="children;low income", areas="cc macclesfield;cc bdp"),
        need("goods", 10, "items",
             """Laptops less than seven years old. We wipe them ourselves, with certificates, so
             send them as they are.""",
             skills_desired="", causes="digital inclusion;environment", ends_on="2027-02-28"),
        charter_signatory="yes",
    ),
    *org(
        48, "Hurdsfield Medicines plc", "plc", "hurdsfield", "health and wellbeing;education",
        None, """Pharmaceutical plant on the north edge of town: packing lines, laboratories, and
        an energetic green team.""",
        offer("goods", 20, "items",
              """Twenty laptops, five years old, chargers included. They leave the site only to
              somebody who can wipe the drives and certify it before Christmas.""",
              causes="digital inclusion;education;environment", max_distance_km=12,
              starts_on="2026-11-02", ends_on="2026-12-18"),
        offer("skills", 12, "hours",
              """Laboratory managers will help a charity write or check a risk assessment or a
              fire plan. On a video call or over lunch on site.""",
              skills="risk assessment;fire safety", remote="yes", windows="WE 12:00-14:00",
              insured="yes"),
        employees=1900, charter_signatory="yes", accreditations="ISO 14001;Disability Confident",
    ),
    *org(
        49, "Bonds and Tegg Solicitors", "partnership", "macclesfield", "", None,
        "Property and private-client firm of eleven partners by the town hall steps.",
        offer("skills", 6, "hours",
              """Six hours of a property solicitor's time, free, for one charity with a lease,
              a licence or a covenant to understand.""",
              skills="lease advice;property law", remote="yes", max_distance_km=25,
              causes="volunteering;rural life", insured="yes", exclusions="litigation",
              starts_on="2026-10-01", ends_on="2027-03-31"),
        employees=46,
    ),
    *org(
        50, "Silkwater Town Council", "parish_council", "macclesfield",
        "volunteering;arts and heritage;environment", None,
        """Town council for Macclesfield's parks, planters, events and town hall, with a small fund
        for residents' ideas and a ranger for volunteers.""",
        svc("Good Ideas fund", "volunteering", "", "free",
            "£50 to £500 within three weeks of asking; one page, no accounts."),
        svc("Town orchard days", "environment;volunteering",
            "RRULE:FREQ=MONTHLY;BYDAY=2SU 13:00-15:00", "free",
            """Volunteers look after the town's community orchard together once a month: pruning,
            mulching and picking, with a tree warden to teach. Tools are lent and children are
            welcome with an adult.""", at="South Park, Macclesfield"),
        hall("Silkwater Town Hall assembly room", "town hall", 260,
             "step_free;toilets;accessible_toilet;hearing_loop;stage;licensed_bar;kitchen;heating;"
             "piano", "MO 09:00-22:00; WE 09:00-22:00; SU 10:00-22:00", 38,
             "Chandeliers, dance floor, licensed bar; lift on the market side.",
             exceptions="2026-12-01/2027-01-02", notice_days=28, buffer_minutes=60,
             concession_price_per_hour=24, horizon_days=540),
        role="infrastructure",
    ),
    *org(
        51, "Silk Street Library (Plain and Edge Libraries)", "local_authority", "macclesfield",
        "education;digital inclusion;warm spaces", None,
        "Public library with a makers' corner and the county's only microfilm reader that works.",
        svc("Silk Street warm corner", "warm spaces", "MO 09:30-17:00; TU 09:30-17:00; "
            "TH 09:30-19:00; FR 09:30-17:00; SA 09:30-13:00", "free",
            "Armchairs by the radiators, papers, hot drinks on Tuesdays and Thursdays."),
        svc("Macc Repair Cafe first Saturdays", "repair and reuse",
            "RRULE:FREQ=MONTHLY;BYDAY=1SA 10:00-13:00", "donations",
            """Bring your broken lamps, zips, toasters, bikes. Volunteers of Fix It mend them while
            you wait. Hurdsfield Rd Chapel.""",
            at="Hurdsfield Rd Chapel, Macclesfield", place="macclesfield north",
            source="library leaflet", silent="yes", phones="01632 960047"),
        svc("Read Easy mornings", "education;language", "TH 09:30-11:30", "free",
            "One reader, one learner, no classroom: for adults who never got on with books.",
            ages=(18, None)),
        hall("Makers' corner", "library room", 14, "step_free;toilets;wifi;projector;heating",
             "MO 10:00-17:00; TU 10:00-17:00; TH 10:00-19:00", 7,
             "3D printer, sewing machines, sink.", exceptions="2026-12-24/2027-01-04",
             notice_days=2, horizon_days=90),
    ),
    *org(
        52, "Silkmill Steps Medical Centre", "nhs", "macclesfield", "health and wellbeing", None,
        "Three practices under one roof; nine thousand appointments a month.",
        svc("Silkmill Steps wellbeing walk", "sport and activity;loneliness", "MO 11:00-12:00",
            "free",
            """A gentle forty-minute canal walk from the health centre for patients who are
            lonely, low or told to move more. Led by a social-prescribing link worker; ends
            with a hot drink.""",
            ages=(18, None)),
    ),
    *org(
        53, "Kings Weir High School", "academy", "macclesfield west", "education;young people",
        None, """Comprehensive with an engineering block: eight benches, two lathes, extraction
        and a technician who stays late on Thursdays.""",
        hall("Design and technology workshop", "workshop", 16,
             "step_free;toilets;workshop;storage;parking;heating", "TH 16:00-19:00", 12,
             """Wood and metal benches with extraction; the technician must be present. Term time
             only.""", exceptions="2026-12-18/2027-01-04; 2027-02-12/2027-02-22", notice_days=10,
             concession_price_per_hour=8, conditions="technician present; machines by induction"),
        hall("Kings Weir main hall", "school hall", 300,
             "step_free;toilets;accessible_toilet;stage;projector;parking",
             "TU 18:00-21:30; WE 18:00-21:30; SU 09:00-17:00", 30, "Term time. Raked seating.",
             exceptions="2026-12-18/2027-01-04; 2027-02-12/2027-02-22"),
        role="venue",
    ),
    *org(
        54, "Macclesfield Shedders", "unincorporated", "macclesfield west",
        "repair and reuse;loneliness;mental health", 1900,
        """Men's shed without a shed since the Methodists sold up. Eleven members, tools in four
        different garages.""",
        svc("Shedders' brew", "loneliness;mental health", "TH 10:30-12:00", "£1",
            "No sawing until we find a roof: tea, talk and repairing what fits on a table.",
            at="Broken Cross Rooms, Macclesfield", aud="men", ages=(18, None)),
        req("Woodworking space with benches for ten, afternoons or early evening", 10,
            "workshop;toilets", "TU 14:00-17:00; TH 16:00-19:00", 3, 10, 5,
            starts_on="2026-11-12", ends_on="2027-03-25", repeats="weekly"),
        has="m",
    ),
    *org(
        55, "Macc Debt and Damp", "CIC", "macclesfield", "money advice;fuel poverty;"
        "housing and homelessness", 36000,
        """Community interest company of two housing lawyers and two decorators who deal with
        debts, disrepair and damp in the private rented streets.""",
        svc("Damp and disrepair clinic", "housing and homelessness;fuel poverty", "FR 10:00-13:00",
            "free", """Bring photographs of the mould. We write to the landlord, measure the wall
            and lend a dehumidifier.""", at="Brunswick Hill Rooms, Macclesfield"),
        svc("Debt surgery", "money advice", "TU 10:00-13:00; WE 17:30-19:30", "free",
            "Bailiff letters, council-tax arrears, buy-now-pay-later. Evening slots go first.",
            at="Brunswick Hill Rooms, Macclesfield", ages=(18, None)),
    ),
    *org(
        56, "St. Kew's Church, Macclesfield", "church", "macclesfield", "faith;warm spaces", 52000,
        "Town-centre church with a night shelter history and a tower full of peregrines.",
        svc("St. Kew's Soup Lunch", "food;warm spaces;loneliness", "FR 12:00-13:30", "donation",
            """A free hot lunch of soup, bread and cheese for anybody who is hungry, cold or on
            their own. No questions and no referral; food parcels can be made up on the quiet.""",
            at="St. Kew's, Market Steps"),
        svc("Bereavement Circle", "bereavement", "RRULE:FREQ=MONTHLY;BYDAY=3TU 14:00-15:30",
            "free",
            """A small monthly support group for adults grieving a death of any kind. Two trained
            listeners hold the time; people come for a few months or a few years.""",
            at="St. Kew's, Market Steps"),
        hall("St. Kew's undercroft", "church hall", 65, "kitchen;toilets;heating;piano;quiet_room",
             "MO 10:00-21:00; WE 10:00-21:00; FR 14:00-21:30; SA 10:00-16:00", 11,
             "Vaulted, warm, loud; eleven steps down and no lift. Side chapel can be quiet room.",
             notice_days=7, exceptions="2026-12-20/2027-01-02"),
    ),
    *org(
        57, "Saint Kew Soup Kitchen", "unincorporated", "macclesfield", "food;warm spaces", 700,
        "",
        svc("Saint Kew's Friday Soup", "food;warm spaces", "FR 12:00-13:30", "donations",
            "Free soup and cheese lunch, everybody welcome, Saint Kew's Church, Market Steps.",
            at="Saint Kew's Church, Market Steps", source="library leaflet", silent="yes",
            phones="01632 960056"),
        has="", source="library leaflet", updated_on="2024-02-11",
    ),
    *org(
        58, "Silkside Muslim Welcome Trust", "charity", "macclesfield north",
        "faith;food;refugees and migration", 41000,
        """The trust behind a small mosque with a large kitchen: shared meals, women's exercise,
        children's languages and a welcome for Muslim refugees.""",
        svc("Langar-style Tuesday table", "food;loneliness", "TU 18:00-19:30", "free",
            "Rice, dal and chapati cooked by the sisters; eat in or take away, any faith or none.",
            at="Glovers' Yard Prayer Rooms, Macclesfield"),
        svc("Sisters' fitness", "sport and activity", "SA 10:00-11:00", "£2",
            """Women-only exercise to music every Saturday with a crèche in the next room. Modest
            dress is usual, beginners welcome; instructors speak Urdu, Bengali and English.""",
            aud="women", ages=(16, None),
            at="Glovers' Yard Prayer Rooms, Macclesfield"),
        need("goods", 50, "items",
             """Surplus rice, lentils, flour and vegetables for the Tuesday table; we have a
             van and hygiene level 3.""", windows="FR 20:00-21:00; MO 09:00-12:00",
             causes="food", starts_on="2026-11-01"),
    ),
    *org(
        59, "Silk Strings Community Orchestra", "charity", "macclesfield", "arts and heritage",
        8200, "Grade 3 to retired professional, Thursday nights, two concerts.",
        svc("Have a go evening", "arts and heritage;loneliness", "RRULE:FREQ=MONTHLY;BYDAY=1TH "
            "19:30-21:00", "free",
            """Adults who used to play, or never did, sit in with the community orchestra once a
            month. Instruments can be borrowed, there is no audition, and newcomers share a
            desk with somebody kind.""",
            at="Kings Weir High School", place="macclesfield west"),
        role="club",
    ),
    *org(
        60, "Tegg's Nose Signs (sole trader)", "sole_trader", "sutton", "", None,
        "Signwriter with a van and a steady hand.",
        offer("skills", 2, "sessions",
              """Two days' hand-painted signwriting for a community building or shop front; you
              buy the paint.""", skills="signwriting", max_distance_km=10,
              causes="arts and heritage;food;volunteering",
              windows="MO 09:00-16:00; TU 09:00-16:00"),
        has="wm", employees=1,
    ),
    *org(
        61, "Macclesfield Stammer and Speech Group", "unincorporated", "macclesfield",
        "disability", 250, "", has="",
    ),
]
