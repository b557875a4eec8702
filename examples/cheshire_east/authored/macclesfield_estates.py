"""Moss Rose, Hurdsfield, Weston, Sutton and the rest of Macclesfield: invented."""

# Records read best as they are laid out here.
# fmt: off
from authored.words import hall, need, offer, org, req, svc

ROWS = [
    *org(
        62, "Moss Rose Residents' Charity", "charity", "moss rose",
        "children and families;warm spaces;food", 19000,
        """One-street charity that grew. The centre flooded in February and will not
        reopen before Easter, so everything happens in the school or the bookmaker's upstairs.""",
        svc("Rose Room warm space", "warm spaces;loneliness", "MO 10:00-14:00; WE 10:00-14:00",
            "free", """Moved while the centre is repaired: now above the bookmaker's on Kennedy
            Parade. Stairlift works. Toast.""", at="Kennedy Parade, Moss Rose"),
        svc("Rose Room Warm Space at Moss Rose Community Centre", "warm spaces",
            "MO 10:00-14:00; WE 10:00-14:00", "free",
            "Warm space with toast and tea, every Monday and Wednesday, in the community centre.",
            at="Moss Rose Community Centre, Windmill Lane", source="2024 directory"),
        svc("Moss Rose holiday lunches", "children and families;food", "", "free",
            "Lunch and games for estate children on weekdays of the school holidays; parents eat "
            "too.", ages=(3, 12), aud="children;families"),
        svc("Credit union collection point", "money advice", "TH 09:30-11:00", "free",
            """Weekly collection point of the credit union: save from a pound, apply for a small
            loan at a fair rate, or get help to leave a doorstep lender. Bring proof of address.""",
            at="Kennedy Parade, Moss Rose"),
        hall("Moss Rose Community Centre hall", "community centre", 80,
             "step_free;kitchen;toilets;accessible_toilet", "MO 09:00-21:00; TU 09:00-21:00; "
             "WE 09:00-21:00; TH 09:00-21:00; FR 09:00-21:00", 8,
             "Closed for repairs after the February flood. Not before Easter 2027.",
             status="closed for repairs", exceptions="2026-02-20/2027-03-31"),
        req("Children's Christmas party, step-free, kitchen, near Moss Rose", 60,
            "step_free;kitchen;toilets;heating", "SA 12:00-17:00; SU 12:00-17:00", 4, 15, 3,
            starts_on="2026-12-12", ends_on="2026-12-20", repeats="1"),
        need("skills", 8, "hours",
             """The insurer wants a risk assessment and fire plan for the rooms we are squatting
             in. Somebody who writes these at work could do it in a day.""",
             skills_required="risk assessment;fire safety", causes="warm spaces",
             remote="yes", ends_on="2026-12-31"),
    ),
    *org(
        63, "Moss Rose Dads", "unincorporated", "moss rose", "children and families;mental health",
        600,
        """Fathers, stepfathers and grandfathers from the estate who meet on Saturdays with
        their children, after two of them said they knew nobody at the school gate.""",
        svc("Dads and kids Saturday", "children and families", "SA 09:30-11:30",
            "£1", "Football, Lego and a breakfast roll for fathers, stepdads and grandads.",
            at="Moss Rose Primary School", ages=(0, 11), aud="men;families"),
        has="m",
    ),
    *org(
        64, "Moss Rose Primary School", "school", "moss rose", "education;children and families",
        None, "One-form entry primary that lets the estate use its hall at weekends.",
        svc("Breakfast club", "food;children and families", "MO 07:45-08:45; TU 07:45-08:45; "
            "WE 07:45-08:45; TH 07:45-08:45; FR 07:45-08:45", "50p",
            """Breakfast before school for pupils of the primary: bagels, cereal and fruit, quiet
            games and a reading dog on Fridays. Paid for by the school and a bakery's surplus.""",
            ages=(4, 11), aud="children"),
        hall("Primary school hall", "school hall", 90,
             "step_free;kitchen;toilets;accessible_toilet;heating;piano",
             "SA 09:00-17:00; SU 09:00-17:00; WE 17:00-20:00", 12,
             "Kitchen by agreement with the cook. Small chairs, some large.",
             exceptions="2026-12-21/2027-01-04; 2027-02-13/2027-02-21", notice_days=10,
             concession_price_per_hour=8),
    ),
    *org(
        65, "Silk Cradle Family Hub, Hurdsfield", "local_authority", "hurdsfield",
        "children and families", None,
        "Council family centre: midwives, play, and a shower for anybody who needs one.",
        svc("Stay and play", "children and families", "TU 09:30-11:00; TH 09:30-11:00", "free",
            """Free messy play, songs and a snack for under-fives with a parent, grandparent or
            child-minder. A health visitor joins on Thursdays to answer feeding, sleep and
            speech questions.""", ages=(0, 4),
            aud="families"),
        svc("Baby weigh and worry", "children and families;health and wellbeing",
            "MO 13:00-14:30", "free",
            """Drop in to have your baby weighed and talk over feeding, crying or how you are
            feeling. Health visitor and infant-feeding volunteer; a peer group for new mothers
            stays on after.""",
            ages=(0, 1), aud="families"),
        svc("Parents of special needs children: Tuesday tea", "disability;carers",
            "TU 13:00-14:30", "free",
            """Weekly support group for parents of children with special educational needs or a
            disability: education plans, waiting lists, benefits and company, while brothers
            and sisters play next door.""",
            aud="carers;families"),
        hall("Hub sensory and group room", "community room", 20,
             "step_free;toilets;accessible_toilet;changing_places;kitchen;heating;quiet_room",
             "WE 09:00-17:00; FR 13:00-17:00", 0, "Free to groups for under-fives and SEND.",
             conditions="children and families only", notice_days=5),
    ),
    *org(
        66, "Hurdsfield Friends of the Park", "unincorporated", "hurdsfield", "environment", 350,
        """Volunteers who look after the estate's park: litter, bulbs, paths and a campaign against
        off-road motorbikes. Two council rangers come when asked.""",
        svc("Third Sunday litter pick", "environment;volunteering",
            "RRULE:FREQ=MONTHLY;BYDAY=3SU 10:00-11:30", "free",
            "Gloves and grabbers at the gate. Children get a wildlife card.",
            at="Hurdsfield Park gate"),
        need("volunteering", 12, "people",
             """A big weekday push to dig out the brook path: barrows, spades and gloves are here,
             twelve people with backs are not.""",
             team_min=8, team_max=15, windows="TU 09:30-15:30; WE 09:30-15:30; TH 09:30-15:30",
             causes="environment", starts_on="2026-11-03", ends_on="2026-11-27",
             supervision="two rangers"),
        has="e",
    ),
    *org(
        67, "Weston Estate Tenants and Residents", "unincorporated", "weston",
        "older people;community safety", 900,
        """Tenants' association for the older blocks: speaks to the landlord about repairs, bins
        and lifts, and runs a weekly social for residents over 55.""",
        svc("Weston bingo and chips", "older people;loneliness", "WE 17:30-19:30", "£3",
            "Eyes down at six, chips at seven. We ring round those who do not come.",
            at="Loom Court lounge, Weston", ages=(55, None), aud="older people"),
        has="p",
    ),
    *org(
        68, "Weston Window Gardens", "unincorporated", "weston", "environment;older people", 200,
        "", has="",
    ),
    *org(
        69, "Sutton and Langley Care Circle", "unincorporated", "sutton",
        "older people;transport;rural life", 1500,
        """Neighbours in Sutton, Langley and Wildboarclough who drive, shop, cook and check on
        older and isolated people up the hill.""",
        svc("Hill lifts", "transport;older people", "", "40p a mile",
            "Neighbours drive neighbours to the surgery and the hairdresser.",
            aud="older people"),
        svc("Langley lunch", "older people;food", "RRULE:FREQ=MONTHLY;BYDAY=2WE 12:30-14:30", "£7",
            """Monthly roast lunch for older residents of Sutton and Langley, cooked by neighbours
            for forty. Lifts are arranged from outlying farms and the reading room is warm.""",
            at="Langley Printers' Rooms",
            ages=(60, None), aud="older people"),
    ),
    *org(
        70, "Langley Printers' Rooms Trustees", "charity", "sutton", "arts and heritage", 7600,
        """Trustees of a reading room built for silk printers in 1892, now the only hall in the
        village; classes by day, almost nothing in the evening.""",
        hall("Langley Printers' Rooms", "village hall", 60, "kitchen;toilets;heating;parking",
             "MO 09:00-22:00; TU 09:00-22:00; TH 18:00-22:00; SA 09:00-22:00", 8,
             "Coal-effect fire, small kitchen, two steps at the door (portable ramp).",
             notice_days=3),
        role="venue",
    ),
    *org(
        71, "Macclesfield Recovery Allotment", "CIC", "weston", "addiction;environment", 8700,
        """Recovery project in which people who have stopped using drugs or drink grow vegetables,
        cook them and support newcomers; peer led, with a worker two days a week.""",
        svc("Plot 19", "addiction;environment;mental health", "TU 10:00-14:00; SA 10:00-13:00",
            "free", "Dig, cook, eat. People six weeks clean or more, with a peer lead.",
            at="Plot Gate Allotments, Macclesfield", ages=(18, None),
            aud="people in recovery"),
    ),
    *org(
        72, "Macclesfield Blind Ramblers", "unincorporated", "macclesfield",
        "disability;sport and activity", 480,
        """Blind and partially sighted adults and their sighted guides, walking together since
        1989; new guides are given half a day's training.""",
        svc("Guided rambles", "disability;sport and activity",
            "RRULE:FREQ=MONTHLY;BYDAY=2SA 10:00-14:00", "free",
            """Six-mile guided walks for blind and partially sighted adults, one sighted guide to
            each walker, once a month on the canal or the hills. Lunch at a pub; new guides are
            trained.""",
            aud="people with sight loss", ages=(18, None)),
        has="em", covers="macclesfield;the Peak fringe",
    ),
    *org(
        73, "Larch House Care Home", "company", "weston", "older people;dementia", None,
        "Forty-two-bed home with a commercial kitchen idle after two, and a lounge with a piano.",
        offer("space", 20, "hours",
              """Kitchen to level 5, free after the residents' lunch, for a cooking group of up to
              eight or batch cooking for a pantry.""",
              windows="MO 14:00-17:00; WE 14:00-17:00; FR 14:00-17:00", causes="food;dementia",
              max_distance_km=6, insured="yes"),
        employees=51,
    ),
    *org(
        74, "Prestbury Road Scouts", "unincorporated", "macclesfield west", "young people", 7300,
        """Scout group of sixty beavers, cubs and scouts with a hut of its own that stands empty on
        weekdays.""",
        hall("Prestbury Road scout hut", "scout hut", 60, "kitchen;toilets;parking;garden",
             "MO 09:00-17:30; WE 09:00-17:30; SA 09:00-17:00", 6,
             "No heating. Fire pit. Flat access but a narrow toilet door.", notice_days=2),
        role="club",
    ),
    *org(
        75, "Broken Cross Rooms CIC", "CIC", "macclesfield west", "arts and heritage;loneliness",
        9900,
        """Former pub bought by residents with a share offer in 2019: singing, playgroups, a
        chatty table, meetings and a bar at weekends.""",
        svc("Singing for lungs", "health and wellbeing;arts and heritage", "MO 14:00-15:30", "£3",
            "Breathing exercises and Abba for people with COPD, asthma or long covid.",
            ages=(18, None), at="Broken Cross Rooms, Macclesfield"),
        svc("Chatty café table", "loneliness", "TU 10:30-12:00", "price of a coffee",
            """A table in the café kept for anybody who would like company over a drink. A
            volunteer host introduces people; some come after a bereavement, some because they
            have just moved.""",
            at="Broken Cross Rooms, Macclesfield"),
        hall("Tap Room", "community room", 45,
             "step_free;kitchen;toilets;accessible_toilet;licensed_bar;heating;wifi",
             "MO 16:00-22:00; TU 13:00-22:00; FR 17:00-22:00; SU 10:00-20:00", 12,
             "The old bar: kitchen, beer garden, a snug that shuts for quiet talk.",
             notice_days=4, concession_price_per_hour=10),
        role="venue",
    ),
    *org(
        76, "Macc Borscht and Bureaucracy", "unincorporated", "macclesfield",
        "refugees and migration;language", 2100,
        """Hosts who took in Ukrainian families in 2022, and those families, now running a Saturday
        table for any refugee who needs soup, English or help with a form.""",
        svc("Borscht and bureaucracy", "refugees and migration;language", "SA 14:00-16:00", "free",
            "A bowl of soup and somebody who knows the form. English practice at the next table.",
            at="St. Kew's undercroft, Macclesfield", languages="uk;en", aud="refugees"),
        has="e",
    ),
    *org(
        77, "Parsonage Green Bowls and Social", "unincorporated", "macclesfield west",
        "sport and activity", 5600,
        """Crown green bowling club with a clubhouse that few people outside the membership
        have been inside.""",
        hall("Bowls clubhouse", "clubhouse", 50, "licensed_bar;toilets;parking;heating",
             "", None, "Ask the steward, if you can find him.",
             conditions="hours not known; steward decides"),
        role="club", has="p",
    ),
]
