"""What an organisation does here, by published rules on its name and its own words.

Registers do not say whether a charity runs services, lets rooms, gives money, serves
other organisations, or is a club for its members. The rules below say so; each has a
name, so that a wrong role can be traced. Rules are tried in the order of `RULES` and the
first that fits decides; what no rule fits is a provider.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple


class Role(NamedTuple):
    """A role and the rule that gave it."""

    role: str
    rule: str


def role_of(name: str, text: str = "") -> Role:
    """Return the role of an organisation and the rule that decided.

    Parameters
    ----------
    name : str
        Its name, in any case.
    text : str
        What it says it does; may be empty.

    Examples
    --------
    >>> role_of("Heyes Lane Primary School PTA")
    Role(role='club', rule='school association')
    >>> role_of("The Zochonis Charitable Trust", "To support charitable causes by making grants")
    Role(role='funder', rule='says it makes grants')
    >>> role_of("Trafford Carers Centre", "Information, advice and support to carers").role
    'provider'
    """
    name, text = name.lower(), text.lower()
    bare = _BRACKETS.sub(" ", name)
    for rule, role, fits in RULES:
        if fits(bare if role == "venue" else name, text):
            return Role(role, rule)
    return Role("provider", "no other rule")


_BRACKETS = re.compile(r"\([^)]*\)")
_CAPITAL = re.compile(r"(?<!\\)[A-Z]")


def _small(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Compile a pattern for text in lower case: half the time of a search in any case."""
    return re.compile(_CAPITAL.sub(lambda match: match[0].lower(), pattern), flags)


def _verbose(pattern: str) -> re.Pattern[str]:
    return _small(pattern, re.VERBOSE)


def _in_name(pattern: str, *, unless: str | None = None) -> Callable[[str, str], bool]:
    wanted = _verbose(pattern)
    barred = _verbose(unless) if unless else None

    def fits(name: str, text: str) -> bool:
        del text
        return bool(wanted.search(name)) and not (barred and barred.search(name))

    return fits


def _in_both(
    name_pattern: str,
    text_pattern: str,
    *,
    unless: str | None = None,
    unless_text: str | None = None,
    signs: tuple[str, ...] = ("",),
) -> Callable[[str, str], bool]:
    """Ask both; a text without any of ``signs`` cannot fit, and is not searched."""
    named = _in_name(name_pattern, unless=unless)
    said = _verbose(text_pattern)
    barred = _verbose(unless_text) if unless_text else None

    def fits(name: str, text: str) -> bool:
        if not any(map(text.__contains__, signs)):
            return False
        if not named(name, text) or not said.search(text):
            return False
        return not (barred and barred.search(text))

    return fits


# ----------------------------------------------------------------------------- words of the rules

_INFRASTRUCTURE = r"""
    \b(?:council\ for\ voluntary|\bCVS\b|centre\ for\ voluntary
    |voluntary\ (?:and\ community\ )?action
    |volunteer(?:ing)?\ (?:centre|bureau)|churches\ together|council\ of\ (?:mosques|churches
    |faiths)
    |council\ for\ community\ relations|(?:faith|interfaith)\ (?:network|forum)
    |federation\ of\ women|drama\ federation|community\ collective|sports\ partnership
    |community\ foundation\ network|voluntary\ sector\ (?:forum|network|alliance))"""
_SERVES_SECTOR = r"""
    \bsupports?(?:ing)?\ (?:and\ develop\w+\ of\ )?(?:the\ )?(?:development\ of\ the\ )?
    (?:voluntary|third|vcfse|vcse)(?:[\s,]+(?:and\ )?community)?(?:\ (?:and|&)\ \w+\ \w+)?
    \ (?:sector|organisations|groups)
    |development\ of\ the\ (?:voluntary|third|vcfse|vcse)|\bVCFSE\)?\ sector"""
_SCHOOL_ASSOCIATION = r"""
    \bP\.?\s?T\.?\s?F?\.?\s?A\b|\bP\.?S\.?A\.?\b|\bPFA\b|\bPTFA\b
    |\b(?:parents?'?|teachers?'?|staff)['s]*[\s,/&]+(?:(?:and|&)\s+)?(?:teachers?|staff|friends
    |parents)
    |\bparents?'?s?\ (?:association|support\ group|staff)|\bfriends['s]*\ association
    |\b(?:friends|buddies|supporters)\ of\b.*\b(?:school|academy|college|primary|infants?
    |juniors?|nursery)\b
    |\b(?:primary|infant|junior|grammar|high)\ school\ (?:fund|association)\b"""
