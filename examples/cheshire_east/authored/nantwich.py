"""Nantwich and the villages south of it: invented organisations and what they do."""

# Records read best as they are laid out here.
# fmt: off
from authored.words import hall, need, offer, org, svc

ROWS = [
    *org(
        133, "Tollgate Chapel, Nantwich", "church", "nantwich", "faith;warm spaces;bereavement",
        33000,
        """Methodist chapel on the old toll road with an upper room by lift: warm days, grief
        café, singing and the Thursday foodbank.""",
        svc("Tollgate Warm Rooms", "warm spaces;loneliness", "TU 10:00-15:00; FR 10:00-15:00",
            "free",
            """A warm space two days a week with a lively room downstairs and a silent one
            upstairs. Free soup and bread at noon, internet, newspapers and an adviser on the
            first Friday.""",
            at="Tollgate Chapel, Nantwich"),
        svc("Nantwich bereavement café", "bereavement;loneliness",
            "RRULE:FREQ=MONTHLY;BYDAY=1WE 10:30-12:00", "free",
            """A monthly coffee morning for people grieving a death, recent or long ago. Volunteers
            trained by the hospice host each table; nobody is asked to speak.""",
            at="Tollgate Chapel, Nantwich"),
        hall("Tollgate upper room", "church hall", 50,
             "step_free;toilets;accessible_toilet;heating;quiet_room;piano",
             "MO 09:00-17:00; TH 15:30-21:00; SA 09:00-13:00", 9, "Lift working again. No kitchen.",
             notice_days=3),
    ),
    *org(
        134, "Young Widows' Wednesday", "unincorporated", "nantwich", "bereavement;loneliness",
        400,
        """Peer support for women and men widowed before fifty, most with children and jobs,
        who cannot come in the day and find other groups too old.""",
        svc("Wednesday circle", "bereavement", "RRULE:FREQ=MONTHLY;BYDAY=2WE,4WE 19:00-20:30",
            "free",
            """A peer support group for people widowed before fifty, meeting on two evenings a
            month because most members work and have children. Talk, advice and some black
            humour; baby-sitting fund.""", ages=(18, 50)),
        need("space", 2, "hours",
             """A kind room in Nantwich for twelve on Wednesday evenings: soft light, door that
             shuts, not a church if possible.""",
             windows="WE 19:00-20:30", causes="bereavement;loneliness", starts_on="2026-11-04",
             ends_on="2027-03-31", priority="high"),
        has="m",
    ),
    *org(
        135, "Marl and Moat Solicitors", "partnership", "nantwich", "", None,
        "Agricultural and family lawyers over the bookshop.",
        offer("space", 3, "hours",
              """Our panelled meeting room, seats fourteen, every weekday evening 6 to 9 except
              Friday. Kettle, sofa, lift. Somebody from the firm locks up.""",
              windows="MO 18:00-21:00; TU 18:00-21:00; WE 18:00-21:00; TH 18:00-21:00",
              max_distance_km=4, causes="bereavement;carers;mental health;farming", insured="yes",
              starts_on="2026-11-01", ends_on="2027-03-31"),
        employees=22,
    ),
    *org(
        136, "Weaverside Town Council", "parish_council", "nantwich", "volunteering;environment",
        None,
        """Town council for Nantwich: riverside, market, jazz festival, community hall and
        small grants each November.""",
        svc("Riverside wardens", "environment;volunteering", "WE 10:00-12:00", "free",
            "Paths, otter counts, and the annual removal of a shopping trolley.",
            at="Mill Island, Nantwich"),
        svc("Pump house small grants", "volunteering", "", "free",
            """Town council grants each November of up to £400 for groups based in the town:
            equipment, events, rent or training. Simple form, decision before Christmas."""),
        hall("Salt House hall", "town hall", 170,
             "step_free;kitchen;toilets;accessible_toilet;stage;licensed_bar;heating",
             "TU 09:00-22:00; TH 09:00-17:00; SU 09:00-18:00", 26, "Licensed, oak floor.",
             notice_days=14, concession_price_per_hour=16, exceptions="2026-12-12/2027-01-02"),
        role="infrastructure",
    ),
    *org(
        137, "Nantwich Side by Side Dementia Café", "CIO", "nantwich", "dementia;carers", 9600,
        """Volunteer charity running a weekly café and monthly walks for people with dementia in
        Nantwich, with singing, baking and trained hosts.""",
        svc("Side by Side café", "dementia;carers", "TH 10:30-12:30", "£3",
            "A café like any other except that nobody minds the same question twice.",
            at="Salt House hall, Nantwich", aud="people with dementia;carers"),
        svc("Dementia-friendly walks", "dementia;sport and activity",
            "RRULE:FREQ=MONTHLY;BYDAY=1MO 11:00-12:00", "free",
            """A monthly riverside walk at an easy pace for people with dementia and the person who
            cares for them, with a trained volunteer to every couple and a café at the end.""",
            at="Mill Island, Nantwich",
            aud="people with dementia;carers"),
        need("volunteering", 3, "people",
             "Three weekday-morning hosts with patience and basic checks; we train.",
             windows="TH 10:00-13:00", checks_required="dbs_basic", causes="dementia"),
    ),
    *org(
        138, "Nantwich Sgwrs", "unincorporated", "nantwich north", "language;arts and heritage",
        250,
        """Grŵp sgwrsio Cymraeg i ddysgwyr a siaradwyr yn ne Swydd Gaer. A Welsh conversation
        group for learners and speakers near the border.""",
        svc("Sgwrs a phaned", "language;loneliness", "SA 10:30-12:00", "am ddim / free",
            """Sgwrsio yn Gymraeg dros baned i ddysgwyr a siaradwyr rhugl yn ne Swydd Gaer. Mae
            croeso i bawb, o ba lefel bynnag.""", at="Caffi'r Felin, Nantwich", languages="cy"),
        has="e", covers="nantwich;y ffin (the Welsh border)",
    ),
    *org(
        139, "Weaverside Library (Plain and Edge Libraries)", "local_authority", "nantwich",
        "education;digital inclusion", None,
        """Public library by the river with a garden, a shared-reading group, and digital
        help for farmers.""",
        svc("Shared reading", "loneliness;mental health", "MO 10:30-12:00", "free",
            """A weekly group in which a story and a poem are read aloud and talked about. No
            reading or preparation; good for low mood, loneliness or English practice."""),
        svc("Farmers' digital hour", "digital inclusion;farming", "TH 17:30-18:30", "free",
            "Movement licences, rural payments and the vat portal with a patient volunteer.",
            aud="farmers"),
        svc("Nantwich Bereavement Cafe", "bereavement", "RRULE:FREQ=MONTHLY;BYDAY=1WE 10:30-12:00",
            "free", "Coffee morning for the bereaved. Toll Gate Chapel, first Wednesdays.",
            at="Toll Gate Chapel, Nantwich", source="library leaflet", silent="yes",
            phones="01632 960133"),
    ),
    *org(
        140, "Riverside Practice, Nantwich", "nhs", "nantwich north", "health and wellbeing",
        None,
        """GP practice for the town and forty surrounding farms, with nurses who visit at
        lambing and harvest.""",
        svc("Men's MOT evening", "health and wellbeing", "RRULE:FREQ=MONTHLY;BYDAY=3TU "
            "18:00-20:00", "free",
            """A monthly evening clinic for men over forty who never come in the day: blood
            pressure, blood test, weight and a straight talk about mood and drink. Registered
            patients; no appointment.""", ages=(40, None),
            aud="men"),
    ),
    *org(
        141, "Plain Feeds and Seeds", "company", "wrenbury", "farming", None,
        "Feed merchant whose drivers see every yard in the south of the county twice a month.",
        offer("volunteering", 6, "people",
              """Six drivers who would train as listeners or carry a farm-support card with every
              delivery. Evenings suit.""",
              skills="listening;farming", windows="SU 19:00-22:00; WE 19:00-22:00", remote="yes",
              causes="farming;mental health", checks="dbs_enhanced:2029-03-01;safeguarding",
              max_distance_km=40, starts_on="2026-11-01"),
        offer("goods", 12, "items", "Dented pallets of logs and kindling for fuel-poor homes.",
              max_distance_km=15, causes="fuel poverty;rural life"),
        employees=38,
    ),
    *org(
        142, "Moat House Cheese", "company", "wybunbury", "food", None,
        "Farmhouse cheesemaker.",
        offer("goods", 40, "items", "Forty kilos of trim and short-date cheese a month.",
              windows="FR 13:00-16:00", max_distance_km=20, causes="food;older people",
              checks="food_hygiene"),
        employees=27, has="we",
    ),
    *org(
        143, "Wrenbury Farm Wives' Supper", "unincorporated", "wrenbury",
        "farming;loneliness;mental health", 600,
        """A monthly supper for women on farms who spend the month feeding other people; talk
        of milk prices, marriages and who is not managing.""",
        svc("Supper club", "farming;loneliness", "RRULE:FREQ=MONTHLY;BYDAY=3TH 19:30-21:30", "£6",
            "A cooked meal you did not cook. What is said stays under the slates.",
            at="Wrenbury Reading Room", ages=(18, None), aud="women;farmers"),
        has="m",
    ),
    *org(
        144, "Wrenbury Reading Room Trust", "charity", "wrenbury", "rural life", 5400,
        """Trust that keeps the village reading room of 1886: post counter, film night, supper club
        and room for farm-support meetings.""",
        hall("Wrenbury Reading Room", "village hall", 55, "kitchen;toilets;heating;step_free",
             "MO 09:00-22:00; TU 09:00-22:00; WE 09:00-22:00; SA 09:00-22:00", 7,
             "Wood burner and radiators; field parking.", notice_days=2),
        svc("Pop-up post and parcels", "rural life", "WE 10:00-12:00", "postage",
            """A travelling post office counter for two hours each Wednesday: parcels, cash, bills
            and pensions, in a village whose own post office closed in 2015.""",
            at="Wrenbury Reading Room"),
        role="venue",
    ),
    *org(
        145, "Audlem Lift and Lunch", "CIO", "audlem", "older people;transport;food", 9200,
        """Charity that fetches older people from nine villages, gives them lunch and takes them
        home, and collects prescriptions for those who cannot.""",
        svc("Audlem Monday lunch", "older people;food;transport", "MO 12:00-14:30", "£6.50",
            """A two-course lunch each Monday for older people in and around Audlem, with a lift
            there and back from nine villages included in the price. Thirty-two places and a
            short waiting list.""",
            at="Lamb Yard Rooms, Audlem", ages=(65, None), aud="older people"),
        svc("Chemist run", "transport;health and wellbeing", "TU 10:00-12:00; FR 10:00-12:00",
            "free",
            """Volunteers collect prescriptions from the surgery pharmacy twice a week and
            deliver to the door for people who are housebound, ill or without transport. They
            ring the doctor if worried.""", areas="audlem;wybunbury"),
        need("volunteering", 2, "people",
             """Two cooks for alternate Mondays who hold food hygiene; petrol paid.""",
             checks_required="food_hygiene", windows="MO 09:30-14:30", causes="older people;food"),
    ),
    *org(
        146, "Lamb Yard Rooms, Audlem", "charity", "audlem", "arts and heritage", 8900,
        """Trustees of the village's main hall, made out of pub stables; lunch, classes and
        parties.""",
        hall("Lamb Yard long room", "village hall", 70,
             "step_free;kitchen;toilets;accessible_toilet;heating;parking",
             "TU 09:00-22:00; TH 09:00-22:00; FR 09:00-17:00; SA 09:00-23:00", 9,
             "Cobbles outside, ramp inside.", notice_days=3),
        role="venue",
    ),
    *org(
        147, "Audlem Village Shop Society", "CIC", "audlem", "rural life;volunteering", 48000,
        """Community-owned shop and post office with eighty volunteers; delivers groceries and
        offers supported work placements.""",
        svc("Community shop", "rural life;food", "MO 07:30-18:00; TU 07:30-18:00; WE 07:30-18:00; "
            "TH 07:30-18:00; FR 07:30-18:00; SA 08:00-14:00", "shop prices",
            """The village's shop and post office, owned by its customers and run by eighty
            volunteers with two managers. Local food, banking counter, dry cleaning and
            prescription collection.""", at="The Square, Audlem"),
        svc("Shop shift for shy people", "employment and skills;mental health", "", "free",
            """Supported volunteering for people who are anxious, long out of work or have a
            learning disability. Two-hour shifts beside a buddy, building up to the till, with a
            reference at the end.""", ages=(16, None)),
    ),
    *org(
        148, "Bunbury Locks Volunteers", "unincorporated", "bunbury", "environment;volunteering",
        1900,
        """Volunteers who paint, prune and open gates at the staircase locks with the canal
        society.""",
        svc("Staircase Saturday", "environment;volunteering",
            "RRULE:FREQ=MONTHLY;BYDAY=1SA 10:00-13:00", "free",
            """Volunteers meet monthly at the locks to paint gates, prune towpath hedges and
            greet boats. Training with the canal society, cake at eleven, boots essential.""",
            at="Staircase locks, Bunbury"),
        role="club",
    ),
    *org(
        149, "Bunbury Mill View Almshouses", "charity", "bunbury", "older people;"
        "housing and homelessness", 76000,
        """Almshouse charity of 1623 with twelve cottages for older people of small means, a
        warden and a common room.""",
        svc("Almshouse cottages", "housing and homelessness;older people", "", "weekly charge",
            """Twelve almshouse cottages for people over 60 of limited means with a connection to
            the parish. A part-time warden, a shared garden and a weekly maintenance charge.""",
            ages=(60, None),
            aud="older people"),
        hall("Almshouse common room", "community room", 25,
             "step_free;kitchen;toilets;accessible_toilet;heating;quiet_room", "", None,
             "Ring the warden; hours depend on the residents.", conditions="enquire"),
    ),
    *org(
        150, "Wybunbury Tower Tots", "unincorporated", "wybunbury", "children and families", 450,
        "",
        svc("Tower Tots", "children and families", "FR 09:30-11:30", "£1.50",
            "Prams in the porch, bricks on the mat, tea for whoever needs it.", ages=(0, 4),
            at="Tower Rooms, Wybunbury", aud="families"),
        has="",
    ),
    *org(
        223, "Marbury Mere Sailability", "unincorporated", "marbury", "disability;"
        "sport and activity", 4800,
        """Volunteer-run sailing for disabled people on a small mere, with hoists, stable
        dinghies and twenty trained helms.""",
        svc("Sailability Sundays", "disability;sport and activity", "SU 10:00-15:00", "£5",
            """Sailing from April to October for people with physical or learning disabilities in
            stable dinghies with a volunteer helm. Two hoists, accessible toilet, lifejackets in
            all sizes.""", aud="disabled people",
            ages=(8, None), at="The Mere, Marbury"),
    ),
    *org(
        224, "Marbury Merry Days", "unincorporated", "marbury", "rural life", 3800, "", has="",
        role="club", suggest="no",
    ),
    *org(
        225, "Weaverside Farming Chaplaincy", "church", "wybunbury", "farming;faith;mental health",
        8200,
        """Ecumenical chaplaincy to farming families in the south of the county: one paid
        chaplain, volunteers, and a Land Rover that turns up in yards.""",
        svc("Yard visits", "farming;mental health;bereavement", "", "free",
            """The chaplain calls at farms across south Cheshire, often at milking, to listen to
            people under strain from illness, debt, TB or bereavement. All faiths and none;
            calls are confidential.""", areas="cc nantwich", aud="farmers"),
        svc("Harvest of talk", "farming;loneliness", "RRULE:FREQ=MONTHLY;BYDAY=2MO 19:30-21:00",
            "free",
            """A monthly table at a village pub where farmers and farm workers talk about prices,
            weather and how they are. The chaplain and a farm-support volunteer are there; no
            sermon.""", at="The Old Swan, Wybunbury",
            ages=(18, None), aud="farmers;men"),
        covers="cc nantwich;South Cheshire farms",
    ),
    *org(
        226, "Nantwich Wheels for All", "CIC", "nantwich north", "disability;sport and activity",
        9300,
        """Inclusive cycling for disabled children and adults on adapted cycles at an
        athletics track in Nantwich, with trained leaders.""",
        svc("Adapted cycling", "disability;sport and activity", "TU 10:30-12:30; SA 13:00-15:00",
            "£3",
            """Cycling for disabled people of all ages on tricycles, hand cycles, side-by-sides
            and wheelchair bikes, on a traffic-free track with trained leaders. Helmets
            supplied; carers ride free.""", at="Barony track, Nantwich"),
        svc("Adapted cycling for schools", "disability;education", "", "£60 a class",
            """A trailer of adapted cycles and two leaders come to your school for a half-day of
            inclusive cycling with pupils who have physical or sensory disabilities.""",
            areas="cc nantwich;cc crewe", aud="children"),
        has="wei",
    ),
]
