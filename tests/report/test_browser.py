"""What only a browser can tell: quiet consoles, no network, reachable controls, contrast."""

import csv
import io
import re
from datetime import date
from pathlib import Path

import pytest

from sap_match.report.html import render_html

pytestmark = pytest.mark.slow

# WCAG 2.2, 1.4.3: contrast of every element that has text of its own, against the first opaque
# background behind it. Large text (24 px, or 18.66 px bold) needs 3, all other text 4.5.
CONTRAST = """
() => {
  const parse = c => { const m = c.match(/[\\d.]+/g).map(Number); return [m[0], m[1], m[2], m[3] ?? 1]; };
  const light = c => { const f = v => { v /= 255; return v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; };
    return .2126 * f(c[0]) + .7152 * f(c[1]) + .0722 * f(c[2]); };
  const ratio = (a, b) => { const [x, y] = [light(a), light(b)].sort((p, q) => q - p); return (x + .05) / (y + .05); };
  const behind = e => { for (let n = e; n; n = n.parentElement) {
      const b = parse(getComputedStyle(n).backgroundColor); if (b[3] === 1) return b; } return [255, 255, 255, 1]; };
  const found = [];
  for (const e of document.querySelectorAll('body *')) {
    const own = [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
    if (!own && e.type !== 'text') continue;
    if (!e.getClientRects().length || e.closest('.quiet, .skip, script, style')) continue;
    const s = getComputedStyle(e);
    const isSvg = e instanceof SVGElement;
    let back = behind(e);
    if (isSvg && e.classList.contains('kind-n')) back = parse(getComputedStyle(e.previousElementSibling).fill);
    const size = parseFloat(s.fontSize), bold = parseInt(s.fontWeight) >= 700;
    const need = size >= 24 || (bold && size >= 18.66) ? 3 : 4.5;
    const got = ratio(parse(isSvg ? s.fill : s.color), back);
    if (got < need) found.push(`${e.tagName}.${e.className.baseVal ?? e.className} ${got.toFixed(2)} "${e.textContent.trim().slice(0, 30)}"`);
  }
  return found;
}
"""  # noqa: E501

SPILLS = """
() => [...document.querySelectorAll('body *')].filter(e =>
    e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.scroll, .quiet'))
  .map(e => e.tagName + '.' + e.className + ' ' + e.textContent.trim().slice(0, 30)).slice(0, 5)
"""


@pytest.fixture
def show(chromium, months, tmp_path):
    """Open a month's page as a file and collect whatever it says or asks for."""
    contexts = []

    def opened(name, *, width=1280, **options):
        path = tmp_path / f"{name}.html"
        path.write_text(render_html(getattr(months, name)()), encoding="utf-8")
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            accept_downloads=True,
            reduced_motion="reduce",
            **options,
        )
        contexts.append(context)
        page = context.new_page()
        page.said = []
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.on(
            "request",
            lambda request: (
                request.url.startswith(("file:", "data:", "blob:")) or page.said.append(request.url)
            ),
        )
        page.goto(path.as_uri())
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("name", ["realistic", "nasty", "empty"])
@pytest.mark.parametrize("width", [320, 390, 768, 1280, 1920])
def test_quiet_and_within_the_screen(show, name, width):
    page = show(name, width=width)
    assert page.said == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate(SPILLS) == []
    assert page.evaluate("window.owned") is None


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_can_be_read(show, scheme):
    page = show("realistic", color_scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    page.check("input[value=yes] >> nth=0", force=True)
    assert page.evaluate(CONTRAST) == []


def test_text_can_be_read_on_paper(show):
    page = show("realistic", color_scheme="dark")
    page.emulate_media(media="print")
    assert page.evaluate(CONTRAST) == []
    assert page.locator(".answer").first.is_visible()
    assert not page.locator(".skip").is_visible()


def test_the_keyboard_reaches_the_skip_link_then_the_list(show):
    page = show("realistic")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the list"
    assert page.evaluate("document.activeElement.getBoundingClientRect().left") >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "ring-first"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.value") == "yes"
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.value") == "not_now"
    assert page.evaluate("document.activeElement.checked")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.type") == "text"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()").startswith("Clear")


