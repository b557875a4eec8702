"""Further services of invented organisations in the north and across the borough."""

# Records read best as they are laid out here.
# fmt: off
from authored.words import Row, also, svc

ROWS: list[Row] = [
    *also(
        201, 4, "Plain and Edge Council: Public Health and Communities", "local_authority",
        "sandbach",
        svc("Stop smoking, start walking", "health and wellbeing", "", "free",
            "Twelve weeks of patches and a walking buddy; text to join.", areas="borough"),
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
            "While the tests are done next door, sit with us.", aud="carers",
            at="Memory clinic, Macclesfield"), has="wep",
    ),
    *also(
        203, 6, "Plain and Edge Leisure Trust", "leisure_trust", "congleton",
        svc("Couch to canal bike loans", "transport;sport and activity", "", "£5 a week",
            "Adult bikes and a route card, six weeks, helmets included.", areas="borough"),
        svc("Autism-friendly swim", "disability;sport and activity", "SU 09:00-10:00", "£3.50",
            "Lights low, no whistle, no inflatable, siblings free.", place="poynton",
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
            "Finds treasurers for groups and groups for treasurers.", areas="borough"), has="wepi",
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
            "12:00-15:00", "free", "A full dinner for whoever would be alone; lifts arranged.",
            at="Silkwater Town Hall, Macclesfield"), has="wp",
    ),
    *also(
        52, 2, "Silkmill Steps Medical Centre", "nhs", "macclesfield",
        svc("Long covid circle", "health and wellbeing;loneliness", "FR 11:00-12:00", "free",
            "Breathing, pacing and a group that believes you.", ages=(18, None)), has="wp",
    ),
    *also(
        62, 5, "Moss Rose Residents' Charity", "charity", "moss rose",
        svc("Moss Rose job and phone room", "employment and skills;digital inclusion",
            "TU 10:00-13:00", "free", "Free phone, two laptops, help with applications.",
            at="Kennedy Parade, Moss Rose", ages=(16, None)), has="wei",
    ),
    *also(
        58, 3, "Silkside Muslim Welcome Trust", "charity", "macclesfield north",
        svc("Arabic and Urdu story Saturday", "language;children and families", "SA 11:30-12:30",
            "free", "Stories in two alphabets and English in between.", ages=(4, 9),
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
            "Bring the thing that is beeping.", at="Bridgend shop, Bollington"),
        svc("Grief walk on the Middlewood", "bereavement;sport and activity",
            "RRULE:FREQ=MONTHLY;BYDAY=2SU 10:00-12:00", "free",
            "Flat trackbed, slow, dog at the front.", at="Middlewood Way, Bollington"), has="wep",
    ),
    *also(
        177, 2, "Disley Ram Fold Community Centre", "charity", "disley",
        svc("Disley lunch and lift", "older people;food;transport", "TH 12:00-13:45", "£5",
            "Soup, pie, and a volunteer car home up the hill.", ages=(65, None),
            at="Ram Fold, Disley", aud="older people"),
        svc("Small town big screen", "arts and heritage;loneliness",
            "RRULE:FREQ=MONTHLY;BYDAY=3FR 19:00-21:30", "£4", "Cinema without the motorway.",
            at="Ram Fold, Disley"), has="wep",
    ),
    *also(
        171, 2, "Poynton Vernon Mead Town Council", "parish_council", "poynton",
        svc("Shopping-street benches scheme", "older people;environment", "", "£350",
            "Sponsor a bench; the council plants round it.", areas="poynton"), has="wp",
    ),
    *also(
        151, 2, "Bollin Fee Town Council", "parish_council", "wilmslow",
        svc("Town twinning supper", "arts and heritage;language",
            "RRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=2SA 18:30-22:00", "£15",
            "French cheese, German wine, everybody's verbs.", at="Bollin Fee civic hall"), has="wp",
    ),
    *also(
        154, 2, "Wilmslow Late Breakfast Club for Men", "unincorporated", "wilmslow west",
        svc("Widowers' washing-up", "bereavement;loneliness", "RRULE:FREQ=MONTHLY;BYDAY=2TH "
            "15:00-16:30", "free", "Bring a plate, wash a plate, tell the truth.", aud="men",
            at="Station Café, Wilmslow"), has="e",
    ),
    *also(
        161, 2, "Chelford Round Table Room", "charity", "chelford",
        svc("Chelford repair and grind", "repair and reuse;rural life",
            "RRULE:FREQ=MONTHLY;BYDAY=2SA 10:00-12:00", "donation",
            "Blades, chainsaws, secateurs, kitchen knives.", at="Auction canteen, Chelford"),
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
            "10:00-12:00", "free", "Quiet hour, a helper on each corner, a chair per stall.",
            at="Heathside market house, Knutsford"), has="wp",
    ),
    *also(
        184, 3, "St Osmund's Church, Knutsford", "church", "knutsford",
        svc("Warm Wildflower Room", "warm spaces;loneliness", "MO 10:00-14:00", "free",
            "Wood stove, seed catalogue, company.", at="St Osmund's Hall, Knutsford"), has="wp",
    ),
    *also(
        185, 2, "Knutsford Heath Football Club", "CIC", "knutsford north",
        svc("Girls' Saturday football", "sport and activity;young people", "SA 09:00-10:30", "£2",
            "Under-8s to under-16s; boots from the boot bank.", ages=(6, 16), aud="girls"),
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
            "Two hours so that you can sleep, lamb or cry.", aud="farmers;families"), has="m",
    ),
    *also(
        209, 4, "Wheatsheaf Farm Support", "charity", "chelford",
        svc("Young farmers: talk at the meeting", "farming;mental health;young people", "", "free",
            "Half an hour at your club night, no slides, one story.", ages=(16, 30),
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
