"""Crewe town and the north of it: invented organisations and what they do."""

# Records read best as they are laid out here.
# fmt: off
from authored.words import hall, need, offer, org, req, svc

ROWS = [
    *org(
        1, "Coppenhall Welcome", "CIO", "crewe", "refugees and migration;language;loneliness",
        86000,
        """We meet people seeking sanctuary at the bus station if need be. Fourteen families and
        thirty single men housed in Crewe are on our books this autumn; we find school places,
        winter coats, a GP and somebody to drink tea with.""",
        svc("Arrivals Desk", "refugees and migration;housing and homelessness",
            "MO 10:00-13:00; TH 10:00-13:00", "free",
            """Bring any letter you do not understand. Caseworkers read Home Office and housing
            post, book health checks and ring the school. Dari, Arabic and Tigrinya on Mondays.""",
            at="Coppenhall Welcome, Tannery Court, Crewe", aud="refugees;asylum seekers",
            languages="en;ar;fa;ti"),
        svc("Evening English for shift workers", "language;employment and skills",
            "TU 18:30-20:00", "free",
            """Pre-entry and entry 1 English around the words used on the line: break, guard,
            overtime, sick note. No papers needed, children may sit at the back.""",
            at="Coppenhall Welcome, Tannery Court, Crewe", ages=(16, None), aud="migrants",
            languages="en"),
        svc("Befriend a Newcomer", "refugees and migration;loneliness;volunteering", "", "free",
            """One local household is paired with one newly arrived household for six months: a
            walk round Queens Park, a first trip to the dentist, a meal each way.""",
            aud="refugees;families"),
        need("goods", 14, "items",
             """Clean single duvets and pillows for fourteen home packs before the frost. We can
             collect within Cheshire East but have no store for more than twenty.""",
             causes="refugees and migration", ends_on="2026-11-30", priority="high"),
        need("skills", 12, "hours",
             """Someone who recruits for a living to sit with job seekers one early evening a
             week and get an overseas work history on to a British CV.""",
             skills_required="CV writing;interview coaching", windows="TU 17:00-19:00",
             checks_required="", causes="refugees and migration;employment and skills",
             supervision="caseworker in the room", starts_on="2026-11-03", ends_on="2027-02-23"),
        req("ESOL class for twelve, tables not rows, in walking distance of the station", 12,
            "heating;toilets;wifi", "WE 10:00-12:00", 2, 8, 2.5,
            starts_on="2026-11-04", ends_on="2027-02-10", repeats="weekly"),
        employees=4, charter_signatory="yes",
    ),
    *org(
        2, "Lafaek Timor-Leste Circle, Crewe", "unincorporated", "crewe",
        "language;refugees and migration;arts and heritage", 4200,
        """East Timorese families have worked in Crewe's food factories for twenty years. We keep
        Tetum alive in the children and fill in English forms for the grandparents.""",
        svc("Sábadu Tetun: Saturday Tetum school", "language;children and families",
            "SA 10:00-12:30", "£1",
            """Reading, songs and dance in Tetum and Portuguese for children born here. Mothers
            cook; everybody eats at half past twelve.""",
            at="Railwaymen's Institute annexe, Crewe", ages=(5, 14), aud="families",
            languages="tet;pt;en"),
        svc("Form filling for Timorese elders", "money advice;language",
            "RRULE:FREQ=MONTHLY;BYDAY=1SU 14:00-16:00", "free",
            """Pension credit, council tax and settled-status letters explained in Tetum by
            volunteers who have filled in the same form themselves.""",
            aud="older people;migrants", languages="tet;pt"),
        req("Cultural evening with dance for Proclamation Day", 120, "kitchen;stage;toilets",
            "SA 17:00-22:00", 5, 30, 4, starts_on="2026-11-28", ends_on="2026-11-28",
            repeats="1"),
    ),
    *org(
        3, "Polska Szkoła Sobotnia „Krasnal”, Crewe", "charity", "crewe",
        "language;education;children and families", 23500,
        """Polish Saturday School. Uczymy języka polskiego, historii i geografii dzieci w wieku
        od 5 do 16 lat. Seventy-one pupils, nine volunteer teachers, GCSE and A-level Polish.""",
        svc("Lekcje języka polskiego", "language;education", "SA 09:30-13:00", "£120 a year",
            """Zajęcia w sześciu grupach wiekowych, od zerówki do egzaminu GCSE. Każda lekcja
            kończy się wspólnym śniadaniem. Zapisy we wrześniu i w styczniu.""",
            ages=(5, 16), aud="children;Polish speakers", languages="pl"),
        svc("Grupa zabawowa Krasnal", "children and families;language", "WE 09:30-11:30", "£1.50",
            """Polska grupa zabaw dla maluchów z rodzicami: piosenki, plastelina i drugie
            śniadanie. Rodzice rozmawiają po polsku, dzieci też. Polish-speaking playgroup.""",
            at="St Petroc's Hall, Hightown, Crewe", ages=(0, 4), aud="families;Polish speakers",
            languages="pl"),
        req("Saturday school: five rooms or one hall with screens, near a bus stop", 70,
            "toilets;heating;projector", "SA 09:00-13:30", 4.5, 22, 3,
            starts_on="2026-11-07", ends_on="2027-03-27", repeats="weekly"),
        need("skills", 6, "hours",
             """A treasurer leaves at Christmas. Please show the new one how to file the annual
             return and claim Gift Aid; Polish not needed.""",
             skills_required="charity accounts", remote="yes", causes="education",
             ends_on="2027-01-31"),
    ),
    *org(
        4, "St Petroc's Church, Hightown", "church", "crewe",
        "faith;warm spaces;children and families", 61000,
        """A brick church with a good hall, open six days a week. Sunday congregation of fifty,
        weekday congregation of four hundred if you count toddlers.""",
        svc("Tiny Engines toddler group", "children and families", "WE 09:30-11:30", "£2",
            """Carers and under-fives play with trains, sand and a slide in the hall; toast at
            half past ten. English spoken, anybody welcome, no booking.""",
            at="St Petroc's Hall, Hightown, Crewe", ages=(0, 4), aud="families", languages="en"),
        svc("Warm Wednesdays", "warm spaces;loneliness;food", "WE 12:00-16:00", "free",
            """Soup, heating and jigsaws from November to March. Stay five minutes or all
            afternoon. Phone charging and a quiet corner.""",
            at="St Petroc's Hall, Hightown, Crewe"),
        hall("St Petroc's Hall", "church hall", 110,
             "step_free;toilets;accessible_toilet;heating;hearing_loop;piano",
             "MO 12:00-22:00; TU 09:00-17:00; TH 09:00-22:00; SA 09:00-18:00", 16,
             """Step-free from the car park, new boiler, no kitchen: there is a kettle and a sink
             in the vestry and that is all.""",
             exceptions="2026-12-19/2027-01-03", buffer_minutes=30, notice_days=7,
             horizon_days=365, concession_price_per_hour=9, conditions="no alcohol"),
    ),
    *org(
        5, "Crewe Heart Community Church", "church", "crewe", "faith;money advice;food", 44000,
        """Meets in the old co-operative stores across the road from St Petroc's and shares its
        postcode, but not its organ: we are the ones with the drums.""",
        svc("Heart Money Course", "money advice", "TH 19:00-20:30", "free",
            """Three evenings on building a budget that survives December. Run by trained money
            coaches; we do not sell or lend anything.""",
            at="Old Co-operative Stores, Hightown, Crewe", ages=(18, None)),
        svc("Breakfast on the House", "food;housing and homelessness", "SU 08:30-10:00", "free",
            """Bacon or veggie rolls and clean socks for anybody who slept badly. A nurse comes
            on the first Sunday.""",
            at="Old Co-operative Stores, Hightown, Crewe"),
        hall("Old Co-operative Stores, upper room", "church hall", 60,
             "kitchen;toilets;heating;projector", "MO 09:00-17:00; FR 09:00-17:00", 12,
             "Up one flight, no lift. Bright, carpeted, chairs for sixty and a decent kitchen.",
             exceptions="", notice_days=3),
        need("goods", 60, "items",
             """Food for Sunday breakfast: bread, eggs and margarine close to date are fine. We
             have two fridges and hygiene certificates.""",
             causes="food", windows="SA 09:00-12:00", checks_required="", priority="normal"),
    ),
    *org(
        6, "Railway Quarter Larder", "CIC", "crewe station", "food;environment", 9400,
        """A members' larder that lives on supermarket surplus. Three pounds fifty buys about
        twenty pounds' worth, and nobody asks why you came.""",
        svc("Larder shop", "food", "TU 10:00-14:00; FR 10:00-14:00", "£3.50",
            """Choose ten items from fridge, freezer and shelf. Open to any household with a CW1
            or CW2 postcode; join on the day.""",
            at="Arch 4, Station Yard, Crewe", aud="families;low income"),
        svc("Waste Nothing kitchen", "food;environment", "TH 17:30-19:30", "£2",
            """Cook what the larder could not shift that week, eat together, take a tub home.""",
            at="Arch 4, Station Yard, Crewe", ages=(16, None)),
    ),
    *org(
        7, "Hightown Food Club", "unincorporated", "crewe", "food", 7800,
        """Members pay a weekly subscription and pick from donated groceries. We started because
        the larder by the station was full.""",
        svc("Weekly food club", "food", "TU 10:30-13:30; FR 10:30-13:00", "£3",
            """Pick a dozen groceries for a small subscription: fresh, frozen and tins from shops
            with too much. Crewe addresses only, sign up at the door.""",
            at="Hightown Tenants' Room, Crewe", aud="low income;families"),
        has="em",
    ),
    *org(
        8, "Cheshire Plain Foodbank", "charity", "crewe", "food;money advice", 142000,
        """Emergency parcels on referral from six churches and centres between Crewe and
        Holmes Chapel. Three days' food and somebody who has time to listen.""",
        svc("Cheshire Plain Foodbank", "food", "MO 13:00-15:00", "free",
            "Referral voucher needed. Back door of the Methodist rooms, ring the bell.",
            at="Methodist Rooms, Earle Mews, Crewe", url="https://plainfoodbank.example.org/",
            aud="low income"),
        svc("Cheshire Plain Foodbank", "food", "WE 10:00-12:00", "free",
            "Referral voucher needed. Ramp at the side; prams can come right in.",
            at="St Osyth's Vestry, Gresty", place="gresty",
            url="https://plainfoodbank.example.org/", aud="low income"),
        svc("Cheshire Plain Foodbank", "food", "TH 13:00-15:00", "free",
            "Referral voucher needed. Nantwich session, upstairs, lift working again.",
            at="Tollgate Chapel, Nantwich", place="nantwich",
            url="https://plainfoodbank.example.org/", aud="low income"),
        svc("Cheshire Plain Foodbank", "food", "FR 10:00-12:00", "free",
            "Referral voucher needed. Sandbach session in the scout headquarters.",
            at="Cross Lane Scout HQ, Sandbach", place="sandbach",
            url="https://plainfoodbank.example.org/", aud="low income"),
        svc("Cheshire Plain Foodbank", "food", "TU 17:00-18:30", "free",
            """Referral voucher needed. Evening session for people in work who cannot come in the
            day; three days' food for the household, cereal and tins mostly, and a chat about
            what else might help.""",
            at="Canalside Mission, Middlewich", place="middlewich",
            url="https://plainfoodbank.example.org/", aud="low income"),
        svc("Cheshire Plain Foodbank", "food", "TH 10:00-11:30", "free",
            "Referral voucher needed. Holmes Chapel session, small car park.",
            at="Precinct Unit 3, Holmes Chapel", place="holmes chapel",
            url="https://plainfoodbank.example.org/", aud="low income"),
        need("volunteering", 4, "people",
             """Four pairs of arms to carry the Christmas collection from supermarket doors to
             the store, two Saturdays before Christmas, with a vehicle of their own.""",
             skills_desired="driving", windows="SA 09:00-13:00", causes="food",
             starts_on="2026-12-05", ends_on="2026-12-12", checks_required="driving",
             supervision="store manager"),
        employees=3, charter_signatory="yes",
    ),
    *org(
        9, "Crewe Silver Surfers", "unincorporated", "crewe", "digital inclusion;older people",
        1900,
        """Retired railway clerks who learned computers late and think you can too.""",
        svc("Tablet Tuesdays", "digital inclusion;older people", "TU 14:00-15:30", "£1",
            """Bring the tablet your daughter gave you. Video calls, prescriptions online, parking
            apps and how to spot a scam, one to one and slowly.""",
            at="Coppenhall Library, Prince Albert Mews, Crewe", ages=(55, None),
            aud="older people"),
        need("goods", 6, "items",
             """Six working laptops or tablets to lend. They must come wiped and ready; none of
             us would know how to clear somebody else's files.""",
             causes="digital inclusion", ends_on="2027-01-31"),
        need("skills", 4, "hours",
             "Two bank people to show twenty of us what a scam text looks like. Done, with cake.",
             skills_required="banking", status="met", windows="WE 14:00-16:00",
             causes="digital inclusion;older people", starts_on="2026-03-01",
             ends_on="2026-04-30"),
    ),
    *org(
        10, "Coppenhall Library (Plain and Edge Libraries)", "local_authority", "crewe",
        "digital inclusion;education;warm spaces", None,
        """Town-centre public library with a children's corner, local-history shelf and eight
        public computers.""",
        svc("Rhymetime at Coppenhall", "children and families", "FR 10:30-11:00", "free",
            "Half an hour of rhymes and bouncing for babies and the people holding them.",
            ages=(0, 2), aud="families"),
        svc("Computer buddies", "digital inclusion", "TH 10:00-12:00", "free",
            """A volunteer sits beside you at a library computer for one hour: email, universal
            credit journal, job search.""", ages=(16, None)),
        svc("TABLET TUESDAYS WITH THE SILVER SURFERS!!!", "digital inclusion", "TU 14:00-15:30",
            "£1",
            """LEARN YOUR TABLET! VIDEO CALLS, PRESCRIPTIONS, PARKING APPS, SPOT A SCAM. RETIRED
            RAILWAY CLERKS SHOW YOU SLOWLY. AT THE LIBRARY.""",
            ages=(55, None), aud="older people", source="library leaflet"),
        hall("Library room 2", "library room", 24,
             "step_free;toilets;accessible_toilet;wifi;projector;heating",
             "MO 09:30-17:00; WE 09:30-17:00; TH 09:30-19:00; FR 09:30-17:00; SA 09:30-13:00", 10,
             "Behind the returns desk: six tables, whiteboard, sink for paint water.",
             exceptions="2026-12-24/2027-01-04", concession_price_per_hour=6, notice_days=2,
             horizon_days=120),
        role="venue",
    ),
    *org(
        11, "Coppenhall Town Council", "parish_council", "crewe",
        "volunteering;community safety;arts and heritage", None,
        """Parish-tier council for the town: allotments, the Corn Stall market, Christmas lights,
        small grants twice a year and a mayor with a van.""",
        svc("Town small grants", "volunteering", "", "free",
            """Grants of £100 to £750 for groups that work in the town; closing dates end of
            February and end of September."""),
        svc("Corn Stall community pitch", "volunteering", "FR 09:00-15:00; SA 09:00-15:00",
            "free", "One free pitch a week for a local good cause. Book six weeks ahead."),
        hall("Corn Stall Hall gallery", "town hall", 80,
             "step_free;toilets;heating;licensed_bar;stage",
             "TH 18:00-23:00; FR 18:00-23:00; SU 10:00-18:00", 28,
             "Iron balcony over the market, portable stage, bar by arrangement.",
             exceptions="2026-11-26/2026-11-29; 2026-12-17/2026-12-31", notice_days=21,
             concession_price_per_hour=18, buffer_minutes=60),
        role="infrastructure", charter_signatory="yes",
    ),
    *org(
        12, "Coppenhall Motor Works plc", "plc", "leighton", "employment and skills;education",
        None,
        """Car works with 2,400 people on shift. Our community plan gives every colleague two
        paid days a year, and most of them go unused.""",
        offer("skills", 20, "hours",
              """Recruiters and line leaders mentor job seekers: CV, mock interview, how a shift
              pattern works. One-to-one, at your place, early Tuesday evenings.""",
              skills="CV writing;interview coaching;mentoring", windows="TU 17:00-19:00",
              max_distance_km=6, causes="employment and skills;refugees and migration",
              checks="dbs_basic", insured="yes", starts_on="2026-11-01", ends_on="2027-03-31"),
        offer("volunteering", 40, "people",
              """The whole paint shop is stood down: forty volunteers, tomorrow, full day, must be
              outdoors and within ten minutes of the gate.""",
              team_min=40, team_max=40, windows="MO 08:00-16:00", lead_days=0, max_distance_km=4,
              insured="yes", starts_on="2026-11-02", ends_on="2026-11-02"),
        offer("skills", 8, "sessions",
              """Toolroom instructors can teach safe use of pillar drill, lathe and bench grinder
              to groups of up to six, in their workshop or ours.""",
              skills="metalwork;machine safety", team_max=6, windows="SA 09:00-13:00",
              max_distance_km=15, causes="repair and reuse;employment and skills",
              checks="dbs_basic;first_aid:2028-05-01", insured="yes"),
        employees=2400, charter_signatory="yes", accreditations="ISO 14001",
    ),
    *org(
        13, "Crewe North Fire Station (Plain and Edge Fire and Rescue)", "fire", "crewe north",
        "community safety;older people", None,
        "Whole-time fire station, two engines and a community room that is free after drill night.",
        svc("Safe and well visits", "community safety;older people", "", "free",
            """Firefighters check alarms, blankets and plugs at home for people over 65, and ask
            about falls, smoking and loneliness while they are there.""",
            ages=(65, None), aud="older people", areas="cc crewe"),
        hall("Fire station community room", "community room", 40,
             "step_free;toilets;accessible_toilet;kitchen;parking;heating;projector",
             "MO 09:00-21:00; TU 09:00-17:00; TH 09:00-21:00; FR 09:00-17:00; SA 10:00-16:00", 0,
             """Free to charities. If the bells go down, please keep the bay clear.""",
             notice_days=5, conditions="charities and community groups only; no parties",
             exceptions="2026-12-24/2027-01-02"),
    ),
    *org(
        14, "Queens Meadow Academy", "academy", "crewe north", "education;young people", None,
        """Secondary school of 950. The hall, drama studio and sports hall can be booked in term
        time after lessons.""",
        svc("Summer Engine Room: holiday activities and food", "children and families;food",
            "MO 10:00-14:00; TU 10:00-14:00; WE 10:00-14:00; TH 10:00-14:00", "free",
            """Four days of football, coding and a hot lunch each week of the summer and Easter
            holidays, for children who get free school meals.""",
            ages=(8, 14), aud="children;low income"),
        hall("School hall and foyer", "school hall", 220,
             "step_free;toilets;accessible_toilet;stage;projector;parking;heating",
             "MO 18:00-21:30; TU 18:00-21:30; TH 18:00-21:30; SA 09:00-17:00", 24,
             "Term time only. Ten classrooms off the same corridor may be added for £4 each.",
             exceptions="2026-12-18/2027-01-04; 2027-02-12/2027-02-22; 2027-03-25/2027-04-12",
             notice_days=14, concession_price_per_hour=20),
        hall("Sports hall", "sports hall", 120, "step_free;toilets;parking",
             "MO 18:00-21:30; WE 18:00-21:30; FR 18:00-21:30", 32, "Four badminton courts.",
             exceptions="2026-12-18/2027-01-04; 2027-02-12/2027-02-22; 2027-03-25/2027-04-12"),
        role="venue",
    ),
    *org(
        15, "Friends of Queens Meadow School", "unincorporated", "crewe north",
        "education;children and families", 3100,
        "", role="club", has="",
    ),
    *org(
        16, "Larkfield Stores, Crewe", "company", "crewe", "food", None,
        """Supermarket of the Larkfield chain, with a community champion, a token box by the door
        and more bread than it can sell.""",
        offer("funding", 500, "pounds",
              """£500 match funding, pound for pound, for equipment that keeps donated food cold
              or safe. One award this winter.""",
              causes="food", max_distance_km=8, budget=500, starts_on="2026-11-01",
              ends_on="2026-12-15"),
        offer("goods", 80, "items",
              """Bread, eggs and vegetables near date, every Friday at closing. You collect, you
              sign, you have a food hygiene certificate.""",
              windows="FR 20:00-21:00", max_distance_km=5, checks="", causes="food",
              exclusions="faith groups", starts_on="2026-10-01", ends_on="2027-03-31"),
        employees=140,
    ),
    *org(
        17, "Crewe Coffee Kiosk (A. Example, sole trader)", "sole_trader", "crewe station",
        "loneliness", None,
        "Hatch on platform approach; the owner is a trained mental health first aider.",
        offer("space", 6, "hours",
              """Four tables under cover beside the kiosk after the morning rush, for a knit and
              natter or a listening table. Coffee at half price.""",
              windows="MO 10:00-12:00; WE 10:00-12:00; FR 10:00-12:00", max_distance_km=1),
        has="m", employees=1,
    ),
    *org(
        18, "Leighton Brook Medical Practice", "nhs", "leighton", "health and wellbeing", None,
        """GP practice with 14,200 patients and two social prescribers who would gladly refer to
        more things if they knew what was on.""",
        svc("Social prescribing link workers", "health and wellbeing;loneliness",
            "MO 09:00-17:00; TU 09:00-17:00; WE 09:00-17:00; TH 09:00-17:00; FR 09:00-17:00",
            "free",
            """An hour to talk about what matters, then a walk to the first session if that is
            what it takes. Registered patients only.""", ages=(18, None)),
    ),
    *org(
        19, "Leighton Leg-Stretchers", "unincorporated", "leighton",
        "sport and activity;health and wellbeing", 300,
        """A walking group that grew out of the surgery's waiting room: patients with bad hearts,
        bad knees or too much time who keep each other going every Thursday.""",
        svc("Thursday stroll", "sport and activity;loneliness", "TH 10:30-11:45", "free",
            """Two flat miles round Leighton Brook at the pace of whoever is slowest; benches
            marked on the map. Dogs and oxygen bottles welcome.""",
            at="Meet: surgery car park, Leighton"),
        has="m",
    ),
    *org(
        20, "Sydney Gardens Residents", "unincorporated", "sydney", "", 450,
        "", has="",
    ),
    *org(
        21, "Crewe Strokes", "unincorporated", "crewe", "health and wellbeing;disability", 2600,
        "Stroke survivors and their husbands, wives and mates. We swear at the same words.",
        svc("Stroke survivors' fortnightly", "health and wellbeing;disability",
            "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO 13:30-15:30", "£2",
            """Speech practice disguised as bingo, seated exercise, and a speaker if we can get
            one. Blue-badge parking outside.""",
            at="Fire station community room, Crewe", aud="stroke survivors;carers"),
        has="ep",
    ),
    *org(
        22, "Plain Truths Debt Clinic", "CIO", "crewe", "money advice;fuel poverty", 52000,
        """Free debt advice by authorised advisers. We write to creditors, stop bailiffs and make
        the gas meter manageable.""",
        svc("Debt clinic by appointment", "money advice", "MO 09:30-16:00; WE 09:30-16:00", "free",
            """Two hours with an adviser, all the envelopes opened. Debt relief orders prepared.
            Authorised and regulated; never a loan.""",
            at="Chester Bridge Chambers, Crewe", ages=(18, None)),
        svc("Warm Home Check", "fuel poverty;money advice", "", "free",
            """An energy adviser calls, reads the meter and the bill, fits draught strips and
            applies for the warm-home discount.""", areas="cc crewe;cc nantwich"),
        svc("Debt clinic at the pantry table", "money advice;food", "TU 10:00-12:00", "free",
            "The same advisers, no appointment, at a table beside the larder queue.",
            at="Arch 4, Station Yard, Crewe", place="crewe station"),
        employees=3, accreditations="Advice Quality Mark (invented)",
    ),
]
