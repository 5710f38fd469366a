"""The pages of `make site` from their files: whole on a phone, without a fault, found by search."""

import os
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

SITE = Path(__file__).parents[2] / "site"
OUTSIDE = ("http",)  # nothing is fetched
PHONE, DESK = 390, 1280
ROWS = "return [...document.querySelectorAll('#conditions tbody tr')].filter(r => !r.hidden)"
PAGES = sorted(SITE.rglob("*.html"))
FOLDERS = sorted({str(path.parent.relative_to(SITE)) for path in PAGES})


@pytest.fixture(autouse=True, scope="module")
def built():
    if not PAGES:
        pytest.fail("there is no site/: make site")


@contextmanager
def width_of(driver, pixels):
    """Give the browser the width of a phone or of a desk, as emulation does."""
    size = {"width": pixels, "height": 900, "deviceScaleFactor": 1, "mobile": pixels < 600}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    try:
        yield
    finally:
        driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def too_wide(page, room):
    wide = page.ask("return document.documentElement.scrollWidth;")
    return [f"{wide} of {room} px"] if wide > room else []


def pages_of(folder):
    return sorted((SITE / folder).glob("*.html"))


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_page_is_whole_on_a_phone(folder, browser, open_page):
    faults = {}
    with width_of(browser, PHONE):
        for path in pages_of(folder):
            page = open_page(path)
            looks = [*page.errors(), *page.bad_images(), *too_wide(page, PHONE)]
            dead = [link for link in page.dead_links(outside=OUTSIDE) if link != "#"]  # to the top
            faults[path.name] = [*looks, *dead]
    assert {name: found for name, found in faults.items() if found} == {}


def test_a_page_that_is_too_wide_is_found(browser, open_page, tmp_path):
    head = '<meta name="viewport" content="width=device-width,initial-scale=1">'
    (tmp_path / "wide.html").write_text(f"{head}<div style='width: 500px'>wide</div>")
    with width_of(browser, PHONE):
        assert too_wide(open_page(tmp_path / "wide.html"), PHONE) != []


@pytest.mark.parametrize("name", ["index", "questions", "conditions", "notebooks/01_performance"])
def test_a_page_fits_a_desk(name, browser, open_page):
    with width_of(browser, DESK):
        assert too_wide(open_page(SITE / f"{name}.html"), DESK) == []


def test_a_figure_scrolls_in_its_own_box_on_a_phone(browser, open_page):
    with width_of(browser, PHONE):
        page = open_page(SITE / "notebooks/01_performance.html")
        box = (
            "const f = document.querySelector('figure.wide'); return [f.scrollWidth, f.clientWidth]"
        )
        wide, room = page.ask(box)
        assert wide > 1.5 * room


def until(condition, seconds=20):
    """Wait until something is so; tell whether it came to be."""
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.1)
    return condition()


def test_search_finds_feed_forward(browser, open_page):
    open_page(SITE / "index.html")
    browser.get(f"{(SITE / 'search.html').as_uri()}?q=feed-forward")
    found = "return [...document.querySelectorAll('#search-results li a')].map(a => a.href)"
    assert until(lambda: len(browser.execute_script(found)) > 5)
    links = browser.execute_script(found)
    assert any("notebooks/02_motif_profile.html" in link for link in links)
    assert not any("/src/" in link for link in links)  # pages of code are left out
    assert [e for e in browser.get_log("browser") if e["level"] == "SEVERE"] == []


def choose(page, name, value):
    """Choose a value of one of the lists above the table, as a reader does."""
    page.ask(
        "const label = [...document.querySelectorAll('.filters label')]"
        f".find(l => l.firstChild.textContent === {name!r}); const s = label.querySelector('select');"
        f"s.value = {value!r}; s.dispatchEvent(new Event('change', {{bubbles: true}}));"
    )


def test_choices_reduce_the_rows_and_all_come_back(open_page):
    page = open_page(SITE / "conditions.html")
    every = len(page.ask(ROWS))
    choose(page, "task", "Mackey–Glass")
    of_task = len(page.ask(ROWS))
    choose(page, "strategy", "SET")
    few = page.ask(f"{ROWS}.map(r => r.innerText)")
    assert every > of_task > len(few) > 0
    assert all("Mackey–Glass" in row and "SET" in row for row in few)
    status = "return document.querySelector('.filters [role=status]').textContent"
    assert page.ask(status) == f"{len(few)} of {every} conditions"
    page.ask("document.querySelector('.filters button[type=reset]').click()")
    assert until(lambda: len(page.ask(ROWS)) == every)


def test_a_heading_sorts_by_key_and_says_so(browser, open_page):
    page = open_page(SITE / "conditions.html")
    head = "[...document.querySelectorAll('#conditions thead th')].find(h => /η after/.test(h.innerText))"
    values = f"const n = {head}.cellIndex; {ROWS}.map(r => parseFloat(r.cells[n].dataset.value))"
    for direction, order in (("ascending", 1), ("descending", -1)):
        page.ask(f"{head}.querySelector('button').focus()")
        browser.switch_to.active_element.send_keys("\n")
        found = page.ask(values)
        assert found == sorted(found, key=lambda value: order * value)
        assert page.ask(f"return {head}.getAttribute('aria-sort')") == direction


def test_without_its_script_the_table_is_whole():
    text = (SITE / "conditions.html").read_text(encoding="utf-8")
    assert text.count('<th scope="row">') > 60 and "<select" not in text


def test_no_page_names_a_file_to_fetch_from_outside():
    fetched = ('src="http', "src='http", 'rel="stylesheet" href="http', "@import url(http")
    texts = {path: path.read_text(encoding="utf-8") for path in PAGES}
    assert [os.fspath(p) for p, t in texts.items() if any(word in t for word in fetched)] == []
