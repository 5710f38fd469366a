import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import numpy as np
import pandas as pd
import pytest

from sparse_rnn.notebooks import kernel
from sparse_rnn.notebooks.run import inject, main, out_of_step, read_source
from sparse_rnn.notebooks.tables import SUPPLEMENTS
from sparse_rnn.results.schema import write_table
from sparse_rnn.studies.claims.registry import CLAIMS
from sparse_rnn.studies.claims.table import write_claims

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "notebooks").glob("*.py"))
KEPT = ("strongest", "random")
FIGURES = [source for source in SOURCES if source.stem != "00_start_here"]  # that one trains

TINY = """\
# %% [markdown]
# # A tiny notebook

# %% tags=["parameters"]
a = "default"
b = "default"

# %%
import os
from pathlib import Path
print(a, b, Path.cwd().name, flush=True)
print("and more")
"""


@pytest.fixture
def tiny(tmp_path, monkeypatch):
    """A notebook source in a folder of its own, which is the current one."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "notebooks"
    folder.mkdir()
    (folder / "tiny.py").write_text(TINY)
    return folder / "tiny.py"


@pytest.fixture
def tables_on_disk(
    synthetic_tables,
    stage_tables,
    balanced_tables,
    lesion_table,
    published_tables,
    whole,
    tmp_path,
    monkeypatch,
):
    """A folder of small tables; the root of the repository is the current folder."""
    monkeypatch.chdir(ROOT)
    shutil.copytree(stage_tables, tmp_path / "tables")
    tables = synthetic_tables(tasks=["mg"], strategies=["set", "dense"], seeds=[0, 1])
    tables |= dict(zip(("balanced_networks", "annealing"), balanced_tables, strict=True))
    theirs = published_tables | {"lesions": lesion_table, "published_lesions": lesion_table}
    theirs["published_metrics"] = pd.DataFrame(
        {
            "task": "mg",
            "network": 1,
            "part": ["test", "all"],
            "metric": 0.5,
            "recorded": [None, 0.4],
        }
    )
    series = balanced_tables[0].rename(columns={"arm": "protocol"})
    series["protocol"] = series["protocol"].map({"fixed": "ours", "trained": "theirs"})
    theirs["published_training"] = whole("published_training", series)
    for name, table in (tables | theirs).items():
        write_table(name, tmp_path / "tables" / f"{name}.csv", table)
    made = {path.stem: path for path in (tmp_path / "tables").glob("*.csv")}
    # Claims are judged from five networks.
    for name, table in synthetic_tables(["mg"], ["set", "dense"], seeds=range(5)).items():
        made[name] = tmp_path / f"{name}_of_five.csv"
        write_table(name, made[name], table)
    write_claims(made, tmp_path / "tables" / "claims.csv")
    return tmp_path / "tables"


def call(source, tables, out):
    words = ["run", source, "--out", out / f"{source.stem}.ipynb", "-p", "profile=synthetic"]
    return [*map(str, words), "-p", f"tables={tables}", "-p", f"figures={out}"]


def written(folder):
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def check_performance(record):
    row = record["final_metric"][0]
    geometric = pytest.approx((0.001 * 0.002) ** 0.5, abs=1e-6)
    assert (row["strategy"], row["n"], row["mean"]) == ("dense", 2, geometric)
    (row,) = record["ratio_to_dense_of_same_seed"]
    assert (row["strategy"], row["n"], row["mean"]) == ("set", 2, 1)
    assert record["difference_to_dense_of_same_seed"] == []


def check_motifs(record):
    assert record["agreement"] == {"all_eight_signs_as_claimed": 1, "conditions": 1}
    assert [row["mean"] for row in record["z"]] == [4.5, -4.5, -4.5, 4.5, -4.5, 4.5, 4.5, -4.5]
    assert record["mean_z_of_balanced"][0]["mean"] == 4.5
    assert record["mean_z_of_unbalanced"][0]["mean"] == -4.5


def check_balance(record):
    """Two seeds: mean +- 12.7062 * |difference| / 2 is the 95 % interval."""
    assert record["rising"] == {"conditions": 1, "interval_of_rise_above_zero": 1}
    (row,) = record["eta_after"]
    assert (row["task"], row["strategy"], row["n"]) == ("mg", "set", 2)
    assert row["mean"] == pytest.approx(0.805)
    assert [row["low"], row["high"]] == pytest.approx([0.741469, 0.868531], abs=1e-6)


def of(rows, **keys):
    """The one row with these values."""
    (row,) = [row for row in rows if keys.items() <= row.items()]
    return row


def check_balanced(record):
    """Two trials whose log errors rise by 0.4 and 0.8 if weights are fixed, for both draws."""
    for trial, change in ((1, -0.4), (2, -0.8)):
        row = of(record["change_from_random_to_balanced"], arm="fixed", trial=trial)
        assert [row[key] for key in ("n", "mean", "low")] == pytest.approx([2, change, change])
        effects = of(record["effects_of_each_series"], arm="fixed", trial=trial)
        assert (effects["rho"], effects["change"]) == pytest.approx((-1, change))
    line = of(record["change_along_straight_line"], arm="trained", trial="pooled")
    assert line["mean"] == pytest.approx(-1.2)
    share = of(record["share_of_variance_between_networks"], arm="fixed")
    assert (share["n"], share["draws"]) == (6, 2)


def check_lesions(record):
    """Two networks, whose log errors fall by 1 and by 2 for each unbalanced loop."""
    row = of(record["change_per_loop"], kind="unbalanced")
    assert (row["n"], row["mean"], row["low"]) == pytest.approx((2, 1.5, -4.8531), abs=1e-4)
    curve = [row["mean"] for row in record["change_after_removals"] if row["kind"] == "balanced"]
    assert curve == pytest.approx(np.exp([0, 1.5, 3, 4.5]))
    assert record["change_after_removals_authors_networks"] == record["change_after_removals"]
    assert {row["mean"] for row in record["mean_weight_of_removed_links"]} == {0.5}
    theirs = record["authors_networks"]
    row = of(theirs["change_all_removed"], kind="unbalanced")
    assert row == of(record["change_all_removed"], kind="unbalanced")
    assert row["mean"] == pytest.approx(4.5)
    assert of(theirs["metric_recorded"], part="all")["n"] == 1


def check_weights(record):
    """Pruning II keeps all signs after its last cut, the random sparse networks turn them all."""
    shares = record["share_of_signs_that_survive"]
    assert of(shares, strategy="pruning_2")["mean"] == of(shares, strategy="dense")["n"] / 2 == 1
    assert of(shares, strategy="static")["mean"] == 0
    assert len(record["dip"]) == 3 * 3
    kinds = record["mean_size_by_kind_of_link"]
    assert of(kinds, strategy="pruning_2", kind="in unbalanced loops only")["mean"] is None


def check_mechanism(record):
    """All loops of the made-up Pruning II are balanced, so that it has no pair to compare."""
    assert record["tolerance"] == 0.1
    sizes = record["loops"]["mean_abs_effect"]
    balanced = of(sizes, strategy="pruning_2", balanced=True)["mean"]
    terms = [record["loops"][f"mean_abs_{term}"] for term in ("direct", "indirect")]
    assert balanced == pytest.approx(
        sum(of(rows, strategy="pruning_2", balanced=True)["mean"] for rows in terms)
    )
    assert of(sizes, strategy="pruning_2", balanced=False)["mean"] is None
    limits = record["largest_state_with_linear_response"]
    assert of(limits, signs="+++", scale=0.1)["limit"] > of(limits, signs="+++", scale=1.0)["limit"]


def check_controls(record):
    eta = record["eta"]
    assert of(eta, strategy="pruning_2", control="as_trained")["mean"] == 1
    assert of(eta, strategy="pruning_2", control="signs_shuffled")["mean"] < 0.8
    names = [row["contrast"] for row in record["contrasts"]]
    assert "training and selection together" in names
    assert "selection while training" not in names  # no network was pruned at random
    parts = record["eta_by_share_of_links"]
    assert of(parts, strategy="pruning_2", kept="strongest", share=0.5)["mean"] == 1
    (same,) = {of(parts, strategy="static", kept=kept, share=1.0)["mean"] for kept in KEPT}
    assert 0 < same < 1
    differences = record["eta_less_that_of_any_links"]
    assert of(differences, strategy="pruning_2", kept="strongest")["mean"] == 0


def check_claims(record):
    """SET is like dense, eta rises, z are as claimed; two series of networks are too few."""
    verdicts = {row["claim"]: row["verdict"] for row in record["over_all"]}
    assert list(verdicts) == list(CLAIMS)
    assert [verdicts[key] for key in ("C1", "C4", "C5", "C7")] == [
        "reproduced",
        "reproduced",
        "cannot judge",
        "not run",
    ]
    assert of(record["conditions"], claim="C4", task="mg")["estimate"] == pytest.approx(0.32)
    assert of(record["conditions"], claim="C7", model="ct_rnn", task="hgs")["estimate"] is None


def check_connectome(record):
    """Three random networks allow no p below 0.25, hence no yes."""
    assert set(record["verdicts"].values()) == {"no"}
    rows = [row for row in record["balance"] if row["rule"] == "predicted"]
    assert {row["links"] for row in rows} == {1740} and {row["networks"] for row in rows} == {3}
    assert of(record["trained_excess"], null_model="sign-permutation")["mean"] > 0.1


def check_published(record):
    """Ours end at eta 0.8 and 0.81: a further network lies within 0.695 to 0.915."""
    assert record["networks"] == 4
    row = of(record["published_comparison"], listed="all", quantity="eta")
    numbers = [row[key] for key in ("theirs", "n", "mean", "low", "high")]
    assert numbers == pytest.approx([0.9, 2, 0.805, 0.694961, 0.915039], abs=1e-6)
    assert (
        row["inside"]
        and not of(record["published_comparison"], listed="core", quantity="eta")["inside"]
    )
    assert of(record["series"], whose="theirs")["eta_last"] == 0.75
    assert [row["file"] for row in record["eta_unlike_the_name"]] == ["BN"]


NUMBERS = {
    "01_performance": (check_performance, "0.0014 [0.0000, 0.1156]"),
    "02_motif_profile": (check_motifs, "4.50 [-1.85, 10.85]"),
    "03_balance_rises": (check_balance, "0.805 [0.741, 0.869]"),
    "04_balanced_networks": (
        check_balanced,
        "(n = 2 series, each: -1.00, -1.00), change along the line -0.6 [-3.1, 1.9]",
    ),
    "05_lesions": (check_lesions, "unbalanced loops 1.50 [-4.85, 7.85] (n = 2)"),
    "06_weights": (
        check_weights,
        "RNN, Random sparse, 80 % sparse: 0.00 [0.00, 0.00], n = 2",
    ),
    "07_mechanism": (check_mechanism, "holds within 10 % at every state"),
    "08_controls": (check_controls, "training on fixed random links ("),
    "09_claims": (
        check_claims,
        "| C4: Global balance rises along training | the paper | **reproduced** |",
    ),
    "10_connectome": (check_connectome, "signs as predicted: **no** ($\\\\eta$ = 0.659"),
    "11_published": (check_published, "8 of 8 z-scores lie in the prediction intervals of ours"),
}


FURTHER_SUFFIXES = {"09_claims": ["md"]}


@pytest.mark.parametrize("source", FIGURES, ids=[source.stem for source in FIGURES])
def test_a_notebook_writes_its_figure_and_its_numbers(source, tables_on_disk, tmp_path, capfd):
    name, out = source.stem, tmp_path / "out"
    assert main(call(source, tables_on_disk, out)) == 0
    files = written(out)
    assert set(files) == {
        *(f"{name}.{suffix}" for suffix in ("ipynb", "json", *FURTHER_SUFFIXES.get(name, ()))),
        *(
            f"{figure}.{kind}"
            for figure in (name, *SUPPLEMENTS.get(name, ()))
            for kind in ("pdf", "png")
        ),
    }
    check, quoted = NUMBERS[name]
    record = json.loads(files[f"{name}.json"])
    check(record)
    assert record["profile"] == "synthetic"
    assert quoted in files[f"{name}.ipynb"].decode()
    assert "(profile synthetic)" in files[f"{name}.ipynb"].decode()
    assert capfd.readouterr() == ("", "")


def test_a_notebook_executed_again_is_the_same_to_the_byte(tables_on_disk, tmp_path):
    source, out = ROOT / "notebooks" / "02_motif_profile.py", tmp_path / "out"
    words = call(source, tables_on_disk, out)
    assert main(words) == 0
    first = written(out)
    assert main(words) == 0
    assert {name for name, content in written(out).items() if content != first[name]} == set()


def test_parameters_cwd_and_output_reach_the_executed_notebook(tiny):
    assert main(["run", str(tiny), "--out", "out/tiny.ipynb", "-p", "b=x=y"]) == 0
    notebook = nbformat.read("out/tiny.ipynb", as_version=4)
    assert [cell.id for cell in notebook.cells] == [f"cell-0{place}" for place in range(4)]
    assert notebook.cells[2].source == "b = 'x=y'"
    (output,) = notebook.cells[3].outputs
    assert output.text == f"default x=y {Path.cwd().name}\nand more\n"


def test_the_readers_own_ipython_start_up_files_have_no_say(tiny, monkeypatch):
    start_up = Path.cwd() / "ipython" / "profile_default" / "startup"
    start_up.mkdir(parents=True)
    (start_up / "00.py").write_text("print = None")
    monkeypatch.setenv("IPYTHONDIR", str(Path.cwd() / "ipython"))
    assert main(["run", str(tiny), "--out", "tiny.ipynb"]) == 0


def test_a_failing_notebook_is_left_beside_the_last_good_one(tiny, capsys):
    assert main(["run", str(tiny), "--out", "tiny.ipynb"]) == 0
    good = Path("tiny.ipynb").read_bytes()
    tiny.write_text(TINY + "\n# %%\nraise RuntimeError('no such luck')\n")
    assert main(["run", str(tiny), "--out", "tiny.ipynb"]) == 1
    message = capsys.readouterr().err
    assert "RuntimeError: no such luck" in message
    assert message.endswith(f"{tiny} failed: see tiny.failed.ipynb\n")
    assert Path("tiny.ipynb").read_bytes() == good
    failed = nbformat.read("tiny.failed.ipynb", as_version=4)
    assert failed.cells[-1].outputs[0].ename == "RuntimeError"
    tiny.write_text(TINY)
    assert main(["run", str(tiny), "--out", "tiny.ipynb"]) == 0
    assert not Path("tiny.failed.ipynb").exists()


def test_a_kernel_that_dies_is_a_failure(tiny, capsys):
    tiny.write_text(TINY + "\n# %%\nos._exit(3)\n")
    assert main(["run", str(tiny), "--out", "tiny.ipynb"]) == 1
    assert "Kernel died" in capsys.readouterr().err
    assert Path("tiny.failed.ipynb").exists() and not Path("tiny.ipynb").exists()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["tiny.py", "-p", "c=1"], "the notebook has no parameter ['c']; it has ['a', 'b']"),
        (["tiny.py", "-p", "a"], "a parameter is written name=value, got ['a']"),
        (["other.py"], "no notebook source notebooks/other.py"),
    ],
)
def test_a_wrong_call_says_what_is_wrong(tiny, capsys, words, message):
    name, *rest = words
    assert main(["run", f"notebooks/{name}", "--out", "x.ipynb", *rest]) == 1
    assert capsys.readouterr().err == message + "\n"
    assert not Path("x.ipynb").exists()


def test_a_source_without_a_parameters_cell_is_refused(tiny):
    tiny.write_text("# %%\na = 1\n")
    with pytest.raises(ValueError, match="one cell tagged 'parameters', this one 0"):
        inject(read_source(tiny), {})


def test_pair_leaves_a_partner_that_was_executed(tiny):
    """With its default parameters it has no cell that the source lacks."""
    words = ["run", "notebooks/tiny.py", "--out", "notebooks/tiny.ipynb"]
    assert main([*words, "-p", "a=default"]) == 0
    partner = tiny.with_suffix(".ipynb")
    before = partner.read_bytes()
    assert b"default default" in before
    assert main(["check", "notebooks"]) == main(["pair", "notebooks"]) == 0
    assert partner.read_bytes() == before


def test_pair_writes_the_same_bytes_again_and_check_agrees(tiny):
    assert main(["pair", "notebooks"]) == 0
    partner = tiny.with_suffix(".ipynb")
    first = partner.read_bytes()
    assert main(["pair", "notebooks"]) == 0
    assert partner.read_bytes() == first
    assert main(["check", "notebooks"]) == 0


def _missing(partner):
    partner.unlink()


def _edited(partner):
    partner.write_text(partner.read_text().replace("A tiny notebook", "Another notebook"))


@pytest.mark.parametrize("spoil", [_missing, _edited])
def test_check_names_the_pairs_that_have_drifted(tiny, capsys, spoil):
    shutil.copy(tiny, tiny.with_name("fine.py"))
    assert main(["pair", "notebooks"]) == 0
    spoil(tiny.with_suffix(".ipynb"))
    # a newer .ipynb must not win: the source does
    if tiny.with_suffix(".ipynb").exists():
        os.utime(tiny, (0, 0))
    assert main(["check", "notebooks"]) == 1
    assert "not in step with their .ipynb: tiny; edit the .py" in capsys.readouterr().err
    assert main(["pair", "notebooks"]) == 0
    assert out_of_step("notebooks") == []


@pytest.mark.parametrize("command", ["pair", "check"])
def test_a_folder_without_sources_is_named(tmp_path, capsys, command):
    assert main([command, str(tmp_path)]) == 1
    assert f"no notebook source (*.py) in {tmp_path}" in capsys.readouterr().err


def test_the_pairs_of_the_project_are_in_step():
    assert len(SOURCES) >= 3
    assert out_of_step(ROOT / "notebooks") == []


def test_every_notebook_has_a_caption_for_the_report():
    captions = {path.stem for path in (ROOT / "workflow" / "report").glob("*.rst")}
    assert {source.stem for source in FIGURES} <= captions


def test_the_module_has_a_command_line():
    command = [sys.executable, "-m", "sparse_rnn.notebooks"]
    result = subprocess.run([*command, "check", "nowhere"], capture_output=True, text=True)
    assert result.returncode == 1
    assert result.stderr == "no notebook source (*.py) in nowhere\n"


def test_help_names_the_three_commands(capsys):
    with pytest.raises(SystemExit) as stop:
        main(["--help"])
    assert stop.value.code == 0
    text = capsys.readouterr().out
    assert all(f"    {command} " in text for command in ("run", "pair", "check"))


# what readers have set for themselves

WHERE = """\
# %% tags=["parameters"]
a = "default"

