"""Word lists: what is too common to be evidence, what marks a person, what keeps its capitals."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+(?:st|nd|rd|th)?", re.UNICODE)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


STOP_WORDS = _words("""
a about above across after again against all almost alone along already also although always am
among an and another any anyone anything are around as at away back be because become becomes been
before being below best better between both but by came can cannot come could did do does doing done
down due during each either else ensure ensuring enough etc even ever every everyone everything
except far few first for four from full further get gets give given gives giving go goes going had
has have having he her here hers herself him himself his how however i ie if in include included
includes including indeed into is it its itself just keep known last latter least less let like made
mainly make makes making many may me might mine more moreover most mostly much must my myself na
namely near needed neither never next no nobody none nor not nothing now of off often on once one
only onto or other others otherwise our ours ourselves out over own part per perhaps please put
rather re regarding run running runs said same second see seem self several shall she should since
six so some someone something such take takes taking ten than that the their theirs them themselves
then there thereby therefore therein these they thing things this those three through throughout
thus to together too toward towards two under until up upon us use used using usually various very
via was way ways we well were what whatever when where whereby wherein whether which while who
whole whom whose why will with within without would yet you your yours yourself
e.g i.e c.i.o vs aged
""")
"""English function words, and verbs that carry no subject of their own."""

BOILERPLATE = _words("""
ability able access accessible accordance account achieve achieved achieving act acting action
active activity activities actively addition additional administer administration advance advanced
advancement advances advancing affiliated affordable aid aim aimed aiming aims annual annually
appropriate area areas arrange arranging aspects assist assistance assisting associated association
associations authority authorities available awareness based basis beneficial beneficiaries
beneficiary benefit benefits bodies body borough branch bring bringing broad build building care
carried carry carrying case cause causes central centre centres charitable charities charity
cheshire circumstances cities citizen citizens city class client clients club clubs co collection
collective commit committed committee common communities community companies company concerned
condition conditions conduct connected consider contact continue continued continues continuing
contribute contributing contribution cost costs council county create created creating creation
current currently day days dedicated deliver delivered delivering delivers delivery described
designed determine develop developed developing development develops different direct directed
directly distinction district duty economic educate education educational effective effectively
effort efforts enable enabled enables enabling encourage encourages encouraging england english
enhance enhancing enjoy enjoyable enjoyment enrich environment equipment essential establish
established establishing establishment event events exclusively exist existing exists expense
expenses experience experiences extend facilitate facilitates facilitating facilities facility
families focus focused following form foster fostering found foundation founded free friend friendly
friends fulfil fund funded funding fundraise fundraiser fundraisers fundraising funds furtherance
furthering general generally goal goals good governing grant grants great greater group groups grow
growing half hand held help helped helpful helping helps high higher highest hold holding holds
hour hours human ideas identify impact important improve improved improvement improving increase
increasing individual individuals inform information inhabitants initiative initiatives inspire
institution institutions interest interests international involve involved involvement involving
issues item items january february march april june july august september october november december
joint key kind know large larger lead leading led level life limited line list live lives living
local locality locally location long look looking ltd main maintain maintaining maintenance
majority manage managed management manner mean means meet meeting meetings member members
membership mission money month monthly months nation national nationally nature necessary need
needs neighbourhood network new non normal north north-west northwest number object objective
objectives objects offer offered offering offers office ongoing open operate operated operates
operating operation opinion opinions opportunities opportunity order organisation organisations
organise organised organises organising organization organizations participate participation
particular particularly partner partners partnership partnerships people period permitted person
personal persons place places plan planned plans play possible potential power practical practice
present prevent prevention primarily primary principal principles private problems process produce
programme programmes project projects promote promoted promotes promoting promotion proper
protection provide provided provider provides providing provision public purchase purpose purposes
pursue quality raise raised raises raising range reach receive received receiving recent recreation
recreational reduce reducing region regional registered regular regularly relate related relating
relation relief relieve relieving require required resident residents resource resources respond
responsible result role safe safety schedule scheme schemes secure seek seeks select serve served
serves service services serving session sessions set sets share sharing short similar site sites
skill skills small social society south special specific specifically staff stage standard start
state strategy strengthen strive strives strong subject success successful suitable supply support
supported supporting supportive supports surrounding sustainable target teach teaching team term
terms time times today total town trained training trust trustee trustees trusts types type
undertake undertaking united kingdom uk unit use useful user users value values variety village
vision voluntary volunteer volunteers want wants week weekend weekly weeks welcome welfare
well-being wellbeing west east wide wider wish work worked workers working works world year yearly
years young
leisure occupation facilities sufferer suffering sex sexual orientation race political religious
deprived disadvantaged disadvantage distress hardship sickness poverty need necessitous
objectively assets rural urban respect health healthy
monday tuesday wednesday thursday friday saturday sunday covid covid-19 pandemic voluntarily
""")
"""Words of charity and council prose that say nothing of what one organisation does.

