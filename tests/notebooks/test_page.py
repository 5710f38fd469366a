"""What the cells of notebooks show: figures with words, tables whole and under labels."""

from base64 import b64decode

import pandas as pd
import pytest
from matplotlib.figure import Figure

from sparse_rnn.drawing.alt_texts import ALT_TEXTS
from sparse_rnn.notebooks.page import SHOWN_ROWS, Page, folded, show
from sparse_rnn.results.schema import write_table

LONG_WORDS = "a condition whose note is longer than the fifty letters that pandas shows by itself"


def table(rows):
    row = {"task": "hgs", "model": "ct_rnn", "strategy": "set", "sparsity": 0.95, "null_model": "x"}
    return pd.DataFrame([row | {"note": LONG_WORDS, "n": n} for n in range(rows)])


def test_a_figure_has_its_words_and_its_picture(tmp_path):
    png = tmp_path / "x.png"
    png.write_bytes(b"picture")
    html = show(png, 'η > 1/2, "balanced"', 300).data
    assert 'alt="η &gt; 1/2, &quot;balanced&quot;" width="300"' in html
    assert b64decode(html.partition("base64,")[2].removesuffix('">')) == b"picture"
    with pytest.raises(ValueError, match=r"x\.png needs an alternative text"):
        show(png, " ")


def test_a_short_table_is_shown_and_a_long_one_folded_whole():
    short, long = (
        folded(table(SHOWN_ROWS), "rows").data,
        folded(table(SHOWN_ROWS + 1), "a < b").data,
    )
    assert short.startswith("<table") and "details" not in short
    assert long.startswith(f"<details><summary>{SHOWN_ROWS + 1} rows: a &lt; b</summary>")
    assert long.count("<tr") == SHOWN_ROWS + 2
    for html in (short, long):
        assert LONG_WORDS in html and "..." not in html


def test_a_table_is_shown_under_labels():
    html = folded(table(1).assign(strategy=[None], z_low=[float("nan")]), "rows").data
    for word in ("Hand gestures", "CT-RNN", "sparsity (%)", "<td>95</td>", "null model", "z low"):
        assert word in html
    assert "hgs" not in html and "ct_rnn" not in html and "nan" not in html.lower()


def test_a_page_reads_saves_and_tells_its_profile(tmp_path, monkeypatch, synthetic_tables):
    (tmp_path / "Snakefile").touch()
    monkeypatch.chdir(tmp_path)
    write_table("balance", tmp_path / "balance.csv", synthetic_tables()["balance"])
    page = Page("07_x", ".", "figures", "mine")
    (balance,) = page.read("balance")
    assert balance["eta"].max() == pytest.approx(0.82)
    page.save(number=3)
    assert '"profile": "mine"' in (tmp_path / "figures/07_x.json").read_text()
    assert page.tell("it is so.").data == "**In these tables (profile mine)** it is so."
    monkeypatch.setitem(ALT_TEXTS, "07_x_more", "a dot")
    assert 'alt="a dot"' in page.draw(Figure(figsize=(1, 1)), "_more").data
    assert (tmp_path / "figures/07_x_more.pdf").exists()
