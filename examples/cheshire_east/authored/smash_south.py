"""Alsager, Scholar Green and the Staffordshire edge: invented organisations."""

# Records read best as they are laid out here.
# fmt: off
from authored.words import hall, need, offer, org, req, svc

ROWS = [
    *org(
        125, "Alsager Mere Pre-School", "charity", "alsager", "children and families;education",
        9700,
        """Committee-run pre-school in the church hall with two part-time, term-time staff
        and parents who do the accounts late at night.""",
        svc("Mere Pre-School sessions", "children and families;education",
            "MO 09:15-12:15; TU 09:15-12:15; WE 09:15-12:15; TH 09:15-12:15", "funded hours",
            """Sessional pre-school for two- to four-year-olds, mostly outdoors, following the
            early-years framework. Funded hours accepted; one key worker to each child.""",
            ages=(2, 4), aud="families",
            at="St Werstan's Hall, Alsager"),
        need("skills", 8, "hours",
             """Payroll for two part-time, term-time staff: we think we have holiday pay wrong and
             are frightened to ask the tax office.""",
             skills_required="payroll", remote="yes", causes="children and families;education",
             starts_on="2026-11-01", ends_on="2026-12-31", priority="high"),
    ),
    *org(
        126, "St Werstan's Church, Alsager", "church", "alsager", "faith;older people", 35000,
        """Parish church by the mere whose hall is used by pre-school, elders' tea and bereavement
        gardening; many older members live alone.""",
        svc("Mere Tea", "older people;loneliness", "FR 14:00-16:00", "£2",
            "Scones by the picture window; lifts from two streets either way.",
            at="St Werstan's Hall, Alsager", ages=(60, None), aud="older people"),
        svc("Grief and gardening", "bereavement;environment",
            "RRULE:FREQ=MONTHLY;BYDAY=4SA 10:00-12:00", "free",
            "Plant something for somebody. Two trained listeners dig alongside.",
            at="St Werstan's churchyard, Alsager"),
        hall("St Werstan's Hall", "church hall", 95,
             "step_free;toilets;accessible_toilet;heating;parking;hearing_loop",
             "MO 13:00-22:00; TU 13:00-22:00; TH 13:00-22:00; FR 09:00-13:30; SA 13:00-22:00", 12,
             "No kitchen, only a servery; pre-school until 12.30 four mornings.", notice_days=3),
    ),
    *org(
        127, "ASK Alsager: parents of special children", "unincorporated", "alsager",
        "disability;carers;children and families", 3300,
        """Parents of children with autism, ADHD or a diagnosis nobody has found yet.""",
        svc("Parents' Thursday", "carers;disability", "TH 10:00-12:00", "free",
            """School refusal, EHC plans and sleep, with people who are living it. A solicitor
            comes twice a year.""", at="Civic Row Rooms, Alsager", aud="carers;families"),
        svc("Calm Club", "disability;children and families", "SA 10:00-11:30", "£3",
            "Lego, dens and a dark tent for children of 5 to 11 who find clubs too loud.",
            at="Civic Row Rooms, Alsager", ages=(5, 11), aud="children;disabled people"),
        req("Calm club for twelve children: quiet room, step-free, Saturday morning", 24,
            "quiet_room;toilets;step_free", "SA 09:30-12:00", 2, 12, 6,
            starts_on="2026-11-14", ends_on="2027-03-27", repeats="weekly"),
    ),
    *org(
        128, "Civic Row Rooms, Alsager", "CIC", "alsager", "arts and heritage", 9700,
        """Community interest company letting four rooms over the old bank to classes, advisers and
        small charities; stairs only.""",
        svc("Alsager repair table", "repair and reuse", "RRULE:FREQ=MONTHLY;BYDAY=4SA 10:00-12:30",
            "donation",
            """Monthly repair table for small electricals, jewellery, toys and blunt knives.
            Volunteers mend while you wait and show you how; parts are charged at cost.""",
            at="Civic Row Rooms, Alsager"),
        hall("Civic Row large room", "community room", 40,
             "toilets;kitchen;heating;wifi;projector", "MO 09:00-22:00; TU 09:00-22:00; "
             "WE 09:00-22:00; FR 09:00-22:00", 9, "First floor, stairs only."),
        hall("Civic Row quiet room", "meeting room", 10, "toilets;heating;wifi;quiet_room",
             "MO 09:00-22:00; TU 09:00-22:00; WE 09:00-22:00; TH 09:00-22:00; FR 09:00-22:00", 5,
             "Ten soft chairs, no clock, first floor." ),
        role="venue",
    ),
    *org(
        129, "Alsager Mere Academy", "academy", "alsager", "education", None,
        """Secondary school with 180 sixth-formers who give Wednesday afternoons to the town and a
        drama studio that is free at weekends.""",
        offer("volunteering", 12, "people",
              """Twelve sixth-formers on Wednesday afternoons: digital help, reading, gardens, tea
              rounds. Aged 16 and 17, with a teacher.""",
              skills="digital help", team_min=2, team_max=12, windows="WE 13:30-15:30",
              max_distance_km=5, causes="older people;digital inclusion;environment",
              insured="yes", starts_on="2026-11-04", ends_on="2027-03-24"),
        hall("Mere Academy drama studio", "school hall", 80,
             "step_free;toilets;accessible_toilet;quiet_room;projector;parking",
             "SA 09:00-13:00; MO 17:30-21:00", 13,
             "Black curtains, soft lights, quiet side room. Term time.",
             exceptions="2026-12-18/2027-01-04; 2027-02-12/2027-02-22", notice_days=7,
             concession_price_per_hour=10),
        role="venue",
    ),
    *org(
        130, "Alsager Trestle Café", "company", "alsager", "loneliness", None,
        "Independent café with a long table.",
        offer("space", 4, "hours", """The long table, closed to the public on Monday evenings;
              fourteen seats, urn, no hire charge.""", windows="MO 18:00-21:00",
              causes="loneliness;carers;bereavement", max_distance_km=3),
        employees=6, has="wm",
    ),
    *org(
        131, "Alsager Bygones", "unincorporated", "alsager", "arts and heritage;dementia", 500,
        """Local-history enthusiasts who take handling collections of wartime and household objects
        to lunch clubs and care homes.""",
        svc("Bygones in care homes", "dementia;arts and heritage", "", "free",
            """Volunteers take handling boxes of ration books, photographs, a mangle and household
            objects into care homes and lunch clubs for reminiscence with people who have
            dementia.""", aud="people with dementia"),
        has="e",
    ),
    *org(
        132, "Scholar Green Lock Garden", "unincorporated", "scholar green", "environment", 300,
        "", has="",
    ),
    *org(
        218, "Alsager East Farmers' Daughters Choir", "unincorporated", "alsager",
        "arts and heritage;rural life", 800, "", has="", role="club",
    ),
    *org(
        219, "Rode Heath Warm Hub", "unincorporated", "scholar green", "warm spaces;older people",
        900,
        """Neighbours and boaters who keep a canal-side chapel open twice a week as a warm
        room with porridge, soup and help with post.""",
        svc("Warm Hub", "warm spaces;older people", "MO 10:00-13:00; FR 10:00-13:00", "donation",
            "Porridge till noon, soup after. The scarf basket is for taking.",
            at="Lockside Chapel, Scholar Green"),
        svc("Boaters' post", "housing and homelessness", "MO 10:00-13:00", "free",
            """Boat dwellers and others without an address may use the chapel for their post, and
            so register with a GP, the bank and the electoral roll. Help with letters.""",
            aud="boaters",
            at="Lockside Chapel, Scholar Green"),
        hall("Lockside Chapel", "church hall", 40, "toilets;kitchen;heating;parking",
             "TU 09:00-21:00; WE 09:00-21:00; SA 09:00-21:00", 6, "One step; pews on wheels."),
    ),
    *org(
        220, "Mere Companions, Alsager", "charity", "alsager",
        "older people;transport;loneliness", 64000,
        """Local charity for older people of Alsager: a day centre, home visitors and two
        accessible minibuses with volunteer drivers.""",
        svc("Mere day centre", "older people;dementia", "TU 10:00-15:00; TH 10:00-15:00", "£24",
            """A lively day centre with transport, coffee, a cooked lunch, music and exercise for
            people over 65, including those with dementia. Carers get a day off; bathing by
            arrangement.""", ages=(65, None),
            aud="older people;people with dementia", at="Lakeside Day Centre, Alsager"),
        svc("Befriending", "loneliness;older people;volunteering", "", "free",
            "A visitor an hour a week, matched on football team before anything else.",
            areas="alsager;scholar green;haslington", ages=(60, None), aud="older people"),
        svc("Medical minibus", "transport;health and wellbeing", "MO 08:30-17:00; WE 08:30-17:00",
            "£6 return",
            """An accessible minibus to hospital and clinic appointments at Leighton and Stoke
            for people who cannot manage public transport. Drivers wait with you; wheelchair
            lift.""",
            areas="alsager;scholar green", aud="older people;disabled people"),
        employees=5,
    ),
    *org(
        221, "Alsager Money Matters", "unincorporated", "alsager", "money advice", 1300,
        """Three retired bank managers who help people to understand bank letters, wills and scams;
        debt cases go straight to accredited advisers.""",
        svc("Bank-letter table", "money advice;older people", "WE 10:00-12:00", "free",
            "Powers of attorney, dormant accounts, is it a scam. Not debt; we pass debt to Plain "
            "Truths.", at="Civic Row Rooms, Alsager"),
        has="p",
    ),
    *org(
        222, "Lawton Heath Boxing and Boiler Club", "CIC", "alsager", "young people;"
        "sport and activity;community safety", 9400,
        "Boxing in an old boiler house for lads and girls on the edge of trouble.",
        svc("Box clever", "young people;sport and activity;community safety",
            "MO 17:00-19:00; WE 17:00-19:00", "£1.50",
            """Non-contact boxing fitness for ages 10 to 17 in two groups, with homework help and a
            hot snack before gloves. Referrals from schools, police and parents; coaches are
            trained mentors.""", ages=(10, 17),
            aud="young people", at="The Boiler House, Alsager"),
    ),
]
