"""Every configuration gives a plan, and a plan has the jobs that the configuration asks for."""

import re
import shutil
import sys
from pathlib import Path

import pytest

from sparse_rnn.config import conditions, value_for
from sparse_rnn.layout import STAGES
from sparse_rnn.seed_groups import seed_groups


def job_counts(output):
    table = output.split("Job stats:")[1].split("\n\n")[0]
    return {name: int(count) for name, count in re.findall(r"^(\w+) +(\d+)$", table, re.M)}


@pytest.mark.parametrize("profile", ["paper", "quick", "smoke"])
def test_plan(profile, snakemake, load_profile):
    done = snakemake("--dry-run", "--configfile", f"workflow/config/{profile}.yaml")
    assert done.returncode == 0, done.stderr
    counts = job_counts(done.stdout + done.stderr)
    config = load_profile(profile)
    asked = conditions(config)
    groups_of_seeds = {task: len(seed_groups(config, task)) for task in {c.task for c in asked}}
    trained = sum(groups_of_seeds[c.task] for c in asked)
    assert counts["train"] == counts["structure"] == trained
    fetched = {c.task for c in asked} - {"mg", "mtc"}
    theirs = config["published"]
    if theirs["tasks"] or theirs["lesions"]["tasks"]:
        fetched.add("published")
    assert counts.get("fetch", 0) == len(fetched)
    if not fetched:  # else the jobs that need no training are planned once the data are there
        groups = {(c.task, c.model) for c in asked}
        for rule in ("weights", "mechanism", "balance_by_size"):
            assert counts[rule] == len(groups)
        assert counts["controls"] == sum(groups_of_seeds[task] for task, _ in groups)
        balanced, lesions = config["balanced"], config["lesions"]
        assert counts["annealing"] == len(balanced["tasks"])
        seeds = balanced["training"]["seeds"]
        draws = sum(
            len(value_for(balanced["arms"], task)) * len(value_for(seeds, task))
            for task in balanced["tasks"]
        )
        assert counts["balanced_networks"] == draws * balanced["networks"]["trials"]
        assert counts["tangent_loops"] == counts["lesions"] == len(lesions["tasks"])
        assert (
            counts["triad_response"] == counts["figure_weights"] == counts["figure_controls"] == 1
        )
        assert counts["claims"] == counts["figure_claims"] == 1


def test_plan_of_a_deviation(snakemake):
    overlay = "workflow/config/deviations/deep_r_per_epoch.yaml"
    done = snakemake("networks", "--dry-run", "--configfile", overlay)
    assert done.returncode == 0, done.stderr
    plan = done.stdout + done.stderr
    jobs = {"fetch": 2, "train": 4, "structure": 4, "networks": 1, "total": 11}
    assert job_counts(plan) == jobs
    assert "data/deviation_deep_r_per_epoch/logs/train/hgs/rnn/deep_r/0.95/1-5.log" in plan


def test_the_paper_is_the_default(snakemake):
    done = snakemake("--dry-run")
    assert "data/paper/logs/train/mnist/rnn/set/0.95/6-10.log" in done.stdout + done.stderr


@pytest.mark.parametrize(
    "target", ["figures", "figure_motif_profile", "figure_balance_rises", "networks"]
)
def test_smaller_targets(target, snakemake):
    done = snakemake("--dry-run", target, "--configfile", "workflow/config/smoke.yaml")
    assert done.returncode == 0, done.stderr
    assert job_counts(done.stdout + done.stderr)["train"] == 19


@pytest.mark.parametrize(("seeds", "jobs"), [([1, 2], 2), ([1, 2, 3, 4], 4), ([2, 1, 9], 4)])
def test_more_seeds_add_jobs_and_never_rename_full_groups(snakemake, checkout, seeds, jobs):
    (checkout / "seeds.yaml").write_text(
        f"seeds: {seeds}\nseeds_per_job: 2\n"
        "conditions:\n"
        "  - {tasks: [mg], models: [rnn], strategies: [dense, set], sparsities: [0.8]}\n"
    )
    done = snakemake("--dry-run", "--configfile", "workflow/config/smoke.yaml", "seeds.yaml")
    assert done.returncode == 0, done.stderr
    plan = done.stdout + done.stderr
    counts = job_counts(plan)
    assert counts["train"] == counts["structure"] == jobs
    assert counts["weights"] == 1
    assert counts["controls"] == jobs / 2
    first = "1-2" if seeds[0] == 1 else "2_1"
    assert f"data/smoke/logs/train/mg/rnn/set/0.8/{first}.log" in plan


