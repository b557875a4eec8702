"""What an exclusion touches: the nine characteristics that the law protects.

A business may choose its causes; it may not treat people worse for what they are. Which of
the two an exclusion is, a program cannot tell: where a word touches a protected
characteristic (Equality Act 2010, section 4), the officer decides.
"""

from __future__ import annotations

from functools import lru_cache

from sap_match.recommend.quoting import stems_of
from sap_match.similarity.words import stem

_WORDS = {
    "age": "age older elderly pensioners young youth teenagers",
    "disability": "disability disabled wheelchair deaf blind autism autistic dementia",
    "gender reassignment": "trans transgender transsexual",
    "marriage and civil partnership": "married unmarried marriage",
    "pregnancy and maternity": "pregnancy pregnant maternity breastfeeding",
    "race": "race racial ethnic ethnicity nationality refugees asylum migrants immigrants gypsy "
    "traveller roma foreign foreigners",
    "religion or belief": "faith religion religious belief worship prayer church churches "
    "chapel mosque synagogue gurdwara temple christian catholic islam islamic muslim "
    "jewish hindu sikh buddhist jews atheist humanist",
    "sex": "women men girls boys female male",
    "sexual orientation": "gay lesbian bisexual homosexual lgbt lgbtq queer",
}
_STEMS = {what: frozenset(map(stem, words.split())) for what, words in _WORDS.items()}
RELIGION = _STEMS["religion or belief"]
_ANY_RELIGION = frozenset(map(stem, "faith religion religious belief worship prayer".split()))
_CHURCH = frozenset(map(stem, "church churches chapel christian".split()))


@lru_cache(maxsize=4096)
def touches(exclusion: str) -> tuple[str, ...]:
    """Return the protected characteristics that an exclusion touches, in alphabetical order.

    Examples
    --------
    >>> touches("religious activity"), touches("groups of young women")
    (('religion or belief',), ('age', 'sex'))
    >>> touches("politics"), touches("groups that do not allow photographs")
    ((), ())
    """
    stems = stems_of(exclusion)
    return tuple(what for what, words in _STEMS.items() if stems & words)


@lru_cache(maxsize=65536)
def same_religion(exclusion: str, label: str) -> bool:
    """Whether an exclusion of religion as such takes in a label: any faith is a religion.

    Churches are churches in the singular too, and chapels.

    Examples
    --------
    >>> same_religion("religious activity", "faith"), same_religion("Islam", "church")
    (True, False)
    """
    wanted, has = stems_of(exclusion), stems_of(label)
    if wanted & _CHURCH and has & _CHURCH:
        return True
    return bool(wanted & _ANY_RELIGION and has & RELIGION)
