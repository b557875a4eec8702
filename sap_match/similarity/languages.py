"""Which language a text is in, told by its letters and its commonest words."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache

LANGUAGES = {
    "am": "Amharic or Tigrinya", "ar": "Arabic", "bn": "Bengali", "cs": "Czech", "cy": "Welsh",
    "de": "German", "el": "Greek", "en": "English", "es": "Spanish", "fa": "Persian",
    "fr": "French", "ga": "Irish", "gd": "Scottish Gaelic", "gu": "Gujarati", "he": "Hebrew",
    "hi": "Hindi or Nepali", "hu": "Hungarian", "hy": "Armenian", "it": "Italian",
    "ja": "Japanese", "ka": "Georgian", "ko": "Korean", "ku": "Kurdish", "lt": "Lithuanian",
    "ml": "Malayalam", "pa": "Punjabi", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian",
    "ru": "Russian", "si": "Sinhala", "sk": "Slovak", "so": "Somali", "sq": "Albanian",
    "ta": "Tamil", "te": "Telugu", "tet": "Tetum", "th": "Thai", "tr": "Turkish",
    "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip
"""Names of the languages that are told apart, by ISO 639 code."""

MINIMUM_LETTERS = 6
"""Letters below which a text is in no language."""

MINIMUM_EVIDENCE = 2.0
"""Common words and peculiar letters that it takes to name a language in Latin letters."""

_ENGLISH = """
the and of to in for is are we our with on at from by you your who that this their they be have can
will or as it an all not more people out up about into how what when where us them has was were
"""
_COMMON = {
    "cy": """
y yr yn i o a ac ar at am gan gyda heb dros drwy trwy rhwng wrth er mae mai oes sydd sy yw ydy oedd
bod fod bydd byddwn gall gallwn rydym rydyn ydym ein eich eu ei fy dy ni chi nhw hwn hon hyn hynny
pob bob holl neu ond os felly hefyd iawn mwy fwy unrhyw rhai eraill arall lle fel â ag nac nid ddim
dim cael gael wedi wneud gwneud fydd gallu gyfer sef yma yno yna cyn gennym ydych chwi bawb
""",
    "pl": """
w we z ze i oraz a lub albo na do dla od po przy przez o u za jest są być był była było będzie nie
tak to ta te tego tej tym tych który która które których którzy którym się jak co gdy jeśli czy już
także również bardzo aby żeby nasz nasza nasze naszej naszych nas nam wy oni ich jego jej swoje
swoich wszystkich wszyscy każdy każda można może między prosimy oferujemy
""",
    "ro": """
și şi în de la cu pe pentru din este sunt care nu un o sau mai acest această aceste noi voi
dumneavoastră ale lui ei fi fost avem poate prin spre fără după
""",
    "fr": """
le la les des du de un une et en pour avec dans sur est sont nous vous aux au qui que ce cette ces
par pas ou plus leur leurs nos notre votre
""",
    "de": """
der die das und ist sind für mit von auf den dem des ein eine einen einer im zu zur zum nicht auch
wir sie ihr unser unsere oder bei aus als wie nach
""",
    "es": """
el la los las de del y en para con por que un una es son se su sus nos nuestra nuestro más como al
lo o si
""",
    "pt": """
o a os as de do da dos das e em para com por que um uma é são se sua seus não nos nossa mais como ao
aos na nas pela pelo
""",
    "it": """
il la le gli i di del della dei delle e in per con che un una è sono si non nostro nostra più come
al nel alla
""",
    "lt": """
ir yra į su kad iš nuo ar bet taip mes jūs jų mūsų jūsų visi visiems už apie kurie kaip
""",
    "cs": "a v na je jsou pro při do od se že které který nebo není tak jako také naše jsme s z ve",
    "sk": "a v na je sú pre pri do od sa že ktoré ktorý alebo nie tak ako aj naše sme s z vo zo",
    "hu": "a az és egy nem is hogy van vagy meg minden mi nekünk akik számára",
    "tr": "ve bir bu için ile de da olan olarak var çok her veya biz",
    "so": "iyo waa ka ku ee oo la u in ay si loo leh kale waxaan dadka ama",
    "sq": "dhe në të për me nga është një që janë ose si",
    "tet": "no iha ba ho ne'e sira nia hodi ita ami atu ema tuir mak ka bele",
    "vi": "và của là cho các được người trong một những với có",
    "ga": "agus an na ar do le is tá i ag go gach faoi",
    "gd": "agus an na air airson tha le is ann anns aig gu gach",
}  # fmt: skip
COMMON_WORDS = {"en": frozenset(_ENGLISH.split())} | {
    code: frozenset(words.split()) for code, words in _COMMON.items()
}
"""The commonest words of languages in Latin letters."""

_DIRECTORY = {
    "cy": """
