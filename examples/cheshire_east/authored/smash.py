"""Sandbach and Middlewich: invented organisations and what they do."""

# Records read best as they are laid out here.
# fmt: off
from authored.words import hall, need, offer, org, svc

ROWS = [
    *org(
        107, "Saxon Cross Town Council", "parish_council", "sandbach",
        "volunteering;environment", None,
        """Town council for Sandbach and its villages: market, parks, events, a town hall and
        a community fund.""",
        svc("Cobbles community fund", "volunteering", "", "free",
            "Two rounds a year; £200 to £1,500; must smile at the interview."),
        svc("Thursday market community pitch", "volunteering", "TH 08:00-14:00", "free",
            """A free gazebo on the Thursday market for one charity or community group each week,
            to recruit volunteers, raise money or explain what it does. Book through the clerk."""),
        hall("Saxon Cross Town Hall", "town hall", 200,
             "step_free;kitchen;toilets;accessible_toilet;stage;licensed_bar;hearing_loop;heating",
             "MO 09:00-22:00; TU 18:00-22:00; WE 09:00-22:00; SU 09:00-21:00", 32,
             "Licensed, heated, haunted.", notice_days=21, exceptions="2026-12-10/2027-01-02",
             concession_price_per_hour=20, buffer_minutes=45),
        role="infrastructure", charter_signatory="yes",
    ),
    *org(
        108, "Wesley Rooms, Sandbach", "church", "sandbach", "faith;warm spaces", 43000,
        """Methodist church with a ground-floor schoolroom off the cobbles that hosts a warm lunch,
        stroke exercise, autism games and listening volunteers.""",
        svc("Schoolroom warm lunch", "warm spaces;food", "WE 11:30-14:00", "pay as you can",
            """A warm room with a cheap hot lunch each Wednesday in the church schoolroom: soup,
            toasties and pudding, card games, newspapers and somebody to talk to. Pay what you
            can.""",
            at="Wesley Rooms, Sandbach"),
        svc("Messy Sunday", "faith;children and families", "RRULE:FREQ=MONTHLY;BYDAY=3SU "
            "15:00-17:00", "free",
            """A monthly afternoon for families with crafts, a short story and a song, then
            sausages together. Children come with an adult; no church background is assumed.""",
            aud="families"),
        hall("Wesley schoolroom", "schoolroom", 60,
             "step_free;kitchen;toilets;accessible_toilet;heating;parking;piano",
             "TU 12:30-17:00; TH 09:00-17:00; FR 09:00-13:00", 10,
             "Flat floor, forty chairs with arms, parking for twelve.", notice_days=5,
             exceptions="2026-12-22/2027-01-02", concession_price_per_hour=7,
             conditions="no alcohol, no gambling"),
    ),
    *org(
        109, "Sandbach Second Life", "CIO", "wheelock", "repair and reuse;housing and homelessness",
        58000,
        """Charity that collects, repairs and delivers furniture to people moving out of
        homelessness, hostels and hospital, and teaches upholstery to the unemployed.""",
        svc("Furniture for new tenancies", "repair and reuse;housing and homelessness",
            "MO 10:00-16:00; TH 10:00-16:00; SA 10:00-13:00", "from £10",
            "Bed, table, two chairs and a kettle within a week of a referral.",
            at="The Salt Store, Wheelock", areas="cc smash;cc crewe", aud="low income;tenants"),
        svc("Upholstery bench", "employment and skills;repair and reuse", "TU 10:00-15:00", "free",
            """A ten-week course in upholstery and furniture repair for adults out of work. You
            restore a chair and keep it, earn a certificate, and can go on to a work placement
            in the shop.""", ages=(18, None),
            at="The Salt Store, Wheelock"),
        need("goods", 8, "sessions",
             """A van and driver on Saturday mornings to deliver beds. Ours is off the road until
             March and eleven families are waiting.""",
             windows="SA 09:00-13:00", causes="repair and reuse;housing and homelessness",
             starts_on="2026-11-07", ends_on="2027-02-27", priority="high"),
        employees=3,
    ),
    *org(
        110, "P. Ledger Payroll (sole trader)", "sole_trader", "sandbach", "", None,
        "Payroll for builders, cafés and one circus.",
        offer("skills", 10, "hours",
              """Ten hours of free payroll set-up: pensions, real-time returns, holiday pay for
              term-time staff. Screen share or kitchen table.""",
              skills="payroll;bookkeeping;charity accounts", remote="yes", quantity_min=2,
              causes="children and families;education;volunteering", insured="yes",
              starts_on="2026-10-15", ends_on="2027-03-31"),
        has="wm", employees=1,
    ),
    *org(
        111, "Sandbach Quiet Friends", "unincorporated", "sandbach", "loneliness;disability", 300,
        """A self-run group of autistic adults who like company in small doses; the Wesley Rooms
        echo, and members would rather meet somewhere quiet.""",
        svc("Board games, few words", "loneliness;disability", "TU 19:00-21:00", "£1",
            """A low-key games evening for autistic adults: dim light, no music, a written
            timetable and no small talk required. Come with a supporter the first time if you
            like.""", ages=(18, None), aud="autistic adults",
            at="Wesley Rooms, Sandbach"),
        has="e",
    ),
    *org(
        112, "Sandbach Medical Row Surgery", "nhs", "sandbach", "health and wellbeing", None,
        """Two-partner GP practice with a carers' champion and a practice nurse who runs a heart
        choir.""",
        svc("Carers' register health check", "carers;health and wellbeing", "", "free",
            """A twenty-minute health check for people on the practice's carers' register: blood
            pressure, mood, sleep and flu vaccine, and a referral for a carer's assessment.""",
            aud="carers"),
    ),
    *org(
        113, "Sandbach Street Pastors of the Cobbles", "unincorporated", "sandbach",
        "community safety;faith", 2200, "",
        svc("Cobbles patrol", "community safety", "FR 22:00-23:59; SA 22:00-23:59", "free",
            "Two teams in red coats with water, flip-flops and bus money who see people home.",
            ages=(18, None)),
        has="",
    ),
    *org(
        114, "Cross Lane Scout Headquarters", "charity", "sandbach", "young people", 7200,
        """Scout headquarters on the lane with a field, a climbing wall of railway sleepers and a
        kitchen; free on weekdays in the day.""",
        hall("Cross Lane scout HQ", "scout hut", 65, "step_free;kitchen;toilets;parking;garden",
             "MO 09:00-17:00; TU 09:00-17:00; WE 09:00-17:00; SU 09:00-18:00", 6,
             "Portable heaters on request.", notice_days=3),
        role="club",
    ),
    *org(
        115, "Sandbach Parents of Twins", "unincorporated", "sandbach", "children and families",
        100, "", has="",
    ),
    *org(
        116, "Elworth Wildflower Verge Group", "unincorporated", "wheelock", "environment", 400,
        """Residents who persuaded the council to mow roadside verges late so that orchids seed;
        scythe days, plant counts and talks to schools.""",
        svc("Verge scything", "environment;volunteering",
                                      "RRULE:FREQ=MONTHLY;BYDAY=1SU 08:00-10:00", "free",
                                      """Volunteers cut and rake wildflower verges by scythe at
                                      dawn once a month, so that orchids set seed. Lessons for
                                      beginners, tools lent, cooked breakfast after.""",
                                      ages=(16, None)),
        has="e", role="club",
    ),
    *org(
        117, "Northwest Salt and Haulage (Middlewich)", "company", "middlewich south",
        "transport", None, "Logistics depot at the motorway junction, two hundred lorries.",
        offer("goods", 10, "sessions",
              """A Luton van with tail lift, driver and mate on Saturday mornings, fuel paid.""",
              windows="SA 08:30-13:00", max_distance_km=12, lead_days=7,
              causes="repair and reuse;food;housing and homelessness",
              checks="dbs_basic;driving;insurance", insured="yes", starts_on="2026-11-07",
              ends_on="2027-03-27"),
        offer("goods", 30, "items", "Clean pallets and crates, any day, we load.",
              max_distance_km=20, causes="environment;repair and reuse"),
        employees=420,
    ),
    *org(
        118, "Canalside Mission, Middlewich", "church", "middlewich", "faith;food;warm spaces",
        29000,
        """Mission church built for boatmen in 1884, now with a new roof: hot lunch, homework
        club, foodbank session and clothes rail under it.""",
        svc("Towpath Table", "food;warm spaces", "TU 12:00-14:00", "donation",
            """A hot two-course lunch on Tuesdays for boaters, older people, builders and anybody
            who is cold or short of money. Give what you can; showers are open until three.""",
            at="Canalside Mission, Middlewich"),
        svc("Homework harbour", "education;young people", "WE 15:30-17:30", "free",
            """An after-school homework club for ages 10 to 16 with snacks, Wi-Fi, laptops and two
            retired teachers. Quiet table for exams; young carers and newcomers are given
            priority.""", ages=(10, 16), aud="young people",
            at="Canalside Mission, Middlewich"),
        hall("Mission hall", "church hall", 75, "step_free;kitchen;toilets;heating;hearing_loop",
             "MO 09:00-22:00; TH 13:00-22:00; FR 09:00-17:00", 10, "Towpath door has a ramp.",
             notice_days=4, exceptions="2026-12-23/2027-01-02"),
        need("volunteering", 6, "people",
             """Six decorators for a day: the homework room in sunshine yellow, paint already
             here.""", team_min=4, team_max=15, windows="TH 09:00-16:00",
             causes="young people;children and families", starts_on="2026-11-19",
             ends_on="2027-01-28", supervision="caretaker"),
    ),
    *org(
        119, "Middlewich Youth Barge", "CIO", "middlewich", "young people;arts and heritage", 9300,
        """A narrowboat fitted out as a youth club: the only open-access youth work in the town,
        with a youth worker, a counsellor and teenagers at the tiller.""",
        svc("Barge club", "young people", "TH 16:30-18:30; SA 11:00-15:00", "£1",
            "Steer, cook, film each other. The only youth provision in town. Ages 11 to 16.",
            ages=(11, 16), aud="young people", at="Town Wharf, Middlewich"),
        svc("Floating mental health hour", "mental health;young people", "TH 18:30-19:30", "free",
            """A youth counsellor sits aboard for an hour after barge club. Young people aged 11 to
            18 may talk alone or in twos about anxiety, family, school or self-harm. No
            referral.""", ages=(11, 18), aud="young people",
            at="Town Wharf, Middlewich"),
        need("skills", 5, "hours", """Someone who knows charity leases to look at our mooring
             agreement before we sign for seven years.""",
             skills_required="lease advice", remote="yes", causes="young people;volunteering",
             ends_on="2026-12-20"),
    ),
    *org(
        120, "Middlewich Clothing Rail", "unincorporated", "middlewich", "children and families;"
        "repair and reuse", 700,
        """Volunteers who collect, wash and give away school uniform, coats and prom dresses
        so that no child goes without.""",
        svc("Uniform swap", "repair and reuse;children and families",
            "RRULE:FREQ=MONTHLY;BYDAY=2SA 10:00-12:00", "free",
            "Bring what is outgrown, take what fits. Blazers go in a flash.",
            at="Canalside Mission, Middlewich", aud="families"),
        has="m",
    ),
    *org(
        121, "Middlewich Knit Two", "unincorporated", "middlewich", "", 50, "", has="",
    ),
    *org(
        122, "Middlewich Over the Locks Walkers", "unincorporated", "middlewich",
        "sport and activity;loneliness", 250, "",
        svc("Lock to lock", "sport and activity;loneliness", "WE 10:30-12:00", "free",
            "Flat three miles with a bench every half mile and a café at both ends.",
            at="Town Wharf, Middlewich"),
        has="",
    ),
    *org(
        123, "Middlewich Wharf Primary School", "school", "middlewich", "education", None,
        """Primary school of 210 children with the largest hall in the town, available on weekday
        evenings in term and Saturday mornings.""",
        hall("Wharf school hall", "school hall", 140,
             "step_free;toilets;accessible_toilet;heating;stage;parking;projector",
             "MO 17:30-21:00; TU 17:30-21:00; WE 17:30-21:00; SA 09:00-14:00", 14,
             "Term time.", exceptions="2026-12-18/2027-01-04; 2027-02-12/2027-02-22",
             notice_days=10),
        svc("Grandparents' reading hour", "education;older people", "FR 13:30-14:30", "free",
            """Older volunteers come into the primary school for an hour a week to hear two
            children read. The school arranges checks and training, and there is tea in the
            staff room.""", ages=(55, None)),
    ),
    *org(
        124, "Smokery and Sons (food maker)", "company", "middlewich south", "food", None,
        "Smoked fish and ready meals for supermarkets.",
        offer("goods", 120, "items",
              """A hundred and twenty chilled ready meals, short date, Mondays before nine. You
              need a fridge van or cool boxes and level 2 hygiene. Not for faith groups.""",
              windows="MO 07:00-09:00", max_distance_km=18, exclusions="faith groups",
              causes="food", checks="food_hygiene", starts_on="2026-10-01", ends_on="2027-03-31"),
        employees=85,
    ),
]