# %%
import sys
import matplotlib
print(sys.executable, matplotlib.rcParams["text.usetex"])
"""


@pytest.fixture
def where(tiny):
    """A notebook that prints its interpreter; call it to execute it and get what it printed."""

    def executed():
        tiny.write_text(WHERE)
        assert main(["run", str(tiny), "--out", "where.ipynb"]) == 0
        return nbformat.read("where.ipynb", as_version=4).cells[-1].outputs[0].text

    return executed


OWN = f"{sys.executable} False\n"


@pytest.mark.parametrize("folders", [kernel.SHORT_FOLDERS, ()], ids=["files", "ports"])
def test_a_folder_of_temporary_files_with_a_long_path_is_no_hindrance(where, monkeypatch, folders):
    """The path of a socket may have about a hundred bytes."""
    long = Path.cwd() / ("x" * 100)
    long.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(long))
    monkeypatch.setattr(kernel, "SHORT_FOLDERS", folders)
    assert kernel.socket_folder() == (folders[0] if folders else None)
    assert where() == OWN


def test_another_kernel_of_the_readers_is_not_used(where, monkeypatch):
    spec = {"argv": ["/nowhere/python", "-f", "{connection_file}"], "language": "python"}
    folder = Path.cwd() / "jupyter" / "kernels" / "python3"
    folder.mkdir(parents=True)
    (folder / "kernel.json").write_text(json.dumps(spec | {"display_name": "Another"}))
    monkeypatch.setenv("JUPYTER_PATH", str(folder.parents[1]))
    assert where() == OWN


def test_the_readers_matplotlib_and_start_up_file_have_no_say(where, monkeypatch):
    Path("settings").write_text("text.usetex: True\nno.such.key: 1\n")
    Path("startup.py").write_text("print = None\n")
    monkeypatch.setenv("MATPLOTLIBRC", str(Path("settings").resolve()))
    monkeypatch.setenv("PYTHONSTARTUP", str(Path("startup.py").resolve()))
    monkeypatch.setenv("MPLBACKEND", "none such")
    assert where() == OWN


def test_matplotlib_has_a_folder_to_write_into_in_a_kernel():
    """Else it says on stderr that it makes one, and the notebook would show that."""
    assert os.access(kernel.kernel_environment("x")["MPLCONFIGDIR"], os.W_OK)


def test_a_result_that_cannot_be_written_is_told_before_anything_runs(tiny, capsys, monkeypatch):
    monkeypatch.setattr("sparse_rnn.notebooks.run.execute", None)
    Path("file").touch()
    assert main(["run", str(tiny), "--out", "file/tiny.ipynb"]) == 1
    assert capsys.readouterr().err.startswith("cannot write into file: it is a file; name a")
    assert main(["run", str(tiny), "--out", "notebooks"]) == 1
    assert capsys.readouterr().err == "notebooks is a folder; name the .ipynb to write (--out)\n"
