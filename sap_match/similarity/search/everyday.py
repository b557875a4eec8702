"""Everyday words for needs, and the words in which directories tell what answers them.

General English as people in the United Kingdom speak it, with some Welsh and Polish; nothing
here names a place, a provider or a record. An entry is a phrase (or several, parted
by ``|``), then a colon and the words of services; a line that begins with a space goes on with
the one before. One finds more by adding a line; the golden queries in the tests
say whether it helped.
"""

from __future__ import annotations

import re
from functools import lru_cache

_TABLE = """
lonely | loneliness | alone | on my own | by myself | isolated | no friends | nobody to talk |
  no one to talk | noone to talk | someone to talk | somebody to talk | company | companionship
  | meet people | make friends | new friends | chat | natter | mates | housebound | dont see
  anyone | don't see anyone | stuck in the house | stuck indoors | stuck at home : loneliness,
  befriending, social, friendship, coffee, isolation
skint | broke | no money | short of money | hard up | cash | cant pay | can't pay | can't afford
  | cant afford | behind with | behind on | owe | owing | arrears | bailiff | bailiffs | loan
  shark | credit card | bills | in debt | debts : debt, money, advice, budgeting
benefits | universal credit | uc | pip | dla | esa | attendance allowance | pension credit |
  council tax | entitled | claim | sanctioned : benefits, money, advice, welfare, forms
fuel | heating | gas bill | electric | electricity | energy bill | meter | leccy | leccie | cold
  house | freezing : fuel poverty, energy, heating, warm home
warm | warm up | keep warm | somewhere warm | get warm | out of the cold | cold : warm space,
  room, hub, heating
hungry | hunger | food parcel | no food | nothing to eat | feed | groceries | cheap food |
  shopping | food help | bread | tins : food bank, pantry, meal, larder
hot meal | dinner | lunch | cooked meal | proper meal | soup | tea and cake | eat with : lunch,
  meal, food, cafe
fit | fitness | exercise | get moving | lose weight | active | gym | out of shape | keep fit :
  exercise, fitness, sport, activity, walking
walk | walking | walks | ramble | stroll | hike | hiking : walk, walking, ramble
fall | falls | falling | fell | unsteady | balance : falls, balance, exercise, strength
dementia | demensia | dementure | alzheimers | alzheimer's | alzheimer | memory problems |
  forgetful | losing memory | forgetting : dementia, memory, cafe
carer | carers | caring | look after | looking after | care for my | caring for | need a break |
  respite | sit with | sitter | sitting | exhausted | knackered | worn out | shattered | time
  off : carers, respite, sitting, sitter
grief | grieving | bereaved | bereavement | widow | widowed | widower | passed away | died |
  lost my | lost a | death | mourning | miscarriage | stillborn : bereavement, grief, loss
sad | low | depressed | depression | anxious | anxiety | stressed | stress | panic | mental
  health | nerves | down | cant cope | can't cope | struggling | overwhelmed | worry | worried
  sick | counselling | counsellor | therapy | therapist | ptsd | trauma | breakdown : mental
  health, wellbeing, counselling, anxiety, depression
sleep | insomnia : sleep, wellbeing
drink | drinking | alcoholic | alcohol | booze | pissed | drunk | drugs | addict | addiction |
  addicted | gambling | weed | sober | recovery | rehab : alcohol, drug, addiction, recovery
smoke | smoking | vape | vaping | quit smoking : smoking stop
job | jobs | work | cv | interview | unemployed | redundant | out of work | career |
  apprenticeship | job centre | jobcentre : employment, job, skills, work, training
course | learn | class | classes | lessons | qualification | college | study | maths | reading
  and writing | read and write | literacy : learning, course, education, skills
english | esol | speak english | learn english | language : English, ESOL, language,
  conversation
computer | computers | laptop | internet | online | tablet | ipad | phone | smartphone | email |
  emails | zoom | digital | wifi | facebook | scam | scams : digital, computer, tablet, internet
homeless | kicked out | thrown out | chucked out | no roof | sleeping rough | evicted | eviction
  | nowhere to live | sofa surfing | hostel | housing | rent | landlord | house | flat |
  accommodation | mould | damp : housing, homelessness, advice, tenancy
lift to | get to hospital | hospital appointment | transport | no car | cant drive | can't drive
  | no bus | bus stopped | driver | minibus | taxi | appointments | get about | get around | get
  out and about : transport, volunteer, drivers, minibus, community car
shed | woodwork | tools | diy | workshop | tinker | bench : shed, woodwork, repair
repair | fix | mend | mending | broken | toaster | sewing | sew | darning : repair cafe,
  mending, sewing
craft | crafts | knit | knitting | crochet | art | painting | draw | pottery | creative : art,
  craft, creative
sing | singing | choir | music | band | guitar | ukulele | instrument : singing, choir, music
dance | dancing | zumba | ballroom | tea dance : dance, dancing
garden | gardening | allotment | grow | plants | veg | vegetables | nature | trees |
  conservation | litter : gardening, allotment, growing, nature, environment
baby | babies | newborn | breastfeeding | breast feeding | pregnant | pregnancy | new mum | new
  mom | feeding : baby, parents, breastfeeding, families
toddler | toddlers | playgroup | play group | little one | little ones | tots | under fives |
  under 5s | pre school | soft play : toddler, playgroup, stay and play, families
kids | kid | children | child | bairns | kiddies | half term | school holidays | holidays |
  holiday club | summer holidays : children, families, holiday activities, play
teenager | teenagers | teen | teens | youth | youth club | young person | young people | lad |
  lads | hang out : young people, youth club
sen | send | special needs | additional needs | autistic | autism | adhd | asd | learning
  disability | learning difficulties | downs | aspergers : autism, SEND, disability, learning
  disabilities, special needs
disabled | disability | wheelchair | mobility : disability, disabled, accessible
mobility scooter | scooter hire | wheelchair hire | wheelchair loan | borrow a wheelchair :
  mobility scooter, wheelchair loan, shopmobility
blind | partially sighted | cant see | can't see | sight | eyesight | macular | vision : sight
  loss, blind, visually impaired
deaf | hearing | sign language | bsl | hearing aids : deaf, hearing, sign language, BSL
stroke | aphasia : stroke, survivors
parkinsons | parkinson's | parkinson : Parkinson's, exercise
cancer | chemo | terminal | dying | end of life | palliative | hospice : cancer, hospice,
  palliative
diabetes | diabetic | blood pressure | heart : health, diabetes
toenails | toe nails | feet | nails | chiropody | podiatry : toenail cutting, foot care
old | elderly | pensioner | pensioners | oap | oaps | nan | nana | nanna | gran | granny |
  grandma | grandad | grandfather | grandmother | ageing | retired | over 60s | over 50s | older
  : older people
dad | father | dads | fathers : fathers, dads
men | man | bloke | blokes | fellas | guys : men
women | woman | ladies | girls night : women
farmer | farm | farming | farmers | tenancy | livestock : farming, farmers, rural
refugee | refugees | asylum | asylum seeker | home office | immigration | visa | settled status
  | papers : refugees, asylum, migrants, advice
polish | polski | polska | polskie | polsku | polsko | polka | polak | poland : Polish, Polska,
  polskie
szkoła | szkola | lekcje | nauka : school, lessons, szkoła, lekcje
dzieci | dziecko | dziecka | maluch | maluchy | maluchów : children, dzieci, playgroup, grupa
  zabaw
jedzenie | jedzenia | głodny | zywnosc | żywność : food bank, pantry
praca | pracy : employment, job
pomoc | pomocy : help, support, advice
angielski | angielskiego : English, language, ESOL
mieszkanie | mieszkania | bezdomny : housing, homelessness
samotny | samotna | samotność : loneliness, befriending, social
cymraeg | cymru | welsh | gymraeg | siarad cymraeg | dysgu cymraeg : Welsh, Cymraeg
bwyd | banc bwyd : food bank, pantry
unig | unigrwydd : loneliness, befriending
cynnes : warm space
plant : children, families
gofalwr | gofalwyr | gofalu : carers
clwb cinio | cinio : lunch club
côr | canu : choir, singing
volunteer | volunteering | volunteers | give my time | give something back | want to help | help
  out : volunteering, volunteers
gay | lesbian | lgbt | lgbtq | lgbtq+ | trans | transgender | bi | queer | coming out : LGBT,
  LGBTQ+
veteran | veterans | army | ex forces | ex-forces | served | armed forces | navy | raf :
  veterans, armed forces
prison | ex offender | inside | probation | criminal record | offender : prison, offenders,
  resettlement
abuse | abused | abusive | violent | domestic | refuge | controlling | hits me | beats me |
  scared of : domestic abuse, refuge
raped | rape | sexual assault | sexual abuse | assaulted : sexual assault, abuse
suicidal | suicide | self harm | hurt myself | kill myself : suicide, crisis, Samaritans, mental
  health
legal | solicitor | lawyer | law | court | tribunal | will | power of attorney : legal, advice,
  law
form | forms | letter | letters | paperwork : forms, letters, advice
clothes | coat | coats | uniform | school uniform | shoes | nappies | cot | pram : clothing,
  baby essentials, uniform
furniture | bed | sofa | cooker | fridge | washing machine | white goods : furniture, reuse,
  household
swim | swimming | pool : swimming, pool, leisure centre
football | footie | footy | soccer | kickabout : football, sport
cricket | rugby | tennis | bowls | boxing | netball | badminton | basketball | running | judo |
  martial arts | gymnastics : sport, club
bike | cycling | cycle | bikes : cycling, bikes
scouts | cubs | beavers | brownies | guides | rainbows | cadets : scouts, guides, young people
church | pray | prayer | god | faith | mosque | temple | synagogue | muslim | christian | jewish
  | hindu | sikh : faith, church, worship
outdoors | outdoor | outside | open air | fresh air : outdoor, gardening, nature, environment,
  orchard
history | heritage | museum | local history : heritage, history, museum
theatre | drama | acting | panto | plays : theatre, drama, amateur
bored | something to do | things to do | get me out | get out of the house | get out the house |
  out of the house | hobby | hobbies : social, activities, group, club
day centre | day care | daycare | somewhere for the day | while i work : day centre, care, older
  people
care home | nursing home | residential home | residential | carehome : care home, nursing,
  residential
home care | carer at home | help at home | cleaning | help around the house | odd jobs | light
  bulb | jobs around the house | handyman : help, at, home, practical support, neighbours
hospital | discharge | come out of hospital | home from hospital | operation : home from
  hospital, health
fire | smoke alarm | fire alarm : fire safety, home visit
dog | dogs | cat | cats | pet | pets | animal | animals : animals, pets
library | books | book club | reading group : library, books, reading
befriend | befriender | befriending | visitor | visit | visits | someone to visit | ring me |
  phone me | phone call : befriending, visits, telephone
hate crime | racism | bullied | bullying | antisocial | anti social | asb : community safety,
  hate, crime
grant | grants | funding | fund : grants, funding
room hire | hire a hall | hire a room | hall hire : hall, hire, venue
uniformed : scouts, guides, cadets
boat | sailing | sail | canal : sailing, boats, canal
young carer | young carers : young carers
single parent | single mum | parenting | parents | my kids behaviour : parents, family support,
  parenting
meals on wheels | meals delivered : meals, delivered, home
"""


