"""Areas of the example: the real map, with invented remarks on what each place says it needs.

Populations are round figures after the census of 2021; the partnerships are invented.
"""

# Records read best as they are laid out here.
# fmt: off
from authored.places import PLACES, SECTORS
from authored.words import Row, prose

CENSUS = "2021-03-21"
BOROUGH = "XE-AREA-BOROUGH"


def area(
    key: str,
    name: str,
    kind: str,
    parent: str | None,
    population: int | None,
    postcodes: str,
    needs: str = "",
) -> Row:
    """Return one area; its point is that of the place's sector."""
    identity, sector = PLACES[key]
    latitude, longitude = SECTORS.get(sector, (None, None))
    return "areas", {
        "id": identity,
        "name": name,
        "kind": kind,
        "parent_id": PLACES[parent][0] if parent else "",
        "postcodes": postcodes,
        "latitude": latitude,
        "longitude": longitude,
        "population": population,
        "needs": prose(needs),
        "valid_from": CENSUS,
    }


def partnership(slug: str, name: str, parent: str, postcodes: str, needs: str) -> Row:
    """Return one invented neighbourhood or town partnership."""
    return "areas", {
        "id": f"XE-AREA-NP-{slug}",
        "name": name,
        "kind": "neighbourhood_partnership",
        "parent_id": PLACES[parent][0],
        "postcodes": postcodes,
        "needs": prose(needs),
        "valid_from": "2025-04-01",
    }


