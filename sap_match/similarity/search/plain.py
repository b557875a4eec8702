"""Plain English words that are never taken for a slip of the pen.

The commonest words, those of the family and those of trouble. A word that stands here is read
as it is written, also where no record holds it: "hits" is not "hats".
"""

from __future__ import annotations

from functools import lru_cache

from sap_match.similarity.search.everyday import table_words
from sap_match.similarity.words import stem, word_set

HURTING = word_set("""
hit hits hitting beat beats beating beaten batter batters battered slap slaps slapped kick kicks
kicked punch punches punched choke choked strangle strangles strangled hurt hurts hurting
threaten threatens threatened attack attacks attacked
""")
"""What somebody does to somebody: no word of what helps."""

_PLAIN = word_set("""
able about above across after again against ago ahead all almost alone along already also always
among angry another answer anxious anyway apart apply asked asleep attack away awful baby babies
back badly bath beat beats became because become been before began begin behind being believe
below beside best better between beyond bill bills bite bleed bleeding bloke body book boss both
bottom bought bread break breath breathe breathing bring broke broken brother brought build bully
bullied bullies burn burnt business busy call called calm came cannot care carry caught cause
chair chance change chase cheap check chest child chip choice choke choking chose city clean
clear climb close closed coat cold collapse collapsed collapses come control controls controlling
cook cope copes coping corner cost could count couple cousin cover crash crazy cries crime cross
cruel crying cuts daily dance danger dangerous dark date daughter dead dear death decide deep
despair desperate die died dies different difficult dinner dirty doctor does doing done door doubt
down dream dress drink drive drop drove drunk dying each early earn easy eats edge eight either
else empty ends enough even ever every exam explain face fact faint fainted fair fall false
family fancy fast father fault fear feed feel feels feet fell felt fight fighting fights fill
film find fine fire first fist five flat floor fool foot force forced forget forgot four freak
fresh friend friends frighten frightened from front full fully funny game gave gets girl girls
give given gives giving glad goes gone good grab grabs great group grow guess hair half hand hands
hang happen happened hard hate hates have head hear heard heart heavy held hello help her here
hers hide high hill hits hold holds hole home hope hospital hotel hour hours house however huge
hundred hungry hurry husband idea inside into itself join joke just keep keeps kept kick kids kill
kind knew knife know knows lady last late laugh laughing lead learn least leave leaves leaving
left legs less letter liar lied lies life lift light like likes line list listen little live
lives living lock locked locks long loose lose lost loud love loves lunch made make makes making
many marriage married marry matter maybe meal mean means meet might mind mine minute miss missing
mistake money month months more morning most mother mouth move much must name near nearly neck
need never next nice niece nephew night nine nobody noise none nose nothing number often okay once
only open other others ought ours over owed page pain pains panic paper parent parents part partner
past pays peace people perhaps person piece pills plan play please point police poor post pray
problem promise proud pull punch push quick quiet quite rape raped rather reach read ready real
reason rent rest ride right ring road room rough round rude ruin running sadly safe safely safety
said same save saying says scare scared scream screaming seem seen sell send sent seven several
shame sharp shock short should shout shouting shouts show shut sick side silly simple since single
sister site size skin slap slaps sleep slept slow smack small smell smile some somewhere soon sore
sorry sort sound space speak spend spent spoke stab stabbed stalk stalker stalking stalks stand
start starve starving stay stays steal steals step still stole stolen stomach stop stops story
straight strange street stress strong stuck such sudden suddenly suffer sure take taken takes
talk taught teach tear tears tell tells terrified than that them then there these they thing
think this those though thought threat threaten threats three threw through throw thrown tight
time tired today together told tomorrow tonight took touch touched touches toward town trap
trapped tries trip trouble true trust truth trying turn twice under unhappy unsafe unsure until
upset used useful using very violence violent visit wait wake walk wall want wash watch water week
weeks well went were what when where whether which while whole whom whose wife will wish with
without woke woman women wonder word work worn worried worse worst worth would write wrong yell
yells year years yesterday young your yours boyfriend girlfriend boyfriends girlfriends fiance
fiancee stepdad stepmum stepson stepfather stepmother grandson granddaughter grandparents
""")


@lru_cache(maxsize=1)
def _stems() -> frozenset[str]:
    return frozenset(stem(w) for w in (*_PLAIN, *HURTING, *table_words()))


def is_plain(word: str) -> bool:
    """Whether a word is plain English, or a word for a need.

    Examples
    --------
    >>> is_plain("hits"), is_plain("boyfriend"), is_plain("macclesfeild")
    (True, True, False)
    """
    return word in _PLAIN or stem(word) in _stems()