A word here may still stand inside a shared phrase (*older people*, *mental health*); it is
no evidence by itself.
"""

GIVEN_NAMES = _words("""
aaron abdul abigail adam adrian ahmed aidan aisha alan alastair albert alex alexander alexandra
alfred ali alice alison amanda amelia amina amir amy andrea andrew andy angela anita ann anna anne
annette annie anthony antony arthur ashley audrey barbara barry beatrice becky ben benjamin bernard
bernadette beryl beth bethany betty beverley bill bob brenda brian bridget bruce bryan callum
carl carla carol carole caroline catherine cathy ceri charlene charles charlie charlotte cheryl
chloe chris christina christine christopher claire clare clive colin connor craig cynthia daisy
damian dan daniel danielle darren dave david dawn dean debbie deborah debra denis denise dennis
derek diana diane dominic donald donna doreen doris dorothy douglas duncan edith edward edwin
eileen elaine eleanor elizabeth ellen ellie elsie emily emma eric erin esther ethel eva evelyn
faisal farah fatima felicity fiona frances francesca francis frank fred frederick freya gareth
gary gavin gemma geoff geoffrey george georgia georgina gerald gerard gill gillian gladys glen
glenn glyn gordon grace graham grant greg gregory gwen hannah harold harriet harry hassan hazel
heather helen helena henry hilary holly howard hugh ian ibrahim imran irene iris isaac isabel
isabella isobel ivan ivy jack jackie jacob jacqueline jade jake james jamie jan jane janet janice
jason jasmine jean jeanette jeffrey jemma jennifer jenny jeremy jess jessica jill jim jo joan
joanna joanne joe joel john johnny jon jonathan jordan josephine joseph josh joshua joy joyce juan
jude judith judy julia julian julie june justin karen karl kate katherine kathleen kathryn kathy
katie katy kay keith kelly ken kenneth kerry kevin khalid khadija kim kirsty krzysztof kyle laura
lauren laurence lee leanne leigh len leo leonard leslie lesley lewis liam lillian linda lindsay
lindsey lisa liz lorna lorraine louis louise lucy luke lydia lyn lynda lynn lynne madeleine
maggie malcolm mandy marcus margaret maria marian marianne marie marilyn marion mark marjorie
martha martin martyn mary mathew matt matthew maureen maurice mavis max megan mel melanie melissa
michael michelle mick mike miriam mohamed mohammad mohammed molly monica muhammad muriel nadia
nancy naomi natalie natasha nathan neil niall nicholas nick nicola nicole nigel noel nora norma
norman nuala olga olive oliver olivia omar oscar owen pam pamela pat patricia patrick paul paula
pauline peggy penelope penny peter phil philip philippa phillip phoebe phyllis piotr rachael rachel
ralph ray raymond rebecca reginald rhiannon rhys richard rita rob robert roberta robin rodney roger
ron ronald rosa rosalind rose rosemary rosie ross roy rupert ruth ryan sabrina sally sam samantha
samina samuel sandra sara sarah sean shabana shane shannon sharon shaun shazia sheila shirley sian
sidney simon sonia sophia sophie stacey stan stanley stella stephanie stephen steve steven stewart
stuart sue sunita susan susanna suzanne sybil sylvia tania tanya tara ted terence teresa terry
theresa thomas tim timothy tina toby tom tony tracey tracy trevor ursula val valerie vanessa vera
vernon veronica vicky victor victoria vincent viv vivien wayne wendy wilfred will william winifred
yasmin yusuf yvonne zahra zainab zara zoe
""")
"""Given names frequent in Britain; they decide only where a sentence invites contact."""

ORGANISATION_WORDS = _words("""
academy advice age agency aid alliance army association authority bank board branch britain business
cab cafe café care carers centre charity church citizens club college community company connect
council county crisis cross department direct directory district england family forum foundation
group groups gp hall health helpline home hospice hospital hotline house housing hub information
institute international library line line. link limited ltd manchester mind mission network nhs
office online organisation page parish park partnership people place police practice primary
project reception referral registry room samaritans school scheme scouts service services shop
society street support surgery switchboard team trust union unit university us volunteer voluntary
web website women youth
""")
"""Words that make a capitalised name one of a body, not of a person."""

KEEPS_CAPITALS = _words("""
ADHD AGM AIDS ASD BAME BBC BME CAB CE CIC CIO CSR DBS DIY ESOL EU GCSE GP GPs HIV HMP ICT IT
LGBT LGBTQ LGBTQ+ MBE ME MP MS NHS OBE OAP PE PFA PHAB PSHE PTA PTFA RAF RNLI RSPCA SEN SEND STEM TV
UK UNESCO USA VAT VCFSE VCSE WI YMCA YWCA
""")
"""Abbreviations that stay in capitals where shouted text is lower-cased."""

PROPER = _words("""
africa african afro-caribbean anglican arab arabic asia asian australia bangladesh bangladeshi
baptist bible britain british buddhist caribbean catholic china chinese christ christian
christianity christians christmas commonwealth easter eid england english europe european french
german germany god gospel hindu india indian iran iraq ireland irish islam islamic israel italian
jesus jew jewish jews judaism kenya latin london methodist muslim muslims nigeria orthodox pakistan
pakistani poland polish portuguese punjabi quaker ramadan roman romanian scotland scottish sikh
somali spanish sudan syria syrian ukraine ukrainian urdu wales welsh
monday tuesday wednesday thursday friday saturday sunday january february april june july august
september october november december
""")
"""Words that are written with a capital letter where shouted text is lower-cased."""


def words_of(text: str) -> list[str]:
    """Return the words of a text in order, lower-cased: letters with inner ``'`` or ``-``, numbers.

    Examples
    --------
    >>> words_of("Men's shed, drop-in for over 60s")
    ["men's", 'shed', 'drop-in', 'for', 'over', '60', 's']
    """
    return [w.replace("’", "'") for w in _WORD.findall(text.lower())]


def stem(word: str) -> str:
    """Return ``word`` without a plural ending, so that *carer* and *carers* meet.

    Only plurals are taken off (the first step of Harman's S stemmer, 1991): longer
    stemming joins words that an officer would not.

    Examples
    --------
    >>> [stem(w) for w in ("carers", "charities", "buses", "bus", "women", "children's", "dress")]
    ['carer', 'charity', 'buse', 'bus', 'woman', 'child', 'dress']
    """
    word = word.replace("’", "'")
    word = word[:-2] if word.endswith("'s") else word.rstrip("'")
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