ROWS = [
    area("borough", "Cheshire East", "borough", None, 399000, "",
         """More people over 75 than the country as a whole, farms a long way from a bus, and four
         or five estates where one child in four is poor. Few places are open after five."""),
    area("cc knutsford", "Knutsford Care Community", "care_community", "borough", 28000,
         "WA16 6;WA16 7;WA16 8;WA16 9;WA16 0",
         "Dementia and carers; young people on Longridge with nowhere to go in the evening."),
    area("cc chaw", "CHAW Care Community (Chelford, Handforth, Alderley Edge, Wilmslow)",
         "care_community", "borough", 47000, "SK9 1;SK9 2;SK9 3;SK9 4;SK9 5;SK9 6;SK9 7;SK11 9",
         """Wealth next door to want on Colshaw Farm and Spath Lane. Loneliness in large houses;
         no changing places toilet in the four towns."""),
    area("cc bdp", "BDP Care Community (Bollington, Disley, Poynton)", "care_community",
         "borough", 36000, "SK10 4;SK10 5;SK12 1;SK12 2",
         "Falls, frailty and getting to hospital from the hill villages without a car."),
    area("cc macclesfield", "Macclesfield Care Community", "care_community", "borough", 62000,
         "SK10 1;SK10 2;SK10 3;SK11 0;SK11 6;SK11 7;SK11 8",
         """Young people's mental health: waits of nine months, self-harm admissions rising. Debt
         and damp on Moss Rose and Hurdsfield; more supervised drug users than the borough."""),
    area("cc congleton", "Congleton & Holmes Chapel Care Community", "care_community",
         "borough", 47000, "CW12 1;CW12 2;CW12 3;CW12 4;CW4 7;CW4 8",
         """Older people fed on Thursdays and alone the rest of the week. Mondays are the day the
         link workers dread. Few things for men."""),
    area("cc crewe", "Crewe Care Community", "care_community", "borough", 91000,
         "CW1 1;CW1 2;CW1 3;CW1 4;CW1 5;CW1 6;CW2 5;CW2 6;CW2 7;CW2 8",
         """Food, heating and rent. Newly arrived families from Timor-Leste, Poland, Sudan and
         Afghanistan need English at hours that fit shifts. Lives are ten years shorter in the
         west of the town than in Wilmslow."""),
    area("cc nantwich", "Nantwich & Rural Care Community", "care_community", "borough", 39000,
         "CW5 5;CW5 6;CW5 7;CW5 8;CW3 0;CW6 9;SY13 4;SY14 8",
         """Farming families under strain; suicide among farmers. No bus after six, no signal, no
         bank. Older people in villages wait for a lift."""),
    area("cc smash", "SMASH Care Community (Sandbach, Middlewich, Alsager, Scholar Green, "
         "Haslington)", "care_community", "borough", 67000,
         "CW11 1;CW11 2;CW11 3;CW11 4;CW10 0;CW10 9;ST7 2;ST7 3",
         "New estates without a hall; stroke and heart disease; children waiting for diagnosis."),
    area("crewe", "Crewe", "town", "cc crewe", 76000, "CW1 1;CW1 2;CW1 3;CW1 4;CW1 5;CW1 6",
         "Warm rooms, school-holiday food, English classes, help with debt."),
    area("west crewe", "West Crewe", "other", "crewe", 11000, "CW2 6;CW2 7",
         "Damp terraces on pre-payment meters; the 12 bus was withdrawn."),
    area("wistaston", "Wistaston", "other", "cc crewe", 9500, "CW2 8", ""),
    area("shavington", "Shavington", "other", "cc crewe", 6500, "CW2 5",
         "Lifts to the surgery; a village without a doctor of its own."),
    area("haslington", "Haslington", "other", "cc smash", 5100, "",
         "Carers without a break. Young people travel to Crewe or stay indoors."),
    area("macclesfield", "Macclesfield", "town", "cc macclesfield", 54000,
         "SK10 1;SK10 3;SK11 6", "Evening places for teenagers; repair and reuse; debt."),
    area("moss rose", "Moss Rose", "other", "macclesfield", 5200, "SK11 7",
         "Fuel poverty, and a community centre closed since the flood."),
    area("hurdsfield", "Hurdsfield", "other", "macclesfield", 5900, "SK10 2",
         "Children and families; nothing for dads."),
    area("weston", "Weston", "other", "macclesfield", 5600, "SK11 8",
         "Older tenants on upper floors who do not get out."),
    area("sutton", "Sutton and Langley", "other", "cc macclesfield", 2500, "SK11 0", ""),
    area("prestbury", "Prestbury", "other", "cc bdp", 3300, "SK10 4", ""),
    area("rainow", "Rainow", "other", "cc bdp", 1300, "", "A hall lease that runs out in spring."),
    area("bollington", "Bollington", "town", "cc bdp", 8100, "SK10 5", ""),
    area("poynton", "Poynton", "town", "cc bdp", 14800, "SK12 1",
         "Men who retired early and vanished; a befriending list of fifty."),
    area("disley", "Disley", "town", "cc bdp", 5000, "SK12 2", "Hospital transport over the hill."),
    area("congleton", "Congleton", "town", "cc congleton", 30000,
         "CW12 1;CW12 2;CW12 3;CW12 4",
         "Company and a hot meal on days other than Thursday, above all on Monday."),
    area("bromley farm", "Bromley Farm", "other", "congleton", 3100, "",
         "School-holiday hunger; a play area without swings."),
    area("holmes chapel", "Holmes Chapel", "town", "cc congleton", 6700, "CW4 7",
         "Six hundred new houses and one hall. Teenagers at the bus shelter."),
    area("goostrey", "Goostrey", "other", "cc congleton", 2300, "CW4 8", ""),
    area("sandbach", "Sandbach", "town", "cc smash", 21900, "CW11 1;CW11 2;CW11 3;CW11 4",
         "Stroke survivors have exercise until week twelve, then nothing."),
    area("middlewich", "Middlewich", "town", "cc smash", 14900, "CW10 0;CW10 9",
         "No station, no evening bus, no youth club since 2019."),
    area("alsager", "Alsager", "town", "cc smash", 13400, "ST7 2",
         "Children on the autism pathway; parents who have not slept."),
    area("scholar green", "Scholar Green", "other", "cc smash", 2600, "ST7 3", ""),
    area("nantwich", "Nantwich", "town", "cc nantwich", 14600, "CW5 5;CW5 6", ""),
    area("wybunbury", "Wybunbury", "other", "cc nantwich", 1600, "CW5 7", ""),
    area("wrenbury", "Wrenbury", "other", "cc nantwich", 1200, "CW5 8",
         "Farm stress; the last shop sells bait."),
    area("audlem", "Audlem", "other", "cc nantwich", 2000, "CW3 0",
         "Older people who no longer drive."),
    area("bunbury", "Bunbury", "other", "cc nantwich", 1300, "CW6 9", ""),
    area("marbury", "Marbury", "other", "cc nantwich", 500, "SY13 4", ""),
    area("wilmslow", "Wilmslow", "town", "cc chaw", 26000, "SK9 1;SK9 4;SK9 5;SK9 6",
         "Loneliness behind gates; a changing places toilet."),
    area("colshaw farm", "Colshaw Farm", "other", "wilmslow", 3300, "SK9 2",
         "Families in temporary work; the nearest food scheme is a bus away."),
    area("handforth", "Handforth", "town", "cc chaw", 7000, "SK9 3",
         "Refugee families at the hotel; English and bicycles."),
    area("alderley edge", "Alderley Edge", "town", "cc chaw", 5400, "SK9 7", ""),
    area("chelford", "Chelford", "other", "cc chaw", 1500, "SK11 9",
         "The cattle market has gone and with it the place where farmers talked."),
    area("knutsford", "Knutsford", "town", "cc knutsford", 13500, "WA16 6;WA16 8",
         "A dementia café with a waiting list."),
    area("longridge", "Longridge", "other", "knutsford", 3000, "",
         "Young people; an orchard nobody has planted yet."),
    area("mobberley", "Mobberley", "other", "cc knutsford", 3100, "WA16 7", ""),
    area("over peover", "Over Peover", "other", "cc knutsford", 800, "WA16 9", ""),
    ("areas", {
        "id": "XE-AREA-OVER-THE-BORDER",
        "name": "Over the border (Mow Ridge and the Staffordshire side)",
        "kind": "other",
        "postcodes": "ST8",
        "latitude": 53.115,
        "longitude": -2.169,
        "needs": "Outside the borough: people here use Congleton and Alsager and are asked to.",
    }),
    ("areas", {
        "id": "XE-AREA-NP-OLD-BROKEN-CROSS",
        "name": "Macclesfield West Town Partnership (wound up)",
        "kind": "neighbourhood_partnership",
        "parent_id": "XE-AREA-CC-MACCLESFIELD",
        "valid_from": "2019-04-01",
        "valid_to": "2025-03-31",
    }),
    partnership("CREWE-WEST", "Crewe West Neighbourhood Partnership", "cc crewe", "CW2 6;CW2 7",
                "Warm spaces within ten minutes' push of a pram, open on the same days each week."),
    partnership("CREWE-CENTRE", "Crewe Town Centre Partnership", "cc crewe", "CW1 2;CW1 6",
                "Rough sleepers by day; newcomers; the square after dark."),
    partnership("MACC-SOUTH", "Macclesfield South Neighbourhood Partnership",
                "cc macclesfield", "SK11 7;SK11 8", "A centre to replace the flooded one."),
    partnership("CONGLETON", "Congleton Town Partnership", "cc congleton",
                "CW12 1;CW12 2;CW12 3;CW12 4", "Mondays. Men. Moving about without a car."),
    partnership("SANDBACH", "Sandbach and Villages Partnership", "cc smash",
                "CW11 1;CW11 2;CW11 3;CW11 4", "Stroke exercise, reuse, quiet rooms."),
    partnership("RURAL-SOUTH", "South Cheshire Rural Partnership", "cc nantwich",
                "CW5 7;CW5 8;CW3 0;SY13 4", "Farm stress, lifts, signal."),
    partnership("WILMSLOW", "Wilmslow and Handforth Partnership", "cc chaw",
                "SK9 1;SK9 2;SK9 3", "Loneliness, newcomers, access."),
]
