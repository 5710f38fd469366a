"""The documents at the front: short enough to read, and every link leads somewhere."""

import re
from pathlib import Path

import pytest

from sparse_rnn.base.artifacts import load_table

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), ROOT / "data/reference/README.md"])
README = (ROOT / "README.md").read_text(encoding="utf-8")
MOST_WORDS = 900
FOLDERS = "(networks|experiments|plotting|claims)"
FORMER = (
    rf"(?<![\w/]){FOLDERS}/\w+\.py|sparse_rnn/{FOLDERS}/|sparse_rnn\.({FOLDERS[1:-1]}|statistics)\b"
)


def words(markdown):
    """The words that a reader sees: no addresses of links, no comments, no marks."""
    text = re.sub(r"<!--.*?-->", " ", markdown, flags=re.DOTALL)
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return [word for word in text.split() if re.search(r"\w", word)]


def links(markdown):
    """The addresses of a document's links, without code."""
    text = re.sub(r"```.*?```", "", markdown, flags=re.DOTALL)
    return re.findall(r"\]\(([^)\s]+)\)", text)


def anchors(markdown):
    """What its headings are called in an address."""
    titles = re.findall(r"^#+ (.*)$", markdown, flags=re.MULTILINE)
    plain = (re.sub(r"[^\w\- ]", "", title.lower()) for title in titles)
    return {title.replace(" ", "-") for title in plain}


def test_the_readme_is_short():
    assert len(words(README)) <= MOST_WORDS


def test_words_are_those_that_a_reader_sees():
    text = "# One *two*\n\n[three four](a/b.md) | five |\n|---|\n<!-- no -->\n```\nmake # six\n```"
    assert words(text) == ["One", "*two*", "three", "four", "five", "make", "six"]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_to_a_file(path):
    def leads_nowhere(link):
        address, _, anchor = link.partition("#")
        target = path.parent / address if address else path
        if not target.exists():
            return True
        return bool(anchor) and anchor not in anchors(target.read_text(encoding="utf-8"))

    relative = [link for link in links(path.read_text(encoding="utf-8")) if "://" not in link]
    assert [link for link in relative if leads_nowhere(link)] == []


def test_links_are_found_and_code_is_none():
    text = "![a](b.png) [c](d.md#e-f)\n```python\nx = y[0](z)\n```\n# Title: it's *one*\n"
    assert links(text) == ["b.png", "d.md#e-f"]
    assert anchors(text) == {"title-its-one"}


def test_the_two_commands_stand_in_the_readme():
    lines = [line.partition("#")[0].strip() for line in README.splitlines()]
    assert "make" in lines and "make test" in lines


def test_its_python_runs(monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    (block,) = re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)
    assert len(list(filter(None, block.splitlines()))) <= 6
    exec(compile(block, "README.md", "exec"), {})
    eta = float(capsys.readouterr().out.split()[0])
    balance = load_table(ROOT / "data/reference/tables/balance.csv")
    assert (abs(balance["eta"] - eta) < 1e-9).any(), "the example is a network of the archive"


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_module_has_its_former_name(path):
    assert re.search(FORMER, path.read_text(encoding="utf-8")) is None
