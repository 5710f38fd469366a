"""A page in a browser, and what a reader would miss on it."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

CUT = """
const all = [...document.querySelectorAll("body *")];
const shown = all.filter(e => e.clientWidth > 1);  // one pixel: words for screen readers alone
const held = e => getComputedStyle(e).overflowX !== "visible";
const cut = e => e.scrollWidth > e.clientWidth + 1 && e.textContent.trim() !== "";
return shown.filter(e => held(e) && cut(e)).map(e => `${e.tagName.toLowerCase()}.${e.className}: `
  + `${e.scrollWidth} of ${e.clientWidth} px: ${e.textContent.trim().slice(0, 60)}`);
"""
NAMELESS = """
const said = i => (i.getAttribute("alt") || "").replace(/^No description has been provided.*/, "");
return [...document.images].filter(i => !said(i).trim())
  .map(i => i.outerHTML.slice(0, 120));
"""
BROKEN = "return [...document.images].filter(i => !i.naturalWidth).map(i => i.src.slice(0, 120));"
LINKS = "return [...document.querySelectorAll('a[href]')].map(a => a.getAttribute('href'));"
TARGETS = "return [...document.querySelectorAll('[id], a[name]')].map(e => e.id || e.name);"


class Page:
    """A page that is open in a browser.

    Parameters
    ----------
    driver : selenium.webdriver.Chrome
        The browser; the page stays until it opens the next one.
    path : path
        An HTML file.
    """

    def __init__(self, driver, path):
        driver.get_log("browser")  # forgets what earlier pages said
        driver.get(Path(path).resolve().as_uri())
        self.driver, self.path = driver, Path(path)

    @property
    def text(self):
        """What a reader sees, without what is folded."""
        return self.driver.execute_script("return document.body.innerText;")

    def ask(self, script):
        """Return what a script finds on the page."""
        return self.driver.execute_script(script)

    def errors(self):
        """Return what the console says of faults since the page was opened or this was asked."""
        said = self.driver.get_log("browser")
        return [entry["message"] for entry in said if entry["level"] == "SEVERE"]

    def unfold(self):
        """Open everything that is folded."""
        self.ask("document.querySelectorAll('details').forEach(d => d.open = true);")

    def cut_texts(self):
        """Return the elements that hide a part of their text, or show it by scrolling alone."""
        return self.ask(CUT)

    def bad_images(self):
        """Return the images without alternative text, and those that the browser cannot show."""
        return self.ask(NAMELESS) + self.ask(BROKEN)

    def dead_links(self, home=None, outside=()):
        """Return the links that lead nowhere.

        Parameters
        ----------
        home : path, optional
            The folder that relative links start from; that of the page where there is none.
        outside : tuple of str
            How links out of the project may begin; nothing is fetched.
        """
        home, targets = Path(home or self.path.parent), set(self.ask(TARGETS))
        return [link for link in self.ask(LINKS) if not _leads(link, home, targets, outside)]


def _leads(link, home, targets, outside):
    """Tell whether a link leads to a place on the page, to a file, or where it may lead outside."""
    parts = urlsplit(link)
    if parts.scheme in ("http", "https"):
        return link.startswith(tuple(outside))
    if not parts.path:
        return unquote(parts.fragment) in targets
    return (home / unquote(parts.path)).exists()
