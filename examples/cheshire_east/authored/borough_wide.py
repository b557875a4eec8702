"""Public bodies, branches of nationals and others that work across the borough; all invented."""

# Records read best as they are laid out here.
# fmt: off
from authored.words import hall, need, offer, org, req, svc

WEEKDAYS = "MO 09:00-17:00; TU 09:00-17:00; WE 09:00-17:00; TH 09:00-17:00; FR 09:00-17:00"

ROWS = [
    *org(
        201, "Plain and Edge Council: Public Health and Communities", "local_authority", "sandbach",
        "health and wellbeing;volunteering;community safety", None,
        """The council team that answers for prevention, community grants and the community
        development officers. Commissions about forty local contracts.""",
        svc("Household support fund", "money advice;fuel poverty;food", WEEKDAYS, "free",
            """Vouchers for fuel and food while the fund lasts; apply online or through any
            advice agency.""", areas="borough"),
        svc("Community connectors", "loneliness;health and wellbeing", "", "free",
            """Eight workers, one a care community, who know what is on and walk in beside you
            the first time.""", areas="borough", ages=(18, None)),
        svc("Holiday activities and food programme", "children and families;food", "", "free",
            """Clubs with a hot meal in the Easter, summer and Christmas holidays for children on
            free school meals; this page lists them all.""", areas="borough", ages=(4, 16),
            aud="children;low income"),
        covers="borough", role="funder", charter_signatory="yes",
    ),
    *org(
        202, "Plain and Edge Health and Care Trust", "nhs", "macclesfield west",
        "health and wellbeing;mental health", None,
        """NHS trust for community nursing, talking therapies, children's mental health and the
        memory service, working from health centres in all eight communities.""",
        svc("Talking therapies", "mental health", WEEKDAYS, "free",
            """Refer yourself for guided self-help, cognitive therapy or a course on sleep. Six
            weeks' wait for a first call.""", areas="borough", ages=(16, None)),
        svc("Memory service", "dementia;health and wellbeing", WEEKDAYS, "free",
            "Assessment and diagnosis after referral by a GP; post-diagnosis course for families.",
            areas="borough", aud="people with dementia;carers"),
        svc("Young people's mental health service (CAMHS)", "mental health;young people",
            WEEKDAYS, "free",
            "Specialist help for moderate to severe difficulty, by referral. Ages 5 to 18.",
            areas="borough", ages=(5, 18), aud="young people"),
        svc("Falls clinic", "health and wellbeing;older people", "TU 09:30-12:30", "free",
            "Balance tests, medicine check, and a twelve-week strength class.",
            ages=(65, None), aud="older people", areas="cc macclesfield;cc bdp"),
        covers="borough",
    ),
    *org(
        203, "Plain and Edge Leisure Trust", "leisure_trust", "congleton",
        "sport and activity;health and wellbeing", 5400000,
        "Charity that runs six leisure centres for the council and counts every length.",
        svc("Cardiac and stroke rehab gym", "health and wellbeing;sport and activity",
            "MO 11:00-12:00; TH 11:00-12:00", "£3.20",
            """Twelve weeks on referral: machines set for you, a nurse at the first session. After
            week twelve you join the ordinary gym.""", place="sandbach",
            at="Leisure centre, Sandbach", ages=(18, None), aud="stroke survivors"),
        svc("Walking football, Congleton", "sport and activity;older people", "WE 10:00-11:00",
            "£3", "No running, no slide tackles, a lot of shouting. Over fifties, all knees.",
            ages=(50, None), aud="men;older people"),
        svc("Women's swim with screens", "sport and activity", "SU 18:00-19:00", "£4.10",
            """An hour in the pool for women and girls only, once a week, with female lifeguards
            and the viewing-gallery blinds down. Any modest or ordinary swimwear; children under
            eight swim with an adult.""", place="crewe", aud="women",
            at="Leisure pool, Crewe"),
        svc("Teen gym", "sport and activity;young people", "MO 16:00-17:30; WE 16:00-17:30; "
            "FR 16:00-17:30", "£2.50",
            """Supervised gym session for young people aged 11 to 15 after school. An instructor
            shows you every machine at the first visit and writes a plan; leggings and
            trainers are all you need.""",
            place="macclesfield west", ages=(11, 15), aud="young people",
            at="Leisure centre, Macclesfield"),
        svc("Exercise for people with Parkinson's", "disability;sport and activity",
            "TU 12:00-13:00", "£4",
            """A class for people living with Parkinson's: big movements to a metronome, boxing
            pads for reaction and balance, then coffee with partners. The instructor is
            trained in neurological conditions.""",
            place="wilmslow", at="Leisure centre, Wilmslow", aud="disabled people"),
        hall("Leisure centre studio, Congleton", "leisure centre", 45,
             "step_free;toilets;accessible_toilet;changing_places;parking;wifi",
             "TU 13:00-16:00; SU 13:00-17:00", 26,
             "Mirrors, sprung floor; changing places toilet on the same corridor.",
             concession_price_per_hour=20, notice_days=7),
        hall("Leisure centre studio, Sandbach", "leisure centre", 30,
             "step_free;toilets;accessible_toilet;parking;heating",
             "TU 13:00-16:00; FR 09:30-12:30", 22, "Sprung floor and mats; hoist in the pool only.",
             place="sandbach", concession_price_per_hour=15, notice_days=7),
        covers="borough", charter_signatory="yes",
    ),
    *org(
        204, "Silk and Salt Housing Association", "housing_association", "macclesfield",
        "housing and homelessness;money advice;fuel poverty", 31000000,
        """4,600 homes, two extra-care schemes, and tenancy coaches who carry light bulbs.""",
        svc("Tenancy coaching", "housing and homelessness;money advice", WEEKDAYS, "free",
            "New tenants and anybody in arrears: benefits check, budget, furniture referrals.",
            areas="cc macclesfield;cc congleton", aud="tenants"),
        svc("Handyperson", "housing and homelessness;older people", WEEKDAYS, "£18 an hour",
            "Grab rails, key safes, a shelf; older and disabled people in any tenure.",
            areas="borough", aud="older people;disabled people"),
        hall("Weaver's Court lounge (extra care)", "extra-care lounge", 45,
             "step_free;kitchen;toilets;accessible_toilet;heating;parking;hearing_loop;garden",
             "MO 10:00-12:00; MO 14:00-17:00; TU 14:00-17:00; WE 14:00-17:00; SA 14:00-17:00", 0,
             "Free if residents may join in. Lunch is served to residents at noon.",
             place="congleton", conditions="residents must be able to take part",
             exceptions="2026-12-23/2027-01-03", notice_days=5),
        hall("Loom Court lounge (extra care)", "extra-care lounge", 35,
             "step_free;toilets;accessible_toilet;heating;parking;quiet_room",
             "TU 10:00-12:00; TH 14:00-17:00", 0, "Sunny; the fish tank is not to be moved.",
             place="weston", conditions="residents must be able to take part"),
        offer("volunteering", 10, "people",
              """Trades team day: ten plumbers, joiners and plasterers for one Friday of repair to
              a community building, materials to £400.""",
              skills="plumbing;joinery;plastering", windows="FR 08:30-15:30", team_min=5,
              team_max=10, max_distance_km=15, budget=400, insured="yes",
              causes="warm spaces;older people",
              starts_on="2026-11-06", ends_on="2027-02-26"),
        covers="borough", role="provider", employees=240, charter_signatory="yes",
    ),
    *org(
        205, "Plain and Edge Constabulary, Neighbourhood Team", "police", "middlewich",
        "community safety", None,
        """Beat officers and community support officers for the eight communities: anti-
        social behaviour, scams, rural crime and victims' referrals.""",
        svc("Cuppa with a copper", "community safety", "RRULE:FREQ=MONTHLY;BYDAY=1WE 10:00-11:30",
            "free",
            """Meet your beat officer over a hot drink and talk about anti-social behaviour,
            scams, speeding or anything else. A different café each month; property marking
            kits to take away.""",
            areas="borough"),
        svc("Farm watch", "rural life;farming;community safety", "", "free",
            "Text alerts on thefts of quad bikes and diesel; free property marking on request.",
            areas="cc nantwich;cc knutsford", aud="farmers"),
        covers="borough", role="regulator",
    ),
    *org(
        206, "Cheshire Acorn Community Foundation", "charity", "knutsford", "volunteering", 2900000,
        "Grant-maker for the county. We fund groups; we do not run services.",
        svc("Acorn small grants", "volunteering", "", "free",
            "Up to £2,000 for groups with income under £50,000; panels in March, June, November.",
            areas="borough"),
        covers="borough", role="funder",
    ),
    *org(
        207, "Plain and Edge Voluntary Action", "charity", "crewe", "volunteering;education",
        290000, """The council for voluntary service: volunteer centre, payroll bureau waiting
        list, governance advice and the meeting where sixty groups drink coffee.""",
        svc("Volunteer centre", "volunteering", "MO 10:00-15:00; WE 10:00-15:00; TH 10:00-15:00",
            "free", "Interviews, matching and a hand with the forms; drop-in at three libraries.",
            areas="borough", ages=(14, None)),
        svc("Start-up clinic for community groups", "volunteering",
            "RRULE:FREQ=MONTHLY;BYDAY=2TU 17:30-19:30", "free",
            "A constitution, a bank account and a safeguarding policy within three visits.",
            areas="borough"),
        covers="borough", role="infrastructure", charter_signatory="yes", employees=9,
    ),
    *org(
        208, "Elder Voices, Cheshire Plain branch", "charity", "congleton",
        "older people;money advice;loneliness", 388000,
        "Local branch of a national older people's charity; its own trustees, its own purse.",
        svc("Benefits check for over 65s", "money advice;older people", WEEKDAYS, "free",
            """Attendance allowance and pension credit claimed at your kitchen table. Last year
            we brought in £1.1 million for 640 people.""", areas="borough", ages=(65, None),
            aud="older people"),
        svc("Telephone circle", "loneliness;older people", "TU 10:30-11:30; FR 10:30-11:30", "free",
            "Six people on one call with a host; quizzes, memories, gossip.", areas="borough",
            ages=(65, None), aud="older people"),
        svc("Home from hospital", "older people;health and wellbeing", WEEKDAYS, "free",
            "Heating on, milk in the fridge, a visit a day for a week after discharge.",
            areas="cc congleton;cc macclesfield;cc smash", ages=(60, None), aud="older people"),
        svc("Toenail cutting clinic", "older people;health and wellbeing", "WE 09:30-12:30", "£16",
            "A trained volunteer, clean tools that you keep, and a chair that tips.",
            at="Elder Voices, Moody Row, Congleton", ages=(60, None), aud="older people"),
        employees=14, covers="borough", charter_signatory="yes",
        accreditations="Advice Quality Mark (invented)",
    ),
    *org(
        209, "Wheatsheaf Farm Support", "charity", "chelford",
        "farming;mental health;rural life;money advice", 96000,
        """A helpline and a network of land agents, chaplains and retired farmers who will sit at
        a kitchen table after milking. Suicide is the word we say out loud.""",
        svc("Wheatsheaf line", "farming;mental health",
            "MO 07:00-22:00; TU 07:00-22:00; WE 07:00-22:00; TH 07:00-22:00; FR 07:00-22:00; "
            "SA 07:00-22:00; SU 07:00-22:00", "free",
            "A listener who knows what a TB reactor is. No notes, no names.", areas="borough",
            aud="farmers"),
        svc("Farm business crisis visits", "farming;money advice", "", "free",
            """An agent and a chaplain together: cash flow, tenancy, succession, and whether you
            have slept.""", areas="cc nantwich;cc knutsford;cc chaw;cc congleton", aud="farmers"),
        svc("Mart-day health check", "farming;health and wellbeing", "TH 09:00-12:00", "free",
            "Blood pressure and a bacon bap by the ring; a nurse who grew up on a farm.",
            at="Livestock mart, Chelford Road", aud="farmers;men", ages=(18, None)),
        need("volunteering", 5, "people",
             """Listeners for Sunday and Wednesday nights, from their own home. Farming background
             helps. Training over two evenings and a check before the first shift.""",
             skills_desired="listening;farming", checks_required="dbs_enhanced;safeguarding",
             windows="SU 19:00-22:00; WE 19:00-22:00", remote="yes", causes="farming;mental health",
             starts_on="2026-11-01"),
        covers="borough", employees=2,
    ),
    *org(
        210, "Harbour Lights Refuge", "charity", "borough",
        "domestic abuse;housing and homelessness", 412000,
        """Safe accommodation for women and children leaving violent homes, and a helpline that
        is answered by a person.""",
        svc("Harbour Lights refuge places", "domestic abuse;housing and homelessness", "", "free",
            "Nine family rooms. Self-referral or through any agency; we come and fetch you.",
            aud="women;children", location_confidential="yes", areas="borough"),
        svc("Harbour Lights helpline", "domestic abuse",
            "MO 08:00-20:00; TU 08:00-20:00; WE 08:00-20:00; TH 08:00-20:00; FR 08:00-20:00",
            "free", "Advice on injunctions, money and safe phones. Silent calls are understood.",
            aud="women;men", location_confidential="yes", areas="borough"),
        need("goods", 9, "items",
             """New or as-new pushchairs and car seats, delivered to a collection point that we
             name; nobody is told the house.""",
             causes="domestic abuse;children and families", ends_on="2026-12-20"),
        covers="borough", location_confidential="yes", suggest="ask", publish="no",
        employees=17, contact_public="no",
    ),
    *org(
        211, "Cheshire Plain Hospice", "charity", "sandbach",
        "bereavement;health and wellbeing;carers", 4300000,
        """Ten beds, a wellbeing centre, and nurses on the road at night.""",
        svc("Living Well day", "health and wellbeing;carers", "TU 10:00-15:00; TH 10:00-15:00",
            "free", "Breathlessness class, reiki, lunch, and a nurse for the things you save up.",
            aud="people with life-limiting illness;carers"),
        svc("Walk and talk for the bereaved", "bereavement;sport and activity", "SU 10:00-11:30",
            "free",
            """A Sunday morning walk for anybody bereaved, whether or not the hospice knew your
            person. Easy two-mile loop through the gardens with a trained volunteer at front
            and back, then coffee.""",
            at="Hospice gardens, Sandbach", ages=(18, None)),
        svc("Rainbows: children's bereavement", "bereavement;children and families",
            "MO 16:00-17:30", "free",
            "Six Mondays of memory jars and clay for children who have lost somebody close.",
            ages=(5, 12), aud="children;families"),
        svc("Night sitting", "carers;health and wellbeing", "", "free",
            "A trained sitter from ten until seven so that the family can sleep.", areas="cc smash;"
            "cc crewe;cc congleton", aud="carers"),
        hall("Hospice seminar room", "meeting room", 30,
             "step_free;toilets;accessible_toilet;changing_places;parking;projector;wifi;quiet_room",
             "MO 09:00-16:00; WE 17:30-21:00", 20, "Glass wall to the garden; no amplified music.",
             concession_price_per_hour=10),
        covers="borough", employees=130, charter_signatory="yes",
    ),
    *org(
        212, "All Cheshire Carers Hub", "CIO", "middlewich", "carers;health and wellbeing", 310000,
        """Charity commissioned to find, assess and back the borough's unpaid carers, some six
        thousand of them, with grants, breaks and a crisis line.""",
        svc("Carer's assessment and grant", "carers", WEEKDAYS, "free",
            "A conversation, a plan, and up to £250 for a washing machine or a weekend off.",
            areas="borough", ages=(18, None), aud="carers"),
        svc("Young carers' Friday", "carers;young people", "FR 16:30-18:30", "free",
            """A weekly break for children and young people who help look after a parent, brother
            or sister: pizza, homework help, games and a minibus home. Referral from school or
            the hub.""", ages=(8, 17),
            aud="young people;carers", areas="cc smash;cc crewe"),
        svc("Carers' sleep-in Saturday", "carers", "RRULE:FREQ=MONTHLY;BYDAY=1SA 10:00-13:00",
            "free", "We sit with your person; you have breakfast and say nothing if you wish.",
            at="Canalside Mission, Middlewich", aud="carers"),
        covers="borough", employees=11,
    ),
    *org(
        213, "Stroke Together: South Cheshire", "charity", "sandbach",
        "health and wellbeing;disability", 24000,
        """Local branch of a national stroke charity, run by two part-time staff and
        survivors themselves; takes people on where the health service's twelve weeks of
        rehabilitation stop.""",
        svc("Back on our feet", "health and wellbeing;disability", "TU 10:30-12:00", "£3",
            """Seated and standing exercise with a physio for people whose twelve weeks of rehab
            are over. Aphasia-friendly.""",
            at="Wesley Rooms, Sandbach", aud="stroke survivors"),
        req("Tai chi and standing balance for stroke survivors, mats, chairs with arms", 25,
            "step_free;accessible_toilet;parking;heating", "TU 13:00-15:00; FR 10:00-12:00", 1.5,
            16, 5, starts_on="2026-11-10", ends_on="2027-03-23", repeats="weekly"),
        need("volunteering", 3, "people",
             """Three people to stand behind wobblers at the exercise class and make the tea
             after. First-aid certificate needed by one of them.""",
             windows="TU 10:00-12:30", causes="health and wellbeing;disability",
             checks_required="dbs_basic", skills_desired="first aid"),
        role="provider",
    ),
    *org(
        214, "Cheshire Hearts and Minds Trust", "charity", "macclesfield", "mental health", 67000,
        "Parent charity of a community interest company of the same name.",
        svc("Counselling bursaries", "mental health", "", "free",
            "Pays for ten sessions with a qualified counsellor for people on low income.",
            areas="borough", ages=(18, None), aud="low income"),
        covers="borough",
    ),
    *org(
        215, "Cheshire Hearts and Minds CIC", "CIC", "macclesfield", "mental health", 88000,
        "The trading arm: courses for workplaces, profits to the charity.",
        svc("Mental health first aid for workplaces", "mental health;employment and skills", "",
            "£85 a head",
            "Two-day certificate, at your site or ours, sold to firms to fund the bursaries.",
            areas="borough", ages=(18, None)),
        parent_id="XE-ORG-0214", covers="borough",
    ),
    *org(
        216, "Mow Ridge Parish Council", "parish_council", "staffordshire", "rural life", None,
        """Parish on both sides of the county boundary; half its precept comes from Cheshire.""",
        svc("Ridge Rider", "transport;rural life", "TU 09:30-13:00; FR 09:30-13:00", "£2",
            "Shared taxi down to Congleton market or Alsager surgery; book by Monday noon.",
            areas="scholar green;alsager;staffordshire"),
        covers="staffordshire;scholar green",
    ),
    *org(
        217, "Moorlands Edge Respite", "charity", "staffordshire",
        "disability;carers;children and families", 205000,
        "Staffordshire charity whose minibus crosses the boundary for children in Alsager.",
        svc("Saturday respite club", "disability;carers;children and families", "SA 10:00-16:00",
            "£12", """One-to-one support for children with complex needs: soft play, messy food, a
            trip out. Six places are held for Alsager families.""",
            ages=(5, 18), aud="children;disabled people;carers", areas="alsager;staffordshire"),
        svc("Sibling Sundays", "carers;young people", "RRULE:FREQ=MONTHLY;BYDAY=3SU 13:00-16:00",
            "free", "For brothers and sisters of disabled children: climbing, moaning, chips.",
            ages=(7, 15), aud="young people;carers", areas="alsager;staffordshire"),
        covers="staffordshire;alsager",
    ),
]
