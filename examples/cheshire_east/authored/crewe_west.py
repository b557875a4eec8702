"""West Crewe, Gresty, Wistaston, Shavington and Haslington: invented organisations."""

# Records read best as they are laid out here.
# fmt: off
from authored.words import hall, need, offer, org, req, svc

ROWS = [
    *org(
        23, "West Crewe Community Pantry", "CIO", "west crewe", "food;warm spaces;volunteering",
        9800,
        """Started on a trestle table in lockdown, now sixty households a week in a former
        butcher's. The walk-in fridge he left is on its last legs.""",
        svc("Pantry shop", "food", "TU 10:00-12:30; TH 15:30-18:00", "£4",
            """Pay four pounds, fill a basket: three fruit and veg, two chilled, five tins.
            Weekly membership, no voucher, CW2 addresses first.""",
            at="The Old Butcher's, Frank Webb Parade, Crewe", aud="low income;families"),
        svc("Warm Shop Window", "warm spaces;loneliness", "MO 13:00-16:00; TH 12:00-15:30", "free",
            """Armchairs in the front window, tea urn, and a rail of coats to take. People wave.""",
            at="The Old Butcher's, Frank Webb Parade, Crewe"),
        need("funding", 450, "pounds",
             """Half the price of a second-hand display fridge; we have raised the other half at
             the summer fair.""",
             causes="food", ends_on="2026-12-10", priority="high"),
        need("goods", 40, "items",
             """Bread and vegetables for Thursday's tea-time opening; a volunteer can drive on
             Wednesday or Friday evening. Food hygiene level 2 held.""",
             windows="FR 20:00-21:00", causes="food", starts_on="2026-11-01"),
    ),
    *org(
        24, "St Osyth's Church, Gresty", "church", "gresty", "faith;older people;food", 38000,
        "Parish church in the railway streets with a hall the parish could not heat last winter.",
        svc("St Osyth's Monday Lunch", "older people;food;loneliness", "MO 12:00-14:00", "£5",
            """Two courses at round tables for about thirty. We would take forty, but ten people
            on the list have no way to get here since the 12 bus stopped.""",
            at="St Osyth's Hall, Gresty", ages=(60, None), aud="older people",
            phones="01632 960024"),
        svc("Gresty Grief Café", "bereavement", "RRULE:FREQ=MONTHLY;BYDAY=2TH 14:00-15:30", "free",
            """Cake, tissues, and people who will not change the subject. Led by two retired
            nurses and the curate.""", at="St Osyth's Hall, Gresty", ages=(18, None)),
        hall("St Osyth's Hall", "church hall", 70, "step_free;kitchen;toilets;piano",
             "TU 09:00-21:00; WE 13:00-21:00; FR 09:00-18:00", 9,
             "Good kitchen, sprung floor, boiler off unless you feed the meter.",
             exceptions="2026-12-21/2027-01-02", notice_days=4),
        need("goods", 16, "sessions",
             """A minibus and driver to bring ten older people to Monday lunch and home again at
             two. Two of them use walkers; nobody needs a tail lift.""",
             windows="MO 11:00-14:30", causes="older people;loneliness;transport",
             checks_required="dbs_enhanced", starts_on="2026-11-09", ends_on="2027-03-22",
             priority="high"),
    ),
    *org(
        25, "Saint Osyth's Church Hall Luncheon Club", "unincorporated", "gresty",
        "older people;food", 900,
        "",
        svc("Saint Osyth's Luncheon Club", "older people;food", "MO 12:00-14:00", "£4.50",
            """Two-course hot dinner for pensioners in Saint Osyth's Church Hall, Gresty Road
            end. Around thirty diners; transport is a difficulty.""",
            at="Saint Osyth's Church Hall, Gresty", ages=(60, None), aud="older people",
            phones="01632 960825", silent="yes", source="2019 directory"),
        has="", source="2019 directory", updated_on="2019-06-14",
    ),
    *org(
        26, "Weaver Valley Community Transport", "charity", "wistaston",
        "transport;older people;rural life", 118000,
        """Five accessible minibuses and forty volunteer drivers. Buses stand empty between the
        school run and the day-centre run, and we would rather they did not.""",
        svc("Dial-a-ride", "transport;older people;disability",
            "MO 09:00-16:00; TU 09:00-16:00; WE 09:00-16:00; TH 09:00-16:00; FR 09:00-16:00",
            "£4 return",
            """Door-to-door minibus for people who cannot use ordinary buses; wheelchairs ride
            in their chair. Book by noon the day before.""",
            areas="cc crewe;cc nantwich;cc smash", aud="older people;disabled people"),
        svc("Volunteer car scheme", "transport;health and wellbeing", "", "45p a mile",
            """Neighbours with clean licences drive people to hospital, chemist or chiropodist and
            wait with them.""", areas="cc crewe;cc nantwich"),
        svc("MiDAS training for community drivers", "transport;employment and skills",
            "RRULE:FREQ=MONTHLY;BYDAY=3SA 09:00-13:00", "£60",
            "Minibus driver awareness for other charities' volunteers; on our bus or yours.",
            ages=(21, None)),
        offer("goods", 20, "sessions",
              """Minibus with driver, fourteen seats, standing idle late mornings. Any group of
              older or disabled people in Crewe or Nantwich.""",
              windows="MO 10:30-14:30; WE 10:30-14:30", max_distance_km=9,
              causes="older people;loneliness;disability;transport",
              checks="dbs_enhanced:2028-01-31;driving;first_aid:2027-09-01", insured="yes",
              lead_days=5, starts_on="2026-11-01", ends_on="2027-03-31"),
        need("volunteering", 6, "people",
             """Weekday drivers over 21 with D1 on the licence, or willing to sit MiDAS with us.
             Two mornings a month would do.""",
             skills_required="driving", checks_required="dbs_enhanced;driving", minimum_age=21,
             windows="MO 08:30-12:30; TU 08:30-12:30; TH 08:30-12:30", causes="transport"),
        employees=6, charter_signatory="yes", accreditations="MiDAS",
    ),
    *org(
        27, "Gresty Men's Shed", "unincorporated", "gresty",
        "repair and reuse;loneliness;mental health", 2800,
        """Nineteen men, one woman, forty tins of screws and nowhere bigger than a garage to
        saw in.""",
        svc("Shed Tuesdays", "repair and reuse;loneliness", "TU 10:00-12:30", "£2",
            """Mend a chair, make a bird box, or just hold the other end. Kettle always on. Six
            at a time because of the garage.""",
            at="Garage 11, Gresty Close, Crewe", ages=(18, None), aud="men"),
        req("A proper workshop with benches and extraction for ten sawdusty people", 10,
            "workshop;toilets", "TU 17:00-20:00; TH 16:00-19:00", 3, 12, 8,
            starts_on="2026-11-05", ends_on="2027-03-18", repeats="weekly"),
        need("skills", 4, "sessions",
             """Somebody qualified to teach six of us the pillar drill and the lathe before the
             insurers will let us switch them on.""",
             skills_required="machine safety;metalwork", windows="SA 09:00-13:00",
             causes="repair and reuse", ends_on="2027-02-28"),
    ),
    *org(
        28, "Gresty Sidings Rail Depot", "company", "gresty", "employment and skills;environment",
        None,
        """Train maintenance depot. Thirty-two apprentices who like to build things and a safety
        team that likes risk assessments.""",
        offer("volunteering", 6, "people",
              """Apprentice team with tools builds ramps, raised beds, planters or benches from
              your timber or ours, any Saturday before Christmas.""",
              skills="joinery;metalwork", team_min=4, team_max=6, windows="SA 09:00-15:00",
              max_distance_km=10, causes="disability;environment;older people", insured="yes",
              starts_on="2026-11-07", ends_on="2026-12-19"),
        employees=310,
    ),
    *org(
        29, "Valley Brook Allotments", "unincorporated", "west crewe",
        "environment;food;mental health", 1600,
        "Forty-four plots between the brook and the railway, two of them for patients of the GP.",
        svc("Dig It plot", "mental health;environment", "WE 13:00-15:00", "free",
            """Shared plot for people whose head is noisy: weeding, brewing up, taking leeks
            home. Referral or just turn up; the gate code is on the shed.""",
            at="Valley Brook Allotments, Crewe", ages=(18, None)),
        need("volunteering", 6, "people",
             """Build four waist-high raised beds and a ramp so that people in chairs can dig. The
             timber is paid for and on site.""",
             skills_required="joinery", team_min=4, team_max=8, windows="SA 09:00-15:00",
             causes="disability;environment", starts_on="2026-11-14", ends_on="2026-12-12",
             supervision="plot leader", host_cost=0),
    ),
    *org(
        30, "Wistaston Brook Hall Trust", "charity", "wistaston", "arts and heritage", 31000,
        """Registered charity that owns and runs the village hall of 1921, rebuilt in 1974, with
        solar panels since 2023. Pre-school, drama, bridge and a warm afternoon.""",
        svc("Wistaston Warm Welcome", "warm spaces;older people", "TH 13:00-16:00", "free",
            "Dominoes, newspapers and the warmest radiators west of the station.",
            at="Brook Hall, Wistaston"),
        hall("Wistaston Brook Hall", "village hall", 150,
             "step_free;kitchen;toilets;accessible_toilet;parking;stage;heating;hearing_loop",
             "MO 13:00-22:00; TU 18:00-22:00; WE 13:00-22:00; FR 13:00-18:00; SA 13:00-23:00;"
             "SU 09:00-20:00", 18,
             """Pre-school has the hall every weekday morning in term and we will not move
             them.""", exceptions="2026-12-24/2027-01-01", buffer_minutes=15, notice_days=3,
             concession_price_per_hour=12),
        hall("Wistaston committee room", "meeting room", 16, "step_free;toilets;heating;wifi",
             "MO 09:00-22:00; TU 09:00-22:00; WE 09:00-22:00; TH 09:00-12:30", 8,
             "Table for sixteen; you hear the pre-school through the wall until noon."),
        role="venue",
    ),
    *org(
        31, "Wistaston Little Acorns Pre-School", "charity", "wistaston",
        "children and families;education", 9900,
        """Parent-run pre-school for two- to four-year-olds in the Brook Hall every weekday morning
        in term, with a waiting list for two-year-olds.""",
        svc("Sessional pre-school", "children and families;education",
            "MO 09:00-12:00; TU 09:00-12:00; WE 09:00-12:00; TH 09:00-12:00; FR 09:00-12:00",
            "funded hours",
            "Mud kitchen, phonics through song, one adult to four two-year-olds.",
            at="Brook Hall, Wistaston", ages=(2, 4), aud="families"),
    ),
    *org(
        32, "Shavington Scarecrow Week", "unincorporated", "shavington",
        "arts and heritage;volunteering", 6400, "",
        role="club", has="",
    ),
    *org(
        33, "Shavington Good Neighbours", "unincorporated", "shavington",
        "loneliness;transport;older people", 1200,
        "Forty volunteers and one mobile phone that goes from kitchen to kitchen each week.",
        svc("Good Neighbours phone", "loneliness;transport;older people",
            "MO 09:00-12:00; WE 09:00-12:00; FR 09:00-12:00", "donation",
            """A lift to the surgery, a light bulb changed, a prescription collected, or a chat
            over the gate, for anybody in Shavington who rings.""", aud="older people"),
        svc("Shavington Dementia Sing", "dementia;arts and heritage",
            "RRULE:FREQ=MONTHLY;BYDAY=4WE 14:00-15:30", "£2",
            """Songs from the Crewe dance halls for people with dementia and whoever brought
            them. Words on big sheets.""", at="Shavington Village Rooms",
            aud="people with dementia;carers"),
        has="m",
    ),
    *org(
        34, "Shavington Village Rooms", "charity", "shavington", "arts and heritage", 14500,
        """Trustees of two rooms and a lawn in the village, hired to classes, parties and the good-
        neighbour scheme; the large room is empty most evenings.""",
        hall("Shavington large room", "village hall", 90,
             "step_free;kitchen;toilets;parking;heating;garden",
             "MO 09:00-22:00; TU 13:00-22:00; TH 09:00-22:00; SA 09:00-23:00; SU 12:00-18:00", 13,
             "Parquet floor, hatch to the kitchen, French windows on to the lawn."),
        role="venue",
    ),
    *org(
        35, "Haslington Gardening and Produce Society", "unincorporated", "haslington",
        "environment", 800, "", role="club", has="",
    ),
    *org(
        36, "Haslington Carers' Tea", "unincorporated", "haslington", "carers;loneliness", 500,
        "For people who look after somebody and have forgotten what they like in their tea.",
        svc("Carers' Tea", "carers;loneliness", "RRULE:FREQ=MONTHLY;BYDAY=1TU 10:30-12:00", "free",
            """An hour and a half when nobody needs you. Bring the person you care for if you
            must: two of us will sit with them next door.""",
            at="Chapel Row Rooms, Haslington", aud="carers"),
        need("volunteering", 2, "people",
             """An evening sitting service so that four carers can go to choir together on
             Thursdays. Enhanced check, patience, and steady hands.""",
             windows="TH 19:00-21:30", checks_required="dbs_enhanced", causes="carers",
             starts_on="2026-11-12", ends_on="2027-03-25"),
        has="m",
    ),
    *org(
        37, "Crewe Signing Fridays", "unincorporated", "crewe", "disability;loneliness", 700,
        """Deaf people from Crewe and Nantwich who meet in British Sign Language every Friday. The
        club room that we rent is to be sold at Christmas.""",
        svc("BSL social", "disability;loneliness", "FR 19:00-22:00", "£1",
            """Weekly get-together in sign language. Hearing learners are welcome once a month,
            second Friday. Good light matters more to us than good sound.""",
            at="Engine Drivers' Club, Crewe", aud="Deaf people", languages="bfi", ages=(18, None)),
        has="e",
    ),
    *org(
        38, "Crewe Wheelers and Striders", "charity", "crewe",
        "disability;sport and activity", 27000,
        "Sport where the chair is the equipment, not the problem: basketball, boccia, racing.",
        svc("Wheelchair basketball", "disability;sport and activity", "FR 18:30-20:30", "£3",
            """Weekly wheelchair basketball for disabled people and their non-disabled friends from
            ten upwards. Sports chairs are lent, beginners start with passing drills, and there
            is a hoist in the changing room.""",
            at="Queens Meadow sports hall, Crewe", place="crewe north", ages=(10, None),
            aud="disabled people"),
        svc("Boccia and blether", "disability;sport and activity;older people", "WE 13:30-15:00",
            "£2", "Target ball game played sitting down; anyone can be good at it by Christmas.",
            at="Brook Hall, Wistaston", place="wistaston", aud="disabled people;older people"),
        req("Boccia: flat floor, 12.5 by 6 metres, step-free with accessible toilet", 18,
            "step_free;accessible_toilet;parking", "WE 13:30-15:30", 2, 14, 5,
            starts_on="2026-11-11", ends_on="2027-03-24", repeats="weekly"),
        employees=1,
    ),
    *org(
        39, "Rainbow Junction", "CIC", "crewe", "young people;mental health", 8900,
        "LGBTQ+ young people's group for south Cheshire. The door is not signposted on purpose.",
        svc("Junction Nights", "young people;mental health", "TH 17:30-19:30", "free",
            """Pizza, board games and youth workers who have been there. Ages 13 to 18; ring first
            and we will tell you where.""", ages=(13, 18), aud="young people;LGBTQ+"),
        suggest="ask",
    ),
    *org(
        40, "Crewe Vale Recovery Café", "CIC", "crewe", "addiction;mental health;loneliness", 9700,
        "A dry café run by people in recovery. The cakes are the only habit we encourage.",
        svc("Recovery café", "addiction;loneliness", "SA 11:00-16:00; SU 11:00-15:00",
            "pay as you feel",
            """Open when everything else is shut. Peer mentors on every shift, mutual-aid meeting
            in the back at two.""", at="Mill Street Arcade, Crewe", ages=(18, None),
            aud="people in recovery"),
        svc("Families of drinkers", "addiction;carers", "MO 18:30-20:00", "free",
            "For the ones who hide the keys. Confidential circle with a trained facilitator.",
            at="Mill Street Arcade, Crewe", ages=(18, None), aud="carers;families"),
    ),
    *org(
        41, "Haslington Chapel Row Scouts", "unincorporated", "haslington", "young people", 6100,
        "Beavers to Explorers. The hut is ours, the roof is nearly ours.",
        hall("Haslington scout hut", "scout hut", 50, "toilets;kitchen;parking",
             "SA 09:00-22:00; SU 09:00-22:00", 5,
             "No heating beyond a gas ring; bring jumpers. Field alongside.", notice_days=2),
        role="club",
    ),
    *org(
        42, "Basford Logistics Employment Trust", "CIO", "gresty", "employment and skills", 74000,
        "Gets people who have been out of work a year into warehouse, kitchen and care jobs.",
        svc("Job club", "employment and skills", "MO 10:00-13:00; TH 10:00-13:00", "free",
            """Computers, a phone nobody hears you on, and a coach. Interview clothes cupboard
            sorted by size.""", at="Weston Gate House, Gresty", ages=(18, None),
            aud="unemployed people"),
        svc("Second Start for over 50s", "employment and skills;older people", "WE 13:30-15:30",
            "free", "Six weeks: what you can do, who needs it, saying your age unflinching.",
            at="Weston Gate House, Gresty", ages=(50, None), aud="older people;unemployed people"),
        employees=3,
    ),
]