def test_a_plan_can_be_asked_for_from_another_folder(snakemake, checkout, tmp_path):
    (tmp_path / "own.yaml").write_text((checkout / "workflow/config/smoke.yaml").read_text())
    words = "--dry-run", "--snakefile", str(checkout / "Snakefile"), "--configfile", "own.yaml"
    done = snakemake(*words, cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert job_counts(done.stdout + done.stderr)["train"] == 19
    done = snakemake(*words, "--directory", str(tmp_path), cwd=tmp_path)
    assert done.returncode != 0
    assert f"runs in its own folder, {checkout}; leave out --directory" in done.stdout + done.stderr


def test_a_checkout_may_lie_below_a_folder_with_a_space(snakemake, checkout, tmp_path):
    """And so may the environment, with the interpreter that runs the scripts."""
    folder = tmp_path / "it's a folder"
    shutil.copytree(checkout, folder / "checkout", ignore=shutil.ignore_patterns(".snakemake"))
    (folder / "environment").symlink_to(sys.prefix)
    python = folder / "environment" / Path(sys.executable).relative_to(sys.prefix)
    words = "--configfile", "workflow/config/smoke.yaml", "--cores", "1"
    table = "data/smoke/tables/triad_response.csv"
    done = snakemake(table, *words, cwd=folder / "checkout", python=python)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (folder / "checkout" / table).is_file()


def test_the_summary_is_printed_where_the_locale_knows_ascii_only(snakemake, checkout, tmp_path):
    copy = shutil.copytree(checkout, tmp_path / "copy", ignore=shutil.ignore_patterns(".snakemake"))
    (copy / "data/smoke").mkdir(parents=True)
    (copy / "data/smoke/summary.txt").write_text("η rises by −1\n", encoding="utf-8")
    words = "--configfile", "workflow/config/smoke.yaml", "--cores", "1"
    ascii_only = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = snakemake("data/smoke/tables/triad_response.csv", *words, cwd=copy, **ascii_only)
    assert done.returncode == 0, done.stdout + done.stderr
    assert r"\u03b7 rises by \u22121" in done.stdout


def test_a_bad_configuration_stops_at_once(snakemake, checkout):
    (checkout / "bad.yaml").write_text("tasks: {mg: {hiden: 3}}\nseeds: [-1]\n")
    done = snakemake("--dry-run", "--configfile", "bad.yaml")
    assert done.returncode != 0
    assert "unknown key 'hiden' (did you mean hidden?)" in done.stdout + done.stderr
    assert "seeds.0: -1 is impossible" in done.stdout + done.stderr


DIRECTIVES = ("log:", "message:", "benchmark:", "threads:")


def rules_that_run(checkout):
    """Yield each rule with a script: its file's name, its own (none if a loop makes it), its text."""
    for file in (checkout / "workflow" / "rules").glob("*.smk"):
        for rule in re.split(r"\n(?=(?:rule|checkpoint)\b|    rule:)", file.read_text())[1:]:
            if "script:" in rule or "shell:" in rule:
                named = re.match(r"(?:rule|checkpoint) (\w+):", rule)
                yield file.stem, named and named[1], rule


def test_rules_have_log_message_benchmark_and_threads(checkout):
    for file, _, rule in rules_that_run(checkout):
        for directive in DIRECTIVES:
            assert directive in rule, f"{file}: {directive} missing in\n{rule}"


def test_every_rule_asks_for_its_own_memory_and_time(checkout):
    found = {name or file: rule for file, name, rule in rules_that_run(checkout)}
    assert set(STAGES) < set(found)
    for name, rule in found.items():
        assert re.search(rf'resources:\n +\*\*asks\("{name}"\)', rule), name
