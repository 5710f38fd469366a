from itertools import combinations, product

import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import QuadMesh

from sparse_rnn.config import conditions
from sparse_rnn.drawing.glyphs import signs_are_balanced
from sparse_rnn.drawing.style import save_figure
from sparse_rnn.studies.structure.profile_map import HIGHEST, LOOPS, profile_map_figure

Z = {"pruning_2": 3.0, "set": 0.0, "dense": 9.0}


@pytest.fixture
def motifs():
    """Clear excess under Pruning II, none under SET; two tasks, one with two sparsities."""
    conditions = [("mg", 0.9), ("hgs", 0.9), ("hgs", 0.95)]
    rows = [
        dict(task=task, model="rnn", strategy=strategy, sparsity=sparsity, seed=seed, epoch=5)
        | dict(signs=signs, z=sign(signs) * Z[strategy] + 0.1 * (seed - 2), sd=1.0, diverged=0)
        for (task, sparsity), strategy, seed, signs in product(conditions, Z, (1, 2, 3), LOOPS)
    ]
    return pd.DataFrame(rows).assign(null_model="global-const")


def sign(signs):
    return 1 if signs_are_balanced(signs) else -1


def blocks(figure):
    meshes = [c for c in figure.axes[0].collections if isinstance(c, QuadMesh)]
    return [mesh.get_array().reshape(len(LOOPS), -1) for mesh in meshes]


def dots(figure):
    return [line for line in figure.axes[0].lines if line.get_marker() == "."]


def test_a_block_per_task_and_sparsity_a_column_per_strategy_a_row_per_loop(motifs, tmp_path):
    figure = profile_map_figure(motifs)
    profile = [sign(signs) * 3.0 for signs in LOOPS]
    assert len(blocks(figure)) == 3
    for block in blocks(figure):
        np.testing.assert_allclose(block, np.array([profile, [0] * 8]).T, atol=1e-12)
    titles = [text.get_text() for text in figure.axes[0].texts]
    assert titles[:5] == ["90 %", "90 %", "95 %", "RNN", "RNN"]
    assert titles[5:7] == ["Mackey–Glass", "Hand gestures"]
    assert "against global-const" in figure.get_supxlabel()
    assert save_figure(figure, tmp_path, "map").is_file()


def test_no_label_of_the_whole_paper_runs_into_another(load_profile):
    rows = [
        condition.label | dict(seed=seed, epoch=5, signs=signs, z=1.0 * seed, sd=1.0, diverged=0)
        for condition in conditions(load_profile("paper"))
        for seed, signs in product((1, 2), LOOPS)
    ]
    figure = profile_map_figure(pd.DataFrame(rows).assign(null_model="global-const"))
    figure.canvas.draw()
    boxes = [text.get_window_extent() for text in figure.axes[0].texts if text.get_text()]
    assert len(boxes) > 30
    assert not any(one.overlaps(other) for one, other in combinations(boxes, 2))


def test_dots_are_where_the_interval_holds_zero(motifs):
    (first, *_) = dots(profile_map_figure(motifs))
    assert first.get_xdata().tolist() == [1.5] * len(LOOPS)  # SET, the second column
    assert sorted(first.get_ydata()) == [row + 0.5 for row in range(len(LOOPS))]


def test_diverged_networks_and_z_without_a_scale_are_left_out(motifs):
    wild = motifs.assign(seed=4, z=99.0, diverged=1)
    wild = wild[motifs["seed"] == 1]
    flat = wild.assign(seed=5, sd=0.0, diverged=0)
    every = blocks(profile_map_figure(pd.concat([motifs, wild, flat], ignore_index=True)))
    np.testing.assert_allclose(every, blocks(profile_map_figure(motifs)))


def test_colours_are_the_same_for_excess_and_lack(motifs):
    (mesh, *_) = profile_map_figure(motifs).axes[0].collections
    assert (mesh.norm.vmin, mesh.norm.vmax) == (-HIGHEST, HIGHEST)


def test_an_unknown_strategy_is_named(motifs):
    with pytest.raises(ValueError, match="no drawing for strategy 'magic'"):
        profile_map_figure(motifs.assign(strategy="magic"))
