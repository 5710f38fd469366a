"""The smoke profile from nothing to figures, and what a second run does."""

import os
import re
from pathlib import Path

import pytest

from sparse_rnn.base.artifacts import load_record, load_table
from sparse_rnn.config import conditions
from sparse_rnn.notebooks.tables import FURTHER_FILES, NOTEBOOKS
from sparse_rnn.results.schema import read_table
from sparse_rnn.studies.claims.registry import CLAIMS
from sparse_rnn.verdicts.findings import OVERALL
from sparse_rnn.verdicts.rules import CANNOT_JUDGE

SMOKE = ("--configfile", "workflow/config/smoke.yaml", "--cores", "2")


@pytest.fixture(scope="module")
def smoke(snakemake):
    done = snakemake(*SMOKE)
    assert done.returncode == 0, done.stdout + done.stderr
    return done


def test_every_condition_is_in_every_table(smoke, checkout, load_profile):
    asked = {tuple(c.label.values()) for c in conditions(load_profile("smoke"))}
    for kind in ("history", "balance", "motifs", "weight_shapes", "sign_survival"):
        table = load_table(checkout / f"data/smoke/tables/{kind}.csv")
        keys = table[["task", "model", "strategy", "sparsity"]].drop_duplicates()
        assert set(keys.itertuples(index=False, name=None)) == asked
        assert sorted(table["seed"].unique()) == [1, 2]


def test_every_sparse_condition_has_loops_and_every_condition_has_controls(
    smoke, checkout, load_profile
):
    asked = conditions(load_profile("smoke"))
    tables = ("loop_sizes", 0), ("link_sizes", 0), ("balance_by_size", 0), ("control_balance", 0.8)
    for kind, dense in tables:
        table = load_table(checkout / f"data/smoke/tables/{kind}.csv")
        found = table[["task", "model", "strategy", "sparsity", "seed"]].drop_duplicates()
        wanted = {(*(c.label | {"sparsity": c.sparsity or dense}).values(), seed)
                  for c in asked if c.sparsity or dense for seed in (1, 2)}  # fmt: skip
        assert set(found.itertuples(index=False, name=None)) == wanted


def test_balanced_networks_and_lesions_are_in_their_tables(smoke, checkout, load_profile):
    config = load_profile("smoke")
    balanced, lesions, annealing = (
        load_table(checkout / f"data/smoke/tables/{kind}.csv")
        for kind in ("balanced_networks", "lesions", "annealing")
    )
    arms = [(task, arm) for task in config["balanced"]["tasks"] for arm in ("fixed", "trained")]
    trials = list(range(1, config["balanced"]["networks"]["trials"] + 1))
    assert list(balanced[["task", "arm"]].drop_duplicates().itertuples(index=False)) == arms
    assert balanced["trial"].unique().tolist() == annealing["trial"].unique().tolist() == trials
    assert set(lesions["kind"]) == {"unbalanced", "balanced", "random"}
    assert lesions["network"].unique().tolist() == config["lesions"]["training"]["seeds"]


def test_every_null_model_after_training_is_in_the_motifs(smoke, checkout, load_profile):
    motifs = load_table(checkout / "data/smoke/tables/motifs.csv")
    nulls = load_profile("smoke")["census"]["null_models"]
    for sparse, rows in motifs.groupby(motifs["sparsity"] > 0):
        found = rows.groupby("epoch")["null_model"].unique().map(list).to_dict()
        assert found == {0: nulls[:1], 6: nulls if sparse else nulls[:1]}


def test_every_claim_is_in_the_table_of_claims(smoke, checkout):
    claims = read_table("claims", checkout / "data/smoke/tables/claims.csv")
    verdicts = claims[claims["scope"] == OVERALL].set_index("claim")["verdict"]
    assert list(verdicts.index) == list(CLAIMS)
    assert set(verdicts) == {CANNOT_JUDGE}  # smoke has networks for each of them, but toys
    ran = set(claims.loc[claims["n"] > 0, "task"].dropna())
    assert ran == {"mg", "mtc"}
    text = (checkout / "figures/smoke/09_claims.md").read_text()
    assert all(f"| {key}: {claim.statement} |" in text for key, claim in CLAIMS.items())


