import ast

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib.figure import Figure
from matplotlib.image import imread

from sparse_rnn.base.package import PACKAGE
from sparse_rnn.catalog import STRATEGIES
from sparse_rnn.drawing.palette import LOOP_COLOURS
from sparse_rnn.drawing.style import check_known, in_order, save_figure, styled
from sparse_rnn.drawing.two_triads import two_triads_figure

OKABE_ITO = {
    "#000000", "#E69F00", "#56B4E9", "#009E73", "#F0E442", "#0072B2", "#D55E00", "#CC79A7",
}  # fmt: skip


def draw():
    figure = Figure(layout="constrained")
    figure.subplots().plot([1, 2, 3], label="η")
    return figure


def test_balanced_and_unbalanced_loops_are_told_apart():
    assert len(set(LOOP_COLOURS.values())) == 2
    assert set(LOOP_COLOURS.values()) <= OKABE_ITO


def test_an_unknown_key_lists_the_known_ones():
    with pytest.raises(ValueError, match=r"no drawing for strategy 'sett'; known: .*deep_r, set,"):
        check_known(STRATEGIES, "strategy", "sett")


def test_the_same_figure_gives_the_same_bytes_without_a_date(tmp_path):
    for folder in ("a", "b"):
        png = save_figure(draw(), tmp_path / folder, "x")
        assert png == tmp_path / folder / "x.png"
    for suffix in ("png", "pdf"):
        first, second = ((tmp_path / f / f"x.{suffix}").read_bytes() for f in ("a", "b"))
        assert first == second
        assert b"CreationDate" not in first and b"matplotlib" not in first.lower()


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OSError, match=r"cannot write into .*file"):
        save_figure(draw(), tmp_path / "file", "x")


def test_the_style_holds_inside_a_styled_function_only():
    before = mpl.rcParams["font.size"]
    assert styled(lambda: mpl.rcParams["font.size"])() == 7
    assert mpl.rcParams["font.size"] == before != 7


def test_a_png_has_200_dots_per_inch(tmp_path):
    figure = draw()
    height, width = imread(save_figure(figure, tmp_path, "x")).shape[:2]
    assert (width, height) == tuple(200 * figure.get_size_inches())


def test_rows_come_by_task_and_model_and_else_stay_in_their_order():
    keys = [("mtc", "rnn"), ("hgs", "ct_rnn"), ("mnist", "rnn"), ("hgs", "rnn"), ("hgs", "ct_rnn")]
    table = pd.DataFrame(keys, columns=["task", "model"], index=[0] * len(keys)).assign(
        row=range(len(keys))
    )
    assert in_order(table)["row"].to_list() == [2, 3, 1, 4, 0]
    assert in_order(table.drop(columns="model"))["row"].to_list() == [2, 1, 3, 4, 0]


READERS = {
    "dark": {"figure.facecolor": "black", "savefig.facecolor": "black", "text.color": "white"},
    "tex": {"text.usetex": True, "font.family": "serif"},
    "sizes": {"lines.linewidth": 9, "savefig.bbox": "tight", "axes.grid": True, "savefig.pad_inches": 3},
}  # fmt: skip


@pytest.mark.parametrize("settings", READERS.values(), ids=READERS)
def test_the_readers_own_settings_do_not_reach_a_figure(tmp_path, settings):
    """LaTeX need not be there, and a dark page would leave dark letters on it."""
    plain = save_figure(two_triads_figure(), tmp_path / "plain", "x").read_bytes()
    with mpl.rc_context(settings):
        figure = two_triads_figure()
        assert save_figure(figure, tmp_path / "readers", "x").read_bytes() == plain
        assert all(
            mpl.rcParams[key] == value for key, value in settings.items() if key != "font.family"
        )


def functions():
    """Every function of the package with the names of what it calls and of its decorators."""
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                calls = {
                    getattr(n.func, "id", "") for n in ast.walk(node) if isinstance(n, ast.Call)
                }
                yield node.name, calls, {getattr(d, "id", "") for d in node.decorator_list}


def test_every_function_that_makes_a_figure_has_the_style():
    """Itself, or all functions that call it have."""
    every = list(functions())
    makers, styled_too = {"Figure"}, set()
    for _ in range(4):  # makers that others call
        found = [(name, marks) for name, calls, marks in every if calls & makers]
        styled_too = {name for name, marks in found if "styled" in marks}
        makers |= {name for name, marks in found if "styled" not in marks}
    assert len(styled_too) > 10
    called = {name for _, calls, _ in every for name in calls}
    assert makers - called == set()