_FRIENDS = r"^(?:the\ )?(?:family\ and\ )?friends\ of\b"
_OF_A_SCHOOL = (
    r"""\bschools?\b|\bpupils?\b|\bdiscos?\b|\bfa[iy]re?s?\ and\ sales|\bPTA\b|\bthe\ children\b"""
)
_NO_SCHOOL = r"""
    \b(?:park|gardens?|library|hospital|hospice|station|museum|hall|canal|cemetery|pool|wood
    |greens?|camp|church)\b"""
_UNIFORMED = r"""
    \bscouts?\b|\bscouting\b|\bscout(?:s|ing)?\b|\bgirl\s?guid|\bguides?\ association
    |\bbrownies\b|\brainbows\b
    |\bbeavers\b|\bcadets?\b|\b(?:boys|girls)['’s]*\ brigade|\bwoodcraft\ folk"""
_LODGE = r"\blodges?\b(?!.*\bresidents)|\bmasonic\b|\bfreemason|\bmark\ master\ mason"
_SERVICE_CLUB = r"""
    \brotary\b|\blions\ club\b|\bround\ table\b|\binner\ wheel\b|\bsoroptimist
    |\bladies['s]*\ circle\b
    |\bkiwanis\b|\b41\ club\b"""
_MEMBERS = r"""
    \bwomen'?s['’]?\ institute|\bWI$|\btownswomen|\bu3a\b|\buniversity\ of\ the\ third\ age
    |\bwomen'?s\ club\b
    |\ballotments?\b|\b(?:horticultural|gardening|gardeners'?|beekeepers'?)\ (?:society
    |association|club)
    |\b(?:video|film|dog\ training|astronomical|geological|philatelic|model|chess|record
    |railway|bridge
    |history|local\ history|family\ history|motor(?:ing)?|drone)\ (?:society|club|group
    |association)
    |\bhistory\ society\b|\badvanced\ motorists\b|\bbell\s?ringers\b
    |\bassociation\ of\ engineers\b|\bchildminding\ (?:group|association)\b"""
_PERFORMERS = r"""
    \bchoral\ society\b|\bchoir\b|\bsingers\b|\boperatic\b|\bgilbert\ (?:and|&)\ sullivan\b
    |\b(?:brass|public|concert|military)\ band\b|\bband$|\bwind\ orchestra\b|\bdance\ society\b
    |\blittle\ theatre\b|\bgarrick\ society\b|\bgreen\ room\ society\b|\bmusical\ theatre\b
    |\bdramatic\ society\b|\bplayers$"""
_SPORT = r"""
    football|rugby|cricket|(?:table\ )?tennis|bowl(?:s|ing)|netball|hockey|boxing|athletics?
    |swim(?:ming)?
    |running|gymnastics|judo|karate|ju-?jitsu|muay\ thai|martial\ arts|golf|sailing|rowing
    |canoe|archery
    |p[eé]tanque|handball|badminton|basketball|volleyball|lacrosse|fencing|snooker|angling"""
_SPORTS_CLUB = (
    rf"\b(?:{_SPORT})\b.*\b(?:club|association|society|team|league|rovers)\b"
    rf"|\bfootball\ club\b|\bR\.?U?\.?F\.?C\b\.?|\bA?\.?F\.?C\.?$|\bsports\ club\b"
)
_NOT_A_CLUB = r"\bfoundation\b|\bcommunity\b|\btrust\b|\byouth\ club\b|\bschools?'|\bdevelopment\b"
_FOR_OTHERS = r"\bdisab|\bdisadvantag|\bvulnerab|\bprogrammes?\ in\b|\bspecial\ needs"
_HALL = r"""
    \b(?:village|community|church|parish|memorial|public|town|civic|school)\ (?:hall|room|rooms
    |institute)\b
    |\bcommunity\ (?:centre|association|associations|hub)\b|\b(?:sports|leisure|football
    |residential)\ centre\b
    |\bplaying\ fields?\b|\brecreation\ ground\b|\bsports\ club\b
    |\bscout\ (?:hut|hq)\b|\binstitute\ limited$"""
_PEOPLES = r"""
    \b(?:african|afro|caribbean|asian|yemeni|hazara|somali|polish|pakistani|bengali|bangladeshi
    |indian|chinese
    |muslim|islamic|hindu|sikh|jewish|syrian|kurdish|afghan|iranian|nigerian|ghanaian|greek
    |ukrainian|irish
    |malayalee|tamil|hong\ ?kong\w*|roma|refugee\w*|latin|philippine|filipino|masjid
    |markaz)\b"""
_LETS_ROOMS = r"""
    \bhir(?:e|es|ing)\b(?!\ (?:out\ )?of\ (?:scooters|wheelchairs
    |equipment))[^.]{0,60}\b(?:rooms?|hall|centre|premises|building|space)
    |\b(?:rooms?|hall|centre|premises|space)s?\ (?:for|to|available\ for)\ (?:hire|rent)
    |\b(?:provision|maintenance)\ of\ (?:a\ |the\ )?(?:church|village|community)?\ ?hall\b
    |\bfor\ rent\ a\ place|\bmeeting\ place\ for|\bsports\ (?:complex|ground)\b"""
