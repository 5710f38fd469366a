import json
import os
import re
import shutil
from pathlib import Path

import numpy as np
import pytest

from sparse_rnn.results.schema import read_table
from sparse_rnn.studies.published.measure import measure_published, with_loops
from sparse_rnn.studies.published.source import (
    RUNS,
    published_networks,
    read_published,
    with_all_nodes,
)
from sparse_rnn.tasks import raw_files

MIRROR = os.environ.get("DATA_MIRROR")
HAS_DATA = MIRROR and (Path(MIRROR) / "published/LICENSE").exists()
needs_data = pytest.mark.skipif(not HAS_DATA, reason="DATA_MIRROR has no published networks")
SETTINGS = {"null_model": "global-const", "networks": 3, "swaps_per_edge": 3, "seed": 0}


def test_every_list_of_links_in_the_manifest_is_a_network_of_one_task():
    listed = [
        n.file for task in ("mnist", "sms", "mg", "hgs", "har") for n in published_networks(task)
    ]
    names = [path.removeprefix("published/") for path in raw_files.raw_files("published")]
    links = [name for name in names if re.search(r"/generated/|edge_list", name)]
    assert sorted(listed) == sorted(links)
    assert published_networks("mtc") == []


def test_series_run_from_the_random_network_to_the_balanced_one():
    networks = [n for n in published_networks("hgs") if n.series == "trial 3"]
    assert [n.step for n in networks] == list(range(26))
    assert networks[0].file.endswith("/ER_n_128_p_0.05.txt") and networks[0].named_eta is None
    etas = [n.named_eta for n in networks[1:]]
    assert etas == sorted(etas) and etas[0] == 0.483


def test_a_run_has_its_epochs_in_order_and_set_its_core():
    networks = [n for n in published_networks("mg") if n.strategy == "set"]
    assert {n.listed for n in networks} == {"all", "core"}
    steps = [n.step for n in networks if n.listed == "core"]
    assert steps == list(range(0, 101, 5))
    counted = [n for n in with_loops(networks)]
    assert [(n.listed, n.step) for n in counted] == [
        ("all", 0), ("all", 100), ("core", 0), ("core", 100),
    ]  # fmt: skip


def test_a_run_that_nobody_knows_is_refused(monkeypatch):
    path = "published/results/MG/pruning_n_9_p_0.05/edge_list_weighted_0.csv"
    monkeypatch.setattr("sparse_rnn.studies.published.source.raw_files", lambda _: (path,))
    with pytest.raises(ValueError, match=r"results/MG/pruning_n_9_p_0\.05 is no known run"):
        published_networks("mg")


def test_nodes_without_links_are_there(random_graph):
    graph = random_graph(9, 0.3, 1)
    (kept,) = np.nonzero(graph.degrees("out") + graph.degrees("in"))
    assert with_all_nodes(graph, 12).n == 12
    assert with_all_nodes(graph, 12).edges == graph.edges
    assert kept.size == 9


def test_nothing_published_of_a_task_is_refused(tmp_path):
    with pytest.raises(ValueError, match="nothing is published of task 'mtc'"):
        measure_published("mtc", tmp_path, SETTINGS, tmp_path / "b.csv", tmp_path / "m.csv")


def test_a_missing_file_is_named_and_nothing_is_written(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"edge_list_weighted_0\.csv is missing\. Put"):
        measure_published("har", tmp_path, SETTINGS, tmp_path / "b.csv", tmp_path / "m.csv")
    assert list(tmp_path.iterdir()) == []


@needs_data
def test_a_file_changed_by_a_byte_is_refused_by_name(tmp_path):
    network = published_networks("har")[0]
    place = tmp_path / "published" / network.file
    place.parent.mkdir(parents=True)
    shutil.copy(Path(MIRROR) / "published" / network.file, place)
    assert read_published(network, tmp_path).graph.n == 64
    data = bytearray(place.read_bytes())
    data[-2] ^= 1
    place.write_bytes(bytes(data))
    with pytest.raises(ValueError, match=r"is corrupt or cut short.*expected sha256"):
        read_published(network, tmp_path)


@needs_data
def test_strategies_and_sparsity_are_those_of_the_runs_settings():
    names = {"Pruning_1": "pruning_1", "Pruning_2": "pruning_2", "SET": "set", "DeepR": "deep_r"}
    for run, (_, _, strategy) in RUNS.items():
        hp = json.loads(raw_files.read(f"published/results/{run}/hp.json", MIRROR))
        told = hp.get("pruning_algorithm") or hp.get("rewiring_algorithm") or "SET"
        assert names[told] == strategy
        assert 0.05 in (hp.get("prob"), hp.get("sparsity"), hp.get("epsilon_rec"))


@needs_data
@pytest.mark.parametrize("task", ["mnist", "mg", "hgs"])
def test_the_tables_hold_the_recorded_facts(task, published_figures, tmp_path):
    """Links, self-loops, eta and feed-forward loops as they were counted without this package."""
    paths = [tmp_path / f"published_{kind}.csv" for kind in ("balance", "motifs")]
    measure_published(task, MIRROR, SETTINGS, *paths)
    balance, motifs = (read_table(path.stem, path) for path in paths)
    facts = published_figures.set_index("path")
    facts = facts[facts.index.isin(balance["file"])]
    assert len(facts) == 26
    rows = balance.set_index("file").loc[facts.index]
    assert (rows["links"] + rows["self_loops"]).equals(facts["edges"])
    assert rows["self_loops"].equals(facts["self_loops"])
    assert rows["eta"].tolist() == pytest.approx(facts["eta_exact"].tolist(), abs=6e-7)
    counts = motifs.pivot(index="file", columns="signs", values="count").loc[facts.index]
    counts.columns = [f"ffl_{s.translate(str.maketrans('+-', 'pn'))}" for s in counts.columns]
    assert (counts == facts[counts.columns]).all(axis=None)
    ends = balance[(balance["kind"] == "trained") & (balance["listed"] == "all")].groupby("series")
    nodes = ends["nodes"].last()
    assert (ends["links"].last() / nodes**2).between(0.045, 0.055).all()