clwb grŵp grwpiau bobl pobl plant cymorth bore coffi dydd llun mawrth mercher iau gwener sadwrn
croeso cymraeg gymraeg cymru canolfan neuadd pentref gwasanaeth gwasanaethau cyngor cynghori
teuluoedd ieuenctid cinio gofal gofalwyr wythnosol sesiwn sesiynau hŷn cymuned gymunedol cymunedol
iechyd cefnogaeth galar addysg ysgol capel merched mamau tadau babanod henoed siarad sgwrs
""",
    "pl": """
dzieci grupa grupy klub pomoc szkoła szkola sobotnia polska polski polskie polskiej polaków
wsparcie wsparcia zajęcia rodziców rodzice rodzin spotkania spotkanie poniedziałek wtorek środa
środę czwartek piątek sobota sobotę niedziela niedzielę bezpłatnie bezpłatne osób osoby starszych
seniorów zapraszamy kobiet języka język angielskiego kurs kursy tłumaczenia doradztwo młodzieży
""",
    "ro": "grup sprijin copii femei familii cursuri limba gratuit comunitate ajutor tineri",
    "es": "grupo apoyo niños mujeres familias gratis comunidad ayuda clases taller español inglés",
    "pt": "grupo apoio crianças mulheres famílias gratuito comunidade ajuda aulas inglês português",
    "fr": "groupe soutien enfants femmes familles gratuit communauté aide cours français anglais",
    "it": "gruppo sostegno bambini donne famiglie italiane gratuito comunità aiuto corsi inglese",
    "lt": "grupė vaikams vaikų moterų šeimoms nemokamai bendruomenė pagalba lietuvių mokykla",
    "sk": "skupina podpora deti ženy rodiny zadarmo komunita pomoc kurzy slovenská škola",
    "cs": "skupina podpora děti ženy rodiny zdarma komunita pomoc kurzy česká škola",
    "hu": "csoport gyerekek nők családok ingyenes közösség segítség tanfolyam magyar iskola",
    "tr": "grubu destek çocuk çocuklar kadın kadınlar aile ücretsiz toplum yardım kursu türkçe",
    "so": "caruurta haweenka qoysaska bulshada caawimaad soomaali fasalada bilaash kooxda",
    "tet": "grupu apoiu labarik feto familia komunidade ajuda kursu tetum inglés timor",
    "de": "gruppe kinder frauen familien kostenlos gemeinschaft hilfe kurse deutsch englisch",
}
"""Words that directories use, by which a short text is told."""

ALSO_ENGLISH = frozenset(
    """