_NO_LETTING = r"\bparochial\b|\bchurch$|\bmosque|\bschool\b"
_FACILITIES = r"""
    \bfacilit|\bhire\b|\brooms?\b|\bhall\b|\bbuilding\b|\bpremises\b|\bvenue\b|\bcentre\b
    |\bground\b|\bmeeting\ place
    |\baccommodation\b|\blocation\ for\b|^\s*$|^.{0,60}$"""
_MONEY_NAME = r"""
    's\ charity\b|\b(?:charitable\ (?:trust|foundation)\b|trust\ fund\b|benevolent\ fund\b
    |compassionate\ fund\b|clergy\ fund\b
    |memorial\ fund\b|prize\ fund\b|scholarship\b|endowment\b|relief\ in\ need\b
    |charity\ (?:fund|account)\b
    |charity\ of\b|charity\ for\ the\b|(?:educational\ )?foundations?\b
    |grant-?\ ?making\b|appeal\b\)?$
    |funds?\ held\b|proceeds\ of\ sale\b|property\ held\b|fund$|charity$|trust$
    |trust\ (?:limited|ltd\.?)$|league\ of\ help\b
    |fund\ of\ benevolence\b|land\ charity\b|appeal\))"""
_FAMILY_TRUST = r"""
    ^(?:the\ )?(?:[a-z]\.?\s){1,3}(?:(?:and|&)\s(?:[a-z]\.?\s){1,2})?(?:\w+\s)?
    (?:charitable\ )?trust$"""
_MAKES_GRANTS = r"""
    \bgrant-?\ ?making\b|\bmak(?:e|es|ing)\ (?:\w+\ |education/training\ ){0,2}(?:grants
    |donations)\b
    |\bmaking\ grants\b|\bprovid(?:e|es|ing)\ (?:small\ |one-off\ )?(?:grants|bursaries)\b
    |\bawarding\ of\ grants\b
    |\bgrants?\ (?:to|are|normally|for)\b(?!\ aid)|\bgrants\ made\b|\bdistribut(?:es?|ion
    |ing)\b[^.]{0,40}\b(?:money|funds|income)
    |\bdonat(?:ed|ions)\ to\ (?:\w+\ ){0,4}(?:institutions|charit|organisations)
    |\b(?:free\ )?loan\ fund\b|\binterest\ free\ loans\b
    |\bto\ fund\ and\ support\ community|\bgiv(?:e|ing)\ (?:the\ money|of\ gifts)
    |\bto\ fund\ projects\b"""
_GIVES = (
    _MAKES_GRANTS
    + r"""
    |\bsuch\ (?:other\ )?charit|\bother\ charitable\ works\b
    |\bany\ (?:such\ )?charitable\ purposes?\b|\bgeneral\ charitable
    |\bprovid\w+\ (?:of\ )?(?:funds?|funding|financial\ (?:support|assistance))\b|\bbursar
    |\bgrants?\b
    |\bsupport\ (?:\w+\ )?(?:clubs\ and\ |children's\ )?(?:charities|organisations|projects)\b
    |\bsupport\ for\ charit
    |\brais(?:e|es|ing)\ (?:\w+\ )?(?:funds?|money)\b|\bgenerate\ funds\b|\bmeet\ the\ cost\b
    |\bendowment\ fund\b
    |\bincome\ (?:thereof|therefrom)?\ ?to\ be\ distributed|\bnecessitous\b
    |\bfund(?:ing)?\ concerts\b|\bin\ need,\ hardship"""
)
_DELIVERS = r"""
    \bworkshops?\b|\bclasses\b|\bsessions?\b|\bcounselling\b|\badvice\b|\bcoaching\b
    |\bdrop-?\ ?ins?\b|\bcourses?\b
    |\bservices\b|\bwe\ (?:run|deliver|teach|help|offer)\b|\bprogrammes?\b|\brestor|\bmuseum\b
    |\bsupported\ housing
    |\bhospital\ shop|\bschool\ known\ as|\bresidential\b|\bperformances?\b|\bdeliver(?:s|y
    |ing)?\b|\bvisits\b"""
_CHURCH = r"""
    \bchurch\b(?!\ charity)|\bchapel$|\bministr|\bcongregation|\bmosque|\bparochial|\bchoir\b
    |\bassociation\b|\bnetwork\b"""
