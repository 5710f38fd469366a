import pandas as pd

from sparse_rnn.base.artifacts import save_record
from sparse_rnn.results.schema import write_table
from sparse_rnn.results.summary import results, several_processors, write_summary


def test_what_the_summary_says(tmp_path, synthetic_tables):
    tables = {kind: tmp_path / f"{kind}.csv" for kind in ("history", "balance", "motifs")}
    synthetic = synthetic_tables()
    motifs = synthetic["motifs"]
    other = motifs.assign(null_model="sign-permutation", decides=False, z=1e9)
    synthetic["motifs"] = pd.concat([other[motifs["epoch"] > 0], motifs])
    for kind, table in synthetic.items():
        worst = table.assign(seed=9, diverged=7, test=1e9, eta=1e9, z=1e9)
        worst = worst[(table["seed"] == 2) & (table["strategy"] == "set") & (table["task"] == "mg")]
        write_table(kind, tables[kind], pd.concat([table, worst[table.columns]]))
    save_record(tmp_path / "har.json", {"error": "no good copy of X was found"})
    save_record(tmp_path / "mnist.json", {"files": {}})
    records = [tmp_path / "har.json", tmp_path / "mnist.json"]
    write_summary(tmp_path / "summary.txt", tables, records, [], "figures/test")
    text = (tmp_path / "summary.txt").read_text()
    assert "Trained 24 networks of 8 conditions (means over 3 seeds" in text
    assert "DIVERGED and left out of every mean: mg, rnn, set at sparsity 0.9, seed 9" in text
    assert "in epoch 7. Lower its learning_rate" in text
    assert "e+" not in text  # neither the diverged network nor the second null model
    assert "NOT RUN: har. no good copy of X was found" in text
    assert "NOT RUN: mnist" not in text
    assert "Figures: figures/test/" in text
    assert "cannot judge" not in text
    (line,) = [row for row in text.splitlines() if "Mackey" in row and "SET" in row]
    assert "0.500 [0.475, 0.525]" not in line  # eta before is the same for all seeds
    assert "0.00182" in line  # geometric mean of the errors 0.001, 0.002, 0.003
    assert "0.810" in line  # eta after: mean of 0.80, 0.81, 0.82
    assert "-5.00 [-7.48, -2.52]" in line  # unbalanced z: -4, -5, -6


def test_z_scores_without_a_scale_are_not_quoted(synthetic_tables):
    """All random networks of a dense one agree: it has all links."""
    tables = synthetic_tables()
    motifs = tables["motifs"]
    dense = motifs["strategy"] == "dense"
    tables["motifs"] = motifs.assign(
        sd=motifs["sd"].where(~dense, 0), z=motifs["z"].where(~dense, 0)
    )
    for line in results(**tables).splitlines()[1:]:
        assert (line.split()[-2:] == ["–", "–"]) == ("Dense" in line)


def test_several_kinds_of_processor_are_told(tmp_path):
    paths = [tmp_path / f"{seed}.json" for seed in range(3)]
    for path, processor in zip(paths, ["a (haswell)", "b (znver2)", "a (haswell)"], strict=True):
        save_record(path, {"environment": {"processor": processor}})
    assert several_processors(paths[::2]) == []
    (told,) = several_processors(paths)
    assert "2 on a (haswell), 1 on b (znver2)" in told


def test_a_small_run_says_that_it_cannot_judge(tmp_path, synthetic_tables):
    tables = {kind: tmp_path / f"{kind}.csv" for kind in ("history", "balance", "motifs")}
    for kind, table in synthetic_tables().items():
        write_table(kind, tables[kind], table)
    write_summary(tmp_path / "summary.txt", tables, [], [], "figures/test", judge=False)
    assert "claims: cannot judge. Networks" in (tmp_path / "summary.txt").read_text()
