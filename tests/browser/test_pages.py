"""Every page type as a reader opens it: in both schemes, wide and on a phone, with JavaScript on and off."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

PAGES = [
    "",
    "incidents/",
    "incidents/2024-12-26-openai-chatgpt/",
    "incidents/2017-01-31-gitlab-database/",
    "organizations/",
    "organizations/openai/",
    "services/",
    "factors/",
    "patterns/",
    "patterns/staged-rollout/",
    "rules/",
    "rules/marks-in-order/",
    "schema/",
    "contribute/",
    "about/",
    "404.html",
]
VIEWS = [(1280, "light"), (1280, "dark"), (360, "light"), (360, "dark")]
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], "resultTypes": ["violations"]}


def opened(browser, site: str, path: str, width: int, scheme: str, **options):
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, **options)
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda message: page.complaints.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on(
        "request", lambda request: page.complaints.append(request.url) if not request.url.startswith((site, "data:")) else None
    )
    page.goto(site + path)
    return page


@pytest.mark.parametrize("width, scheme", VIEWS, ids=[f"{width} px {scheme}" for width, scheme in VIEWS])
@pytest.mark.parametrize("path", PAGES, ids=[path or "home" for path in PAGES])
def test_a_page_is_quiet_fits_and_can_be_used_by_everyone(browser, site, path, width, scheme):
    page = opened(browser, site, path, width, scheme, reduced_motion="reduce")
    page.wait_for_timeout(300)  # the theme fades its menu in
    assert page.complaints == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width, "the page scrolls sideways"
    violations = Axe().run(page, options=WCAG).response["violations"]
    assert [f"{v['id']}: {v['nodes'][0]['html'][:160]} ({len(v['nodes'])} places)" for v in violations] == []
    page.context.close()


@pytest.mark.parametrize(
    "path", [path for path in PAGES if path != "404.html"], ids=[p or "home" for p in PAGES if p != "404.html"]
)
def test_without_javascript_a_page_says_the_same(browser, site, path):
    texts = []
    for javascript in (True, False):
        page = opened(browser, site, path, 1280, "light", java_script_enabled=javascript)
        texts.append(" ".join(page.locator("article.md-content__inner").inner_text().split()))
        page.context.close()
    assert texts[0] == texts[1]
    assert len(texts[0]) > 200


def test_the_check_for_accessibility_can_fail(browser, site):
    page = opened(browser, site, "about/", 1280, "light")
    page.evaluate(
        "document.querySelector('article').insertAdjacentHTML('beforeend', '<img src=x><a href=#y></a><p style=color:#ddd>pale</p>')"
    )
    found = {violation["id"] for violation in Axe().run(page, options=WCAG).response["violations"]}
    assert {"image-alt", "link-name", "color-contrast"} <= found
    page.context.close()


def test_the_scheme_can_be_switched_and_stays(browser, site):
    page = opened(browser, site, "", 1280, "light")
    shown = "document.body.getAttribute('data-md-color-scheme')"
    assert page.evaluate(shown) == "default"
    page.locator("label[title='Switch to the dark scheme']").click()
    assert page.evaluate(shown) == "slate"
    page.goto(site + "incidents/")
    assert page.evaluate(shown) == "slate"
    page.context.close()


def test_the_menu_works_on_a_phone(browser, site):
    page = opened(browser, site, "", 360, "light")
    page.locator("label.md-header__button[for='__drawer']").click()
    page.get_by_role("navigation", name="Main menu, small screens").get_by_role("link", name="Factors").click()
    assert page.url == site + "factors/"
    page.context.close()


def test_the_keyboard_reaches_the_text_and_shows_where_it_is(browser, site):
    page = opened(browser, site, "incidents/2024-12-26-openai-chatgpt/", 1280, "light")
    outlines = """() => { const e = document.activeElement; const s = getComputedStyle(e);
        return [e.tagName, s.outlineStyle, e.getBoundingClientRect().width > 0]; }"""
    reached = []
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.append(page.evaluate(outlines))
    links = [outline for tag, outline, visible in reached if tag == "A" and visible]
    assert len(links) > 15
    assert "none" not in links
    page.context.close()


def test_a_record_prints_whole(browser, site, tmp_path: Path):
    page = opened(browser, site, "incidents/2024-12-26-openai-chatgpt/", 1280, "dark")
    page.emulate_media(media="print")
    assert page.locator("header.md-header").is_hidden()
    wide = page.evaluate(
        "[...document.querySelectorAll('.ip-scroll')].filter(e => getComputedStyle(e).overflowX != 'visible').length"
    )
    assert wide == 0, "a box that scrolls is cut on paper"
    assert page.pdf(format="A4")[:5] == b"%PDF-"
    page.context.close()


def test_the_first_load_of_a_record_is_light(browser, site):
    """The bar is 100 KB gzip in 8 requests; bytes do not depend on the machine, so this cannot flake."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    responses = []
    page.on("response", lambda response: responses.append(response))
    page.goto(site + "incidents/2024-12-26-openai-chatgpt/")
    sizes = {response.url: len(gzip.compress(response.body(), 9)) for response in responses}
    assert len(sizes) <= 8, sizes
    assert sum(sizes.values()) <= 100_000, sizes
    context.close()


def test_every_link_inside_the_site_leads_somewhere(site_folder: Path):
    ids: dict[Path, set[str]] = {}
    pages = sorted(site_folder.rglob("*.html"))
    for page in pages:
        ids[page] = set(re.findall(r'\sid="([^"]+)"', page.read_text(encoding="utf-8")))
    broken = []
    for page in pages:
        base = site_folder if page.name == "404.html" else page.parent
        for href in re.findall(r'<(?:a|link)\s[^>]*?href="([^"]+)"', page.read_text(encoding="utf-8")):
            if href.startswith(("http://", "https://", "data:")):
                continue
            path, _, anchor = href.partition("#")
            if page.name == "404.html":
                path = path.removeprefix("/")
            target = (base / path).resolve() if path else page
            target = target / "index.html" if target.is_dir() else target
            if not target.is_file() or (anchor and target in ids and anchor not in ids[target] and anchor != "__skip"):
                broken.append(f"{page.relative_to(site_folder)}: {href}")
    assert broken == []


def test_every_record_has_its_yaml_its_json_and_its_edit_link_beside_it(site_folder: Path):
    records = sorted((Path(__file__).resolve().parents[2] / "incidents").rglob("*.yaml"))
    assert len(records) >= 12
    for record in records:
        assert (site_folder / "incidents" / record.name).read_bytes() == record.read_bytes()
        assert (site_folder / "incidents" / record.with_suffix(".json").name).is_file()
        page = (site_folder / "incidents" / record.stem / "index.html").read_text(encoding="utf-8")
        assert f"/edit/main/incidents/{record.parent.name}/{record.name}" in page