a air al ale am an ann as at au ba bob but care chi co com come dan de den des die dim do e el em
en er eu fan fe for gan go has he heb her hon i in is it la las let loo los ma mae mai mak me men mi
mine my na nah ne ni no non nos o od oni on or os pan par para pas pe per plus po pod pre pro s sa
se sera si so some son sua sui sur sus ta tam te ten tot to tu u un ut v va van ve ver w we y z
""".split()
)
"""Common words of other languages that are words, names or initials in English too."""

_PECULIAR = {
    "cy": "ŵŷ", "pl": "ąęłńśźż", "ro": "ășțş", "lt": "ėįųū", "cs": "ěřů", "sk": "ľĺŕ",
    "hu": "őű", "tr": "ğı", "vi": "ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹđơư", "de": "ß",
    "pt": "ãõ", "es": "ñ¿",
}  # fmt: skip
_SCRIPTS = (
    ("ARABIC", "ar"), ("BENGALI", "bn"), ("CJK", "zh"), ("CYRILLIC", "ru"), ("DEVANAGARI", "hi"),
    ("ETHIOPIC", "am"), ("GREEK", "el"), ("GUJARATI", "gu"), ("GURMUKHI", "pa"), ("HEBREW", "he"),
    ("ARMENIAN", "hy"), ("HIRAGANA", "ja"), ("KATAKANA", "ja"), ("GEORGIAN", "ka"),
    ("HANGUL", "ko"), ("MALAYALAM", "ml"), ("SINHALA", "si"), ("TAMIL", "ta"), ("TELUGU", "te"),
    ("THAI", "th"),
)  # fmt: skip
_TOLD_BY_LETTERS = (
    ("ru", "іїєґ", "uk"), ("ar", "ٹڈڑںےھ", "ur"), ("ar", "ێۆڕڵ", "ku"), ("ar", "پچژگ", "fa"),
)  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_READ = 4000


@dataclass(frozen=True)
class Unread:
    """A record whose text is in a language that the sentence model was not made for."""

    id: str
    language: str
    """ISO 639 code."""

    @property
    def note(self) -> str:
        """What to say of it.

        Examples
        --------
        >>> Unread("s", "cy").note  # doctest: +ELLIPSIS
        'written in Welsh, which the sentence model does not read, so ... be named with --model'
        """
        return (
            f"written in {LANGUAGES[self.language]}, which the sentence model does not read, so "
            "its likeness to others is unreliable; a multilingual model can be named with --model"
        )


def unread(texts: Mapping[str, str], languages: Collection[str] | None) -> tuple[Unread, ...]:
    """Return the records whose texts are in a language that a model does not read, by id.

    Parameters
    ----------
    texts : mapping
        Text by the id of its record.
    languages : collection of str, optional
        What the model reads (`sap_match.similarity.encoder.SentenceEncoder.languages`): codes,
        ``mul`` for many. None, where nothing is known of a model, gives no notes.

    Examples
    --------
    >>> texts = {"a": "Croeso i bawb yn y pentref.", "b": "All are welcome in the village."}
    >>> unread(texts, {"en"})
    (Unread(id='a', language='cy'),)
    >>> unread(texts, {"mul"})
    ()
    """
    if languages is None or "mul" in languages:
        return ()
    found = ((one, language_of(texts[one])) for one in sorted(texts))
    return tuple(Unread(one, code) for one, code in found if code and code not in languages)


@lru_cache(maxsize=2**14)
def language_of(text: str) -> str | None:
    """Return the ISO 639 code of the language of most of a text; None where too little tells.

    In other scripts the letters tell, in Latin letters the commonest words and the letters
    that only one language has. It errs towards saying nothing: names and lists are in none.

    Examples
    --------
    >>> language_of("Clwb cinio i bobl hŷn yn y pentref, gyda chroeso i bawb.")
    'cy'
    >>> language_of("Zajęcia dla dzieci i ich rodziców w każdy czwartek.")
    'pl'
    >>> language_of("A lunch club for older people and their carers")
    'en'
    >>> language_of("خواتین کے لیے انگریزی کلاسز"), language_of("社区午餐会，每周三")
    ('ur', 'zh')
    >>> language_of("Tea, cake") is None
    True
    """
    text = text[:_READ].lower()
    if not text.isascii():
        scripted = _by_script(text)
        if scripted is not None:
            return scripted
    return _by_words(_WORD.findall(text))


def _by_script(text: str) -> str | None:
    letters = [c for c in text if c.isalpha()]
    strange = [c for c in letters if c > "\u036f"]
    if len(strange) < MINIMUM_LETTERS or 2 * len(strange) <= len(letters):
        return None
    found = Counter(_script(c) for c in strange)
    del found[""]
    if not found:
        return None
    if found["ja"]:  # Japanese is written with Chinese characters too
        return "ja"
    best = min(found, key=lambda code: (-found[code], code))
    for script, peculiar, code in _TOLD_BY_LETTERS:
        if best == script and any(c in text for c in peculiar):
            return code
    return best


@lru_cache(maxsize=2**12)
def _script(letter: str) -> str:
    name = unicodedata.name(letter, "")
    return next((code for script, code in _SCRIPTS if name.startswith(script)), "")


def _by_words(words: list[str]) -> str | None:
    if sum(map(len, words)) < MINIMUM_LETTERS:
        return None
    evidence: Counter[str] = Counter()
    for word in words:
        codes = _SPOKEN_IN.get(word, ())
        for code in codes:
            evidence[code] += 1 / len(codes)  # type: ignore[assignment]  # a share of one
        if not word.isascii():
            for code, peculiar in _PECULIAR.items():
                if any(c in peculiar for c in word):
                    evidence[code] += 1
    if not evidence:
        return None
    best = min(evidence, key=lambda code: (-evidence[code], code != "en", code))
    return best if evidence[best] >= MINIMUM_EVIDENCE else None


def _spoken_in() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for code, words in COMMON_WORDS.items():
        for word in words:
            found.setdefault(word, []).append(code)
    for code, listed in _DIRECTORY.items():
        for word in listed.split():
            found.setdefault(word, []).append(code)
    for word in ALSO_ENGLISH & found.keys():
        found[word].append("en")
    return {word: tuple(sorted(set(codes))) for word, codes in found.items()}


_SPOKEN_IN = _spoken_in()
