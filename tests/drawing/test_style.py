import ast
from itertools import combinations, product
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.image import imread
from PIL import Image

from sparse_rnn.base.package import PACKAGE
from sparse_rnn.catalog import STRATEGIES
from sparse_rnn.drawing.alt_texts import ALT_TEXTS
from sparse_rnn.drawing.palette import GREY, LOOP_COLOURS, NEGATIVE_COLOUR
from sparse_rnn.drawing.style import check_known, in_order, save_figure, styled
from sparse_rnn.drawing.two_triads import two_triads_figure
from sparse_rnn.studies.claims.looks import LOOKS

ROOT = Path(__file__).parents[2]


def draw():
    figure = Figure(layout="constrained")
    figure.subplots().plot([1, 2, 3], label="η")
    return figure


def luminance(colour):
    """Relative luminance by WCAG 2."""
    channels = np.array(to_rgb(colour))
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return linear @ [0.2126, 0.7152, 0.0722]


def apart(one, other):
    """How far two colours are apart, as shares of the way from black to white."""
    return np.linalg.norm(np.subtract(to_rgb(one), to_rgb(other))) / 3**0.5


def test_a_colour_has_one_meaning():
    """What is balanced, what is negative and what is judged look like no strategy."""
    verdicts = [colour for colour, _ in LOOKS.values()]
    kinds = [*LOOP_COLOURS.values(), NEGATIVE_COLOUR, *verdicts]
    strategies = [look.colour for look in STRATEGIES.values()]
    assert min(apart(*pair) for pair in product(kinds, strategies)) > 0.15
    assert min(apart(*pair) for pair in combinations(kinds, 2)) > 0.13


def test_words_in_colour_can_be_read():
    """Their contrast with white is 4.5 at least (WCAG 2, level AA)."""
    verdicts = [colour for colour, _ in LOOKS.values()]
    for colour in (GREY, *LOOP_COLOURS.values(), NEGATIVE_COLOUR, *verdicts):
        assert 1.05 / (luminance(colour) + 0.05) >= 4.5, colour


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


def test_every_archived_figure_describes_itself_in_a_sentence():
    archived = sorted((ROOT / "figures/reference").glob("*.png"))
    assert {path.stem for path in archived} | {"00_start_here_trained", "00_start_here_given"} == (
        set(ALT_TEXTS)
    )
    for path in archived:
        with Image.open(path) as picture:
            assert picture.info["Description"] == ALT_TEXTS[path.stem]
    assert all(text.endswith(".") and 40 < len(text) < 300 for text in ALT_TEXTS.values())


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