def test_figures_are_drawn_and_their_numbers_written(smoke, checkout):
    for name in NOTEBOOKS:
        figure = checkout / "figures" / "smoke" / name
        assert figure.with_suffix(".png").read_bytes().startswith(b"\x89PNG")
        assert figure.with_suffix(".pdf").read_bytes().startswith(b"%PDF")
        assert load_record(figure.with_suffix(".json"))["profile"] == "smoke"


def test_the_summary_closes_the_run(smoke, checkout):
    summary = (checkout / "data/smoke/summary.txt").read_text()
    assert "Trained 38 networks of 19 conditions" in summary
    assert "Pruning II" in summary
    assert "cannot judge" in summary
    assert summary.strip() in smoke.stdout


def test_a_second_run_has_nothing_to_do(smoke, snakemake):
    again = snakemake(*SMOKE, "--dry-run")
    assert "Nothing to be done" in again.stdout + again.stderr


def test_an_edit_reruns_what_depends_on_it_and_no_more(smoke, snakemake, checkout):
    (checkout / "edit.yaml").write_text("strategies: {set: {zeta: 0.3}}\n")
    again = snakemake("--dry-run", "--configfile", "workflow/config/smoke.yaml", "edit.yaml")
    assert again.returncode == 0, again.stderr
    plan = again.stdout + again.stderr
    assert set(re.findall(r"training (\w+), (\w+), (\w+) at", plan)) == {
        ("mg", "rnn", "set"),
        ("mtc", "rnn", "set"),
    }


def test_the_same_bytes_again_on_one_core(smoke, snakemake, checkout):
    folder = checkout / "data/smoke/train/mg/rnn/deep_r/0.8/1-2"
    first = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    for path in first:
        path.unlink()
    target = (folder / "networks.npz").relative_to(checkout)
    done = snakemake(*SMOKE[:2], "--cores", "1", str(target))
    assert done.returncode == 0, done.stderr
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == first
    models = [".snakemake_timestamp", "1.safetensors", "2.safetensors"]
    assert sorted(path.name for path in first) == sorted(
        [*models, "history.csv", "networks.npz", "origin.json"]
    )


def test_the_report_is_written(smoke, snakemake, checkout):
    done = snakemake(*SMOKE[:2], "--report", "figures/smoke/report.html")
    assert done.returncode == 0, done.stderr
    text = (checkout / "figures/smoke/report.html").read_text(encoding="utf-8")
    further = [name for names in FURTHER_FILES.values() for name in names]
    shown = [name for name in further if not name.endswith(".pdf")]
    assert [name for name in (*NOTEBOOKS, *shown) if name not in text] == []
    assert "its verdicts cannot judge the paper" in " ".join(text.split())


def test_data_that_cannot_be_had_stop_only_what_needs_them(smoke, snakemake, checkout, tmp_path):
    (checkout / "har.yaml").write_text(
        "profile: smoke_har\n"
        f"data: {{raw: {tmp_path}}}\n"
        "tasks: {har: {epochs: 2}}\n"
        "conditions:\n"
        "  - {tasks: [har, mg], models: [rnn], strategies: [set], sparsities: [0.8]}\n"
    )
    arguments = ("--configfile", "workflow/config/smoke.yaml", "har.yaml", "--cores", "2")
    done = snakemake(*arguments, DATA_MIRROR=os.fspath(Path(tmp_path) / "nothing"))
    assert done.returncode != 0
    assert "ConfLongDemo_JSI.txt" in done.stdout + done.stderr
    summary = (checkout / "data/smoke_har/summary.txt").read_text()
    assert "NOT RUN: har" in summary
    assert "280a677ae0d673ec9a50ada480d8a529" in summary
    assert (checkout / "figures/smoke_har/02_motif_profile.png").exists()