_SHORT = re.compile(r"^.{0,110}$", re.DOTALL)
_DELIVERING_NAME = _small(r"\bF\.?C\b|\bfootball\b|\brugby\b|\bhospice\b")
_FUND = _small(r"\bfund\b(?! raising)")
_STRONG_MONEY_NAME = _small(
    r"\bcharitable trust\b|\bfund$|\bfund\b.*\bno\b|\bcharity$|\bcharity of\b|\bleague of help\b"
    r"|\beducational foundation|\bscholarship\b|\btrust fund\b|\bfunds? held\b|\bproceeds of sale\b"
    r"|\bcharity for the\b|\bcharitable foundation\b|\bfund for\b"
)
_GENERAL = _small(r"\s*general charitable (?:purposes?|activit\w+)\W*.*", re.DOTALL)
_NOT_GENERAL = _small(r"church|fellowship|centre|association|group|club|society|christian")


_CHURCHES, _GRANTS, _MONEY = _verbose(_CHURCH), _verbose(_MAKES_GRANTS), _verbose(_MONEY_NAME)
_SIGNS_OF_GRANTS = ("grant", "donat", "bursar", "distribut", "loan", "fund", "giv")
"""Each way of saying that it makes grants holds one of these; they are found much faster."""
_DELIVERING, _GIVING = _verbose(_DELIVERS), _verbose(_GIVES)
_PROVIDING = _verbose(_DELIVERS + r"|\bprovi(?:sion|ding)\b|\bpractice\b")


def _says_grants(name: str, text: str) -> bool:
    """Whether the words of grant-making stand early in what it says of itself."""
    early = text[:260]
    if not any(map(early.__contains__, _SIGNS_OF_GRANTS)):
        return False
    return bool(_GRANTS.search(early)) and not _CHURCHES.search(name)


def _named_for_money(name: str, text: str) -> bool:
    if not _MONEY.search(name) or _DELIVERING_NAME.search(name):
        return False
    return bool(_GIVING.search(text)) and len(_DELIVERING.findall(text)) < 2


def _a_fund(name: str, text: str) -> bool:
    """Whether it calls itself a fund, and names at most one service beside it."""
    return bool(text) and bool(_FUND.search(name)) and len(_DELIVERING.findall(text)) < 2


def _named_and_brief(name: str, text: str) -> bool:
    """Whether a name says *fund* and the few words beside it name no service."""
    if not text or not _STRONG_MONEY_NAME.search(name):
        return False
    return bool(_SHORT.match(text)) and not _PROVIDING.search(text)


def _only_general(name: str, text: str) -> bool:
    plain = len(text) < 80 and _GENERAL.fullmatch(text)
    return bool(plain) and not _NOT_GENERAL.search(name)


RULES: tuple[tuple[str, str, Callable[[str, str], bool]], ...] = (
    ("serves other organisations, by name", "infrastructure", _in_name(_INFRASTRUCTURE)),
    (
        "serves other organisations, by its words", "infrastructure",
        _in_both(
            r".", _SERVES_SECTOR, unless=r"\bforum\b|\bhealth\b",
            signs=("sector", "development of the", "organisations", "groups"),
        ),
    ),
    ("school association", "club", _in_name(_SCHOOL_ASSOCIATION)),
    ("friends of a school", "club", _in_both(_FRIENDS, _OF_A_SCHOOL, unless=_NO_SCHOOL)),
    ("uniformed youth group", "club", _in_name(_UNIFORMED)),
    (
        "service club's fund", "funder",
        _in_both(_SERVICE_CLUB, r".", unless=r"^(?!.*(?:trust|fund|charity)).*$"),
    ),
    ("service club", "club", _in_name(_SERVICE_CLUB)),
    ("says it makes grants", "funder", _says_grants),
    ("lodge", "club", _in_name(_LODGE)),
    ("members' society", "club", _in_name(_MEMBERS)),
    (
        "members' music, drama or dance", "club",
        _in_both(_PERFORMERS, r"", unless=r"\byouth\b|\bchildren", unless_text=_FOR_OTHERS),
    ),
    (
        "lets rooms or grounds, by name", "venue",
        _in_both(_HALL, _FACILITIES, unless=_PEOPLES + r"|\bgospel\b"),
    ),
    (
        "lets rooms or grounds, by its words", "venue",
        _in_both(
            r".", _LETS_ROOMS, unless=_NO_LETTING,
            signs=("hir", "rent", "hall", "meeting place", "sports "),
        ),
    ),
    (
        "sports club", "club",
        _in_both(_SPORTS_CLUB, r"", unless=_NOT_A_CLUB, unless_text=_FOR_OTHERS),
    ),
    ("calls itself a fund", "funder", _a_fund),
    ("family trust", "funder", _in_name(_FAMILY_TRUST)),
    ("named for money and gives it", "funder", _named_for_money),
    ("named for money and says little", "funder", _named_and_brief),
    ("general charitable purposes", "funder", _only_general),
)  # fmt: skip
"""Name of the rule, role that it gives, and whether it fits a name and a text."""
