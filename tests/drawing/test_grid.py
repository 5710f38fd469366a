import pandas as pd
import pytest

from sparse_rnn.drawing.grid import is_lowest, letter_title, make_cells, make_grid, seeds_in_words


def test_cells_come_in_a_fixed_order_each_with_the_dense_reference(synthetic_tables):
    table = synthetic_tables(tasks=("mtc", "mg"))["history"]
    sparser = table[table["strategy"] == "set"].assign(sparsity=0.95)
    cells = make_cells(pd.concat([sparser, table]))
    assert [cell.title for cell in cells] == [
        "Mackey–Glass, RNN, 90 % sparse",
        "Mackey–Glass, RNN, 95 % sparse",
        "Cognitive tasks, RNN, 90 % sparse",
        "Cognitive tasks, RNN, 95 % sparse",
    ]
    shown = [[strategy for strategy, _ in cell.strategies()] for cell in cells]
    assert shown == [["pruning_2", "set", "static", "dense"], ["set", "dense"]] * 2


def test_a_table_of_dense_networks_alone_has_a_cell(synthetic_tables):
    (cell,) = make_cells(synthetic_tables(tasks=["mg"], strategies=["dense"])["history"])
    assert cell.title == "Mackey–Glass, RNN"


def test_models_have_cells_of_their_own(synthetic_tables):
    table = synthetic_tables(tasks=["hgs"])["history"]
    cells = make_cells(pd.concat([table.assign(model="neural_ode"), table.assign(model="ct_rnn")]))
    assert [cell.model for cell in cells] == ["ct_rnn", "neural_ode"]


def test_an_empty_table_is_refused(synthetic_tables):
    with pytest.raises(ValueError, match="nothing to draw: the table has no rows"):
        make_cells(synthetic_tables()["history"].iloc[:0])


@pytest.mark.parametrize(
    ("column", "value"),
    [("task", "cifar"), ("model", "lstm"), ("strategy", "lottery"), ("signs", "+0-")],
)
def test_what_cannot_be_drawn_is_named(synthetic_tables, column, value):
    table = synthetic_tables()["motifs"]
    table.loc[3, column] = value
    with pytest.raises(ValueError) as error:
        make_cells(table)
    assert f"no drawing for {column} {value!r}; known: " in str(error.value)


def test_a_row_given_twice_is_named(synthetic_tables):
    table = synthetic_tables()["history"]
    with pytest.raises(ValueError, match=r"more than one row for .*'seed': 0, 'epoch': 10"):
        make_cells(pd.concat([table, table.iloc[[2]]]))


def test_rows_shrink_to_fit_the_page():
    heights = [make_grid(n, 1.6, (3, 1))[0].get_figheight() for n in (1, 2, 3, 40)]
    assert heights == pytest.approx([2.2, 2.2, 3.8, 11.2])


@pytest.mark.parametrize(("n_cells", "columns"), [(1, 1), (2, 2), (18, 2), (19, 3), (27, 3)])
def test_a_third_column_keeps_rows_high_enough_to_read(n_cells, columns):
    figure, cells = make_grid(n_cells, 1.6, (1,))
    grid = cells[0][0].get_gridspec()
    assert grid.ncols == columns
    assert (figure.get_figheight() - 0.6) / grid.nrows >= 1.1
    assert sum(is_lowest(index, n_cells) for index in range(n_cells)) == columns


def test_a_lone_cell_has_the_whole_width():
    _, (axes,) = make_grid(1, 1.6, (3, 1))
    _, cells = make_grid(3, 1.6, (3, 1))
    assert len(axes) == 2 and len(cells) == 3
    assert axes[0].get_position().width > 1.5 * cells[0][0].get_position().width
    assert [is_lowest(index, 3) for index in range(3)] == [False, True, True]


def test_letters_go_on_after_z():
    _, [[axes]] = make_grid(1, 1.6, (1,))
    for index, letter in ((0, "{a}"), (25, "{z}"), (27, "{bb}")):
        letter_title(axes, index, "x")
        assert letter in axes.get_title(loc="left") + axes.get_title()


@pytest.mark.parametrize(
    ("seeds", "words"),
    [
        ([0], "n = 1 network each (seed 0)"),
        ([0, 1], "n = 2 networks each (seeds 0, 1)"),
        ([2, 3, 4], "n = 3 networks each (seeds 2–4)"),
        ([0, 1, 7], "n = 3 networks each (seeds 0, 1, 7)"),
    ],
)
def test_number_and_list_of_seeds(synthetic_tables, seeds, words):
    assert seeds_in_words(synthetic_tables(seeds=seeds)["history"]) == words


def test_unequal_numbers_of_seeds_are_a_range(synthetic_tables):
    table = synthetic_tables()["history"]
    table = table[(table["strategy"] != "set") | (table["seed"] == 1)]
    assert seeds_in_words(table) == "n = 1–3 networks each (seeds 0–2)"


def test_diverged_runs_are_counted_apart(synthetic_tables):
    table = synthetic_tables()["history"]
    table.loc[(table["strategy"] == "set") & (table["seed"] == 2), "diverged"] = 7
    words = "n = 2–3 networks each (seeds 0–2); 2 diverged, left out"
    assert seeds_in_words(table) == words
