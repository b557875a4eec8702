"""Further services of invented organisations in the south: Crewe, Nantwich, Sandbach, Congleton."""

# Records read best as they are laid out here.
# fmt: off
from authored.words import Row, also, svc

ROWS: list[Row] = [
    *also(
        14, 2, "Queens Meadow Academy", "academy", "crewe north",
        svc("Parents' English at the school gate", "language;education", "MO 09:00-10:30;"
            "TH 09:00-10:30", "free", """English for mothers and fathers straight after drop-off:
            reports, trips, head lice. A crèche in the drama studio.""", aud="migrants;families"),
        svc("Saturday maths rescue", "education;young people", "SA 10:00-12:00", "free",
            "Year 11s and two engineers from the works. Doughnuts for the right answer and the "
            "wrong one.", ages=(15, 16), aud="young people"),
        has="wp",
    ),
    *also(
        13, 2, "Crewe North Fire Station (Plain and Edge Fire and Rescue)", "fire", "crewe north",
        svc("Fire cadets", "young people;community safety", "TU 18:30-20:30", "£2",
            "Hose drill, first aid and a certificate for 13 to 17s, some of whom set fires once.",
            ages=(13, 17), aud="young people"), has="wp",
    ),
    *also(
        18, 2, "Leighton Brook Medical Practice", "nhs", "leighton",
        svc("Diabetes cook-along", "health and wellbeing;food", "RRULE:FREQ=MONTHLY;BYDAY=2WE "
            "17:30-19:30", "free",
            """A monthly evening class for people with type 2 diabetes: a dietitian and a cook
            make a low-cost meal that does not raise blood sugar, with tasting and a recipe
            card.""",
            ages=(18, None), at="Fire station community room, Crewe", place="crewe north"),
        has="wp",
    ),
    *also(
        21, 2, "Crewe Strokes", "unincorporated", "crewe",
        svc("Aphasia phone tree", "health and wellbeing;disability", "TH 11:00-12:00", "free",
            "A slow telephone call each week with somebody who will wait for the word.",
            aud="stroke survivors"), has="p",
    ),
    *also(
        23, 3, "West Crewe Community Pantry", "CIO", "west crewe",
        svc("Slow-cooker school", "food;employment and skills", "WE 10:00-12:00", "free",
            "Six sessions; you keep the cooker. Costs 14 pence to run a stew, we measured.",
            at="The Old Butcher's, Frank Webb Parade, Crewe", aud="low income"), has="wei",
    ),
    *also(
        24, 3, "St Osyth's Church, Gresty", "church", "gresty",
        svc("Ladies who mend", "repair and reuse;loneliness", "TU 13:30-15:30", "£1",
            """A sewing and mending circle: zips, darning, alterations and quilts, with machines to
            borrow. Beginners are taught; conversation is the other half of it.""",
            at="St Osyth's Hall, Gresty"),
        svc("Railway streets toddlers", "children and families", "FR 09:30-11:00", "£1",
            """Parent and toddler morning with wooden trains, songs, craft and a snack in the
            church hall. Fathers and grandparents welcome; somebody always holds the baby.""",
            ages=(0, 4), aud="families",
            at="St Osyth's Hall, Gresty"), has="wp",
    ),
    *also(
        30, 2, "Wistaston Brook Hall Trust", "charity", "wistaston",
        svc("Tea dance", "older people;sport and activity", "RRULE:FREQ=MONTHLY;BYDAY=1FR "
            "14:00-16:00", "£4",
            """Monthly tea dance for older people: a live organist, sprung floor, partners found
            for singles, sandwiches and cake. Wheelchair users dance too.""",
            at="Brook Hall, Wistaston", aud="older people"), has="wp",
    ),
    *also(
        42, 3, "Basford Logistics Employment Trust", "CIO", "gresty",
        svc("Forklift with English", "employment and skills;language", "MO 13:30-16:30;"
            "TU 13:30-16:30", "free", """Five weeks: counterbalance licence and the English that
            goes with it. Referrals from refugee groups first.""", ages=(18, None),
            at="Weston Gate House, Gresty", aud="refugees;unemployed people"), has="wei",
    ),
    *also(
        11, 3, "Coppenhall Town Council", "parish_council", "crewe",
        svc("Allotment lets", "environment;food", "", "£40 a year",
            "Two hundred plots on six sites; half plots for beginners; waiting list eleven months.",
            areas="crewe"), has="wp",
    ),
    *also(
        12, 1, "Coppenhall Motor Works plc", "plc", "leighton",
        svc("Works open doors for schools", "education;employment and skills", "", "free",
            """Year 9 pupils visit the assembly line, meet apprentices and build a clutch. A full
            school day with transport; the works pays, teachers stay.""", ages=(13, 14)),
        has="w",
    ),
    *also(
        33, 3, "Shavington Good Neighbours", "unincorporated", "shavington",
        svc("Shavington falls-safe tai chi", "older people;sport and activity", "TH 11:00-12:00",
            "£3",
            """Tai chi for balance and confidence after a fall, for over-60s. Seated or standing,
            led by a qualified instructor whose register the physiotherapists accept.""",
            ages=(60, None),
            at="Shavington Village Rooms", aud="older people"), has="m",
    ),
    *also(
        36, 2, "Haslington Carers' Tea", "unincorporated", "haslington",
        svc("Carers' message group", "carers;loneliness", "", "free",
            "A phone group moderated by two former carers, quiet between ten and seven.",
            aud="carers"), has="m",
    ),
    *also(
        133, 3, "Tollgate Chapel, Nantwich", "church", "nantwich",
        svc("Nantwich Singing Tollkeepers", "arts and heritage;loneliness", "TH 19:30-21:00", "£2",
            """A mixed-voice close-harmony group for adults, meeting on Thursday evenings. No
            sight-reading; sings in care homes and at the town carols. Men especially wanted.""",
            at="Tollgate Chapel, Nantwich"), has="wp",
    ),
    *also(
        136, 3, "Weaverside Town Council", "parish_council", "nantwich",
        svc("Accessible riverside scooter loan", "disability;transport", "SA 10:00-14:00;"
            "SU 10:00-14:00", "free",
            """Two all-terrain mobility scooters and a trailer wheelchair to borrow free at
            weekends for the riverside path. Volunteers fit the seat and go with you the first
            time.""",
            aud="disabled people", at="Mill Island, Nantwich"), has="wp",
    ),
    *also(
        140, 2, "Riverside Practice, Nantwich", "nhs", "nantwich north",
        svc("Farm gate vaccinations", "farming;health and wellbeing", "", "free",
            """The practice nurse visits farms at lambing and harvest with flu and tetanus
            vaccines, blood-pressure cuff and a list of who to ring. For families who cannot
            leave stock.""", aud="farmers",
            areas="cc nantwich"), has="wp",
    ),
    *also(
        144, 2, "Wrenbury Reading Room Trust", "charity", "wrenbury",
        svc("Film at the Reading Room", "arts and heritage;loneliness",
            "RRULE:FREQ=MONTHLY;BYDAY=2FR 19:30-22:00", "£5",
            """A monthly film on a big screen in the village hall, chosen by vote, with wine and
            ice cream. Lifts from outlying farms; subtitles on request.""",
            at="Wrenbury Reading Room"),
        svc("Rural cancer car share", "transport;health and wellbeing", "", "free",
            """Volunteer drivers take people from villages without a bus to cancer treatment in
            Manchester, sharing cars where times allow. A driver waits and brings them home.""",
            areas="cc nantwich"),
        has="wp",
    ),
    *also(
        147, 3, "Audlem Village Shop Society", "CIC", "audlem",
        svc("Audlem deliver and chat", "older people;loneliness", "TU 14:00-16:00; FR 14:00-16:00",
            "free over £10",
            """Grocery delivery by volunteers for older and housebound villagers, with a few
            minutes' conversation at the door. They change light bulbs and report worries.""",
            areas="audlem;wrenbury", aud="older people"), has="wp",
    ),
    *also(
        107, 3, "Saxon Cross Town Council", "parish_council", "sandbach",
        svc("Sandbach benches map", "older people;disability", "", "free",
            "Where you can sit down every 150 yards; on paper at the surgery.", areas="sandbach"),
        has="wp",
    ),
    *also(
        108, 3, "Wesley Rooms, Sandbach", "church", "sandbach",
        svc("Listening chairs", "mental health;bereavement", "TH 10:00-12:00", "free",
            "Two armchairs in the vestry and a listener trained by the hospice.",
            at="Wesley Rooms, Sandbach", ages=(18, None)), has="wp",
    ),
    *also(
        112, 2, "Sandbach Medical Row Surgery", "nhs", "sandbach",
        svc("Cobbles heart choir", "health and wellbeing;arts and heritage", "MO 17:30-18:45", "£1",
            "Singing after heart failure, with the practice nurse on soprano.", ages=(18, None),
            at="Wesley Rooms, Sandbach"), has="wp",
    ),
    *also(
        123, 2, "Middlewich Wharf Primary School", "school", "middlewich",
        svc("Wharf holiday club", "children and families;food", "MO 08:30-15:30; TU 08:30-15:30;"
            "WE 08:30-15:30; TH 08:30-15:30; FR 08:30-15:30", "£18, free on benefits",
            """School-holiday club for ages 4 to 11 with canoeing, clay, cooking and a hot lunch.
            Free places for families on low income; qualified play staff; breakfast from eight.""",
            ages=(4, 11),
            aud="children"), has="wp",
    ),
    *also(
        126, 3, "St Werstan's Church, Alsager", "church", "alsager",
        svc("Warm Mere Mondays", "warm spaces;loneliness", "MO 13:30-16:30", "free",
            """A warm space on Monday afternoons with jigsaws, crumpets, books and somebody to help
            fill in a form. Especially for those who live alone; lifts by arrangement.""",
            at="St Werstan's Hall, Alsager"),
        has="wp",
    ),
    *also(
        129, 1, "Alsager Mere Academy", "academy", "alsager",
        svc("Phone a teenager", "digital inclusion;older people", "WE 13:30-15:00", "free",
            "Sixth-formers put large text on your phone and the grandchildren's photos in order.",
            ages=(60, None), aud="older people"), has="wp",
    ),
    *also(
        98, 2, "Goostrey Rosebowl Trust", "charity", "goostrey",
        svc("Goostrey warm lunch", "older people;food;warm spaces", "WE 12:00-14:00", "£5",
            "Forty sit down, and the telescope people come for the crumble.", ages=(60, None),
            at="Bowl Hall, Goostrey", aud="older people"), has="wp",
    ),
    *also(
        95, 2, "Holmes Chapel Cross Parish Council", "parish_council", "holmes chapel",
        svc("Precinct pop-up advice", "money advice", "TH 09:30-12:00", "free",
            "Benefits, parking fines and a photocopier; adviser sent from Congleton.",
            at="Precinct community room, Holmes Chapel"), has="wp",
    ),
    *also(
        106, 2, "Daneside High School", "academy", "congleton",
        svc("Open stage Friday", "arts and heritage;young people", "FR 15:30-17:30", "free",
            """An open-stage session for pupils and their friends to try comedy, songs, poetry or
            lighting. A theatre technician supports; nobody is judged and nobody is filmed.""",
            ages=(11, 16), aud="young people"), has="w",
    ),
    *also(
        90, 4, "Daneside Library, Congleton (Plain and Edge Libraries)", "local_authority",
        "congleton",
        svc("Memory bags to borrow", "dementia", "", "free",
            "Canvas bags with records, a ration book and scent jars; three weeks, renewable.",
            aud="people with dementia"),
        has="wp",
    ),
    *also(
        91, 2, "Mossley Surgery", "nhs", "mossley",
        svc("Men's Monday measure", "health and wellbeing", "RRULE:FREQ=MONTHLY;BYDAY=1MO "
            "17:30-19:00", "free",
            """A monthly evening drop-in at the surgery for men over forty: weight, waist, blood
            pressure, drinking and mood, with a nurse and a retired rugby coach. No
            appointment.""",
            aud="men", ages=(40, None)), has="wp",
    ),
    *also(
        104, 3, "Congleton Refill and Mend", "CIC", "congleton",
        svc("Nappy library", "environment;children and families", "SA 10:00-12:00", "£5 deposit",
            """Borrow a kit of washable nappies for a month before you buy, with advice on washing
            and drying. Deposit returned; council cash-back explained.""", aud="families",
            at="Lawton Street, Congleton"), has="wm",
    ),
    *also(
        212, 4, "All Cheshire Carers Hub", "CIO", "middlewich",
        svc("Respite call-out", "carers", "", "free",
            "A crisis worker within four hours when the carer is the one in the ambulance.",
            areas="borough", aud="carers"),
        svc("Dads who care", "carers;disability", "RRULE:FREQ=MONTHLY;BYDAY=4MO 19:30-21:00",
            "free",
            """An evening support group for fathers of disabled children in the snug of a pub:
            waiting lists, work, sleep and marriage. A worker from the hub attends;
            grandfathers welcome.""", aud="men;carers",
            at="The Wheelhouse, Middlewich"), has="wep",
    ),
    *also(
        217, 3, "Moorlands Edge Respite", "charity", "staffordshire",
        svc("Holiday play with one-to-one", "disability;children and families", "", "£20 a day",
            "Play scheme in Alsager school holidays, nurse on site, bus from the Mere.",
            ages=(5, 16), areas="alsager;staffordshire", aud="children;disabled people"), has="wp",
    ),
    *also(
        205, 3, "Plain and Edge Constabulary, Neighbourhood Team", "police", "middlewich",
        svc("Scam-busters at the table", "community safety;older people", "", "free",
            "An officer comes to your lunch club with real scam letters and a shredder.",
            areas="borough", aud="older people"), has="wp",
    ),
]
