"""Word lists: what is too common to be evidence, what marks a person, what keeps its capitals."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from sap_match.similarity.languages import ALSO_ENGLISH, COMMON_WORDS

_NUMBER = r"\d+(?:st|nd|rd|th|s)?"
_WORD = re.compile(rf"[^\W\d_]+(?:['’-][^\W\d_]+)*|{_NUMBER}")
_MARKS = "".join(c for c in map(chr, range(0x300, 0x1200)) if unicodedata.category(c)[0] == "M")
_UNSPACED = "[\u0e01-\u0e4e\u0e81-\u0ecd\u1780-\u17d3\u3041-\u30ff\u3400-\u9fff]"
_WIDE_WORD = re.compile(
    rf"{_UNSPACED}+|(?:(?![\d_]|{_UNSPACED})[\w{_MARKS}])+"
    rf"(?:['’-](?:(?![\d_])[\w{_MARKS}])+)*|{_NUMBER}"
)
"""Words of any script: vowel signs belong to them, and some scripts put no spaces between."""


def word_set(text: str) -> frozenset[str]:
    """Return the words of a list that is written as prose.

    Examples
    --------
    >>> sorted(word_set("the of a"))
    ['a', 'of', 'the']
    """
    return frozenset(text.split())


def folded(word: str) -> str:
    """Return a word without the accents of Latin letters and the vowel signs of Arabic ones.

    Examples
    --------
    >>> folded("żłobek"), folded("tŷ"), folded("café"), folded("हिंदी")
    ('zlobek', 'ty', 'cafe', 'हिंदी')
    """
    if word.isascii():
        return word
    apart = unicodedata.normalize("NFD", word.translate(_UNDIVIDED))
    return unicodedata.normalize("NFC", _FOLDED_MARKS.sub("", apart))


_FOLDED_MARKS = re.compile("(?<=[a-z])[\u0300-\u036f]+|[\u0640\u064b-\u065f\u0670]")
_UNDIVIDED = str.maketrans({
    "ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ß": "ss", "ð": "d", "þ": "th",
    "ک": "ك", "ی": "ي", "ى": "ي", "ہ": "ه", "ة": "ه", "ٱ": "ا",
})  # fmt: skip


ENGLISH_STOP_WORDS = word_set("""
a about above across after again against aged all almost alone along already also although always
am among an and another any anyone anything are around as at away back be because become becomes
been before being below best better between both but by c.i.o came can cannot come could did do
does doing done down due during e.g each either else enough ensure ensuring etc even ever every
everyone everything except far few first for four from full further get gets give given gives
giving go goes going had has have having he her here hers herself him himself his how however i
i.e ie if in include included includes including indeed into is it its itself just keep known last
latter least less let like made mainly make makes making many may me might mine more moreover most
mostly much must my myself na namely near needed neither never next no nobody none nor not nothing
now of off often on once one only onto or other others otherwise our ours ourselves out over own
part per perhaps please put rather re regarding run running runs said same second see seem self
several shall she should since six so some someone something such take takes taking ten than that
the their theirs them themselves then there thereby therefore therein these they thing things this
those three through throughout thus to together too toward towards two under until up upon us use
used using usually various very via vs was way ways we well were what whatever when where whereby
wherein whether which while who whole whom whose why will with within without would yet you your
yours yourself
""")
"""English function words, and verbs that carry no subject of their own."""

FOREIGN_STOP_WORDS = frozenset(
    way
    for code, words in COMMON_WORDS.items()
    if code != "en"
    for word in words
    for way in (word, folded(word))
    if not {word, way} & ALSO_ENGLISH
)
"""Function words of Welsh, Polish and other languages that are no words of English."""

STOP_WORDS = ENGLISH_STOP_WORDS | FOREIGN_STOP_WORDS
"""Words that are no evidence of likeness, in any language."""

BOILERPLATE = word_set("""
ability able abroad absolute access accessible accordance account achieve achieved achieving act
acting action active actively activities activity addition additional address administer
administration adult adults advance advanced advancement advances advancing affected affiliated
affordable age ages agreed aid aim aimed aiming aims allow allowed allowing allows annual annually
annum appealing applications appreciation appropriate april area areas arrange arranging aspects
assets assist assistance assisting associated association associations august authorities
authority available award awareness based basis believe beneficial beneficiaries beneficiary
benefit benefits bodies body borough boys branch bring bringing broad build building built call
calls capabilities capacity care carried carry carrying case cause causes celebrate celebrates
celebrating central centre centres change channelled charge charitable charities charity cheshire
child children children's childrens circumstances cities citizen citizens city class classes
classification client clients club clubs co collection collective commit committed committee
common communities community companies company comprise comprises concerned condition conditions
conduct confidence connected consider consist consisting consists contact contemplation continue
continued continues continuing contribute contributing contribution cost costs council county
course courses covid covid-19 create created creating creation creative current currently day days
deal december dedicated deliver delivered delivering delivers delivery dependents deprived
described designed determine develop developed developing development develops different direct
directed directly disadvantage disadvantaged discover discretion discuss distinction distress
distribution district donate donated donation donations drop duties duty east eat economic educate
education educational effect effective effectively effects effort efforts elderly emotional enable
enabled enables enabling encourage encouragement encourages encouraging engage engaged engaging
england english enhance enhancing enjoy enjoyable enjoyment enrich environment equipment essential
establish established establishing establishment evening event events everyday excluded
exclusively executive exist existing exists expense expenses experience experiences experiencing
explore exploring extend facilitate facilitates facilitating facilities facility fair families
family february feel feeling financial financially fit focus focused following foregoing form
foster fostering found foundation founded free friday friend friendly friends fulfil fully fun
fund funded funding fundraise fundraiser fundraisers fundraising funds furtherance furthering
general generality generally girls goal goals good governing grant grants great greater green
group groups grow growing half hand happen happening happy hardship health healthy hear heard held
help helped helpful helping helps high higher highest hold holding holds home host hour hours
house hub hubs human ideal ideas identify impact impartial important improve improved improvement
improving inclusive income increase increasing independant independent independently individual
individuals inform information inhabitants initiative initiatives inspire institution institutions
intellectual interest interests international involve involved involvement involving issues item
items january join joining joint july june key kind kingdom know knowledge lack large larger lead
leader leaders leadership leading learn learned learner learning led leisure level life limited
line linked list live lives living local locality locally location long longer look looking loved
ltd main maintain maintaining maintenance majority manage managed management manner march matter
mean means meet meeting meetings member members membership mental mind minded mission mix modern
monday money month monthly months morning move moving nation national nationally natural nature
necessary necessitous need needs neighbourhood network new night non normal north north-west
northwest november number object objective objectively objectives objects occupation october offer
offered offering offers office older ongoing open operate operated operates operating operation
opinion opinions opportunities opportunity order organisation organisations organise organised
organises organising organization organizations orientation pandemic parent parents participants
participate participation particular particularly partner partners partnership partnerships pay
people performing period permitted person personal persons physical physically place places plan
planned plans play political positive positively possible potential poverty power practical
practice prejudice preparing present prevent prevention primarily primary principal principles
priorities priority private problems process produce professional programme programmes progress
project projects promote promoted promotes promoting promotion proper prosperity protection proud
provide provided provider provides providing provision public pupil pupils purchase purpose
purposes pursue quality race raise raised raises raising range rates reach receive received
receiving recent recreation recreational reduce reducing region regional registered regular
regularly relate related relating relation relations relationships relief relieve relieving
religious representation require required resident residents resource resources respect respond
responsible result returning role route rural safe safety salary saturday schedule scheme schemes
school schools secure seek seeks select self-help self-sufficient senior september serve served
serves service services serving session sessions set sets sex sexual share shared sharing short
shown sick sickness similar site sites skill skills small social social-welfare socially society
south space spaces special specific specifically spend spiritual staff stage standard start state
stay strategy street strengthen strive strives strong student students subject succeed success
successful sufferer suffering suitable summer sunday supply support supported supporting
supportive supports surplus surrounding sustainable target teach teaching team term terms themes
think thoughts thriving thursday time times today total town trained training trip trust trustee
trustees trusts tuesday turn type types uk unable undertake undertaking unit united urban use
useful user users value values variety vary village virtual vision vital voluntarily voluntary
volunteer volunteers vulnerable want wants wednesday week weekend weekly weeks welcome welfare
well-being wellbeing west whilst wide wider winter wish work work-related worked workers working
works workshop workshops world worldwide worth year yearly years young
""")
"""Words of charity and council prose that say nothing of what one organisation does.

