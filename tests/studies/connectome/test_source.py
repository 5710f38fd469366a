"""The committed tables: whole, the publication's numbers, derived again from the original."""

import hashlib
import json
import os
import re
import shlex
from pathlib import Path

import pandas as pd
import pytest

from sparse_rnn.cli import main
from sparse_rnn.graphs.balance.of_graph import global_balance
from sparse_rnn.studies.connectome.source import (
    CONNECTION_COLUMNS,
    ORIGINAL,
    TABLES,
    derive,
    write_tables,
)
from sparse_rnn.studies.connectome.wiring import read_wiring, signed_wiring
from sparse_rnn.tasks.raw_files import MIRROR_VARIABLE, verified

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "data" / "connectome"
LINKS = FOLDER / "celegans_chemical_signs.tsv"
MIRROR = os.environ.get(MIRROR_VARIABLE, "")


def commands_of_readme():
    """The arguments of ``sparse-rnn`` that the README of the tables names."""
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    return [shlex.split(line)[1:] for line in re.findall("^sparse-rnn .*$", text, re.MULTILINE)]


def test_the_command_line_reads_the_table_as_the_study_does(capsys, monkeypatch):
    monkeypatch.chdir(ROOT)
    predicted, by_transmitter = commands_of_readme()
    text = " ".join((FOLDER / "README.md").read_text(encoding="utf-8").split())
    assert main([*predicted, "--networks", "0"]) == 0
    first, *_ = capsys.readouterr().out.splitlines()
    assert f"`{first.removeprefix(f'{predicted[1]}: ')}`" in text
    graph = signed_wiring(read_wiring(LINKS), "glutamate_excites")
    assert main([*by_transmitter, "--networks", "2", "--swaps", "1", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["eta"] == pytest.approx(global_balance(graph).eta)


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_the_one_that_its_readme_names(name):
    digest = hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()
    (line,) = re.findall(rf"^\| `{name}` .*$", (FOLDER / "README.md").read_text(), re.MULTILINE)
    assert f"`{digest}`" in line


def test_the_numbers_are_those_of_the_publication():
    links = read_wiring(LINKS)
    assert len(links) == 3638 and links["synapses"].sum() == 20589  # abstract
    by_sign = links.groupby("sign")["synapses"].sum().to_dict()  # sheet "Summary" of S1
    assert by_sign == {"+": 9070, "-": 2580, "complex": 3413, "no pred": 5526}
    assert round(by_sign["+"] / by_sign["-"], 4) == 3.5155
    assert not links.duplicated(["source", "target"]).any()
    assert set(links["transmitter"]) == {"ACh", "GABA", "Glu", ""}


def test_every_linked_neuron_has_a_kind():
    links, neurons = (read_wiring(FOLDER / name) for name in TABLES)
    assert len(neurons) == neurons["neuron"].nunique() == 302
    assert {*links["source"], *links["target"]} <= set(neurons["neuron"])
    assert (neurons["kind"] != "").all()


def test_a_sheet_becomes_a_table(tmp_path):
    pytest.importorskip("openpyxl")
    row = dict.fromkeys(range(21)) | {0: "ADAL", 1: "Glu", 2: 0, 3: "AVAL ", 4: 3, 16: "+"}
    head = dict.fromkeys(range(21), "heading")
    table = pd.DataFrame([head, head, row, dict.fromkeys(range(21))])
    table.to_excel(tmp_path / "s.xlsx", sheet_name="x", header=False, index=False)
    found = derive(tmp_path / "s.xlsx", "x", CONNECTION_COLUMNS)
    assert found.to_numpy().tolist() == [["ADAL", "AVAL", "+", "Glu", "", "3"]]


@pytest.mark.skipif(
    not (Path(MIRROR) / ORIGINAL.path).is_file(), reason="no original in the mirror"
)
@pytest.mark.filterwarnings("ignore:Unknown extension is not supported")
def test_the_tables_are_derived_again(tmp_path):
    pytest.importorskip("openpyxl")
    original = Path(MIRROR) / ORIGINAL.path
    verified(ORIGINAL, original.read_bytes())
    write_tables(original, tmp_path)
    for name in TABLES:
        assert (tmp_path / name).read_bytes() == (FOLDER / name).read_bytes()
