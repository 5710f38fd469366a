import numpy as np

from sparse_rnn.drawing.marks import MOTIF_PLACES
from sparse_rnn.drawing.style import save_figure
from sparse_rnn.studies.structure.profile_figure import motif_figure


def profile_of(lines_of, axes, strategy):
    """The filled markers of a strategy: x and z of the balanced, then of the unbalanced loops."""
    return [line for line in lines_of(axes, strategy) if abs(line[1][0]) >= 1]


def test_a_figure_is_saved_as_png_and_pdf(synthetic_tables, tmp_path):
    figure = motif_figure(synthetic_tables(tasks=["mg"])["motifs"])
    png = save_figure(figure, tmp_path, "profile")
    assert png.read_bytes().startswith(b"\x89PNG")
    assert png.with_suffix(".pdf").read_bytes().startswith(b"%PDF")


def test_the_profile_shows_final_means_of_balanced_then_unbalanced_loops(
    synthetic_tables, lines_of
):
    (axes,) = motif_figure(synthetic_tables(tasks=["mg"])["motifs"]).axes
    (x, balanced), (y, unbalanced) = profile_of(lines_of, axes, "set")
    np.testing.assert_allclose([balanced, unbalanced], [[5] * 4, [-5] * 4])
    np.testing.assert_allclose(x, [MOTIF_PLACES[s] for s in ("+++", "+--", "-+-", "--+")], atol=0.1)
    np.testing.assert_allclose(y, [MOTIF_PLACES[s] for s in ("++-", "+-+", "-++", "---")], atol=0.1)


def test_the_initial_profile_is_faint_and_open(synthetic_tables):
    (axes,) = motif_figure(synthetic_tables(tasks=["mg"], strategies=["set"])["motifs"]).axes
    faint = [line for line in axes.lines if line.get_alpha() == 0.4]
    assert all(line.get_markerfacecolor() == "w" for line in faint)
    # 0.1 * place - 0.4 at the places of the four balanced loops in the order of the project
    np.testing.assert_allclose(faint[0].get_ydata(), [-0.4, -0.1, 0.1, 0.2])


def test_undefined_z_is_left_out(synthetic_tables, lines_of):
    table = synthetic_tables(tasks=["mg"], strategies=["set"])["motifs"]
    table.loc[(table["signs"] == "+++") & (table["seed"] == 0), "z"] = np.nan
    table.loc[table["signs"] == "---", "z"] = np.nan
    table.loc[table["epoch"] == 0, "z"] = np.nan
    figure = motif_figure(table)
    figure.draw_without_rendering()
    (_, balanced), (_, unbalanced) = profile_of(lines_of, figure.axes[0], "set")
    np.testing.assert_allclose(balanced, [5.5, 5, 5, 5])
    np.testing.assert_allclose(unbalanced, [-5, -5, -5, np.nan])


def test_a_z_score_without_a_scale_is_left_out(synthetic_tables):
    table = synthetic_tables(tasks=["mg"], strategies=["set"])["motifs"]
    table.loc[table["epoch"] == 0, ["sd", "z"]] = 0.0
    (axes,) = motif_figure(table).axes
    faint = [line.get_ydata() for line in axes.lines if line.get_alpha() == 0.4]
    assert np.isnan(faint).all()


def test_glyphs_stand_below_the_lowest_panels_only(synthetic_tables):
    tables = synthetic_tables(tasks=("mnist", "sms", "mg"), seeds=[0], strategies=["set"])
    figure = motif_figure(tables["motifs"])
    assert [len(axes.artists) for axes in figure.axes] == [0, 8, 8]
