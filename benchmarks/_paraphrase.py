"""The same service in other words: a deterministic paraphraser of general service vocabulary.

Words give way to others of their row, clauses change places, a sentence is left out, openings
and stock phrases are replaced. It knows nothing of any record, and the same seed gives the same
words.
"""

import re
from collections.abc import Sequence
from random import Random

ROWS = (
    "support|help|assistance", "provides|offers|runs|gives", "provide|offer|run|give",
    "providing|offering|running|giving", "service|scheme|project", "services|schemes|projects",
    "advice|guidance", "information|facts and leaflets", "counselling|talking therapy",
    "counsellors|therapists", "befriending|friendly visiting", "activities|things to do",
    "people|persons|anyone", "older people|people in later life|over 60s|the elderly",
    "young people|teenagers and young adults|youth",
    "children|boys and girls|youngsters under 12",
    "families|parents and their children|households", "women|ladies", "men|gentlemen",
    "carers|those caring for somebody|unpaid carers", "disabled people|people with disabilities",
    "homeless|sleeping rough|without a home", "drop-in|walk-in session",
    "session|meeting|get-together", "sessions|meetings|get-togethers", "group|circle|club",
    "groups|circles|clubs", "lunch|midday meal", "meal|dinner", "meals|dinners",
    "food bank|food parcels|foodbank", "pantry|food club",
    "advocacy|speaking up for people|independent advocates", "volunteers|helpers|unpaid helpers",
    "volunteer|helper", "weekly|every week|once a week", "monthly|each month|once a month",
    "free|at no cost|without charge", "local|nearby|neighbourhood", "community|neighbourhood",
    "organisation|body|charity", "charity|voluntary organisation",
    "experiencing|facing|living through", "suffering from|living with|affected by",
    "need|require", "needs|requirements", "mental health|emotional wellbeing and mental health",
    "wellbeing|well-being|feeling well", "anxiety|worry and anxiety|anxious feelings",
    "depression|low mood|feeling depressed", "dementia|memory loss such as dementia|Alzheimer's",
    "isolation|loneliness", "isolated|lonely", "housing|accommodation|a place to live",
    "accommodation|housing", "debt|money worries|owing money", "training|courses|learning",
    "skills|abilities", "employment|work|jobs", "education|learning|teaching",
    "arts and crafts|crafts and making things", "music|music making", "exercise|keeping active",
    "sports|games and sport", "garden|growing space", "gardening|growing", "friends|companions",
    "friendly|warm|welcoming", "safe|secure", "confidential|private", "range|variety|choice",
    "wide|broad", "including|such as|among them", "as well as|and also|together with",
    "based in|working from", "improve|better", "increase|raise", "promote|further|encourage",
    "encourage|urge", "reduce|lessen", "relief|easing", "poverty|hardship", "sickness|ill health",
    "illness|ill health", "physical|bodily", "learn|find out", "meet|come together",
    "meets|comes together", "held|taking place", "available|on offer",
    "contact|get in touch with", "appointment|booked slot", "referral|being sent on",
    "drug|substance", "drugs|substances", "alcohol|drinking", "cancer|a cancer diagnosis",
    "bereavement|loss of somebody close", "refugees|people who had to flee",
    "asylum seekers|people asking for asylum", "students|learners", "vulnerable|at risk",
    "independent|standing on their own feet", "opportunities|chances", "opportunity|chance",
    "experience|know-how", "team|staff", "staff|workers", "workers|staff", "area|district",
    "city|town", "whole|entire", "problems|difficulties", "difficulties|problems",
    "issues|problems", "crisis|emergency", "emergency|urgent", "quickly|soon",
    "currently|at present", "regular|steady", "various|several", "also|too", "many|lots of",
    "large|big", "small|little", "new|fresh", "enable|let", "ensure|see to it",
    "aims to|sets out to|wants to", "aim|purpose", "works with|is there for",
    "working with|there for",
)  # fmt: skip
_TABLE = {words[0]: words[1:] for words in (row.split("|") for row in ROWS)}
_PATTERN = re.compile(
    r"\b(" + "|".join(sorted(map(re.escape, _TABLE), key=lambda w: (-len(w), w))) + r")\b",
    re.IGNORECASE,
)
OPENINGS = ("", "", "", "We are here with this: ", "What we do: ", "Come along. ", "In short: ")
CLOSINGS = (
    "",
    "",
    "",
    " Just turn up.",
    " Ask us for more.",
    " Everything is explained on the day.",
)


def paraphrase(text: str, rng: Random, *, swap: float = 0.8) -> str:
    """Return a text in other words; ``swap`` is the share of known words that give way."""

    def other(match: re.Match[str]) -> str:
        word = match.group()
        if rng.random() > swap:
            return word
        said = rng.choice(_TABLE[word.lower()])
        return said[:1].upper() + said[1:] if word[:1].isupper() else said

    sentences = [s.strip() for s in re.split(r"(?<=[.!?;])\s+", text) if s.strip()]
    if len(sentences) > 2:
        del sentences[rng.randrange(1, len(sentences))]
    if len(sentences) > 1 and rng.random() < 0.6:
        rng.shuffle(sentences)
    told = " ".join(_turned(_PATTERN.sub(other, s), rng) for s in sentences)
    return f"{rng.choice(OPENINGS)}{told}{rng.choice(CLOSINGS)}"


def _turned(sentence: str, rng: Random) -> str:
    """Let the items of a list change places, the first and last words staying."""
    parts = sentence.rstrip(".").split(", ")
    if len(parts) < 3 or rng.random() < 0.3:
        return sentence
    middle: Sequence[str] = parts[1:-1]
    shuffled = list(middle)
    rng.shuffle(shuffled)
    return ", ".join([parts[0], *shuffled, parts[-1]]) + "."
