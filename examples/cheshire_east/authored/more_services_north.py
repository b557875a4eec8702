"""Further services of invented organisations in the north and across the borough."""

# Records read best as they are laid out here.
# fmt: off
from authored.words import Row, also, svc

ROWS: list[Row] = [
    *also(
        201, 4, "Plain and Edge Council: Public Health and Communities", "local_authority",
        "sandbach",
        svc("Stop smoking, start walking", "health and wellbeing", "", "free",
            """A twelve-week stop-smoking course with patches or vapes and a volunteer walking
            buddy to fill the five minutes the cigarette took. Text to join; pharmacists can
            refer.""", areas="borough"),
        svc("Connecting Farms grants", "farming;rural life", "", "free",
            "Up to £1,500 for village groups that get farmers off the yard.", areas="cc nantwich;"
            "cc knutsford;cc chaw"), has="wep",
    ),
    *also(
        202, 5, "Plain and Edge Health and Care Trust", "nhs", "macclesfield west",
        svc("Recovery college", "mental health;education", "", "free",
            "Short courses taught by a clinician and somebody who has lived it.",
            ages=(16, None), areas="borough"),
        svc("Carers' café at the memory clinic", "dementia;carers", "TH 14:00-15:30", "free",
            """Somewhere for family carers to sit while memory tests are done next door: coffee, a
            carers' support worker and leaflets nobody has to take.""", aud="carers",
            at="Memory clinic, Macclesfield"), has="wep",
    ),
    *also(
        203, 6, "Plain and Edge Leisure Trust", "leisure_trust", "congleton",
        svc("Couch to canal bike loans", "transport;sport and activity", "", "£5 a week",
            """Borrow an adult bicycle, helmet and lock for six weeks and get a route card and a
            led ride along the canal. For people who have not cycled since childhood or cannot
            afford a bike.""", areas="borough"),
        svc("Autism-friendly swim", "disability;sport and activity", "SU 09:00-10:00", "£3.50",
            """A quiet swimming session for autistic children and adults and their families: dimmed
            lights, no whistle, no inflatables, trained lifeguards and a private changing room.
            Siblings swim free.""", place="poynton",
            at="Leisure centre, Poynton", aud="disabled people;families"),
        svc("Steady on your feet", "older people;health and wellbeing", "WE 14:00-15:00", "£3",
            "Twelve weeks of strength and balance, then a maintenance class.", place="knutsford",
            at="Leisure centre, Knutsford", ages=(65, None), aud="older people"),
        svc("Half-term swim and soup", "children and families;food", "", "£1",
            "A swim and a hot lunch for children who get free school meals.", place="hurdsfield",
            ages=(6, 14), aud="children"), has="wepi",
    ),
    *also(
        204, 3, "Silk and Salt Housing Association", "housing_association", "macclesfield",
        svc("Warm homes squad", "fuel poverty;housing and homelessness", "", "free",
            "Mould wash, radiator keys and a smart-meter explained, for our tenants.",
            aud="tenants", areas="cc macclesfield;cc congleton"), has="wep",
    ),
    *also(
        207, 3, "Plain and Edge Voluntary Action", "charity", "crewe",
        svc("Employer volunteering brokerage", "volunteering", "", "free",
            "We find a day's useful work for a business team and stop them painting a scout hut "
            "twice.", areas="borough", aud="businesses"),
        svc("Trustee match", "volunteering;education", "", "free",
            """Introduces people willing to be trustees or treasurers to charities that need one,
            with a skills form, two conversations and training on duties and accounts.""",
            areas="borough"), has="wepi",
    ),
    *also(
        208, 5, "Elder Voices, Cheshire Plain branch", "charity", "congleton",
        svc("Winter warmth line", "fuel poverty;older people",
            "MO 09:00-16:00; TU 09:00-16:00; WE 09:00-16:00; TH 09:00-16:00; FR 09:00-16:00",
            "free", "Emergency heaters, meter top-ups and a plumber on call, October to March.",
            areas="borough", aud="older people", ages=(65, None)), has="wep",
    ),
    *also(
        51, 4, "Silk Street Library (Plain and Edge Libraries)", "local_authority", "macclesfield",
        svc("Sensory story time", "children and families;disability", "SA 10:30-11:15", "free",
            "Lights dimmed, bubble tube on, stories for children who wriggle.", ages=(2, 8),
            aud="children"), has="wp",
    ),
    *also(
        50, 3, "Silkwater Town Council", "parish_council", "macclesfield",
        svc("Christmas Day lunch", "loneliness;food", "RRULE:FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=25 "
            "12:00-15:00", "free",
            """A full Christmas dinner at the town hall for anybody who would otherwise be alone,
            with lifts from home, presents and carols. Volunteers cook and sit at each table.""",
            at="Silkwater Town Hall, Macclesfield"), has="wp",
    ),
    *also(
        52, 2, "Silkmill Steps Medical Centre", "nhs", "macclesfield",
        svc("Long covid circle", "health and wellbeing;loneliness", "FR 11:00-12:00", "free",
            """A weekly group for people with long covid, fatigue or breathlessness: pacing,
            breathing exercises and mutual support with an occupational therapist. Registered
            patients of three practices.""", ages=(18, None)), has="wp",
    ),
    *also(
        62, 5, "Moss Rose Residents' Charity", "charity", "moss rose",
        svc("Moss Rose job and phone room", "employment and skills;digital inclusion",
            "TU 10:00-13:00", "free",
            """Free phone, Wi-Fi and two laptops with a volunteer to help with job applications,
            universal credit and school places. No appointment; for estate residents first.""",
            at="Kennedy Parade, Moss Rose", ages=(16, None)), has="wei",
    ),
    *also(
        58, 3, "Silkside Muslim Welcome Trust", "charity", "macclesfield north",
        svc("Arabic and Urdu story Saturday", "language;children and families", "SA 11:30-12:30",
            "free",
            """A Saturday hour of picture books told in Arabic, Urdu and English, with tea for
            parents. Children learn to read their family's script; everyone is welcome.""",
            ages=(4, 9),
            at="Glovers' Yard Prayer Rooms, Macclesfield", languages="ar;ur;en"), has="wep",
    ),
    *also(
        73, 1, "Larch House Care Home", "company", "weston",
        svc("Care home memory tea", "dementia;carers", "TH 14:00-15:30", "free",
            "Open to neighbours caring at home; a nurse answers what the GP had no time for.",
            at="Larch House, Weston", aud="people with dementia;carers"), has="wp",
    ),
    *also(
        168, 4, "Bollington Bridgend Neighbours", "charity", "bollington",
        svc("Digital door", "digital inclusion", "WE 10:00-12:00", "free",
            """Patient one-to-one help with phones, tablets, smart meters and online appointments.
            Bring the device and the charger; volunteers visit the housebound.""",
            at="Bridgend shop, Bollington"),
        svc("Grief walk on the Middlewood", "bereavement;sport and activity",
            "RRULE:FREQ=MONTHLY;BYDAY=2SU 10:00-12:00", "free",
            """A slow monthly walk on a level trackbed for people in grief, with a bereavement
            volunteer and a dog. You can walk in silence; parking and toilets at the start.""",
            at="Middlewood Way, Bollington"), has="wep",
    ),
    *also(
        177, 2, "Disley Ram Fold Community Centre", "charity", "disley",
        svc("Disley lunch and lift", "older people;food;transport", "TH 12:00-13:45", "£5",
            """A lunch each Thursday for older people in Disley and the hill farms: soup, pie and
            pudding, with a volunteer car to fetch and return you. Twenty-four places.""",
            ages=(65, None),
            at="Ram Fold, Disley", aud="older people"),
        svc("Small town big screen", "arts and heritage;loneliness",
            "RRULE:FREQ=MONTHLY;BYDAY=3FR 19:00-21:30", "£4",
            """A monthly film night in the community centre for families and older people who
            cannot get to a cinema. Cheap tickets, subtitles, tea in the interval, lifts home.""",
            at="Ram Fold, Disley"), has="wep",
    ),
    *also(
        171, 2, "Poynton Vernon Mead Town Council", "parish_council", "poynton",
        svc("Shopping-street benches scheme", "older people;environment", "", "£350",
            """Families, firms and clubs may sponsor a bench in the shopping street; the council
            fits it, plants round it and puts up a plaque. Older people's group chose the sites.""",
            areas="poynton"), has="wp",
    ),
    *also(
        151, 2, "Bollin Fee Town Council", "parish_council", "wilmslow",
        svc("Town twinning supper", "arts and heritage;language",
            "RRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=2SA 18:30-22:00", "£15",
            """An annual supper for the town's French and German twin towns with food, songs and
            language practice. Exchange families are matched; newcomers may come.""",
            at="Bollin Fee civic hall"), has="wp",
    ),
    *also(
        154, 2, "Wilmslow Late Breakfast Club for Men", "unincorporated", "wilmslow west",
        svc("Widowers' washing-up", "bereavement;loneliness", "RRULE:FREQ=MONTHLY;BYDAY=2TH "
            "15:00-16:30", "free",
            """A monthly afternoon for men whose wife or partner has died: bring a plate, wash a
            plate, and talk with others who know. A hospice volunteer attends.""", aud="men",
            at="Station Café, Wilmslow"), has="e",
    ),
    *also(
        161, 2, "Chelford Round Table Room", "charity", "chelford",
        svc("Chelford repair and grind", "repair and reuse;rural life",
            "RRULE:FREQ=MONTHLY;BYDAY=2SA 10:00-12:00", "donation",
            """A monthly repair session for garden and farm tools: blades sharpened, chainsaws
            serviced, welding small breakages, with advice on safe use.""",
            at="Auction canteen, Chelford"),
        has="wp",
    ),
    *also(
        163, 2, "Bollin Brook High School", "academy", "wilmslow west",
        svc("English for new arrivals, evening", "language;education", "TU 18:30-20:30",
            "£30 a term",
            "Entry 2 and 3, exams in June; bursaries if you are seeking asylum.", ages=(16, None),
            aud="migrants"), has="wp",
    ),
    *also(
        182, 2, "Knutsford Heathside Town Council", "parish_council", "knutsford",
        svc("Dementia-friendly market day", "dementia;carers", "RRULE:FREQ=MONTHLY;BYDAY=1FR "
            "10:00-12:00", "free",
            """A quiet hour for people with dementia at the monthly market: fewer stalls, trained
            helpers on each corner, chairs and clear signs. Carers' leaflets and a café after.""",
            at="Heathside market house, Knutsford"), has="wp",
    ),
    *also(
        184, 3, "St Osmund's Church, Knutsford", "church", "knutsford",
        svc("Warm Wildflower Room", "warm spaces;loneliness", "MO 10:00-14:00", "free",
            """A warm room with a wood stove, tea, seed catalogues and company on Monday mornings
            in winter. Volunteers help with heating bills and benefit forms.""",
            at="St Osmund's Hall, Knutsford"), has="wp",
    ),
    *also(
        185, 2, "Knutsford Heath Football Club", "CIC", "knutsford north",
        svc("Girls' Saturday football", "sport and activity;young people", "SA 09:00-10:30", "£2",
            """Football training for girls from under-eights to under-sixteens every Saturday with
            qualified women coaches. Boots can be borrowed; fees waived where money is short.""",
            ages=(6, 16), aud="girls"),
        has="wmi",
    ),
    *also(
        191, 1, "Knutsford Academy of the Heath", "academy", "knutsford north",
        svc("Sixth-form volunteering hour", "volunteering;young people", "", "free",
            "Eighteen students who need 50 hours each before Easter; ring the head of year.",
            ages=(16, 18), aud="young people"), has="wp",
    ),
    *also(
        189, 2, "Over Peover Farm Families", "unincorporated", "over peover",
        svc("Sitting for farm mothers", "farming;carers;children and families", "", "free",
            """Volunteers sit with children or an older relative on the farm for two hours so that
            a mother can sleep, lamb or see a doctor. Trained, insured and discreet.""",
            aud="farmers;families"), has="m",
    ),
    *also(
        209, 4, "Wheatsheaf Farm Support", "charity", "chelford",
        svc("Young farmers: talk at the meeting", "farming;mental health;young people", "", "free",
            """A half-hour talk and conversation on stress, succession and how to ask for help,
            given at young farmers' club nights by somebody who farms. Free; follow-up by phone.""",
            ages=(16, 30),
            areas="borough", aud="farmers"), has="wepi",
    ),
    *also(
        211, 5, "Cheshire Plain Hospice", "charity", "sandbach",
        svc("Bereaved by suicide", "bereavement;mental health",
            "RRULE:FREQ=MONTHLY;BYDAY=3WE 18:30-20:00", "free",
            "A small closed group with two facilitators who have sat there.", ages=(18, None)),
        has="wepi",
    ),
]
