"""Subjects of the voluntary sector, each with the words by which texts speak of it."""

from __future__ import annotations

from collections.abc import Sequence

from sap_match.similarity.words import stem, words_of

SUBJECTS: dict[str, tuple[str, ...]] = {
    "older people": (
        "older people", "older person", "older adults", "older residents", "older men",
        "older women", "elderly", "elders", "pensioners", "senior citizens", "seniors", "over 50s",
        "over 60s", "over 55s", "over 65s", "over fifties", "retired people", "old people",
        "old age",
    ),
    "disabled people": (
        "disabled people", "disabled children", "disabled adults", "disabled person", "disability",
        "people with disabilities", "physical disabilities", "wheelchair users", "impairments",
    ),
    "learning disabilities": ("learning disability", "learning difficulties", "down syndrome"),
    "autism": ("autism", "autistic", "asperger", "asperger's", "ASD", "neurodivergent"),
    "special educational needs": ("special needs", "special educational needs", "SEND", "SEN"),
    "mental health": (
        "mental health", "mental illness", "mental distress", "mental wellbeing", "anxiety",
        "depression", "emotional wellbeing", "suicide", "self-harm",
    ),
    "counselling": ("counselling", "counsellor", "talking therapies", "psychotherapy"),
    "dementia": ("dementia", "alzheimer", "alzheimer's", "memory cafe", "memory loss"),
    "isolation and loneliness": (
        "isolation", "isolated", "lonely", "loneliness", "befriending", "befriender",
        "socially isolated", "housebound",
    ),
    "carers": ("carer", "young carers", "caring responsibilities", "unpaid carers"),
    "bereavement": ("bereavement", "bereaved", "grief", "grieving"),
    "domestic abuse": ("domestic abuse", "domestic violence", "refuge", "coercive control"),
    "homelessness": ("homelessness", "homeless", "rough sleepers", "rough sleeping", "hostel"),
    "refugees and asylum seekers": (
        "refugee", "asylum", "asylum seeker", "displaced", "hongkongers", "resettlement",
    ),
    "food poverty": (
        "food poverty", "food bank", "foodbank", "food parcels", "emergency food", "food pantry",
        "hunger", "free meals", "hot meals", "food share",
    ),
    "debt and money advice": (
        "debt", "money advice", "welfare rights", "benefits advice", "fuel poverty", "fuel bills",
        "budgeting",
    ),
    "jobs and training": (
        "employment", "unemployed", "unemployment", "employability", "job", "apprenticeships",
        "work experience",
    ),
    "digital skills": (
        "digital skills", "digitally excluded", "digital inclusion", "computer", "laptops",
        "tablets", "internet", "online skills",
    ),
    "English language classes": (
        "ESOL", "English classes", "English language", "conversation class",
    ),
    "addiction and recovery": (
        "addiction", "substance misuse", "drugs", "alcohol", "rehabilitation", "drug",
    ),
    "offenders and their families": (
        "offenders", "ex-offenders", "prison", "prisoners", "reoffending",
    ),
    "hospices and palliative care": (
        "hospice", "palliative", "terminal", "terminally", "end of life",
    ),
    "cancer": ("cancer", "leukaemia", "tumour", "chemotherapy"),
    "deaf people": (
        "deaf", "deafblind", "hard of hearing", "hearing loss", "lip reading", "sign language",
        "BSL", "hearing impaired",
    ),
    "blind people": (
        "blind", "partially sighted", "visually impaired", "sight loss", "visual impairment",
    ),
    "gardening and growing": (
        "gardening", "garden", "gardener", "allotment", "horticulture", "horticultural", "planting",
        "orchard", "vegetables", "planters", "flower beds",
    ),
    "parks and green spaces": ("park", "parks", "green space", "green spaces", "open spaces"),
    "wildlife and nature": (
        "wildlife", "natural world", "nature reserve", "biodiversity", "conservation", "habitats",
        "woodland", "wildflower", "bees", "tree planting",
    ),
    "climate and waste": ("recycling", "recycle", "repair cafe", "climate", "carbon", "upcycling"),
    "heritage and local history": (
        "heritage", "history", "historic", "museum", "archaeology", "preservation",
    ),
    "singing": ("singing", "choir", "choral", "singers", "choirs", "sing", "community choir"),
    "music": ("music", "musical", "orchestra", "band", "concert", "instruments", "musicians"),
    "theatre and drama": ("theatre", "drama", "pantomime", "theatrical"),
    "dance": ("dance", "dancing", "dancer"),
    "arts and crafts": (
        "arts", "art", "crafts", "craft", "painting", "creative arts", "artists", "knitting",
        "sewing",
    ),
    "reading and writing": (
        "literacy", "creative writing", "reading", "poetry", "poets", "books", "storytelling",
    ),
    "football": ("football", "footballers", "walking football"),
    "sport and fitness": (
        "sport", "sports", "sporting", "fitness", "exercise", "exercise classes", "boxing",
        "martial arts", "athletics", "gym", "yoga", "keep fit",
    ),
    "cycling": ("cycling", "bike", "bicycle", "cycle", "trikes"),
    "walking": ("walking group", "walks", "guided walks", "rambling", "walking"),
    "holiday clubs and play": (
        "holiday club", "play scheme", "playscheme", "holiday activities", "summer play",
    ),
    "early years": (
        "pre-school", "preschool", "playgroup", "nursery", "toddlers", "under fives", "babies",
        "childminders", "childminding",
    ),
    "new parents": (
        "expectant", "pregnant", "pregnancy", "perinatal", "new parents", "new mums",
        "breastfeeding", "postnatal", "neonatal", "maternity",
    ),
    "care leavers and children in care": (
        "care leavers", "looked after children", "looked-after children", "foster", "fostering",
        "kinship carers", "adoption",
    ),
    "youth work": ("youth club", "youth work", "youth group", "youth centre", "youth services"),
    "hate crime": ("hate crime", "racism", "islamophobia"),
    "LGBT people": ("LGBT", "LGBTQ", "lesbian", "gay", "bisexual", "trans"),
    "ethnic minority communities": (
        "BME", "BAME", "ethnic minorities", "ethnic minority", "minority ethnic",
        "african caribbean", "south asian",
    ),
    "transport": ("community transport", "minibus", "volunteer drivers", "transport"),
    "advice": ("advice", "signposting", "advocacy", "information and advice"),
    "hospital patients": ("hospital", "patients", "clinics"),
    "veterans": ("veterans", "armed forces", "ex-service", "servicemen", "regiment"),
    "animal welfare": ("animals", "animal welfare", "cats", "dogs", "animal rescue"),
    "overseas aid": ("overseas aid", "famine", "developing countries", "international aid"),
    "lunch clubs and shared meals": (
        "lunch club", "luncheon club", "lunches", "community meal", "coffee morning", "cafe",
        "café", "warm space", "warm hub",
    ),
    "the voluntary sector": (
        "voluntary sector", "community sector", "third sector", "voluntary organisations",
        "capacity building", "volunteer centre",
    ),
    "community events": (
        "street party", "fun day", "family fun day", "festival", "funday", "jubilee",
        "community event", "picnic",
    ),
}  # fmt: skip
"""Subjects of the sector and the words by which texts speak of them.

Two texts may name one subject in different words; the subject is then what they share.
"""

VARIANTS: dict[str, frozenset[tuple[str, ...]]] = {
    subject: frozenset(tuple(stem(w) for w in words_of(v)) for v in variants)
    for subject, variants in SUBJECTS.items()
}
"""The same, each wording as its stems."""

_ALL_VARIANTS = frozenset(v for variants in VARIANTS.values() for v in variants)
LONGEST_VARIANT = max(len(v) for v in _ALL_VARIANTS)

#: Abbreviations that are other words in small letters.
_ONLY_CAPITALS = frozenset({"SEND", "SEN"})


def subject_spans(words: Sequence[str]) -> list[tuple[int, int]]:
    """Return (first, after last) of every wording of a subject among words as written.

    Examples
    --------
    >>> subject_spans(["Tea", "for", "older", "people", "who", "send", "letters"])
    [(2, 4)]
    """
    stems = [stem(w.lower()) for w in words]
    found = []
    for i in range(len(words)):
        for j in range(i + 1, min(i + LONGEST_VARIANT, len(words)) + 1):
            is_other = words[i].upper() in _ONLY_CAPITALS and not words[i].isupper()
            if tuple(stems[i:j]) in _ALL_VARIANTS and not (is_other and j == i + 1):
                found.append((i, j))
    return found
