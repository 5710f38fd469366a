"""Documents follow the archive: what they quote of the former one is replaced, or told."""

import json
import shutil
from pathlib import Path

import pytest

from sparse_rnn.archive import requote
from sparse_rnn.archive.__main__ import main
from sparse_rnn.archive.requote import places_of, requote_documents, requoted

ROOT = Path(__file__).parents[2]
WHERE = {"task": "mg", "strategy": "set", "sparsity": 0.9}
OLD = {"eta": [WHERE | {"mean": 0.681, "low": 0.649, "high": 0.712, "n": 5, "note": "old"}]}
NEW = {"eta": [WHERE | {"mean": 0.7, "low": -0.0049, "high": 0.75, "n": 10, "note": "new"}]}


def places(record):
    return dict(places_of(record))


def test_a_quotation_gets_the_number_at_its_place_as_it_was_written():
    text, left = requoted("It is 0.68 [0.65,\n0.71] there.", places(OLD), places(NEW))
    assert text == "It is 0.70 [0.00,\n0.75] there."
    assert left == []
    text, _ = requoted("by +0.681 [0.649, 0.712]", places(OLD), places(NEW))
    assert text == "by +0.700 [−0.005, 0.750]"


def test_rows_are_told_apart_by_their_words_not_by_their_order():
    others = [WHERE | {"sparsity": 0.95, "mean": 9.0, "low": 8.0, "high": 10.0}, *NEW["eta"]]
    text, _ = requoted("0.68 [0.65, 0.71]", places(OLD), places({"eta": others}))
    assert text == "0.70 [0.00, 0.75]"


def test_what_cannot_be_replaced_is_left_and_told():
    twice = {name: OLD["eta"] for name in ("eta", "rise")}
    now = {"eta": NEW["eta"], "rise": [NEW["eta"][0] | {"mean": 0.9}]}
    text, left = requoted("0.68 [0.65, 0.71] and 0.1 [0.0, 0.2]", places(twice), places(now))
    assert text == "0.68 [0.65, 0.71] and 0.1 [0.0, 0.2]"
    several, unknown = left
    assert "0.70 [0.00, 0.75] (eta" in several
    assert "0.90 [0.00, 0.75] (rise" in several
    assert unknown == "0.1 [0.0, 0.2]: not in the former archive"


def test_numbers_that_stand_in_several_places_but_agree_are_replaced():
    both = {name: OLD["eta"] for name in ("eta", "rise")}, {n: NEW["eta"] for n in ("eta", "rise")}
    text, left = requoted("0.68 [0.65, 0.71]", *map(places, both))
    assert (text, left) == ("0.70 [0.00, 0.75]", [])


def test_signs_and_hyphens_are_read_and_kept():
    old = {"a": {"mean": 0.5, "low": 0.1, "high": 0.9}}
    new = {"a": {"mean": -0.5, "low": 0.2, "high": 0.9}}
    text, _ = requoted("+0.5 [+0.1, +0.9]", places(old), places(new))
    assert text == "−0.5 [+0.2, +0.9]"
    text, _ = requoted("-0.5 [0.2, 0.9]", places(new), places(old))
    assert text == "0.5 [0.1, 0.9]"
    assert requoted("1.2.3 [1, 2]", places(old), places(new))[0] == "1.2.3 [1, 2]"


def test_a_place_that_is_gone_or_has_no_number_is_told():
    twice = {name: OLD["eta"] for name in ("eta", "rise")}
    text, (told,) = requoted("0.68 [0.65, 0.71]", places(twice), places(NEW))
    assert text == "0.68 [0.65, 0.71]"
    assert told.endswith("; no longer in the archive")
    lost = {"eta": [NEW["eta"][0] | {"mean": float("nan")}]}
    text, (told,) = requoted("0.68 [0.65, 0.71]", places(OLD), places(lost))
    assert text == "0.68 [0.65, 0.71]" and "nan [" in told


def test_the_documents_of_a_repository(tmp_path, monkeypatch):
    monkeypatch.setattr(requote, "QUOTING", ("README.md",))
    former, now = tmp_path / "former/figures/reference", tmp_path / "figures"
    for folder, record in ((former, OLD), (now, NEW)):
        folder.mkdir(parents=True)
        (folder / "03_x.json").write_text(json.dumps(record))
    for folder in (tmp_path, tmp_path / "former"):
        (folder / "README.md").write_text("0.68 [0.65, 0.71], 5 [4, 6]\n", encoding="utf-8")

    def again(checkout="former"):
        return requote_documents(tmp_path / checkout, tmp_path, tmp_path / "archive", now)

    assert again() == ["README.md: 5 [4, 6]: not in the former archive"]
    replaced = "0.70 [0.00, 0.75], 5 [4, 6]\n"
    assert (tmp_path / "README.md").read_text(encoding="utf-8") == replaced
    (left,) = again()
    assert "are they replaced?" in left
    assert (tmp_path / "README.md").read_text(encoding="utf-8") == replaced
    with pytest.raises(FileNotFoundError, match="nowhere"):
        again("nowhere")


def test_the_archive_that_is_quoted_changes_nothing(tmp_path, capsys):
    shutil.copy(ROOT / "README.md", tmp_path)
    shutil.copytree(ROOT / "docs", tmp_path / "docs")
    assert main(["documents", "--former", str(ROOT), "--root", str(tmp_path)]) == 0
    assert "not replaced" not in capsys.readouterr().out
    for path in ("README.md", "docs/findings.md", "docs/deviations.md"):
        assert (tmp_path / path).read_text() == (ROOT / path).read_text()
