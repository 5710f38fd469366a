import os
from pathlib import Path

import numpy as np
import pytest

from sparse_rnn.studies.published.generated import series_to_train, signs_of
from sparse_rnn.studies.published.source import GENERATED, SERIES_FOLDERS, published_networks
from sparse_rnn.tasks.raw_files import MIRROR_VARIABLE

MIRROR = Path(os.environ.get(MIRROR_VARIABLE, "no mirror"))
SIZES = {"mnist": (3, 26, 150), "sms": (3, 31, 100), "mg": (3, 26, 128), "hgs": (3, 26, 128)}


@pytest.mark.skipif(not (MIRROR / "published").is_dir(), reason="needs a mirror of the raw data")
@pytest.mark.parametrize("task", SERIES_FOLDERS)
def test_the_authors_series_are_what_the_names_of_their_files_say(task):
    series = series_to_train(task, MIRROR)
    assert series["signs"].shape == (*SIZES[task], SIZES[task][-1])
    named = np.isfinite(series["named_eta"])
    assert named[:, 1:].all() and named.sum() >= named.size - 1
    # two names of mnist are off by 0.0012, all others by rounding
    off = np.abs(series["eta"] - series["named_eta"])[named]
    assert off.max() < 0.0012 and (off > 0.0006).sum() == (2 if task == "mnist" else 0)
    links = np.count_nonzero(series["signs"], axis=(2, 3))
    assert (links == links[:, :1]).all(), "a trial keeps its number of links, self-loops counted"
    assert not series["self_loops"][:, 0].any(), "the random networks have no self-loop"
    assert series["self_loops"][:, 1:].sum() > 0
    assert (np.diff(series["named_eta"][:, 1:]) >= 0).all()


@pytest.mark.parametrize("task", SERIES_FOLDERS)
def test_the_paper_trains_on_every_series(task, load_profile):
    generated = [n for n in published_networks(task) if n.kind == GENERATED]
    trials = load_profile("paper")["published"]["training"]["trials"]
    assert len({network.series for network in generated}) == trials


def test_self_loops_and_both_signs_are_kept():
    assert signs_of("0\t0\t2\n0\t2\t1\n2\t1\t2\n", 3, "list").tolist() == [
        [-1, 0, 1],
        [0, 0, 0],
        [0, -1, 0],
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("0\t1\t1\n1\t2\t3\n", "list, line 2: .* has the unknown sign 3; legal: 1 .*, 2"),
        ("0\t3\t1\n", "list, line 1: .* has a node outside 0 to 2"),
        ("-1\t0\t1\n", "list, line 1: .* has a node outside 0 to 2"),
        ("0\t1\tnan\n", "list, line 1: '0.*nan' is not 'source target sign', whole numbers"),
        ("0\t1\n", "list, line 1: .* is not 'source target sign'"),
        ("0\t1\t1\n0\t1\t2\n", "list, line 2: .* repeats a link"),
    ],
)
def test_what_is_no_list_of_signed_links_is_refused(text, message):
    with pytest.raises(ValueError, match=message):
        signs_of(text, 3, "list")


def test_a_task_without_networks_is_named(tmp_path):
    with pytest.raises(ValueError, match="no networks were generated for 'har'; legal: mnist"):
        series_to_train("har", tmp_path)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(
        FileNotFoundError, match=r"published/model/network/generated/MG.* is missing"
    ):
        series_to_train("mg", tmp_path)
