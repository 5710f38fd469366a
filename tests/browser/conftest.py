"""Pages as a reader sees them: in Debian's chromium, without a window and without a network."""

import os
import runpy
import shutil
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service

Page = runpy.run_path(str(Path(__file__).parent / "page.py"))["Page"]

WORDS = (
    "--headless=new",
    "--window-size=1400,1400",
    "--disable-dev-shm-usage",  # containers have little of it
    "--host-resolver-rules=MAP * ~NOTFOUND",  # what a page fetches from outside is an error
    "--allow-file-access-from-files",
)


@pytest.fixture(scope="session")
def browser(tmp_path_factory):
    """The browser, one for all tests.

    `make test-browser` installs it; without chromium and its driver this fixture fails and says
    so.
    """
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not (chromium and driver):
        pytest.fail("chromium or its driver is missing: apt-get install chromium chromium-driver")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    for word in (*WORDS, f"--user-data-dir={tmp_path_factory.mktemp('chromium')}"):
        options.add_argument(word)
    if os.getuid() == 0:
        options.add_argument("--no-sandbox")  # chromium refuses to start as root with it
    ours = webdriver.Chrome(options=options, service=Service(driver))
    yield ours
    ours.quit()


@pytest.fixture
def open_page(browser):
    """Open an HTML file and return it as a `page.Page`."""
    return lambda path: Page(browser, path)
