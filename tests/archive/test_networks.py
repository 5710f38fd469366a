import gzip
import re
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from sparse_rnn.archive.networks import (
    as_links,
    drop_links,
    load_condition,
    load_weights,
    merge_links,
    read_links,
    same_links,
    save_links,
)
from sparse_rnn.graphs.files.readers import read_network
from sparse_rnn.graphs.signed_graph import SignedGraph


@pytest.fixture
def arrays():
    """Two snapshots of two networks of nine nodes, the last node of the second without links."""
    rng = np.random.default_rng(1)
    weights = rng.normal(size=(2, 2, 9, 9)) * (rng.random((2, 2, 9, 9)) < 0.3)
    weights[:, 1, 8], weights[:, 1, :, 8] = 0, 0
    weights[1, 0, 3, 3] = -2
    return {
        "weights": weights.astype(np.float32),
        "epochs": np.array([0, 7]),
        "seeds": np.array([4, 11]),
    }


def test_networks_come_back_without_their_self_loops(arrays, tmp_path):
    save_links(tmp_path / "a.tsv.gz", as_links(arrays))
    networks = load_condition(tmp_path / "a.tsv.gz")
    assert list(networks) == [4, 11]
    for weights, graph in zip(arrays["weights"][1], networks.values(), strict=True):
        assert graph.digest() == SignedGraph.from_weights(weights).digest()
    assert networks[11].n == 9


def test_the_list_is_plain_text(arrays):
    lines = as_links(arrays).splitlines()
    assert lines[:3] == ["# nodes: 9", "# seeds: 4 11", "# epoch: 7"]
    assert lines[3] == "seed\tsource\ttarget\tsign\tweight"
    assert "4\t3\t3\t-1\t-2.0" in lines
    assert len(lines) == 4 + np.count_nonzero(arrays["weights"][1])


def test_weights_come_back_to_the_last_bit(arrays, tmp_path):
    hard = np.array([2**-149, 2**-126, 1 / 3, 0.1, 16777217, 3.4028235e38, 9.999999e-5], np.float32)
    arrays["weights"][1, 0, 0, : len(hard)] = hard
    arrays["weights"][1, 0, 1, : len(hard)] = -hard
    save_links(tmp_path / "a.tsv.gz", as_links(arrays))
    weights = load_weights(tmp_path / "a.tsv.gz")
    for seed, expected in zip([4, 11], arrays["weights"][1], strict=True):
        assert weights[seed].dtype == np.float32
        assert weights[seed].tobytes() == (expected + 0).tobytes()
    assert "\t0.1\n" in as_links(arrays), "no more digits than it takes"


def test_weights_of_a_node_that_is_not_there_are_told(tmp_path):
    save_links(tmp_path / "a.tsv.gz", WEIGHTED.replace("\t1\t1\t0.5", "\t3\t1\t0.5"))
    with pytest.raises(ValueError, match=r"a.tsv.gz is no list of links \(.*git checkout"):
        load_weights(tmp_path / "a.tsv.gz")


def without_weights(text):
    """A list as it was written before there were weights in it."""
    comments, table = text.split("\n", 3)[:3], text.split("\n", 3)[3]
    return "\n".join([*comments, *(line.rpartition("\t")[0] for line in table.splitlines())]) + "\n"


@pytest.fixture
def old(arrays, tmp_path):
    path = tmp_path / "old.tsv.gz"
    save_links(path, without_weights(as_links(arrays)))
    return path


def test_a_list_without_weights_is_read_and_stays_as_it_is(arrays, old, tmp_path):
    save_links(tmp_path / "new.tsv.gz", as_links(arrays))
    networks, expected = load_condition(old), load_condition(tmp_path / "new.tsv.gz")
    assert {s: g.digest() for s, g in networks.items()} == {
        s: g.digest() for s, g in expected.items()
    }
    assert load_weights(old) == {}
    text = read_links(old)
    merge_links(old, text)
    assert read_links(old) == text
    drop_links(old, [4])
    assert "weight" not in read_links(old) and list(load_condition(old)) == [11]


def test_networks_with_weights_join_those_without(arrays, old, tmp_path):
    later = arrays | {"seeds": np.array([5, 6])}
    merge_links(old, as_links(later))
    assert list(load_condition(old)) == [4, 5, 6, 11]
    assert sorted(load_weights(old)) == [5, 6]
    assert np.array_equal(load_weights(old)[5], arrays["weights"][1, 0])
    merge_links(old, as_links(arrays))
    save_links(tmp_path / "at_once.tsv.gz", as_links(arrays))
    merge_links(tmp_path / "at_once.tsv.gz", as_links(later))
    assert read_links(old) == read_links(tmp_path / "at_once.tsv.gz")


