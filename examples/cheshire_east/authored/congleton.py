"""Congleton: invented organisations, with five lunch clubs on Thursdays and none on a Monday."""

# Records read best as they are laid out here.
# fmt: off
from authored.words import hall, need, offer, org, svc

ROWS = [
    *org(
        78, "St Aelred's Thursday Lunch", "church", "congleton", "older people;food;faith", 46000,
        "Town church with a proper kitchen and an excellent pastry volunteer.",
        svc("St Aelred's Thursday Lunch", "older people;food;loneliness", "TH 12:00-14:00", "£5",
            "Pie, two veg and a pudding for forty over-sixties, served at table, grace optional.",
            at="St Aelred's Hall, Swan Bank, Congleton", ages=(60, None), aud="older people"),
        svc("Compline and cocoa", "faith;loneliness", "SU 19:30-20:15", "free",
            """A short, quiet evening service by candlelight, then cocoa and conversation. People
            who find Sunday evenings the loneliest part of the week are especially welcome; no
            belief needed.""", at="St Aelred's, Swan Bank, Congleton"),
        hall("St Aelred's Hall", "church hall", 90,
             "step_free;kitchen;toilets;accessible_toilet;hearing_loop;heating;piano",
             "MO 09:00-17:00; TU 13:00-22:00; FR 09:00-22:00; SA 13:00-22:00", 14,
             "Full kitchen for eighty covers. Nothing is ever booked on Mondays.",
             notice_days=7, exceptions="2026-12-21/2027-01-02", concession_price_per_hour=8),
    ),
    *org(
        79, "West Heath Lunch Bunch", "unincorporated", "west heath", "older people;food", 2300,
        """Former school-dinner staff who cook a weekly lunch for older people on the estate in the
        Methodist schoolroom; they would do a second day if they had a kitchen.""",
        svc("West Heath Lunch Bunch", "older people;food;loneliness", "TH 12:15-13:45", "£4.50",
            "Thirty hot dinners like school used to make, second helpings, a raffle.",
            at="West Heath Methodist Schoolroom, Congleton", ages=(60, None), aud="older people"),
    ),
    *org(
        80, "Buglawton Over-60s Club", "unincorporated", "buglawton", "older people;loneliness",
        1700,
        """Self-run social club for people over sixty in Buglawton, with dinner, whist and
        outings. The oldest member is 101 and calls the bingo.""",
        svc("Buglawton Over-60s dinner", "older people;food", "TH 12:00-14:30", "£4",
            "Dinner then whist or a turn by the keyboard player. Twenty-five sit down.",
            at="Buglawton Institute, Congleton", ages=(60, None), aud="older people"),
        has="p",
    ),
    *org(
        81, "Mossley Hill-Top Hall Committee", "charity", "mossley", "arts and heritage", 12500,
        """Committee that runs the hall of 1909 on the hill: pre-school each morning, luncheon on
        Thursdays, and drama, dance and parties after that.""",
        svc("Mossley Thursday Luncheon", "older people;food", "TH 12:30-14:00", "£6",
            "Volunteers cook a roast for thirty-five; bring your own sherry.",
            at="Mossley Hill-Top Hall, Congleton", ages=(60, None), aud="older people"),
        hall("Mossley Hill-Top Hall", "village hall", 100,
             "step_free;kitchen;toilets;accessible_toilet;parking;stage;heating",
             "MO 13:00-22:00; TU 13:00-22:00; WE 13:00-22:00; FR 13:00-23:00; SA 09:00-23:00", 15,
             "Pre-school every weekday morning in term time.", notice_days=5,
             exceptions="2026-12-23/2027-01-03", concession_price_per_hour=11),
        role="venue",
    ),
    *org(
        82, "Bromley Farm Two Shops Trust", "CIO", "bromley farm",
        "food;children and families;older people", 9800,
        """Charity run by residents of the Bromley Farm estate from two knocked-through shops:
        pantry, shared lunch, holiday food and somebody to sit down with.""",
        svc("Bromley Farm Thursday Table", "older people;food;loneliness", "TH 12:00-13:30", "£2",
            "Pay what you can lunch for older residents; twenty chairs, all ages from 55.",
            at="Bromley Farm shops, Congleton", ages=(55, None), aud="older people"),
        svc("Farm Shop pantry", "food", "WE 13:00-15:00", "£3",
            """Weekly community pantry for residents of the estate. For three pounds choose about
            fifteen pounds' worth of groceries; take a recipe card, borrow a slow cooker, or ask
            for an energy voucher.""",
            at="Bromley Farm shops, Congleton", aud="low income;families"),
        svc("Half-term feast", "children and families;food", "", "free",
            "Three days of crafts with a hot dinner, every half-term; thirty children.",
            at="Bromley Farm shops, Congleton", ages=(4, 12), aud="children;families"),
        need("goods", 30, "items",
             """Litres of emulsion in any light colour: both rooms were last painted when they
             were a chip shop.""", causes="food;children and families", ends_on="2027-01-31"),
        need("funding", 300, "pounds", "Swings: we hold £900 of the £1,200.",
             causes="children and families", ends_on="2027-02-28"),
    ),
    *org(
        83, "Daneside Town Council", "parish_council", "congleton",
        "volunteering;environment;community safety", None,
        "Flowers, festivals, a partnership officer, and a soft spot for bears.",
        svc("Town Partnership micro-grants", "volunteering", "", "free",
            """Small grants of up to £250 from the town partnership for street parties, planting,
            lunch clubs and anything else that gets neighbours talking. Decisions within a
            month."""),
        svc("Shopmobility Congleton", "disability;transport", "TU 09:30-15:00; SA 09:30-13:00",
            "£2",
            """Mobility scooters and wheelchairs lent by the hour from the market car park so
            that disabled and older shoppers can get round the town. Training for first-time
            users.""", aud="disabled people"),
        hall("Daneside Town Hall grand hall", "town hall", 350,
             "step_free;toilets;accessible_toilet;hearing_loop;stage;licensed_bar;kitchen;piano;"
             "projector", "MO 09:00-17:00; WE 09:00-23:00; SA 09:00-23:30; SU 09:00-18:00", 45,
             "Gothic, licensed, sprung floor; balcony for eighty more.", notice_days=28,
             exceptions="2026-11-20/2026-11-22; 2026-12-04/2027-01-02", buffer_minutes=60,
             concession_price_per_hour=25),
        role="infrastructure",
    ),
    *org(
        84, "Congleton Fire Station (Plain and Edge Fire and Rescue)", "fire", "west heath",
        "community safety", None,
        """On-call fire station whose lecture room is free to charities on most days; crews
        visit homes to fit alarms.""",
        svc("Free smoke alarms", "community safety", "", "free",
            """Firefighters visit homes in the town to fit free smoke alarms and check electric
            blankets, candles and escape routes. Priority for older people, smokers and homes
            with oxygen.""", areas="congleton"),
        hall("Station lecture room", "community room", 30,
             "step_free;toilets;parking;projector;heating",
             "MO 10:00-21:00; WE 10:00-17:00; TH 10:00-21:00", 0,
             "Kettle but no kitchen. Drill night Tuesday.", notice_days=5,
             conditions="charities only"),
    ),
    *org(
        85, "Congleton Forget-Me-Not Group", "unincorporated", "congleton",
        "dementia;carers", 2900,
        """People with dementia and their carers run this group themselves: cafés, table
        tennis, and training for shops and buses in how to be patient.""",
        svc("Forget-Me-Not Café", "dementia;carers;loneliness",
            "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU 14:00-16:00", "£2",
            "Singing, table tennis, carers' corner. Two trained volunteers and a door alarm.",
            at="St Aelred's Hall, Swan Bank, Congleton", aud="people with dementia;carers"),
        svc("Forget Me Not Cafe (dementia)", "dementia", "FR 14:00-16:00", "£2",
            "Cafe for people with memory problems at the old Cross Street Centre.",
            at="Cross Street Centre, Congleton", source="2021 directory",
            phones="01632 960885", silent="yes"),
        need("volunteering", 4, "people",
             """Two pairs to partner table tennis and walk people to the toilet without fuss, on
             alternate Tuesdays. Basic check, calm temperament.""",
             windows="TU 13:30-16:30", checks_required="dbs_basic", causes="dementia;older people",
             starts_on="2026-11-10", ends_on="2027-04-27"),
    ),
    *org(
        86, "Daneside Decorating Supplies", "company", "congleton", "", None,
        "Trade paint counter by the river.",
        offer("goods", 60, "items",
              """Sixty litres of surplus and mis-tinted emulsion, all pale, in five-litre tubs.
              Collect from the yard on a weekday.""",
              quantity_min=20, windows="MO 08:00-16:00; TU 08:00-16:00; WE 08:00-16:00",
              max_distance_km=12, causes="children and families;young people;environment",
              starts_on="2026-11-01", ends_on="2027-02-28"),
        employees=9,
    ),
    *org(
        87, "2nd Astbury Mere Scouts", "charity", "west heath", "young people", 8800,
        """Scout group by the mere with forty-eight members, a large hut and field, and a main hall
        that needs paint and heating.""",
        hall("Astbury Mere scout hut", "scout hut", 70, "kitchen;toilets;parking;garden;step_free",
             "MO 09:00-17:00; TU 09:00-17:00; WE 09:00-17:00; SA 09:00-22:00; SU 09:00-20:00", 7,
             "No heating since the flue failed. Field and fire circle.", notice_days=2),
        need("goods", 25, "items", """Pale emulsion, twenty-five litres or so, to do the main
             hall in the Christmas holiday with the Explorers on rollers.""",
             causes="young people", ends_on="2026-12-18"),
        role="club",
    ),
    *org(
        88, "Congleton Men in Kitchens", "unincorporated", "congleton",
        "food;loneliness;older people", 800,
        """Men who live alone, most of them widowers, learning to cook together. Several would now
        like to cook for other people.""",
        svc("Gravy for beginners", "food;loneliness;bereavement", "FR 10:30-13:00", "£4",
            """A weekly cookery course for men living alone, many of them widowers. Ten cook one
            dish together on five hobs and eat it; after eight weeks you take home a folder of
            recipes.""",
            at="St Aelred's Hall, Swan Bank, Congleton", ages=(50, None), aud="men"),
        has="m",
    ),
    *org(
        89, "Congleton Cloth Co. (textile maker)", "company", "buglawton", "", None,
        "Ribbon and webbing weaver in a working mill.",
        offer("goods", 200, "items",
              "Two hundred metres of ribbon, felt and off-cuts for craft groups, by the bin bag.",
              max_distance_km=20, causes="arts and heritage;children and families;dementia"),
        offer("volunteering", 8, "people",
              """Eight of us for an afternoon of company with older people: cards, quiz, dancing.
              We would like photographs of every guest for our page.""",
              team_min=4, team_max=8, windows="MO 13:00-16:00", max_distance_km=8,
              exclusions="groups that do not allow photographs", causes="older people;loneliness",
              checks="dbs_basic", starts_on="2026-11-01", ends_on="2027-02-28"),
        employees=64,
    ),
    *org(
        90, "Daneside Library, Congleton (Plain and Edge Libraries)", "local_authority",
        "congleton", "education;warm spaces", None,
        """Public library with a computer bay, a children's corner and a craft table, open four
        days a week.""",
        svc("Knit and natter", "loneliness", "TU 14:00-16:00", "free",
            """A friendly weekly hour or two of knitting and crochet in the library. Wool and
            needles provided; the group knits blankets for the neonatal unit and hats for
            sailors."""),
        svc("Lunch club leaflet: St Aelreds", "older people;food", "TH 12:00-14:00", "£5",
            """St Aelreds hall, Swan Bank. Two course lunch for the over sixties every Thursday at
            twelve; pie, two veg, pudding.""",
            at="St Aelreds Hall, Swan Bank", ages=(60, None), aud="older people",
            source="library leaflet", silent="yes", phones="01632 960078"),
        svc("Digital drop-in", "digital inclusion", "FR 10:00-12:00", "free",
            """One-to-one help with phones, tablets and online forms from a library volunteer:
            email, NHS app, bus passes, job applications. Bring your password book; half-hour
            slots."""),
        hall("Bradshaw room", "library room", 20, "step_free;toilets;wifi;heating;projector",
             "TU 09:30-13:00; WE 09:30-17:00; FR 13:00-17:00", 8, "Upstairs, lift.",
             exceptions="2026-12-24/2027-01-04"),
    ),
    *org(
        91, "Mossley Surgery", "nhs", "mossley", "health and wellbeing", None,
        """GP practice for the south of the town. Its link worker says that Monday is the hardest
        day: the weekend has been long and nothing is on.""",
        svc("Link worker clinic", "loneliness;health and wellbeing", "MO 09:00-12:30; "
            "WE 13:00-16:30", "free",
            """The surgery's social-prescribing link worker helps registered patients who are
            lonely, in debt or caring for somebody to find groups and services. Referral
            through reception or the GP.""",
            ages=(18, None)),
    ),
    *org(
        92, "Congleton Plodders", "unincorporated", "west heath", "sport and activity",
        1100, "", svc("Sofa to 5k", "sport and activity", "MO 18:30-19:30", "free",
                      "", at="Back Lane fields, Congleton", ages=(16, None)),
        has="", role="club",
    ),
    *org(
        93, "Sew Buglawton", "unincorporated", "buglawton", "repair and reuse", 150, "", has="",
    ),
    *org(
        94, "Daneside Minibus Share", "CIC", "congleton", "transport", 9500,
        """Community interest company that owns two minibuses on behalf of nine local groups; the
        buses are idle on Mondays before ten and most Thursdays.""",
        svc("Group minibus hire", "transport", "", "£1.10 a mile",
            "Self-drive with your own MiDAS driver; tail lift on the newer one.",
            areas="cc congleton"),
        svc("Monday shopper", "transport;older people", "MO 10:00-13:00", "£3",
            """A door-to-door minibus to the supermarket every Monday for older people who used the
            withdrawn number 92. The driver carries bags in; there is an hour for a café stop.""",
            ages=(60, None),
            aud="older people"),
    ),
]
