"""Words by which services say for whom they are: general vocabulary of the sector."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

STAGES: Mapping[str, tuple[float, float]] = {
    "small children": (0, 5),
    "children": (5, 12),
    "young people": (12, 18),
    "young adults": (18, 26),
    "adults": (26, 50),
    "older people": (50, math.inf),
}
"""Stages of life in years: from the first to below the second."""

_ADULTS = frozenset(("young adults", "adults", "older people"))
_ALL = frozenset(STAGES)


def _any(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words})\b")


STAGE_WORDS: tuple[tuple[re.Pattern[str], frozenset[str]], ...] = (
    (_any(r"(?:of )?all ages|any age|all ages"), _ALL),
    (_any(r"children(?:'s)? (?:centre|home|hospital|clothes|books|toys|ward)s?|family centre"),
     frozenset()),
    (_any(r"(?:parents?|mums?|mothers?|dads?|fathers?|famil(?:y|ies)|carers?) (?:of|with) "
          r"(?:their )?(?:new ?born )?(?:bab(?:y|ies)|toddlers?|(?:young|small|pre-?school) "
          r"children"
          r"|under[- ]?(?:fives|5s))"), frozenset(("small children",))),
    (_any(r"young adults?|care leavers?"), frozenset(("young adults",))),
    (_any(r"older (?:people|persons?|adults?|residents?|men|women|citizens?|generation)|elderly"
          r"|elders|pensioners?|senior citizens?|seniors|old age|old people|later life"
          r"|retired (?:people|men|women)|retirement|over[- ]?(?:fifties|sixties)"),
     frozenset(("older people",))),
    (_any(r"teen(?:s|agers?|aged?)?|secondary[- ]school (?:children|pupils|age)|adolescents?"),
     frozenset(("young people",))),
    (_any(r"young (?:people|persons?|women|men|carers?)(?:'s)?|youths?"),
     frozenset(("young people", "young adults"))),
    (_any(r"bab(?:y|ies)|toddlers?|pre-?school(?:ers?)?|under[- ]?fives|infants?|early years"
          r"|playgroup"), frozenset(("small children",))),
    (_any(r"primary[- ]school (?:children|pupils|age)|juniors|boys and girls|girls and boys"),
     frozenset(("children",))),
    (_any(r"child(?:ren)?(?:'s)?|kids|schoolchildren|youngsters?"),
     frozenset(("small children", "children"))),
    (_any(r"adults?"), _ADULTS),
    (_any(r"famil(?:y|ies)|parents?|mums?|mothers?|dads?|fathers?|grandparents?|individuals"),
     frozenset(("small children", "children", "young people", "young adults", "adults"))),
)  # fmt: skip
"""Wordings of stages of life, the more particular first; each is read once."""

SPECIALIST: Mapping[str, re.Pattern[str]] = {name: _any(words) for name, words in {
    "women": r"wom[ae]n(?:'s)?|girls?(?:')?|females?|ladies",
    "men": r"(?<!wo)m[ae]n(?:'s)?|boys?(?:')?|(?<!fe)males?|mens|gentlemen|gents",
    "mothers": r"mums?|mothers?",
    "fathers": r"dads?|fathers?|grandads?",
    "South Asian people": r"south asians?|pakistanis?|indian|bangladeshis?|punjabi|gujarati"
    r"|bengali",
    "Black people": r"african|caribbean|afro-caribbean|black (?:people|men|women|communit\w+|"
    r"families|led|led)|black (?:british|african)|windrush",
    "Chinese people": r"chinese|hong ?kong\w*",
    "Eastern Europeans": r"polish|romanian|ukrainians?|eastern europeans?|bulgarian|lithuanian",
    "Arab and Middle Eastern people": r"arab\w*|yemeni|syrian|iranian|kurdish|afghan",
    "Somali people": r"somalis?",
    "Timorese people": r"timorese|tetum",
    "Irish people": r"irish",
    "Gypsies and Travellers": r"gyps(?:y|ies)|travellers|romany",
    "ethnic minorities": r"bme|bame|ethnic minorit\w+|minority ethnic|global majority"
    r"|people of colou?r|(?<!south )asian (?:women|men|people|communit\w+|families)",
    "Jewish people": r"jewish|jews|orthodox jew\w*",
    "Muslims": r"muslims?|islamic",
    "Christians": r"christians?|catholics?|churchgoers",
    "Hindus": r"hindus?",
    "Sikhs": r"sikhs?",
    "refugees and asylum seekers": r"refugees?|asylum|displaced (?:people|persons)"
    r"|(?:flee(?:ing)?|fled) (?:war|persecution|their)|sanctuary seekers",
    "veterans": r"veterans?|armed forces|ex-service\w*|ex-forces|service personnel",
    "LGBT people": r"lgbt\w*\+?|lesbians?|gay|bisexual|trans(?:gender)? (?:people|men|women)|queer",
    "carers": r"carers?(?:')?|(?:caring|cares?) for (?:an? |their |someone|somebody)"
    r"|(?:who )?look(?:s|ing)? after (?:a relative|someone|somebody)",
    "people in the justice system": r"offend\w+|ex-offend\w+|prison\w*|probation|custodial",
    "bereaved people": r"bereave\w*|grie(?:f|ving)|lost a (?:loved|partner|child|parent)",
    "new and expectant parents": r"postnatal|post-natal|perinatal|antenatal|expectant|pregnan\w+"
    r"|new (?:mums?|mothers?|parents?|dads?)|breast-?feeding",
    "students": r"students?|undergraduates?",
    "farmers": r"farmers?|farming (?:people|families|communit\w+)",
    "sex workers": r"sex work\w*",
    "people with dementia": r"dementia|demetia|alzheimer\w*(?:'s)?|memory (?:loss|problems)",
    "people with cancer": r"cancers?|chemotherapy|leukaemia",
    "stroke survivors": r"strokes?|aphasia",
    "heart patients": r"heart (?:disease|failure|patients?|conditions?)|cardiac",
    "people with diabetes": r"diabet\w+",
    "people with Parkinson's": r"parkinson(?:')?s?",
    "people with multiple sclerosis": r"multiple sclerosis",
    "autistic people": r"autis\w+|asperger\w*(?:'s)?|neurodiver\w+|asd",
    "people with learning disabilities": r"learning (?:disab\w+|difficult\w+)|down(?:'s)? syndrome",
    "Deaf people": r"deaf\w*|hard of hearing|hearing (?:loss|impair\w+)|bsl",
    "people with sight loss": r"sight loss|blind|visual(?:ly)? impair\w+|partially sighted",
    "wheelchair users": r"wheelchair users?",
    "disabled people": r"disabled|disabilit\w+|impairments?|special (?:educational )?needs|send",
    "people with addictions": r"addict\w*|alcohol\w*|substance|drugs?|recovery from|gambl\w+",
    "people who hear voices": r"hear(?:ing)? voices|psychosis|schizophreni\w+",
    "people with eating disorders": r"eating disorders?|anorexi\w+|bulimi\w+",
    "people with anxiety": r"anxiety|anxious|panic attacks?",
    "people with depression": r"depress\w+|low mood|mood disorders?",
    "people with life-limiting illness": r"life-limiting|terminal\w*|palliative|hospice",
    "survivors of abuse": r"domestic (?:abuse|violence)|sexual (?:violence|abuse|assault)",
    "victims of crime": r"victims? of crime|cope with crime",
    "care leavers and children in care": r"care leavers?|looked[- ]after|foster\w*|adoptive",
    "home-educating families": r"home[- ]educat\w+|home[- ]school\w*",
}.items()}  # fmt: skip
"""Specialist audiences: a service for these is for other people than one for others of these."""

UMBRELLAS: Mapping[str, frozenset[str]] = {
    **{one: frozenset(("ethnic minorities",)) for one in (
        "South Asian people", "Black people", "Chinese people", "Somali people",
        "Arab and Middle Eastern people", "Gypsies and Travellers", "Timorese people",
    )},
    **{one: frozenset(("disabled people",)) for one in (
        "autistic people", "people with learning disabilities", "Deaf people",
        "people with sight loss", "wheelchair users", "people with multiple sclerosis",
    )},
    "mothers": frozenset(("women", "new and expectant parents")),
    "fathers": frozenset(("men",)),
    "people with cancer": frozenset(("people with life-limiting illness",)),
}  # fmt: skip
"""Groups and the wider ones that hold them."""

FAITHS: Mapping[str, str] = {
    "Jewish people": "Jewish", "Muslims": "Muslim", "Christians": "Christian", "Hindus": "Hindu",
    "Sikhs": "Sikh",
}  # fmt: skip
CONDITIONS: frozenset[str] = frozenset(
    g for g in SPECIALIST if g.startswith(("people with ", "people who hear", "autistic", "Deaf",
                                           "stroke", "heart", "wheelchair", "disabled"))
)  # fmt: skip

SOFT: Mapping[str, re.Pattern[str]] = {name: _any(words) for name, words in {
    "people on low incomes": r"low[- ]incomes?|on benefits|poverty|hardship"
    r"|in need|deprived|disadvantaged",
    "homeless people": r"homeless\w*|rough sleep\w+|sleeping rough|temporary accommodation"
    r"|housing need",
    "unemployed people": r"unemployed|job ?seekers?|out of work|not in work",
    "tenants": r"tenants?",
    "isolated people": r"isolated|lonely|housebound|loneliness",
}.items()}  # fmt: skip
"""Audiences that lie across the others: one may be on a low income, homeless and a carer."""

GENERAL = re.compile(
    r"(?:every(?:one|body)|any(?:one|body)|all|public|general public|the public|residents?"
    r"|local (?:people|residents)|(?:the |whole |local )*community|people|individuals?|adults?"
    r"|famil(?:y|ies)|households?|open to all|all welcome|neighbours)(?: .{0,40})?"
)
"""Audiences that leave nobody out."""

LANGUAGE_CODES: Mapping[str, str] = {
    "en": "English", "cy": "Welsh", "pl": "Polish", "pt": "Portuguese", "ar": "Arabic",
    "fa": "Farsi", "ti": "Tigrinya", "ur": "Urdu", "uk": "Ukrainian", "yue": "Cantonese",
    "zh": "Chinese", "tet": "Tetum", "ro": "Romanian", "so": "Somali", "bn": "Bengali",
    "pa": "Punjabi", "gu": "Gujarati", "hi": "Hindi", "es": "Spanish", "fr": "French",
    "de": "German", "it": "Italian", "ru": "Russian", "lt": "Lithuanian", "sk": "Slovak",
    "ku": "Kurdish", "ps": "Pashto", "am": "Amharic", "vi": "Vietnamese", "bg": "Bulgarian",
    "hu": "Hungarian", "cs": "Czech", "tr": "Turkish", "bfi": "British Sign Language",
    "eng": "English", "cym": "Welsh", "pol": "Polish", "urd": "Urdu", "ara": "Arabic",
}  # fmt: skip
"""Codes of ISO 639 that British directories use."""

LANGUAGE_NAMES: Mapping[str, str] = {
    **{name.casefold(): name for name in LANGUAGE_CODES.values()},
    "bsl": "British Sign Language", "persian": "Farsi", "mandarin": "Chinese", "cymraeg": "Welsh",
    "gymraeg": "Welsh", "polski": "Polish", "polskie": "Polish", "polska": "Polish",
}  # fmt: skip
