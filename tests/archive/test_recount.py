import re

import pandas as pd
import pytest

from sparse_rnn.archive.__main__ import main
from sparse_rnn.archive.collect import collect
from sparse_rnn.archive.networks import read_links, save_links
from sparse_rnn.archive.recount import counted_afresh, counted_before, disagreements
from sparse_rnn.base.artifacts import load_table, save_table

PLACE = "mg/rnn/pruning_2/0.8"
NAME = "('mg', 'rnn', 'pruning_2', 0.8, {})"


@pytest.fixture
def archive(data, tmp_path, config):
    collect(data, tmp_path, config)
    return tmp_path


def test_a_sound_archive_agrees(archive):
    assert disagreements(archive) == []
    assert len(counted_afresh(archive)) == len(counted_before(archive)) == 2
    assert (counted_before(archive).drop(columns="eta").sum(axis=1) > 10).all()


def test_the_command_tells_whether_they_agree(archive, capsys):
    assert main(["recount", "--archive", str(archive)]) == 0
    assert "as the tables say" in capsys.readouterr().out
    path = archive / "tables/balance.csv"
    table = load_table(path)
    save_table(path, table.assign(eta=table["eta"] / 2))
    assert main(["recount", "--archive", str(archive)]) == 1
    assert "eta is" in capsys.readouterr().out


def test_a_turned_sign_is_found(archive):
    """Of a link that is part of a feed-forward loop, as most are in so small a network."""
    path = archive / f"networks/{PLACE}.tsv.gz"
    turned = re.sub(r"\t1\t(\S+)\n", r"\t-1\t-\1\n", read_links(path))
    save_links(path, turned)
    assert any(line.startswith(f"{NAME.format(1)}: +++ is 0.0") for line in disagreements(archive))


@pytest.mark.parametrize(
    ("kind", "column", "name"), [("balance", "eta", "eta"), ("motifs", "count", "--+")]
)
def test_a_changed_number_is_found(archive, kind, column, name):
    path = archive / f"tables/{kind}.csv"
    table = load_table(path)
    table[column] += 1
    save_table(path, table)
    lines = disagreements(archive)
    assert len(lines) == (2 if kind == "balance" else 16)
    assert any(f"{NAME.format(2)}: {name} is" in line for line in lines)


def test_a_lost_network_is_found(archive):
    path = archive / f"networks/{PLACE}.tsv.gz"
    save_links(path, read_links(path).replace("# seeds: 1 2", "# seeds: 1"))
    assert disagreements(archive) == [f"{NAME.format(2)}: in the tables, but not archived"]


def test_a_lost_row_is_found(archive):
    for kind in ("balance", "motifs"):
        table = load_table(archive / f"tables/{kind}.csv")
        save_table(archive / f"tables/{kind}.csv", table[table["seed"] != 1])
    assert disagreements(archive) == [f"{NAME.format(1)}: archived, but in no table"]


def test_a_count_may_stand_beside_several_null_models(archive):
    path = archive / "tables/motifs.csv"
    table = load_table(path)
    table = table[table["decides"]]
    others = table.assign(null_model="no-regard", decides=False)
    save_table(path, pd.concat([table, others]))
    assert disagreements(archive) == []