def test_weights_are_compared_where_both_lists_have_them(arrays, old, tmp_path):
    new, other = tmp_path / "new.tsv.gz", tmp_path / "other.tsv.gz"
    save_links(new, as_links(arrays))
    arrays["weights"][1, 0] *= np.float32(1.5)
    save_links(other, as_links(arrays))
    assert same_links(old, new, [4, 11]) and same_links(other, old, [4, 11])
    assert same_links(new, new, [4, 11]) and same_links(new, other, [11])
    assert not same_links(new, other, [4, 11])
    arrays["weights"][1, 1] *= -1
    save_links(other, as_links(arrays))
    assert not same_links(old, other, [11])
    assert not same_links(old, other, [12, 11])


def test_a_network_without_links_is_not_lost(arrays, tmp_path):
    arrays["weights"][1, 1] = 0
    save_links(tmp_path / "a.tsv.gz", as_links(arrays))
    networks = load_condition(tmp_path / "a.tsv.gz")
    assert [graph.edges > 0 for graph in networks.values()] == [True, False]


def test_the_same_links_give_the_same_bytes_whenever(arrays, tmp_path, monkeypatch):
    paths = [tmp_path / name for name in ("a.gz", "other.gz")]
    for path, now in zip(paths, (1e9, 1.5e9), strict=True):
        monkeypatch.setattr("time.time", lambda now=now: now)
        save_links(path, as_links(arrays))
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_a_file_that_another_zlib_wrote_is_left_alone(arrays, tmp_path):
    path, text = tmp_path / "a.gz", as_links(arrays)
    path.write_bytes(gzip.compress(text.encode(), compresslevel=1))
    before = path.read_bytes()
    save_links(path, text)
    assert path.read_bytes() == before
    save_links(path, text + "4\t0\t1\t1\n")
    assert read_links(path).endswith("4\t0\t1\t1\n")


GOOD = "# nodes: 3\n# seeds: 1\n# epoch: 2\nseed\tsource\ttarget\tsign\n1\t0\t1\t-1\n"
WEIGHTED = GOOD.replace("sign\n", "sign\tweight\n").replace("\t-1\n", "\t1\t0.5\n")
DAMAGED = {
    "nothing": "",
    "no comments": "seed\tsource\ttarget\tsign\n1\t0\t1\t-1\n",
    "another column": GOOD.replace("sign", "weight"),
    "a word for a node": GOOD.replace("\t1\t-1", "\tx\t-1"),
    "a node too many": GOOD.replace("\t1\t-1", "\t3\t-1"),
    "a link twice": GOOD + "1\t0\t1\t1\n",
    "a half line": GOOD + "1\t0",
    "no number of nodes": GOOD.replace("nodes: 3", "nodes: x"),
    "a weight of the other sign": WEIGHTED.replace("0.5", "-0.5"),
    "a word for a weight": WEIGHTED.replace("0.5", "half"),
    "one more column": WEIGHTED.replace("weight\n", "weight\tmore\n"),
}


@pytest.mark.parametrize("damage", DAMAGED)
def test_what_is_no_list_is_told(tmp_path, damage):
    path = tmp_path / "a.tsv.gz"
    path.write_bytes(gzip.compress(DAMAGED[damage].encode()))
    with pytest.raises(ValueError, match=r"a.tsv.gz is no list of links \(.*git checkout -- .*gz"):
        load_condition(path)


@pytest.mark.parametrize("bytes_left", [5, 40, -4])
def test_a_truncated_file_is_told(arrays, tmp_path, bytes_left):
    path = tmp_path / "a.tsv.gz"
    save_links(path, as_links(arrays))
    path.write_bytes(path.read_bytes()[:bytes_left])
    with pytest.raises(ValueError, match=r"a.tsv.gz is damaged; restore it: git checkout"):
        load_condition(path)


def test_a_file_that_is_no_gzip_is_told(tmp_path):
    (tmp_path / "a.tsv.gz").write_text(GOOD)
    with pytest.raises(ValueError, match=r"a.tsv.gz is damaged"):
        load_condition(tmp_path / "a.tsv.gz")


README = Path(__file__).parents[2] / "data" / "reference" / "README.md"


@pytest.mark.skipif(not shutil.which("awk"), reason="awk is not installed")
def test_one_network_can_be_taken_out_as_the_readme_says(arrays, tmp_path):
    (line,) = re.findall(r"gzip -dc .*", README.read_text())
    path = tmp_path / re.search(r"data/\S+", line)[0]
    arrays["seeds"][0] = 1
    save_links(path, as_links(arrays))
    subprocess.run(line, shell=True, check=True, cwd=tmp_path)
    graph, first = read_network(tmp_path / "net.tsv").graph, load_condition(path)[1]
    linked = [n for n in range(9) if n in {*first.source.tolist(), *first.target.tolist()}]
    assert list(graph.names or range(graph.n)) == linked
    assert graph.sign.tolist() == first.sign.tolist()


def test_weights_that_are_no_numbers_are_refused(arrays):
    arrays["weights"][-1, 0, 1, 0] = np.nan
    with pytest.raises(ValueError, match="no finite numbers"):
        as_links(arrays)