def test_focus_can_be_seen(show):
    page = show("realistic")
    page.focus("input[value=yes] >> nth=0")
    page.keyboard.press("ArrowRight")
    outline = page.evaluate(
        "getComputedStyle(document.querySelector('input:checked + span')).outline"
    )
    assert "solid" in outline
    assert "3px" in outline


def answers(page):
    with page.expect_download() as waiting:
        page.click("#hand-in-button")
    download = waiting.value
    assert download.suggested_filename == "feedback.csv"
    text = Path(download.path()).read_bytes().decode("utf-8")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_answers_are_downloaded_as_the_decisions_table(show, months):
    page = show("realistic")
    assert not page.locator("#hand-in").is_visible()
    cards = page.locator(".card")
    cards.nth(0).get_by_label("Yes", exact=True).check()
    cards.nth(1).get_by_label("Never", exact=True).check()
    cards.nth(6).get_by_label("Not now", exact=True).check()  # further down the page
    cards.nth(2).get_by_label("Yes", exact=True).check()
    cards.nth(2).get_by_role("button").click()  # clears
    cards.nth(6).get_by_label("Reason").fill('=cmd|"/c calc"!A1, ask in\u202e May')
    assert "3 answers ticked" in page.inner_text("#hand-in-status")

    page.click("#hand-in-button")
    assert "Never needs a reason" in page.inner_text("#hand-in-status")
    assert page.evaluate("document.activeElement.getAttribute('aria-invalid')") == "true"
    cards.nth(1).get_by_label("Reason").fill("they fell out")

    rows = answers(page)
    ids = [c.suggestion.suggestion_id for c in months.CARDS]
    assert list(rows[0]) == ["suggestion_id", "decision", "reason", "decided_on", "decided_by_role"]
    assert [(r["suggestion_id"], r["decision"], r["reason"]) for r in rows] == [
        (ids[0], "yes", ""),
        (ids[1], "never", "they fell out"),
        (ids[6], "not_now", '\'=cmd|"/c calc"!A1, ask in May'),
    ]
    assert {r["decided_by_role"] for r in rows} == {"partnership officer"}
    assert all(date.fromisoformat(r["decided_on"]) for r in rows)
    assert "sap-match feedback SOURCE feedback.csv" in page.inner_text("#hand-in-status")
    assert page.said == []


def test_answers_to_hostile_suggestions(show):
    page = show("nasty")
    for n in range(page.locator(".card").count()):
        page.locator(".card").nth(n).get_by_label("Yes", exact=True).check()
    rows = answers(page)
    assert len(rows) == 10
    assert all(re.fullmatch("[0-9a-f]{16}", r["suggestion_id"]) for r in rows)
    assert page.evaluate("window.owned") is None


def test_a_policy_keeps_other_scripts_out(show):
    page = show("realistic")
    page.evaluate(
        "() => { const s = document.createElement('script'); s.textContent = 'window.owned = 3';"
        " document.body.append(s); }"
    )
    assert page.evaluate("window.owned") is None
    assert any("Content Security Policy" in said for said in page.said)


def test_without_scripts_the_line_to_type_is_shown(show, months):
    page = show("realistic", java_script_enabled=False)
    hints = page.locator(".by-hand")
    assert hints.count() == 9
    assert hints.first.is_visible()
    assert months.CARDS[0].suggestion.suggestion_id in hints.first.inner_text()
    assert not page.locator(".answer").first.is_visible()


def test_a_link_opens_the_list_that_it_leads_to(show):
    page = show("realistic")
    page.get_by_role("link", name="9 of 29 not suggested yet in Crewe").click()
    assert page.get_by_text("Group number 13").is_visible()


def test_on_a_phone_the_bar_hides_no_control(show):
    page = show("realistic", width=390)
    page.locator(".card").nth(0).get_by_label("Yes", exact=True).check()
    bar = page.locator("#hand-in").bounding_box()
    assert bar["height"] < 300
    page.locator(".card").nth(3).get_by_label("Reason").focus()
    box = page.evaluate("document.activeElement.getBoundingClientRect().bottom")
    assert box <= bar["y"]