@lru_cache(maxsize=1)
def _phrases() -> tuple[tuple[re.Pattern[str], str, str], ...]:
    found = []
    for line in re.sub(r"\n +", " ", _TABLE.strip()).splitlines():
        phrases, _, words = line.partition(" : ")
        found += [(p.strip(), words.strip()) for p in phrases.split(" | ")]
    found.sort(key=lambda pair: (-len(pair[0]), pair[0]))
    return tuple((re.compile(rf"(?<![\w'-]){re.escape(p)}(?![\w'-])"), p, w) for p, w in found)


def table_words() -> frozenset[str]:
    """Return each word of the table: those that people say and those of directories.

    Examples
    --------
    >>> "skint" in table_words(), "skent" in table_words()
    (True, False)
    """
    return frozenset(re.findall(r"[\w'-]+", _TABLE.lower()))


def meant(text: str) -> tuple[tuple[str, str], ...]:
    """Return the everyday phrases of a text with the words of services, in the text's order.

    Of phrases that lie over one another the longest counts.

    Examples
    --------
    >>> meant("I'm skint and have nobody to talk to")
    (('skint', 'debt, money, advice, budgeting'),
     ('nobody to talk', 'loneliness, befriending, social, friendship, coffee, isolation'))
    """
    lower = " ".join(text.lower().replace("’", "'").split())
    taken: list[tuple[int, int, str, str]] = []
    for pattern, phrase, words in _phrases():
        for match in pattern.finditer(lower):
            start, end = match.span()
            if all(end <= a or start >= b for a, b, _, _ in taken):
                taken.append((start, end, phrase, words))
    return tuple(dict.fromkeys((phrase, words) for _, _, phrase, words in sorted(taken)))
