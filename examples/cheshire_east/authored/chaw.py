"""Chelford, Handforth, Alderley Edge and Wilmslow: invented organisations."""

# Records read best as they are laid out here.
# fmt: off
from authored.words import hall, need, offer, org, req, svc

ROWS = [
    *org(
        151, "Bollin Fee Town Council", "parish_council", "wilmslow", "volunteering;environment",
        None,
        """Town council for Wilmslow with grants, a civic hall, twinning and a volunteer
        network; the richest wards and the poorest estate share one councillor.""",
        svc("Bollin community chest", "volunteering", "", "free",
            """Town council grants of £100 to £1,000 decided every month for community groups in
            Wilmslow. Priority to projects against loneliness and for young people."""),
        hall("Bollin Fee civic hall", "town hall", 220,
             "step_free;kitchen;toilets;accessible_toilet;stage;hearing_loop;licensed_bar;heating;"
             "parking", "MO 09:00-23:00; FR 09:00-17:00; SU 09:00-20:00", 40,
             "Licensed hall with raked balcony.", notice_days=21, concession_price_per_hour=26,
             exceptions="2026-11-16/2026-11-21; 2026-12-07/2027-01-03"),
        role="infrastructure",
    ),
    *org(
        152, "Colshaw Kitchen Table", "CIO", "colshaw farm", "food;children and families;"
        "money advice", 9700,
        """Residents of Colshaw Farm who feed and advise families from a row of converted
        garages: pantry, children's tea and holiday lunches.""",
        svc("Garage pantry", "food", "TH 09:30-11:30", "£3",
            """A weekly pantry for families on the estate: twelve items for three pounds, free
            nappies and sanitary products, and an adviser on benefits once a month. No voucher
            needed.""", aud="low income;families",
            at="Howty Close garages, Colshaw Farm"),
        svc("After-school tea", "food;children and families", "WE 15:30-17:00", "free",
            """After-school tea for primary-age children from the estate: homework, a hot dish
            cooked by parents, and football in the yard. A family support worker drops in.""",
            ages=(4, 12), aud="children;families",
            at="Howty Close garages, Colshaw Farm"),
        req("Holiday lunches for thirty children, with a kitchen, near the estate", 35,
            "kitchen;toilets;step_free", "WE 11:00-14:30; TH 11:00-14:30", 3, 12, 2.5,
            starts_on="2027-02-17", ends_on="2027-02-18", repeats="weekly"),
        need("goods", 30, "items",
             """Ready meals or cooked dishes for families with one ring; we have two chest
             freezers.""", windows="TH 08:00-11:00", causes="food;children and families"),
    ),
    *org(
        153, "Wilmslow Wayfarers' Rest Hotel", "company", "wilmslow", "", None,
        "Airport-edge hotel replacing all its bedding this winter.",
        offer("goods", 15, "items",
              """Fifteen good single duvets and pillows, laundered and bagged; we can drop them
              within twenty-five miles.""",
              max_distance_km=40, causes="refugees and migration;housing and homelessness;"
              "domestic abuse", starts_on="2026-10-26", ends_on="2026-12-15"),
        offer("funding", 1000, "pounds",
              """£1,000 for a local cause, in return for photographs of the families with our
              managers and our logo on the wall.""",
              causes="children and families", exclusions="groups that do not allow photographs",
              budget=1000),
        employees=110,
    ),
    *org(
        154, "Wilmslow Late Breakfast Club for Men", "unincorporated", "wilmslow west",
        "loneliness;older people", 350,
        """A breakfast and friendship club for retired commuters and widowers in Wilmslow who
        have lost touch with other men.""",
        svc("Late breakfast", "loneliness;older people", "TU 10:00-11:30", "own breakfast",
            """Breakfast once a week for retired men who live alone or have lost touch since they
            stopped commuting. Conversation, a crossword and lifts if you have stopped driving.""",
            aud="men;older people", ages=(55, None),
            at="Station Café, Wilmslow"),
        has="e",
    ),
    *org(
        155, "Handforth Welcome Bicycles", "CIC", "handforth", "refugees and migration;transport;"
        "repair and reuse", 8300,
        """Volunteers who repair donated bicycles for refugees and people seeking asylum
        housed at the airport hotel, and run an English conversation table.""",
        svc("Bike Saturday", "refugees and migration;transport;repair and reuse",
            "SA 10:00-13:00", "free",
            """Refugees and people seeking asylum choose a donated bicycle, learn to repair it
            with volunteer mechanics, and ride it home with helmet, lights and lock. Route
            rides on the last Saturday.""",
            at="Spath Lane lock-ups, Handforth", aud="refugees"),
        svc("Conversation café", "language;refugees and migration", "TH 13:00-15:00", "free",
            "English over tea with local volunteers: the dentist, the school run, slang.",
            at="St Ia's Rooms, Handforth", aud="refugees;migrants"),
        need("goods", 2, "sessions",
             """A van on two Saturdays to bring forty donated bikes from the tip shop.""",
             windows="SA 09:00-13:00", causes="refugees and migration;repair and reuse",
             starts_on="2026-11-14", ends_on="2026-12-12"),
    ),
    *org(
        156, "St Ia's Rooms, Handforth", "church", "handforth", "faith;loneliness", 27000,
        """Church rooms by the shops with a new kitchen: lunch for older people, baby bank,
        exercise and the conversation café.""",
        svc("Handforth Tuesday lunch", "older people;food", "TU 12:00-13:30", "£5",
            """Two-course lunch for people over sixty every Tuesday, with a quiz or a singer.
            Twenty-eight places; volunteers collect those who cannot walk up the road.""",
            ages=(60, None), aud="older people",
            at="St Ia's Rooms, Handforth"),
        svc("Baby bank", "children and families", "MO 10:00-12:00", "free",
            """Families in need receive cots, prams, clothes, nappies and formula free, by referral
            from midwives, health visitors or the refugee hotel. Donations sorted by size.""",
            aud="families",
            at="St Ia's Rooms, Handforth"),
        hall("St Ia's large room", "church hall", 80,
             "step_free;kitchen;toilets;accessible_toilet;heating;parking;hearing_loop",
             "MO 13:00-22:00; WE 09:00-15:00; TH 15:30-22:00; SA 09:00-17:00", 13,
             "New kitchen, toys in the cupboard.", notice_days=5, concession_price_per_hour=9),
    ),
    *org(
        157, "Handforth Elderflower Club", "unincorporated", "handforth", "older people", 900,
        "",
        svc("Tap for the over-70s", "older people;sport and activity", "WE 10:00-11:00", "£3",
            """A weekly tap and gentle dance class for women over seventy, followed by coffee. No
            experience needed, chairs for the balance exercises; performs at the summer fair.""",
            ages=(70, None), aud="women;older people",
            at="St Ia's Rooms, Handforth"),
        has="",
    ),
    *org(
        158, "Edge Science Park Ltd", "company", "alderley edge", "education", None,
        "Campus of forty laboratories in a former research park.",
        offer("goods", 30, "items",
              """Thirty matching office chairs, grey, five years old; collect from the loading
              bay.""", windows="FR 09:00-16:00", max_distance_km=20,
              causes="young people;education;mental health", starts_on="2026-11-01",
              ends_on="2026-12-18"),
        offer("space", 5, "hours",
              "Atrium café with screen, forty seats, weekday evenings, science nights welcome.",
              windows="WE 17:30-20:30", max_distance_km=10, causes="education;young people"),
        employees=75, charter_signatory="yes",
    ),
    *org(
        159, "Alderley Edge Festival of Sheds", "unincorporated", "alderley edge",
        "repair and reuse;loneliness", 1800,
        """Makers and gardeners who open their sheds to the public on one weekend a year and
        visit each other's workshops in between.""",
        svc("Shed social", "loneliness;repair and reuse", "RRULE:FREQ=MONTHLY;BYDAY=3WE "
            "14:00-16:00", "free",
            """A monthly social visiting members' workshops in turn, for men who like making
            things and would like company. Beginners are lent tools; ends with tea.""", aud="men",
            at="Various sheds, Alderley Edge"),
        role="club",
    ),
    *org(
        160, "Edge Memory Choir", "charity", "alderley edge", "dementia;arts and heritage", 7400,
        """A choir with a professional leader for people with dementia and those close to them; no
        auditions, a concert each December.""",
        svc("Memory Choir", "dementia;arts and heritage;carers", "FR 10:30-12:00", "£4",
            "For people with dementia and their companions; a concert each December.",
            at="Chorley Rooms, Alderley Edge", aud="people with dementia;carers"),
        need("volunteering", 2, "people", """A driver and a hand to hold for four singers from
             Wilmslow whose daughters work.""", windows="FR 09:45-12:30",
             checks_required="dbs_enhanced;driving", causes="dementia;transport"),
    ),
    *org(
        161, "Chelford Round Table Room", "charity", "chelford", "rural life", 6100,
        """Charity that runs the former auction canteen as a village hall: farmers' breakfast,
        repair day, and a large kitchen little used on weekdays.""",
        hall("Auction canteen", "village hall", 80,
             "step_free;kitchen;toilets;accessible_toilet;parking;heating;storage",
             "TU 09:00-22:00; WE 09:00-22:00; TH 13:00-22:00; SA 09:00-22:00", 10,
             "Big kitchen, lorry parking, still smells of sheep when it rains.", notice_days=2),
        svc("Farmers' bacon morning", "farming;loneliness", "TU 08:30-10:00", "£4",
            """A weekly breakfast where farmers can meet now that the livestock mart has closed.
            Farm support volunteers, a vet once a month and a notice-board for labour and
            machinery.""",
            at="Auction canteen, Chelford", aud="farmers"),
        role="venue",
    ),
    *org(
        162, "Chelford Swifts and Hedges", "unincorporated", "chelford", "environment", 150, "",
        has="", role="club",
    ),
    *org(
        163, "Bollin Brook High School", "academy", "wilmslow west", "education", None,
        """Large secondary school with a drama hall, sports fields, an evening English class and
        sixth-formers trained to listen to younger pupils.""",
        hall("Bollin Brook drama hall", "school hall", 180, "step_free;toilets;stage;projector;"
             "parking", "TU 18:00-21:00; TH 18:00-21:00; SA 09:00-16:00", 26,
             "Term-time evenings.", exceptions="2026-12-18/2027-01-04; 2027-02-12/2027-02-22"),
        svc("Kindness prefects", "young people;mental health", "", "free",
            """Sixth-form students trained in listening run a supervised lunchtime room for younger
            pupils who are lonely, bullied or anxious. A counsellor supports the prefects
            weekly.""", ages=(11, 16)),
        role="venue",
    ),
    *org(
        164, "Wilmslow Disabled Friends' Outings", "unincorporated", "wilmslow", "disability;"
        "loneliness", 2600,
        """Disabled adults who plan and run their own trips and evenings out; members include
        several wheelchair users who need a changing places toilet.""",
        svc("Saturday outings", "disability;loneliness", "RRULE:FREQ=MONTHLY;BYDAY=4SA "
            "10:00-16:00", "£8",
            """Monthly Saturday outings chosen and planned by disabled members: theatre, canal
            boat, gardens, seaside. Accessible minibus; one carer travels free with each
            person.""", aud="disabled people"),
        req("Wednesday evening film club with a changing places toilet in Wilmslow", 20,
            "changing_places;step_free;projector", "WE 18:30-21:30", 3, 15, 4,
            starts_on="2026-11-11", ends_on="2027-03-24", repeats="weekly"),
    ),
    *org(
        165, "Wilmslow Court Reporting (sole trader)", "sole_trader", "wilmslow", "", None,
        "Note-taker to the courts.",
        offer("skills", 6, "hours", "Live captioning for a meeting of deaf or hard-of-hearing "
              "people, in the room or on screen.", skills="captioning", remote="yes",
              causes="disability"),
        has="we", employees=1,
    ),
    *org(
        166, "Wilmslow Green Gym on the Carrs", "unincorporated", "wilmslow", "environment;"
        "mental health", 1300,
        """Volunteers who exercise by coppicing, planting and repairing paths beside the
        river, many sent by their doctor for low mood.""",
        svc("Green gym", "environment;sport and activity;mental health", "SU 10:00-12:30", "free",
            """Outdoor exercise that leaves the riverside better: warm-up, coppicing, planting and
            path repair under a trained leader. Suited to people referred for low mood or
            inactivity.""", at="The Carrs, Wilmslow"),
        has="w",
    ),
]
