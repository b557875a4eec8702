"""Words of crisis: what they are about, so that urgent help comes before everything else.

A false alarm costs a reader six lines; a miss can cost a life. So what people say of
themselves or of somebody near ("hurt myself", "he hits me") always counts, whatever stands
around it. The bare name of a trouble ("domestic abuse") does not count where the words speak
of working on it: training, volunteering, giving, studying.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from sap_match.similarity.search.lines import LINES, Line

_SOMEONE = r"(?:my|our|his|her|the|a|step|this)\b"
_SELF = r"(?:my|him|her|your|them|our|thei?r|it)\s?sel(?:f|ves|fs)"
_PARTNER = (
    r"(?:husband|wife|partner|boy\s?friend|girl\s?friend|bf|gf|ex|fella|bloke|missus|fianc[eé]e?"
    r"|hubby|dad|father|mum|mam|mother|step\s?dad|step\s?mum|brother|uncle|son|family|in-?laws"
    r"|he|she"
    r"|they)"
)
_HURTS = (
    r"(?:hits?|hitting|beats?|beating|batter(?:s|ed|ing)?|hurts?|hurting|kick(?:s|ed|ing)?|"
    r"punch(?:es|ed|ing)?|slap(?:s|ped|ping)?|chok(?:es|ed|ing)|strangl(?:es|ed|ing)|"
    r"threaten(?:s|ed|ing)?|attack(?:s|ed|ing)?|abus(?:es|ed|ing)|controls|controlling|"
    r"locks|locked|raped?|rapes|knock(?:s|ed) about|knocks)"
)
_CHILD = r"(?:child(?:ren)?|kids?|baby|babies|toddlers?|son|daughter|grand(?:son|daughter)|pupil)"
_WHEN = r"(?:tonight|tonite|today|now|right now|this (?:evening|morning|minute)|tomorrow|2night)"

_SAID: Mapping[str, str] = MappingProxyType(
    {
        "suicide and self-harm": rf"""
            \b(?:kill|killing|harm|harming|harms|hurt|hurting|hurts|cut|cutting|cuts|top|topping)
            \s+{_SELF}\b(?!\s+laughing)
          | \bself[- ]?harm(?:s|ed|ing)?\b (?!\s+(?:awareness|training|course|policy))
          | \b(?:end|ending|finish)\s+(?:it\s+all|(?:my|his|her|their)\s+li(?:fe|ves))\b
          | \b(?:want|wants|wanted|wanna|going|ready|rather|wish\s+i\s+(?:was|were))\s+
            (?:to\s+)?(?:die|dead)\b
          | \b(?:don'?t|dont|do\s+not|doesn'?t|didn'?t)\s+(?:want\s+to|wanna)\s+
            (?:live|be\s+here|be\s+alive|exist|wake\s+up|carry\s+on|go\s+on)\b
          | \b(?:better\s+off\s+(?:dead|without\s+me)|no\s+(?:reason|point)\s+(?:to\s+live
          |in\s+living
            |living|going\s+on)|nothing\s+to\s+live\s+for|life(?:'?s|\s+is)?\s+not\s+worth)\b
          | \b(?:can'?t|cant|cannot)\s+(?:go|carry)\s+on(?!\s+(?:the|a|to|my|holiday|trips?))\b
          | \b(?:take|taking|took)\s+(?:my|his|her|their)\s+own\s+li(?:fe|ves)\b
          | \b(?:thinking|thoughts?|thinks|talking|talks|talked)\s+(?:of|about)\s+(?:suicide
          |dying)\b
          | \b(?:tried|trying|attempted|try)\s+(?:to\s+(?:kill|hang)|suicide)\b
          |\bhang(?:ing)?\s+{_SELF}
          | \b(?:in|having|have|has)\s+(?:a\s+)?(?:mental\s+health\s+|mental\s+)?crisis\b
            (?!\s+(?:grant|loan|fund|volunteer))
          | \bmental\s+health\s+(?:crisis|emergency)\b(?!\s+(?:grant|volunteer|training))
          | \bchc[eę]\s+(?:umrze[cć]|si[eę]\s+zabi[cć])|\bzabij[eę]\s+si[eę]\b
          | \bnie\s+chc[eę]\s+(?:ju[zż]\s+)?[zż]y[cć]\b
          | \b(?:eisiau|isio)\s+marw\b|\blladd\s+fy\s+hun\b""",
        "overdose": r"""
            \b(?:took|taken|taking|swallowed|had)\s+(?:\w+\s+)?(?:too\s+many|loads\s+of
            |all\s+(?:my|the|his
            |her)|a\s+(?:load|lot)\s+of)\s+(?:\w+\s+)?(?:pills?|tablets?|paracetamols?|meds?
            |medication
            |drugs|painkillers)\b
          | \b(?:took|taken|taking|take|has|had|having)\s+(?:an?\s+)?(?:overdose|od)\b
          | \b(?:i|he|she|they|son|daughter|friend|mate|partner)(?:'?s|\s+has|\s+have|\s+is)?\s+
            overdos(?:ed|ing)\b""",
        "danger to life": r"""
            \b(?:not|stopped|isn'?t|can'?t|cannot|struggling\s+to)\s+breath(?:e|ing)\b
          | \bunconscious\b(?!\s+bias)
          | \b(?:chest\s+pains?|pains?\s+in\s+(?:my|his|her|the|their)\s+chest)\b
          | \b(?:he|she|they|i|mum|mam|mother|dad|father|nan|gran|grandad|grandma|husband|wife
            |partner|baby|son|daughter|friend|neighbour|someone|somebody)(?:'?s|\s+has|\s+have)?
            \s+(?:just\s+)?collapsed\b
          | \b(?:having|is\s+having|has)\s+a\s+(?:seizure|fit)\s*(?:now|right\s+now|$)
          | \b(?:won'?t|wont|can'?t|cannot)\s+wake\s+(?:up\b|(?:him|her|them|my)\b)
          | \b(?:is|i'?m|baby'?s|he'?s|she'?s)\s+choking\b
          | \bhaving\s+a\s+heart\s+attack\b
          | \b(?:going|want|wants|wanna|gonna|about|might|threatening|planning)\s+(?:to\s+)?
            (?:kill|hurt|harm|stab|shoot|attack)\s+(?:someone|somebody|people|him|her|them|you
            |everyone|my\s+(?:family|wife|husband|partner|ex|kids|children|baby|mum|dad|son|daughter
            |neighbours?|boss)|the\s+(?:kids|children|baby|neighbours?))\b
            (?!\s*sel(?:f|ves))
          | \bbleeding\s+to\s+death\b|\bbleeding\s+(?:badly
            |a\s+lot|heavily)\b
          | \b(?:having|had|has)\s+a\s+(?:heart\s+attack|stroke)\s+(?:now|right\s+now)\b
          | \b(?:has|got|with|holding|pulled)\s+a\s+(?:knife|gun|machete)\b
              |\bhouse\s+is\s+on\s+fire\b""",
        "abuse at home": rf"""
            \b{_PARTNER}(?:'s|\s+is|\s+was|\s+has|\s+keeps?(?:\s+on)?|\s+always|\s+just
            |\s+used\s+to)?\s+
            (?:been\s+)?{_HURTS}\s+(?:me|us|her|him|my\s+(?:mum|mam|sister|kids|children|friend
            |daughter
            |son)|the\s+(?:kids|children))\b(?!\s+(?:at|to|in\s+(?:a|the)\s+(?:game|race|quiz))\b)
          | \b(?:being|been|getting|get|gets|got)\s+(?:hit|beaten(?:\s+up)?|battered|abused
          |threatened
            |controlled|strangled|knocked\s+about)\b(?!\s+by\s+(?:a|the)\s+(?:car|bus|van|ball))
          | \b(?:my\s+|an?\s+|her\s+|the\s+)(?:ex[- ]?)?{_PARTNER}(?:'s|\s+is|\s+was|\s+has\s+been
            |\s+being)?\s+(?:so\s+|very\s+|really\s+|too\s+|always\s+)?
            (?:controlling|abusive|violent|stalking)\b
          | \b(?:he|she)(?:'s|\s+is)\s+(?:so\s+|very\s+|really\s+|too\s+)?(?:controlling
          |abusive|violent)\b
          | \bcontrolling\s+(?:relationship|partner|husband|wife|boyfriend|girlfriend|ex|man
          |marriage)\b
          | \b{_PARTNER}\s+(?:scares|frightens|terrifies|controls|stalks|threatens)\s+(?:me|us)\b
          | \b{_PARTNER}\s+(?:won'?t|wont|doesn'?t|does\s+not|never)\s+let(?:s)?\s+me\s+
            (?:leave|go|out|see|have|speak|talk|work)\b
          | \babusive\s+(?:relationship|partner|husband|wife|boyfriend|girlfriend|ex|home
          |marriage|man
            |family|dad|father|mother|mum|parents?)\b
          | \bviolent\s+(?:partner|husband|wife|boyfriend|girlfriend|ex|home|marriage
          |relationship|man
            |dad|father|son)\b
          | \b(?:scared|afraid|frightened|terrified)\s+
            (?:to\s+go\s+home|of\s+(?:my\s+|going\s+)?(?:{_PARTNER}|home))\b
          | \b(?:leave|leaving|escape|escaping|flee|fleeing|get\s+away\s+from)\s+(?:my\s+)?
            (?:\w+\s+)?(?:violent|abusive|controlling)\b
          | \b(?:flee|fleeing)\s+(?:domestic\s+)?(?:abuse|violence)\b
          | \b(?:bije|bij[aą]|uderzy[lł])\s+mnie\b|\bm[aą][zż]\s+mnie\s+bije\b|\bfy\s+nharo\b
          | \bjest\s+bit[ay]\b|\bbit[ay]\s+przez\s+(?:m[eę][zż]a|partnera|ojca)\b""",
        "sexual violence": r"""
            \b(?:been|was|got|being|were)\s+(?:raped|sexually\s+\w+|assaulted|groped|molested)\b
          | \b(?:raped|molested|touched)\s+me\b|\bsexually\s+(?:assaulted|abused)\s+(?:me|my)\b""",
        "a child at risk": rf"""
            \b{_CHILD}(?:'s|\s+is|\s+are|\s+being|\s+are\s+being|\s+is\s+being
            |\s+next\s+door\s+(?:is|are))*\s+
            (?:being\s+)?(?:hurt|hit|beaten|abused|neglected|left\s+alone|starved|touched
            |in\s+danger
            |not\s+safe|unsafe|at\s+risk(?!\s+of\s+(?:exclusion|exclud|offend|missing|falling
            |crime|drop
            |becoming|obesity|social|poverty|isolation)))\b
          | \b(?:abusing|abuses|hurting|hitting|hits|beating|beats|neglecting|neglects|grooming
          |shaking)\s+
            (?:{_SOMEONE}\s+|their\s+)?(?:\w+\s+)?{_CHILD}\b
          | \bchild\s+(?:at\s+risk|in\s+danger|abuse|neglect|protection\s+concern)\b
            (?!\s+(?:training|course|awareness|policy|charity))
          | \b(?:dad|mum|mam|father|mother|step\s?dad|step\s?mum|uncle|teacher|coach)\s+
            (?:hits|beats|touches|hurts|rapes)\s+(?:me|us)\b""",
        "an older person at risk": r"""
            \b(?:stealing|taking\s+(?:all\s+)?(?:the\s+)?money|taking\s+advantage)\s+(?:from|of)\s+
            (?:my\s+)?(?:mum|mam|dad|gran|nan|nana|grandma|grandad|grandfather|grandmother|neighbour
            |elderly|an?\s+old)\b
          | \b(?:elder|carer)\s+abuse\b(?!\s+(?:training|course|awareness))
          | \b(?:hitting|hits|hurting|hurts|bullying)\s+(?:my\s+)?(?:mum|dad|gran|nan|grandma
              |grandad)\b""",
        "forced or trafficked": r"""
            \btraffick(?:ed|ing|er)\b(?!\s+(?:training|awareness))|\bmodern\s+slavery\b
          | \bforc(?:ed?|ing)\s+(?:me\s+|her\s+|him\s+|us\s+|them\s+)?(?:to\s+(?:marry|work)|into\s+
            (?:marriage|a\s+marriage|sex))\b|\bforced\s+marriage\b
          | \b(?:took|taken|has|holds|keeps|kept)\s+(?:my|her|his|our)\s+passport\b""",
        "nowhere to stay": rf"""
            \b(?:nowhere|no\s?where|no\s+place|nowt|no\s+roof|not\s+got\s+anywhere
            |haven'?t\s+(?:got\s+)?
            anywhere|havent\s+(?:got\s+)?anywhere|don'?t\s+have\s+anywhere)\s+to\s+(?:sleep
            |stay|live|go
            \s+{_WHEN})\b
          | \bhomeless\s+(?:\w+\s+){{0,2}}{_WHEN}\b|\b{_WHEN}\s+(?:\w+\s+){{0,3}}homeless\b
          | \b(?:i'?m|i\s+am|we'?re|we\s+are|im|am|became|become|becoming|made|making|be|going)\s+
            (?:\w+\s+){{0,2}}homeless\b(?!\s+(?:people|charit|shelter\s+volunteer|support\s+worker))
          | (?<!people\s)(?<!persons\s)(?<!anyone\s)(?<!those\s)\bsleep(?:ing|s)?\s+(?:rough
          |in\s+(?:my|the|a|his
            |her|our)\s+(?:car|van|tent|doorway|bus)|outside|on\s+the\s+streets?)\b
          | \bon\s+the\s+streets?\s+{_WHEN}\b|\b(?:kicked|thrown|chucked|turfed)\s+(?:me\s+
          |us\s+)?out\b
          | \b(?:evict(?:ed|ion|ing)|bailiffs?)\s+(?:\w+\s+){{0,4}}{_WHEN}\b
          | \b(?:bed|shelter|somewhere\s+to\s+(?:sleep
          |stay))\s+(?:for\s+)?(?:the\s+)?(?:tonight|night)\b
          | \bnie\s+mam\s+gdzie\s+(?:spa[cć]|mieszka[cć])|\bdigartref\s+heno\b|\bbezdomn\w+""",
        "no food": r"""
            \b(?:no|nothing|without|haven'?t\s+(?:got\s+)?(?:any|enough)|havent\s+(?:got\s+)?any
            |not\s+got\s+any|hasn'?t\s+any|(?:run|ran)\s+out\s+of|out\s+of)\s+
            (?:any\s+)?(?:food|to\s+eat|owt\s+to\s+eat|money\s+for\s+food)\b
            (?!\s+(?:allowed|waste|bank|hygiene|growing|is\s+served|provided|festival|handling
            |and\s+drink)|
            \s*(?:bank|hygiene))(?<!need\ food)
          | \bneed\s+food\s+(?:today|now|tonight|urgently|asap|please|for\s+(?:the
          |my)\s+(?:kids|children
            |family|baby))\b
          | \b(?:cupboards?|fridge)\s+(?:is|are|'s)?\s*(?:all\s+)?(?:empty|bare)\b
          | \bnothing\s+in\s+(?:the\s+)?(?:cupboards?|fridge|house\s+to\s+eat)\b
          | \b(?:haven'?t|havent|not|hasn'?t|hasnt)\s+eaten\b|\bstarving\b
          | \b(?:kids|children|family|we|i|baby)(?:'?re|'?m|\s+are|\s+is|\s+am|\s+go(?:es
          |ing)?)?\s+hungry\b
          | \b(?:can'?t|cant|cannot|couldn'?t)\s+(?:afford\s+(?:to\s+(?:eat|feed)|food
          |milk\s+for)|feed)\b
          | \bno\s+(?:baby\s+)?(?:milk|formula)\s+for\b
          | \bnie\s+mam\w*\s+(?:co\s+je[sś][cć]|jedzenia)|\bdim\s+bwyd\b""",
        "gas": r"\b(?:smell(?:s|ing)?\s+(?:of\s+)?gas|gas\s+leak)\b",
    }
)
"""What people say of themselves, or of somebody near them."""

_FELT: Mapping[str, str] = MappingProxyType({"suicide and self-harm": r"\bsuicidal\b"})
"""What counts unless it is denied."""

_NAMED: Mapping[str, str] = MappingProxyType(
    {
        "suicide and self-harm": r"\bsuicide\w*|\bsamob[oó]jstw\w*|\bhunanladdiad\b",
        "overdose": r"\boverdos\w+",
        "abuse at home": r"""
            \bdomestic\s+(?:abuse|violence)\b|\bcoercive\s+control\b|\bwomen'?s\s+refuge\b
          | \b(?:a|need|find)\s+refuge\b|\bprzemoc\w*\s+domow\w*|\btrais\s+domestig\b""",
        "sexual violence": r"\brape[ds]?\b|\bsexual\s+(?:assault|abuse|violence|exploitation)\b",
        "a child at risk": r"\bchild\s+(?:abuse|neglect|sexual\s+exploitation)\b"
        r"|\bsafeguarding\s+concern\b",
        "forced or trafficked": r"\btraffick\w+|\bmodern\s+slavery\b",
        "nowhere to stay": r"^\W*(?:help\s+)?homeless(?:\s+help|\s+family)?\W*$",
    }
)
"""The bare names of troubles."""

_WORKING_ON_IT = re.compile(
    r"""\b(?:volunteer\w*|training|trainer|trained|course|courses|workshop|fund\s?rais\w*
        |donat\w*|grants?
    |funding|jobs?|vacanc\w+|career|study|studying|dissertation|research|essay|speaker
    |leaflets?|poster
    |policy|prevention|awareness|to\s+help\s+(?:people|others|those|women|men|young)|organisations?
    |charity|partnership|commission\w*|trustees?|statistics)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_NOT = re.compile(
    r"\b(?:not|n't|isn'?t|aren'?t|wasn'?t|no|never|nobody|without|no\s+longer)\s+"
    r"(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)


def _patterns(texts: Mapping[str, str]) -> dict[str, re.Pattern[str]]:
    return {theme: re.compile(t, re.IGNORECASE | re.VERBOSE) for theme, t in texts.items()}


_SAID_PATTERNS = _patterns(_SAID)
_FELT_PATTERNS = _patterns(_FELT)
_NAMED_PATTERNS = _patterns(_NAMED)

_LOCAL: Mapping[str, re.Pattern[str]] = MappingProxyType(
    _patterns(
        {
            "suicide and self-harm": r"""\b(?<!bereaved\sby\s)suicid(?!\w*\s+bereave)\w*
              | \bself[- ]harm|\bsamaritans?\b
              | \bcrisis\s+(?:line|team|caf[eé]|house|text|support)
              |\bin\s+(?:mental\s+(?:health\s+)?)?crisis\b
              | \bmental\s+health\s+crisis|\bsomebody\s+to\s+listen|\blisten(?:er
                  |ing)\s+(?:line|ear|service)""",
            "overdose": r"\bdrug\s+and\s+alcohol|\baddiction|\bsubstance\s+(?:mis)?use"
            r"|\bneedle\s+exchange",
            "abuse at home": r"\bdomestic\s+(?:abuse|violence)|\brefuge\b|\bcoercive",
            "sexual violence": r"\bsexual\s+(?:assault|abuse|violence)|\brape\b",
            "a child at risk": r"\bsafeguarding\b|\bchild\s+protection"
            r"|\bchildren'?s\s+social\s+care",
            "an older person at risk": r"\b(?:elder|adult)\s+(?:abuse|safeguarding)",
            "forced or trafficked": r"\btraffick\w+|\bmodern\s+slavery|\bexploit(?:ed|ation)",
            "nowhere to stay": r"""\bhomeless(?!\s+dogs)|\brough\s+sleep|\bnight\s+shelter
              | \bsleep(?:ing)?\s+rough|\bhousing\s+options|\bemergency\s+(?:housing
                  |accommodation)""",
            "no food": r"\bfood\s?banks?\b|\bpantry\b|\bfood\s+(?:parcel|club)"
            r"|\bfree\s+(?:hot\s+)?meals?\b",
        }
    )
)
"""How the entries of local services name each kind of urgency."""


@dataclass(frozen=True)
class Urgency:
    """A kind of urgency that the words speak of, and the words.

    Attributes
    ----------
    theme : str
        A key of `LINES`.
    words : str
        The words by which it was known.
    """

    theme: str
    words: str = field(repr=False)

    @property
    def lines(self) -> tuple[Line, ...]:
        """National lines, in the order in which to try them."""
        return LINES[self.theme]


def urgencies(text: str) -> tuple[Urgency, ...]:
    """Return the kinds of urgency that a text speaks of, the gravest first.

    Examples
    --------
    >>> [u.theme for u in urgencies("my husband hits me and i have nowhere to go tonight")]
    ['abuse at home', 'nowhere to stay']
    >>> urgencies("volunteer for a domestic abuse charity"), urgencies("housing crisis grant")
    ((), ())
    """
    said = " ".join(text.replace("’", "'").replace("‘", "'").lower().split())
    found = []
    works_on_it = _WORKING_ON_IT.search(said)
    for theme in LINES:
        match = _SAID_PATTERNS[theme].search(said)
        if match is None and theme in _FELT_PATTERNS:
            match = _first_not_denied(_FELT_PATTERNS[theme], said)
        if match is None and theme in _NAMED_PATTERNS and not works_on_it:
            match = _first_not_denied(_NAMED_PATTERNS[theme], said)
        if match is not None:
            found.append(Urgency(theme, match.group().strip()))
    return tuple(found)


def _first_not_denied(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    return next((m for m in pattern.finditer(text) if not _NOT.search(text[: m.start()])), None)


def speaks_of(theme: str, text: str) -> bool:
    """Whether the entry of a local service is about a kind of urgency.

    Examples
    --------
    >>> speaks_of("no food", "Food bank on Mondays"), speaks_of("no food", "Food hygiene course")
    (True, False)
    """
    pattern = _LOCAL.get(theme)
    return bool(pattern and pattern.search(text))
