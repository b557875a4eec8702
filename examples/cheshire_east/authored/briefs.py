"""Pieces of work that look for partners this winter; all invented."""

# Records read best as they are laid out here.
# fmt: off
from authored.words import Cell, Row, area_ids, prose


def brief(number: int, title: str, lead: int, text: str, **more: Cell) -> Row:
    """Return a brief; `capabilities` are what the team must be able to do between them."""
    areas = area_ids(str(more.pop("areas")))
    return "briefs", {
        "id": f"XE-BRIEF-{number:02d}",
        "title": title,
        "description": prose(text),
        "lead_id": f"XE-ORG-{lead:04d}",
        "areas": areas,
        "as_of": "2026-11-01",
        **more,
    }


ROWS: list[Row] = [
    brief(
        1, "Warm West Crewe, winter 2026", 23,
        """Bid to the household support fund, closing 27 November. Five rooms within a pram's push
        of each other, one open every weekday from 10 to 4 until March, with soup, somebody to
        sort the meter and a lift for those who cannot walk.""",
        programme="Household support", themes="warm spaces;fuel poverty;food;transport",
        members="XE-ORG-0024", capabilities="a warm accessible room;energy and debt advice;"
        "hot food;transport for older people;volunteers", areas="west crewe;crewe",
        kinds_wanted="voluntary;public", size_min=4, size_max=7, budget=36000,
    ),
    brief(
        2, "Someone to talk to by Friday: young minds in Macclesfield", 44,
        """Nine months is too long. A joint offer for ages 8 to 25 in which any child or young
        adult who asks is seen by somebody within a week: play therapy, drop-in, counselling, peer
        support after eighteen, and a room at each end of the town.""",
        programme="Integrated care board transformation", themes="mental health;young people",
        capabilities="counselling for teenagers;drop-in without referral;support for primary-age "
        "children;peer support for ages 18 to 25;outreach on estates;evening venue",
        areas="cc macclesfield", kinds_wanted="voluntary;public", size_min=4, size_max=8,
        budget=180000,
    ),
    brief(
        3, "Before the gun cupboard: farming under strain", 209,
        """Extend the farm-minds work north to Chelford and Knutsford now that the mart has gone:
        listeners, a nurse at the feed counter, chaplaincy, debt advice that comes to the yard,
        and something for farm wives and the under-thirties.""",
        programme="Rural resilience", themes="farming;mental health;rural life;money advice",
        members="XE-ORG-0225", capabilities="listening line;health checks;business debt advice;"
        "social events for farming families;village venue with parking",
        areas="cc nantwich;cc knutsford;chelford", kinds_wanted="voluntary;business;public",
        size_min=4, size_max=8, budget=70000,
    ),
    brief(
        4, "Dementia-friendly Congleton", 85,
        """Café, choir, swimming, shops and buses where people with dementia are expected. We can
        train; we cannot sing, swim or drive.""",
        programme="Ageing well", themes="dementia;carers;arts and heritage;sport and activity",
        members="XE-ORG-0078", capabilities="singing or arts;sport and swimming;transport;carer "
        "support;step-free venue on a weekday afternoon", areas="cc congleton",
        kinds_wanted="voluntary;public;business", size_min=4, size_max=7, budget=22000,
    ),
    brief(
        5, "Refugee welcome in Crewe: the first hundred days", 1,
        """From the bus station to a job. English at hours that fit shifts, furniture in a week,
        a bicycle, a GP, a friend, a mentor at the works and immigration advice. Nobody local
        gives immigration advice at level two and we need to find who does.""",
        programme="Resettlement", themes="refugees and migration;language;employment and skills",
        members="XE-ORG-0042", capabilities="English classes;furniture and bedding;health "
        "registration;job mentoring;bicycles;level 2 immigration advice", areas="crewe;west crewe",
        kinds_wanted="voluntary;business;public", size_min=4, size_max=8, budget=95000,
    ),
    brief(
        6, "Monday in Congleton", 83,
        """Five clubs cook on Thursday and none on Monday. A rota, a minibus and one kitchen so
        that eighty older people eat in company on the day the surgery dreads.""",
        themes="older people;food;loneliness;transport", capabilities="cooking for forty;"
        "minibus and drivers;commercial kitchen;people to ring round", areas="congleton",
        size_min=3, size_max=6, budget=9000,
    ),
]
