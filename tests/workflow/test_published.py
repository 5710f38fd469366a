"""The study of the published networks, with its data and without."""

import os
from pathlib import Path

import pytest

from sparse_rnn.base.artifacts import load_record
from sparse_rnn.results.schema import read_table

MIRROR = os.environ.get("DATA_MIRROR")
CONFIG = """\
profile: theirs
data: {raw: data/of_theirs}
published: {tasks: [har]}
census: {null_models: [global-const], networks: 3}
"""
WORDS = ("published_tables", "--configfile", "theirs.yaml", "--cores", "1")


@pytest.fixture
def configured(checkout):
    (checkout / "theirs.yaml").write_text(CONFIG)
    return checkout


def tables_in(folder):
    return [
        read_table(name, folder / f"data/theirs/tables/{name}.csv")
        for name in ("published_balance", "published_motifs")
    ]


def test_without_the_data_its_tables_are_empty_and_with_them_they_are_not(
    configured, snakemake, tmp_path
):
    done = snakemake(*WORDS, DATA_MIRROR=str(tmp_path))
    assert done.returncode == 0, done.stderr
    record = load_record(configured / "data/of_theirs/published.json")
    assert "no good copy of published/LICENSE was found" in record["error"]
    assert [len(table) for table in tables_in(configured)] == [0, 0]
    if not (MIRROR and (Path(MIRROR) / "published/LICENSE").exists()):
        pytest.skip("DATA_MIRROR has no published networks")
    done = snakemake(*WORDS)
    assert done.returncode == 0, done.stderr
    assert [len(table) for table in tables_in(configured)] == [42, 4 * 8]
