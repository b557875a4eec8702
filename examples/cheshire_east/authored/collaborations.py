"""Two years of collaborations between the invented organisations, autumn 2024 to autumn 2026."""

# Records read best as they are laid out here.
# fmt: off
from authored.words import Cell, Row, area_ids, prose


def together(
    number: int,
    kind: str,
    title: str,
    dates: str,
    members: str,
    text: str = "",
    **more: Cell,
) -> list[Row]:
    """Return a collaboration and its members.

    `dates` is "start/end", either side empty where nobody wrote it down; `members` lists
    organisation numbers, each with its role: "201 lead; 23 partner".
    """
    areas = area_ids(str(more.pop("areas", "")))
    identity = f"XE-COL-{number:04d}"
    starts_on, ends_on = dates.split("/")
    rows: list[Row] = [
        ("collaborations", {
            "id": identity,
            "kind": kind,
            "title": title,
            "description": prose(text),
            "starts_on": starts_on,
            "ends_on": ends_on,
            "areas": areas,
            **more,
        })
    ]
    for member in members.split(";"):
        organisation, _, role = member.strip().partition(" ")
        rows.append(("collaboration_members", {
            "collaboration_id": identity,
            "organisation_id": f"XE-ORG-{int(organisation):04d}",
            "role": role or "partner",
        }))
    return rows


FORUM = """207 convenor; 201; 202; 203; 204; 205; 208; 209; 211; 212; 1; 3; 4; 5; 6; 8; 10; 11; 18;
22; 23; 24; 26; 30; 38; 40; 42; 43; 44; 47; 50; 51; 55; 58; 62; 65; 75; 78; 82; 83; 85; 90; 95;
103; 104; 107; 108; 109; 118; 119; 127; 133; 136; 137; 145; 147; 151; 155; 168; 172""".replace(
    "\n", " "
)

# Grants of one winter: a star round the funder that says nothing of who works with whom.
STAR = (
    (1, 1800, "Interpreters for the arrivals desk"),
    (23, 1500, "Shelving and a second till"),
    (29, 900, "A composting toilet for the plot"),
    (36, 400, "Cups, cake tins and a sitter's fares"),
    (47, 2000, "Bench power supplies and test kit"),
    (63, 500, "Bacon, footballs, insurance"),
    (82, 1900, "Slow cookers to lend"),
    (85, 1200, "Table-tennis tables that fold"),
    (119, 2000, "Life jackets and a stove"),
    (127, 1400, "Sensory lights and ear defenders"),
    (137, 1100, "A barbershop leader for a year"),
    (145, 1600, "Insulated boxes for lunches"),
    (155, 1300, "Helmets and lights"),
    (172, 1700, "Visitor checks and expenses"),
    (179, 800, "Whips, stakes and guards"),
    (227, 300, "Two tables, forty bats"),
)

