import pandas as pd
import pytest

from sparse_rnn.results.join import ROW_ORDER, join_tables
from sparse_rnn.results.schema import read_table, write_table


@pytest.fixture
def part(whole, tmp_path):
    """Write a part of the table of lesions: the networks of a task, with the same metrics."""

    def write(task, networks):
        rows = pd.DataFrame({"task": task, "network": networks})
        write_table("lesions", tmp_path / f"{task}.csv", whole("lesions", rows))
        return tmp_path / f"{task}.csv"

    return write


def test_rows_are_joined_in_order(part, tmp_path):
    join_tables("lesions", [part("mg", [2, 1]), part("hgs", [3])], tmp_path / "all.csv")
    table = read_table("lesions", tmp_path / "all.csv")
    assert table["task"].tolist() == ["mg", "mg", "hgs"]
    assert table["network"].tolist() == [2, 1, 3]


def test_missing_values_of_one_part_stay_missing(synthetic_tables, tmp_path):
    history = synthetic_tables(tasks=["mg", "hgs"], strategies=["set"], seeds=[1])["history"]
    parts = [tmp_path / f"{task}.csv" for task in ("mg", "hgs")]
    for path in parts:
        write_table("history", path, history[history["task"] == path.stem])
    join_tables("history", parts, tmp_path / "all.csv")
    valid = read_table("history", tmp_path / "all.csv")["valid"]
    assert valid.isna().tolist() == [True] * 5 + [False] * 5


def test_groups_of_seeds_are_joined_as_if_one_job_had_measured_all(synthetic_tables, tmp_path):
    """Motifs before training stand in front of those after it; conditions stay as they come."""
    names = dict(tasks=["mg", "hgs"], strategies=["set"])
    whole, groups = (
        [synthetic_tables(**names, seeds=seeds) for seeds in given]
        for given in ([[1, 2, 3]], [[1, 2], [3]])
    )
    for name in ("history", "balance", "motifs"):
        order = [*ROW_ORDER[name], "epoch"] if name == "motifs" else ["seed", "epoch"]
        for kind, tables in (("whole", whole), ("groups", groups)):
            parts = []
            for task in ("mg", "hgs"):
                for number, table in enumerate(tables):
                    rows = table[name][table[name]["task"] == task]
                    rows = rows.sort_values(list(dict.fromkeys(order)), kind="stable")
                    parts.append(tmp_path / f"{kind}_{name}_{task}_{number}.csv")
                    write_table(name, parts[-1], rows)
            join_tables(name, parts, tmp_path / f"{kind}_{name}.csv")
        joined = [(tmp_path / f"{kind}_{name}.csv").read_text() for kind in ("whole", "groups")]
        assert joined[0] == joined[1]
        tasks = read_table(name, tmp_path / f"groups_{name}.csv")["task"]
        assert tasks.drop_duplicates().tolist() == ["mg", "hgs"]


def test_a_condition_is_refused_when_all_its_groups_diverged(synthetic_tables, tmp_path):
    history = synthetic_tables(tasks=["mg"], strategies=["dense", "set"], seeds=[1, 2])["history"]
    lost = history[history["strategy"] == "set"].assign(diverged=5)
    sound = history[history["strategy"] == "dense"]
    parts = {"first": lost[lost["seed"] == 1], "second": lost[lost["seed"] == 2], "dense": sound}
    for name, rows in parts.items():
        write_table("history", tmp_path / f"{name}.csv", rows)
    paths = [tmp_path / f"{name}.csv" for name in ("dense", "first", "second")]
    with pytest.raises(FloatingPointError, match=r"all networks of task mg, .* set, sparsity 0\.9 "
                       r"diverged: lower tasks\.mg\.learning_rate"):  # fmt: skip
        join_tables("history", paths, tmp_path / "all.csv")
    assert not (tmp_path / "all.csv").exists()
    write_table("history", paths[2], parts["second"].assign(diverged=0))
    join_tables("history", paths, tmp_path / "all.csv")
    diverged = read_table("history", tmp_path / "all.csv").groupby(["strategy", "seed"])["diverged"]
    assert diverged.first().tolist() == [0, 0, 5, 0]


def test_other_columns_are_named(part, tmp_path):
    first, second = part("mg", [1]), part("hgs", [1])
    second.write_text(second.read_text().replace("removed", "gone"))
    message = r"hgs\.csv: table lesions: lacks column \['removed'\], has unknown column \['gone'\]"
    with pytest.raises(ValueError, match=message):
        join_tables("lesions", [first, second], tmp_path / "all.csv")


def test_a_network_that_is_in_two_parts_is_named(part, tmp_path):
    with pytest.raises(ValueError, match=r"all\.csv: .*line 3 repeats the key task=mg, network=1"):
        join_tables("lesions", [part("mg", [1])] * 2, tmp_path / "all.csv")
    assert not (tmp_path / "all.csv").exists()


def test_nothing_to_join_is_said(tmp_path):
    with pytest.raises(ValueError, match="no condition whose data could be had"):
        join_tables("lesions", [], tmp_path / "all.csv")


def test_where_there_need_be_no_part_the_table_has_no_row(tmp_path):
    with pytest.raises(ValueError, match="no condition whose data could be had"):
        join_tables("lesions", [], tmp_path / "all.csv")
    join_tables("lesions", [], tmp_path / "all.csv", may_be_empty=True)
    assert read_table("lesions", tmp_path / "all.csv").empty