A word here may still stand inside a shared phrase (*older people*, *mental health*); it is
no evidence by itself.
"""

GIVEN_NAMES = word_set("""
aaron abdul abigail adam adrian ahmed aidan aisha alan alastair albert alex alexander alexandra
alfred ali alice alison amanda amelia amina amir amy andrea andrew andy angela anita ann anna anne
annette annie anthony antony arthur ashley audrey barbara barry beatrice becky ben benjamin
bernadette bernard beryl beth bethany betty beverley bill bob brenda brian bridget bruce bryan
callum carl carla carol carole caroline catherine cathy ceri charlene charles charlie charlotte
cheryl chloe chris christina christine christopher claire clare clive colin connor craig cynthia
daisy damian dan daniel danielle darren dave david dawn dean debbie deborah debra denis denise
dennis derek diana diane dominic donald donna doreen doris dorothy douglas duncan edith edward
edwin eileen elaine eleanor elizabeth ellen ellie elsie emily emma eric erin esther ethel eva
evelyn faisal farah fatima felicity fiona frances francesca francis frank fred frederick freya
gareth gary gavin gemma geoff geoffrey george georgia georgina gerald gerard gill gillian gladys
glen glenn glyn gordon grace graham grant greg gregory gwen hannah harold harriet harry hassan
hazel heather helen helena henry hilary holly howard hugh ian ibrahim imran irene iris isaac
isabel isabella isobel ivan ivy jack jackie jacob jacqueline jade jake james jamie jan jane janet
janice jasmine jason jean jeanette jeffrey jemma jennifer jenny jeremy jess jessica jill jim jo
joan joanna joanne joe joel john johnny jon jonathan jordan joseph josephine josh joshua joy joyce
juan jude judith judy julia julian julie june justin karen karl kate katherine kathleen kathryn
kathy katie katy kay keith kelly ken kenneth kerry kevin khadija khalid kim kirsty krzysztof kyle
laura lauren laurence leanne lee leigh len leo leonard lesley leslie lewis liam lillian linda
lindsay lindsey lisa liz lorna lorraine louis louise lucy luke lydia lyn lynda lynn lynne
madeleine maggie malcolm mandy marcus margaret maria marian marianne marie marilyn marion marjorie
mark martha martin martyn mary mathew matt matthew maureen maurice mavis max megan mel melanie
melissa michael michelle mick mike miriam mohamed mohammad mohammed molly monica muhammad muriel
nadia nancy naomi natalie natasha nathan neil niall nicholas nick nicola nicole nigel noel nora
norma norman nuala olga olive oliver olivia omar oscar owen pam pamela pat patricia patrick paul
paula pauline peggy penelope penny peter phil philip philippa phillip phoebe phyllis piotr rachael
rachel ralph ray raymond rebecca reginald rhiannon rhys richard rita rob robert roberta robin
rodney roger ron ronald rosa rosalind rose rosemary rosie ross roy rupert ruth ryan sabrina sally
sam samantha samina samuel sandra sara sarah sean shabana shane shannon sharon shaun shazia sheila
shirley sian sidney simon sonia sophia sophie stacey stan stanley stella stephanie stephen steve
steven stewart stuart sue sunita susan susanna suzanne sybil sylvia tania tanya tara ted terence
teresa terry theresa thomas tim timothy tina toby tom tony tracey tracy trevor ursula val valerie
vanessa vera vernon veronica vicky victor victoria vincent viv vivien wayne wendy wilfred will
william winifred yasmin yusuf yvonne zahra zainab zara zoe
""")
"""Given names frequent in Britain; they decide only where a sentence invites contact."""

ORGANISATION_WORDS = word_set("""
academy advice age agency aid alliance army association authority bank board branch britain
business cab cafe café care carers centre charity church citizens club college community company
connect council county crisis cross department direct directory district england family forum
foundation gp group groups hall health helpline home hospice hospital hotline house housing hub
information institute international library limited line line. link ltd manchester mind mission
network nhs office online organisation page parish park partnership people place police practice
primary project reception referral registry room samaritans scheme school scouts service services
shop society street support surgery switchboard team trust union unit university us voluntary
volunteer web website women youth
""")
"""Words that make a capitalised name one of a body, not of a person."""

KEEPS_CAPITALS = word_set("""
ADHD AGM AIDS ASD BAME BBC BBQ BME BSL CAB CE CIC CIO CSR DBS DIY ESOL EU GCSE GP GPs HIV HMP ICT
IT LGBT LGBTQ LGBTQ+ MBE ME MP MS NHS OBE OAP PE PFA PHAB PSHE PTA PTFA RAF RNLI RSPCA SEN SEND
STEM TV UK UNESCO USA VAT VCFSE VCSE WI YMCA YWCA
""")
"""Abbreviations that stay in capitals where shouted text is lower-cased."""

PROPER = word_set("""
africa african afro-caribbean anglican april arab arabic asia asian august australia bangladesh
bangladeshi baptist bible britain british buddhist caribbean catholic china chinese christ
christian christianity christians christmas commonwealth december easter eid england english
europe european february french friday german germany god gospel hindu india indian iran iraq
ireland irish islam islamic israel italian january jesus jew jewish jews judaism july june kenya
latin london methodist monday muslim muslims nigeria november october orthodox pakistan pakistani
poland polish portuguese punjabi quaker ramadan roman romanian saturday scotland scottish
september sikh somali spanish sudan sunday syria syrian thursday tuesday ukraine ukrainian urdu
wales wednesday welsh
""")
"""Words that are written with a capital letter where shouted text is lower-cased."""


def words_of(text: str) -> list[str]:
    """Return the words of a text in order, lower-cased: letters with inner ``'`` or ``-``, numbers.

    Where a script puts no spaces between words (Chinese, Japanese, Thai) each pair of
    neighbouring characters counts as a word.

    Examples
    --------
    >>> words_of("Men's shed, drop-in for over 60s")
    ["men's", 'shed', 'drop-in', 'for', 'over', '60s']
    >>> words_of("午餐会 हिंदी")
    ['午餐', '餐会', 'हिंदी']
    """
    text = text.lower()
    if not text or max(text) < "\u0300":
        return [w.replace("’", "'") for w in _WORD.findall(text)]
    return [p for w in _WIDE_WORD.findall(text) for p in _pairs(w.replace("’", "'"))]


def _pairs(word: str) -> list[str]:
    if len(word) < 3 or not re.match(_UNSPACED, word):
        return [word]
    return [word[i : i + 2] for i in range(len(word) - 1)]


@lru_cache(maxsize=2**16)
def stem(word: str) -> str:
    """Return ``word`` without accents and plural ending, so that *cafés* and *cafe* meet.

    Only plurals are taken off (the first step of Harman's S stemmer, 1991): longer
    stemming joins words that an officer would not.

    Examples
    --------
    >>> [stem(w) for w in ("carers", "charities", "buses", "bus", "women", "children's", "dress")]
    ['carer', 'charity', 'buse', 'bus', 'woman', 'child', 'dress']
    """
    word = folded(word.replace("’", "'"))
    word = word[:-2] if word.endswith("'s") else word.rstrip("'")
    if word[:1].isdigit():
        return word
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) <= 3 or not word.endswith("s") or word.endswith(("us", "ss", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-1]


_IRREGULAR = {
    "children": "child", "men": "man", "women": "woman", "wives": "wife", "lives": "life",
    "parties": "party", "people": "person", "persons": "person", "news": "news",
}  # fmt: skip
