"""Words that decide on capitals when a register's names and texts are put right."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


SMALL_WORDS = _words(
    """
    a an and as at by de des du for from in into la le les of on or out over the to upon
    with
    """
)
"""Words that stay small inside a name."""

ACRONYMS = _words(
    """
    ADHD AFC AGM AIDS ALC AVC BAME BBC BID BME CE CFC CIC CIO CPRE DIY DVD EMA ESOL EU GCSE
    GEM GM GP HIV ICT ICW II III IV IVF LGBT LGBTQ LGBTQIA MBE MP NHS NSPCC NVQ OAP OBE PA
    PE PFA PHAB PIP PSA PTA PTFA RAF RC RDA RFU RNIB RNLI RSPB RSPCA RUFC SEN SEND SPLD STEM
    TARA TRA TUC U3A UK UN UNICEF URC USA VCFSE VCSE VI WEA WI WRVS YMCA YWCA
    """
)
"""Words that are read letter by letter, or always written in capitals."""

PROPER = _words(
    """
    africa african altrincham anglican april arabic asian august bangladeshi baptist belfast
    bible birmingham bolton bradford bristol britain british buddhism buddhist cardiff
    caribbean catholic cheshire chester china chinese christ christian christianity
    christians christmas cio congleton cornwall coventry crewe cumbria december derbyshire
    devon easter edinburgh eid england english essex europe european february french friday
    german glasgow god gospel hebrew hindu hindus india indian ireland irish islam islamic
    january jesus jewish judaism july june kent knutsford lancashire leeds leicester
    liverpool london macclesfield manchester methodist monday muslim muslims nantwich
    newcastle nhs norfolk nottingham november october oldham pakistan pakistani polish quran
    ramadan rochdale salford sandbach saturday scotland scottish september shabbat sheffield
    sikh sikhs staffordshire stockport stretford suffolk sunday surrey tameside thursday
    torah trafford tuesday urdu urmston wales warrington wednesday welsh wigan wilmslow
    yorkshire
    """
)
"""Words that keep their capital when a shouted text becomes a sentence."""

GENERIC = SMALL_WORDS | _words(
    """
    able academy action advice age aid all area art arts association athletic autism band
    being benevolent bikes blood board boating branch breakthrough building business camp
    care carers centre centres chapel charitable charity child children choir choral church
    circuit citizens city civic clergy club college committee community company concern
    congregation conservation council counselling county creative crisis cultural culture
    cycling day deaf developments diocesan diocese disability disabled district drama early
    education educational elderly endowment engineering ensemble enterprises environmental
    ethnic evangelical events every family federation fellowship female festival finance
    first food foundation friends friendship fund funds funeral garden gardens general girls
    grammar great group groups guild hall health help heritage high historic history home
    homes hope hospice hospital housing impact information initiative institute
    international junior kitchen law league learning leisure library life light limited link
    links little local meals medical memorial men mental ministries ministry mission month
    mosque mountain museum music musical national nature network new night nursery nursing
    objects old older open orchestra outreach parent parents parish park partnership people
    peoples performing pets playgroup police poor pre preservation prevention primary
    productions project property public radio rape recreation reform refugee relief
    religious rescue research resource resources respect retired rights royal rugby school
    schools science scout seniors service services shop sick simply social society sport
    sports street student students studios study support swimming teachers team temple that
    theatre their times together training transport trust trusts unit united university
    victory video village vision visions visual voice voluntary volunteering volunteers
    watch water welfare wildlife women work working world young youth
    """
)
"""Words of names that are no names: they stay small in a sentence."""

PHRASES = (
    "Church of England",
    "Church of Christ",
    "United Kingdom",
    "Greater Manchester",
    "Greater London",
    "North West",
    "North East",
    "South West",
    "South East",
    "West Midlands",
    "East Midlands",
    "Middle East",
    "Holy Spirit",
    "Holy Ghost",
)
"""Names of several words that keep their capitals."""