ROWS: list[Row] = [
    *together(1, "forum", "Thriving Together partnership meeting", "2024-10-08/", FORUM,
              """Quarterly meeting with coffee, a theme and a notice round. Sixty organisations are
              on the list; perhaps thirty come.""", areas="borough", themes="volunteering"),
    *together(2, "consortium", "Warm Crewe, winter 2024", "2024-11-04/2025-03-28",
              "201 funder; 23 lead; 4; 24; 10", """Four rooms agreed opening days so that somewhere
              in Crewe was warm every weekday; one phone number, one leaflet.""",
              themes="warm spaces;fuel poverty", areas="crewe;west crewe",
              programme="Household support", value=24000),
    *together(3, "consortium", "Warm Crewe, winter 2025", "2025-11-03/2026-03-27",
              "201 funder; 23 lead; 4; 24; 10; 30; 22", """The second winter, with Wistaston's
              Thursdays and an energy adviser who went round all five rooms.""",
              themes="warm spaces;fuel poverty", areas="cc crewe", programme="Household support",
              value=31000),
    *together(4, "partnership", "Debt desk beside the larder", "2025-02-04/",
              "22 lead; 6", "An adviser sits beside the larder queue every Tuesday.",
              themes="money advice;food", areas="crewe"),
    *together(5, "referral", "Arrivals to English", "2025-01-13/", "1 lead; 42; 18",
              """Caseworkers refer straight into the job club's English-and-forklift course; the
              practice registers families in the same week.""",
              themes="refugees and migration;employment and skills", areas="crewe"),
    *together(6, "shared_facility", "Polish Saturday school at the academy",
              "2024-09-14/2026-07-18", "14 host; 3",
              "Ten classrooms on Saturday mornings until the academy's building work began.",
              themes="education;language", areas="crewe"),
    *together(7, "volunteering", "Depot apprentices at St Osyth's", "2025-05-10/2025-05-10",
              "28 lead; 24 host", "Six apprentices built a ramp to the hall door in a day.",
              themes="disability", areas="west crewe"),
    *together(8, "partnership", "Foodbank and rural drop", "2024-12-02/",
              "8 lead; 145; 144", "Parcels left in the reading room and the lunch bus.",
              themes="food;rural life", areas="cc nantwich"),
    *together(9, "consortium", "Silk Minds: young people's mental health alliance",
              "2024-10-21/2026-03-31", "202 lead; 44; 43; 45",
              """A single front door for under-19s in Macclesfield. The bid paid for a shared
              assessment form and a Friday meeting; it ended and nobody has replaced it.""",
              themes="mental health;young people", areas="cc macclesfield",
              programme="Integrated care board transformation", value=140000),
    *together(10, "referral", "CAMHS step-down to peer support", "2026-01-12/",
              "202 lead; 46", "Young adults leaving CAMHS are walked to a Wednesday evening.",
              themes="mental health", areas="macclesfield"),
    *together(11, "partnership", "Repair café in the chapel and the library", "2024-09-07/",
              "47 lead; 51", "The library takes bookings and lends the sewing machines.",
              themes="repair and reuse", areas="macclesfield"),
    *together(12, "volunteering", "Plant volunteers paint the hub", "2025-06-19/2025-06-20",
              "48 lead; 65 host", "Twelve laboratory staff, two days, one dinosaur mural.",
              themes="children and families", areas="hurdsfield"),
    *together(13, "partnership", "Macclesfield damp and debt round table", "2025-04-01/",
              "55 lead; 204; 50", "Landlord, advisers and council share one list of mouldy flats.",
              themes="housing and homelessness;fuel poverty", areas="cc macclesfield"),
    *together(14, "shared_facility", "Moss Rose in the school while the centre dries",
              "2026-03-02/2027-03-31", "64 host; 62", "Holiday lunches and weekends.",
              themes="children and families", areas="moss rose"),
    *together(15, "referral", "Soup, shelter, surgery", "/", "56 lead; 52; 58",
              "Who is cold, who is ill, who is hungry: three volunteers with one phone group.",
              themes="food;health and wellbeing", areas="macclesfield"),
    *together(16, "consortium", "Congleton Age Well 2025", "2025-01-06/2025-12-19",
              "208 lead; 83; 78; 85; 203", """Falls class, lunch, café and benefits check offered
              to everybody discharged from hospital into the town.""",
              themes="older people;dementia", areas="congleton", value=62000,
              programme="Ageing well"),
    *together(17, "partnership", "Two pairs of hands at the café", "2024-11-12/2025-10-28",
              "85 lead; 89", "Weavers partnered the table tennis until shifts changed.",
              themes="dementia", areas="congleton"),
    *together(18, "shared_facility", "Gravy in St Aelred's kitchen", "2025-09-05/",
              "78 host; 88", "Friday mornings for the price of the gas.", themes="food",
              areas="congleton"),
    *together(19, "partnership", "Bus pool", "2024-10-01/", "94 lead; 82; 203; 106",
              "Nine groups own two buses; four of them drive.", themes="transport",
              areas="cc congleton"),
    *together(20, "partnership", "Holmes Chapel woods for link workers", "2025-03-17/",
              "103 lead; 91", "Six places a term for the surgery's patients.",
              themes="mental health;environment", areas="holmes chapel"),
    *together(21, "referral", "Beds within a week", "2024-10-14/", "109 lead; 204; 1; 192",
              "Tenancy coaches and caseworkers ring one number for furniture.",
              themes="housing and homelessness;repair and reuse", areas="borough"),
    *together(22, "partnership", "Hospice listening chairs", "2025-10-02/", "211 lead; 108",
              "The hospice trains the church's listeners and supervises them monthly.",
              themes="bereavement", areas="sandbach"),
    *together(23, "consortium", "Middlewich for its young", "2025-04-28/2026-04-30",
              "119 lead; 118; 123; 205", """Barge, homework room, school hall and a beat officer:
              four evenings a week where there had been none.""",
              themes="young people;community safety", areas="middlewich", value=28000,
              programme="Safer streets"),
    *together(24, "referral", "Stroke: week thirteen", "2024-11-05/", "203 lead; 213",
              "Rehab gym tells everybody about the class before their last session.",
              themes="health and wellbeing", areas="sandbach"),
    *together(25, "partnership", "Respite over the border", "2025-02-22/", "217 lead; 127",
              "Six Saturday places for Alsager families and a bus to reach them.",
              themes="disability;carers", areas="alsager;staffordshire"),
    *together(26, "partnership", "Ridge Rider to the Mere", "2025-06-03/", "216 lead; 220",
              "The shared taxi stops at the day centre.", themes="transport",
              areas="alsager;scholar green;staffordshire"),
    *together(27, "volunteering", "Sixth-form Wednesdays", "2024-11-06/2026-07-15",
              "129 lead; 220 host; 126 host", "Tea rounds, tablets and hymn books.",
              themes="older people", areas="alsager"),
    *together(28, "consortium", "Farm minds, south Cheshire", "2024-11-18/2026-10-31",
              "209 lead; 225; 140; 141; 143", """Chaplain, practice nurse, feed drivers and a
              supper club teach each other the signs and share one helpline card.""",
              themes="farming;mental health", areas="cc nantwich", value=45000,
              programme="Rural resilience"),
    *together(29, "shared_facility", "Dementia café at the Salt House", "2025-01-09/",
              "136 host; 137", "Thursdays, peppercorn rent.", themes="dementia",
              areas="nantwich"),
    *together(30, "partnership", "Shop, lift, lunch", "2025-05-12/", "145 lead; 147",
              "The shop cooks the pudding; the lunch bus brings the shoppers.",
              themes="older people;rural life", areas="audlem"),
    *together(31, "partnership", "Trikes at the Barony", "/2026-09-30", "226 lead; 203",
              "Leisure trust lent the track until resurfacing.", themes="disability",
              areas="nantwich"),
    *together(32, "partnership", "Handforth newcomers", "2025-09-18/", "155 lead; 156; 163",
              "Bikes, baby bank and evening English in one welcome pack.",
              themes="refugees and migration;language", areas="handforth"),
    *together(33, "volunteering", "Science park digs Colshaw", "2025-10-03/2025-10-03",
              "158 lead; 152 host", "Raised beds behind the garages in four hours.",
              themes="food;environment", areas="colshaw farm"),
    *together(34, "partnership", "Singing from the clinic", "2025-03-07/", "160 lead; 202",
              "Diagnosis letters carry a choir invitation.", themes="dementia",
              areas="alderley edge"),
    *together(35, "referral", "Carers found in surgeries", "2024-10-28/",
              "212 lead; 112; 18; 52; 140", "A tick on the record, a call within a week.",
              themes="carers", areas="borough"),
    *together(36, "partnership", "Over the hill and round the Mead", "2025-06-01/",
              "172 lead; 176; 171", "Befrienders book hospital cars for the people they visit.",
              themes="transport;loneliness", areas="poynton;disley"),
    *together(37, "consortium", "Longridge after dark", "2024-11-01/2025-10-31",
              "181 lead; 182; 185; 205", "Lounge, pitches and patrols on Friday nights.",
              themes="young people;community safety", areas="longridge", value=18000,
              programme="Safer streets"),
    *together(38, "volunteering", "Bank staff at the Lounge", "2025-02-13/2025-02-13",
              "180 lead; 181 host", "A kitchen fitted by people who usually fit databases.",
              themes="young people", areas="longridge"),
    *together(39, "shared_facility", "Kaleidoscope at the market house", "2024-10-02/",
              "182 host; 183", "Wednesdays; no second day to be had.", themes="dementia",
              areas="knutsford"),
    *together(40, "partnership", "Refuge and hospice quiet fund", "2025-01-20/",
              "211; 210", "Two charities share a counsellor for children.",
              themes="children and families"),
    *together(41, "partnership", "Bursaries paid by courses", "2024-09-30/", "215 lead; 214",
              "The company's surplus pays for the charity's counselling.",
              themes="mental health", areas="borough"),
    *together(42, "referral", "Home from hospital to home from loneliness", "2025-04-07/",
              "208 lead; 172; 220", "A week of visits becomes a befriender.",
              themes="older people;loneliness", areas="borough"),
    *together(43, "partnership", "Holiday food, summer 2025", "2025-07-21/2025-08-29",
              "201 funder; 14; 62; 82; 123; 203", "One booking page for five clubs.",
              themes="food;children and families", areas="borough", value=52000),
    *together(44, "partnership", "Timor tables", "2026-02-07/", "2 lead; 4",
              "The church lends its hall for funerals and feasts; we polish the floor.",
              themes="language;faith", areas="crewe"),
    *together(45, "funding", "Larkfield tokens", "2025-03-01/2025-05-31", "16 funder; 6; 23; 29",
              "Green tokens by the supermarket door.", themes="food", areas="crewe", value=1200),
]

for position, (organisation, value, purpose) in enumerate(STAR):
    ROWS += together(
        50 + position, "funding", purpose, f"2025-12-{1 + position:02d}/2026-11-30",
        f"206 funder; {organisation} recipient", programme="Acorn winter fund 2025",
        value=value,
    )
