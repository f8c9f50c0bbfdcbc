"""Records from strangers through the whole site, in a real browser: their text stays text and nothing runs.

The rules would refuse most of these records, so the site is built here with every record that fits the schema, as if
the rules did not exist. What must hold is that no page depends on them.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from checkout import Checkout
from payloads import PAYLOADS
from serving import served

BUILD = """
from postmortems.site import build, mkdocs
checked = build.check
def everything(*arguments, **options):
    result = checked(*arguments, **options)
    assert all(item.data for item in result.examined), result.problems
    return result._replace(problems=[], examined=[item._replace(problems=[]) for item in result.examined])
build.check = everything
raise SystemExit(mkdocs.build())
"""
SERVE = """
from postmortems.site import build, mkdocs
build.start(serving=True)
start, build.start = build.start, lambda serving: None
raise SystemExit(mkdocs.build("noticed"))
"""
TYPES = ("incidents/2024-05-02-hostile-{n}/", "organizations/hostile/", "patterns/hostile/")
LISTS = ("", "incidents/", "organizations/", "services/", "factors/", "patterns/")
DANGEROUS = """() => {
  const article = document.querySelector('article');
  const bad = [...article.querySelectorAll('script, iframe, object, embed, base, link, meta, form, style, img, video, template, svg a, input')].map(e => e.outerHTML.slice(0, 120));
  for (const e of document.querySelectorAll('*'))
    for (const a of e.attributes)
      if (a.name.startsWith('on') || (['href', 'src', 'xlink:href', 'action', 'srcdoc'].includes(a.name) && !/^(https?:\\/\\/|[.#a-z0-9_\\-\\/]*([?#]|$)|data:image\\/svg)/i.test(a.value) || /^\\s*(javascript|vbscript|data:text)/i.test(a.value)))
        bad.push(e.tagName + ' ' + a.name + '=' + a.value.slice(0, 80));
  return bad;
}"""


def record(n: int, payloads: list[str]) -> dict[str, object]:
    """A record that has a payload in every place that takes text."""
    turn = iter(payloads * 40)
    text = lambda least=2: (next(turn) + " " + "x" * least)[:280]
    line = lambda limit=280: text().replace("\n", " ")[:limit]
    return {
        "schema": 1,
        "title": line(110) + " " * 0 + "xxxxxxxx",
        "summary": text(40),
        "organizations": ["hostile"],
        "services": ["hostile/service"],
        "review": "withdrawn",
        "withdrawn": {"at": "2024-06-01", "reason": text()},
        "aliases": [line()],
        "parts": [{"id": "P1", "name": line(), "note": text()}],
        "impact": {
            "kinds": ["data-loss"],
            "severity_as_stated": line(),
            "effects": [{"who": "public", "what": text(), "part": "P1", "cites": [f"S1, {line(150)}"]}],
            "figures": [
                {"measure": "affected", "value": v, "unit": "items", "of": line(), "said_by": "press", "who": line(), "note": text(),
                 "preferred": text(), "cites": ["S1"]}
                for v in (1, 2)
            ],
        },
        "timeline": [
            {"at": f"2024-05-02T{hour:02}:00Z", "event": text(), "marks": [mark], "basis": "stated", "preferred": text(), "cites": [f"S1, {line(150)}"]}
            for hour, mark in ((9, "impact-started"), (10, "detected"), (11, "mitigated"), (12, "impact-ended"), (15, "impact-ended"))
        ],
        "hypotheses": [
            {"id": f"H{k}", "claim": text(), "factor": "power", "part": "P1", "would_settle": text(),
             "history": [{"at": f"2024-05-02T1{k}:00Z", "status": "proposed", "by": "press", "who": line(), "grounds": "stated", "note": text(), "cites": ["S1"]}]}
            for k in (1, 2)
        ],
        "evidence": [{"id": "E1", "observation": text(), "weighs": {"H1": "fits", "H2": "rules-out"}, "note": text(), "cites": ["S1"]}],
        "response": {
            "detection": {"means": "staff-observation", "note": text(), "missed_signals": [{"signal": text(), "cites": ["S1"]}], "cites": ["S1"]},
            "mitigations": [{"kind": "rollback", "action": text(), "effect": "worsened", "cites": ["S1"]}],
            "communications": [{"at": "2024-05-02", "channel": "blog", "said": text(), "cites": ["S1"]}],
            "follow_ups": [{"action": text(), "purpose": "prevent", "state": "promised", "cites": ["S1"]}],
        },
        "lessons": [{"id": "L1", "lesson": text(), "pattern": "hostile", "audience": ["public"], "said_by": "press", "cites": ["S1"]}],
        "disagreements": [{"about": line(), "accounts": [{"says": text(), "cites": ["S1"]}, {"says": text(), "cites": ["S1"]}], "reading": text()}],
        "unknowns": [{"about": "cost", "state": "unknown", "note": text(), "cites": ["S1"]}],
        "related": [{"incident": f"2024-05-02-hostile-{(n + 1) % 6}", "relation": "compare", "note": text()}],
        "reply": {"at": "2024-06-01", "by": line(), "text": text(), "url": "https://example.org/'onmouseover=pwned()//"},
        "sources": [
            {"id": "S1", "title": line(), "url": "https://example.org/?q=[x](javascript:pwned())&'", "publisher": line(), "author": line(),
             "kind": "press", "accessed": "2024-05-03", "read": "full", "whereabouts": line(), "note": text()}
        ],
        "contributors": [{"name": line(), "url": "https://example.org/"}],
    }  # fmt: skip


@pytest.fixture(scope="module")
def hostile(tmp_path_factory) -> Checkout:
    checkout = Checkout(tmp_path_factory.mktemp("hostile") / "copy", records=False)
    folder = checkout.folder / "incidents" / "2024"
    folder.mkdir()
    for n in range(6):
        chosen = PAYLOADS[n * len(PAYLOADS) // 6 :] + PAYLOADS[: n * len(PAYLOADS) // 6]
        (folder / f"2024-05-02-hostile-{n}.yaml").write_text(json.dumps(record(n, chosen)), encoding="utf-8")
    some = iter(PAYLOADS * 3)
    texts = lambda count: [next(some) + " xx" for _ in range(count)]
    line = lambda: (next(some) + " xx").replace("\n", " ")[:300]
    organization = {"schema": 1, "name": line(), "sector": "ai", "about": line(), "status_page": "https://example.org/?'\"".replace('"', ""),
                    "services": [{"id": "service", "name": line(), "about": line(), "depends_on": [{"service": "hostile/service", "note": line(), "url": "https://example.org/"}]}]}  # fmt: skip
    pattern = {"schema": 1, "title": line(), "stage": "designing", "statement": line(), "how_it_goes": line(), "signs": texts(4), "helped": texts(4),
               "did_not_help": texts(4), "review_questions": texts(6), "counter_example": line(), "literature": [{"title": line(), "note": line()}]}  # fmt: skip
    (checkout.folder / "catalogue/organizations/hostile.yaml").write_text(json.dumps(organization), encoding="utf-8")
    (checkout.folder / "catalogue/patterns/hostile.yaml").write_text(json.dumps(pattern), encoding="utf-8")
    return checkout


@pytest.fixture(scope="module")
def hostile_site(hostile: Checkout) -> Path:
    built = hostile.run("-c", BUILD)
    assert built.returncode == 0, built.stderr
    return hostile.folder / "site"


def visited(browser, address: str, paths: list[str]) -> list[str]:
    """Everything on these pages that runs, loads from elsewhere or could be made to run."""
    harm: list[str] = []
    page = browser.new_page()
    page.expose_function("pwned", lambda *_: harm.append(f"script ran on {page.url}"))
    page.on("dialog", lambda dialog: (harm.append(f"dialog on {page.url}"), dialog.dismiss()))
    page.on(
        "request",
        lambda request: harm.append(f"asked for {request.url}") if not request.url.startswith((address, "data:")) else None,
    )
    for path in paths:
        page.goto(address + path)
        assert page.url == address + path, "the page led elsewhere"
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        harm += [f"{path}: {found}" for found in page.evaluate(DANGEROUS)]
        page.mouse.move(300, 300)
        page.keyboard.press("Tab")
    page.wait_for_timeout(300)
    page.close()
    return harm


def test_nothing_of_a_hostile_record_runs_loads_or_leaves_its_place(browser, hostile_site: Path):
    paths = [t.format(n=n) for t in TYPES for n in range(6)] + list(LISTS)
    with served(hostile_site) as address:
        assert visited(browser, address, list(dict.fromkeys(paths))) == []


def test_the_hostile_text_is_there_to_be_read(browser, hostile_site: Path):
    with served(hostile_site) as address:
        page = browser.new_page()
        page.goto(address + "incidents/2024-05-02-hostile-0/")
        text = page.locator("article.md-content__inner").inner_text()
        assert "<script>pwned()</script>" in text
        assert "%%body%%" in text
        assert "<script>pwned()</script>" in page.title()
        page.close()


def test_the_notice_about_a_hostile_record_is_harmless_too(browser, hostile: Checkout):
    """While serving, messages that quote a record stand on every page."""
    bad = {**record(0, PAYLOADS), "review": PAYLOADS[0], PAYLOADS[3]: 1, "%%body%%": 1, "%%foo%%": 1, "services": [PAYLOADS[19]]}
    file = hostile.folder / "incidents/2024/2024-05-02-hostile-0.yaml"
    good = file.read_text(encoding="utf-8")
    file.write_text(json.dumps(bad), encoding="utf-8")
    built = hostile.run("-c", SERVE)
    file.write_text(good, encoding="utf-8")
    assert built.returncode == 0, built.stderr
    assert "\x1b" not in built.stderr
    assert not [line for line in built.stderr.splitlines() if line.lstrip().startswith("::")]
    with served(hostile.folder / "noticed") as address:
        assert visited(browser, address, ["", "incidents/", "about/"]) == []
        page = browser.new_page()
        page.goto(address)
        assert "HTML, `</title>`" in page.locator(".ip-banner").inner_text()
        page.close()


def test_the_json_beside_a_hostile_record_is_the_record(hostile_site: Path, hostile: Checkout):
    for n in range(6):
        name = f"2024-05-02-hostile-{n}"
        written = json.loads((hostile.folder / f"incidents/2024/{name}.yaml").read_text(encoding="utf-8"))
        published = json.loads((hostile_site / f"incidents/{name}.json").read_text(encoding="utf-8"))
        assert {key: value for key, value in published.items() if key != "derived"} == written
