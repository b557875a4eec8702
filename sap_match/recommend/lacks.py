"""What a text says is lacking: nothing that its writer brings.

"We need somebody for debt advice" uses the words of debt advice, and gives none. Looked at is
one clause at a time, and only what the writer lacks: a minibus "for people who cannot use a
bus" is a minibus, and "need a lift?" asks the reader.
"""

from __future__ import annotations

import re

from sap_match.similarity.text import sentences

_THING = r"(?:an?|some|somebody|someone|more|another|help|volunteers?|drivers?|your)"
_LACKS = re.compile(
    r"\b(?:"
    r"we(?: (?:also|still|now|often|always|urgently|really|do))? need(?! (?:no|not)\b)"
    rf"|needs? (?:also |still |now |urgently )?{_THING}"
    r"|(?:^|we are|we're|is|are|we|still|now|always|and|but) (?:still |now |always )?looking for"
    r"|we (?:still )?(?:lack|miss)|(?:group|club|charity|it|still|but) lacks?|lacking an?"
    r"|(?:we|it|club|group|but) (?:still )?(?:have|has) (?:no|nobody|nowhere)"
    r"(?! (?:\w+ )?(?:age|limits?|charges?|fees?|costs?|lists?|forms?|referrals?|restrictions?))"
    r"|(?:have|has|had) (?:no way|nowhere) (?:of|to)|short of"
    r"|without a (?:shed|room|kitchen|hall|van|minibus|bus|roof|place)"
    r"|(?:we|half(?: of (?:us|them|our \w+))?|many(?: of us)?|most(?: of us)?|our \w+)"
    r" (?:still )?(?:cannot|can't|can not|could not)"
    r"|(?:is|are|remains?)(?: still| now)?(?: a| our| the)?(?: \w+)?"
    r" (?:difficulty|difficult|struggle)"
    r"|(?:we|it|they|group|club|committee)(?: \w+)? (?:like|love|welcome) "
    r"(?:an?|some|somebody|someone|more|help|to (?:have|find|borrow|learn))"
    r"|(?:volunteers?|drivers?|trustees?|helpers?|cooks?|leaders?) (?:\w+ )?(?:needed|wanted)"
    r")(?!\w)",
    re.IGNORECASE,
)
#: A lack at the front of a clause, and nowhere else.
_BEGINS = re.compile(
    r"^(?:(?:still|now|also|and|but) )*(?:needs|lacks|looking for)\b", re.IGNORECASE
)
#: Whose lack it is, where it is that of the people served: the reader's, or anybody's.
_OF_OTHERS = re.compile(
    r"\b(?:who|whom|whose|whoever|that|which|you|if|when|where|anybody|anyone|everybody|everyone|people|those|"
    r"families|others|adults|children|(?:wo)?men|households|villages?|charities|groups)\b[^.]*$",
    re.IGNORECASE,
)
_CLAUSES = re.compile(r"(?<=,)\s+(?=but\b|though\b|and (?:we|they|it)\b)|\s+[–—]\s+", re.IGNORECASE)


def without_lacks(text: str) -> str:
    """Return a text less the clauses in which its writer says what is lacking.

    Examples
    --------
    >>> without_lacks("A food bank. We need someone who can give debt advice beside the queue.")
    'A food bank.'
    >>> without_lacks("Car scheme for people who cannot reach a bus; short of weekday drivers.")
    'Car scheme for people who cannot reach a bus'
    >>> without_lacks("A minibus for anybody who needs a lift. Need a lift? Ring us.")
    'A minibus for anybody who needs a lift. Need a lift? Ring us.'
    """
    clauses = [c for s in sentences(text) for c in _CLAUSES.split(s)]
    kept = [c for c in clauses if not _is_lack(c)]
    return " ".join(kept) if len(kept) < len(clauses) else text


def _is_lack(clause: str) -> bool:
    if clause.rstrip().endswith("?"):
        return False
    if _BEGINS.search(clause):
        return True
    return any(not _OF_OTHERS.search(clause[: found.start()]) for found in _LACKS.finditer(clause))
