"""What kind of thing a service is: a lunch club, a food bank, counselling."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

_WORDS: Mapping[str, str] = {
    "lunch clubs": r"lunch(?:eon)?s?(?: clubs?| bunch| groups?)?|shared meals?|community meals?"
    r"|(?:two|three)-course|sunday dinner|communal meals?|midday meals?|(?:hot|cooked"
    r"|over-\w+) (?:dinners?|meals?)|dinners?",
    "coffee mornings": r"coffee (?:mornings?|and chat)|tea (?:afternoons?|mornings?)|tea and talk"
    r"|cuppa|community caf[eé]s?|pop-in caf[eé]",
    "warm spaces": r"warm (?:spaces?|hubs?|welcome|rooms?|banks?)",
    "food banks": r"food ?banks?|food parcels?|emergency food|food (?:pantr(?:y|ies)|clubs?|hubs?|"
    r"larders?|cupboards?)|pantr(?:y|ies)|larders?|(?:social|community) supermarkets?"
    r"|tins and|surplus food|grocer(?:y|ies)|(?:free|cheap|low-cost) food|bags? of shopping",
    "street kitchens": r"soup (?:kitchens?|runs?)|street kitchens?|breakfast runs?",
    "breakfast clubs": r"breakfast clubs?|breakfasts?",
    "holiday clubs": r"holiday (?:clubs?|activit\w+|lunch\w*|schemes?)|play ?schemes?",
    "befriending schemes": r"befriend\w*|good neighbours?|home visit(?:s|ing)?|telephone friend\w*"
    r"|friendly (?:calls?|visits?)|visits? .{0,20}housebound|companionship",
    "listening services": r"listening(?: ear)?|someone to talk to|helplines?|crisis lines?"
    r"|talk about anything",
    "counselling services": r"counsel(?:l?ing|lors?|or)|psychotherap\w+|talking therap\w+"
    r"|therap(?:y|ist)s?"
    r"|cbt|cognitive behaviou?ral|psychological",
    "peer support groups": r"(?:peer|mutual) support|support groups?|self[- ]help|drop-in group"
    r"|meet others|support network|(?:anxiety|depression) group",
    "advocacy services": r"advoca(?:cy|tes?)",
    "advice services": r"advice|advis(?:e|ors?|ers?|ory)|signpost\w*|guidance|information service",
    "money and debt advice services": r"debts?|money (?:advice|worries)|budgeting"
    r"|welfare (?:rights|benefits?)"
    r"|benefits? (?:advice|checks?|claims?)|fuel (?:poverty|bills?)|energy (?:advice|bills?)",
    "legal advice services": r"legal (?:advice|help|aid)|solicitors?|law centre|immigration advice",
    "housing services": r"housing|accommodation|hostels?|night shelters?|supported living"
    r"|tenanc(?:y|ies)|resettlement|rough sleep\w+",
    "employment services": r"employability|job(?: ?search| clubs?|s)|\bcvs?\b|work experience"
    r"|into work|employment (?:support|advice|skills)|interview skills",
    "English classes": r"esol|english (?:classes|lessons|language|conversation)|learn english"
    r"|conversation (?:class|cafe|group)\w*",
    "digital help sessions": r"digital\w*|computers?|laptops?|tablets?|smartphones?"
    r"|get(?:ting)? online"
    r"|internet|it (?:skills|help|classes)",
    "adult classes": r"adult (?:learning|education)|literacy|numeracy|maths|(?:evening"
    r"|day) classes",
    "homework clubs": r"homework|tutor\w*|after[- ]school|mentoring of pupils",
    "youth clubs": r"youth (?:clubs?|groups?|work|centres?|drop-in|nights?|cafe)|detached",
    "scout and guide groups": r"scouts?|guides?|brownies|cubs|beavers|rainbows",
    "playgroups": r"play ?groups?|toddler\w*|stay and play|baby (?:group|clinic|massage)"
    r"|rhyme\w*|pre-?school|story ?time|mother and baby|parent and (?:child|baby)|messy play",
    "family support services": r"parenting|home-?start|parent support|family support|families with",
    "child contact centres": r"child contact|contact centre",
    "carers' services": r"carers?'? (?:support|groups?|cafes?|cafés?|centres?|breaks?|assessment)"
    r"|supports? (?:unpaid )?carers|respite|unpaid carers|carers (?:looking|living)",
    "dementia services": r"dementia (?:caf[eé]s?|advi\w+|support|friendly)|memory (?:caf[eé]s?|tea|"
    r"service|clinic)|dementia|demetia|alzheimer\w*",
    "day centres": r"day (?:centres?|care|opportunit\w+|services?)",
    "bereavement services": r"bereave\w*|grie(?:f|ving)",
    "cancer services": r"cancer",
    "stroke services": r"stroke (?:groups?|club|survivors?|support)|aphasia",
    "drug and alcohol services": r"recovery (?:caf[eé]s?|groups?)|alcoholics|smart recovery"
    r"|addict\w*"
    r"|substance misuse|drug and alcohol|drug use|drugs and alcohol|alcohol",
    "domestic abuse services": r"domestic (?:abuse|violence)|refuge\b|sexual (?:violence|assault)",
    "refugee services": r"refugees?|asylum",
    "exercise classes": r"exercis\w+|yoga|pilates|keep[- ]fit|zumba|chair[- ]based|tai chi|fitness"
    r"|strength and balance|falls",
    "walking groups": r"walk(?:s|ing) (?:group|club|for)|(?:health|guided|group|wellbeing) walks?"
    r"|walking|rambl\w+|strolls?",
    "football sessions": r"football\w*|soccer",
    "swimming sessions": r"swim\w*|hydrotherapy",
    "sports clubs": r"cricket|rugby|tennis|badminton|netball|hockey|athletics|boxing|martial arts"
    r"|bowls|bowling|gymnastics|cycling|running|judo|karate",
    "gyms and leisure centres": r"gyms?|leisure centres?|squash|sports halls?",
    "dance classes": r"danc(?:e|ing)",
    "choirs and singing groups": r"choirs?|sing(?:ing|ers)?|choral",
    "music groups": r"music\w*|orchestra|bands?\b|concerts?",
    "theatre groups": r"theatre|drama|pantomime",
    "arts and crafts groups": r"arts? (?:and|&) crafts?|crafts?|knit\w*|sew\w*|crochet\w*"
    r"|painting|pottery"
    r"|art (?:class\w*|group|workshops?)|creative (?:class|workshop|session)\w*",
    "men's sheds": r"sheds?|woodwork\w*",
    "gardening groups": r"garden\w*|allotments?|growing|horticultur\w+",
    "nature groups": r"wildlife|conservation|woodlands?|tree planting|nature reserve|litter",
    "repair cafés": r"repair(?:s| caf[eé]s?)?|mend(?:ing)?|fix(?:ing)?|tool library",
    "charity shops and reuse": r"furniture|clothes (?:bank|exchange)|uniform|baby bank|reuse"
    r"|charity shop|second-?hand|toy library",
    "community transport schemes": r"community transport|minibus\w*|volunteer drivers?"
    r"|dial-a-ride|lifts to"
    r"|car scheme|shopper bus|transport (?:to|for|scheme)",
    "handyperson services": r"handyperson|odd jobs?|diy|home safety|small repairs",
    "care homes": r"care homes?|nursing homes?|residential (?:care|homes?)",
    "home care services": r"home ?care|domiciliary|personal care|live-in care",
    "health clinics": r"clinics?|nurses?|blood pressure|health checks?|vaccinat\w+|physio\w*"
    r"|toenail\w*|foot care|podiatr\w+",
    "libraries": r"librar(?:y|ies)",
    "volunteer centres": r"volunteer centre|find volunteer|volunteering opportunit\w+",
    "heritage groups": r"heritage|local history|museum|histor(?:y|ic|ical)",
    "places of worship": r"worship|services? on sundays?|prayer|bible|christian (?:faith"
    r"|religion)|gospel"
    r"|mosque|synagogue|gurdwara|temple|islam|religious",
    "grant funds": r"grants?|bursar(?:y|ies)|scholarships?|almshouses?",
    "school fundraisers": r"\bptfa?\b|parent[- ]teacher|fund-?rais\w+ for the school",
    "animal charities": r"animals?|dogs?|cats?|donkeys?|rescue and rehom\w+",
    "reading groups": r"book (?:club|group)s?|reading (?:group|circle)s?|creative writing",
    "games and social clubs": r"board games|chess|bingo|quiz\w*|cards|dominoes|social club"
    r"|social groups?|friendship (?:group|club)",
    "halls for hire": r"hall (?:for hire|hire)|rooms? (?:for|to) hire|village hall|church hall for",
    "mindfulness courses": r"mindful\w*|meditat\w+|relaxation",
    "community hubs": r"(?:community|neighbourhood|village|family) hubs?",
    "needle exchanges": r"needle exchange|harm reduction",
}  # fmt: skip
KINDS: Mapping[str, re.Pattern[str]] = {
    name: re.compile(rf"\b(?:{words})\b") for name, words in _WORDS.items()
}
"""Kinds of service, named in the plural, and the wordings that tell them."""


@lru_cache(maxsize=2**14)
def activities_in(text: str) -> frozenset[str]:
    """Return the kinds of service that a text names.

    Examples
    --------
    >>> sorted(activities_in("A hot midday meal and a game of dominoes"))
    ['games and social clubs', 'lunch clubs']
    """
    folded = text.casefold().replace("’", "'")
    return frozenset(name for name, pattern in KINDS.items() if pattern.search(folded))
