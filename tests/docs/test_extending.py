"""The examples of docs/extending.md, executed; what they add to the registries is taken out again."""

import re
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
import yaml

from sparse_rnn import catalog
from sparse_rnn.config import conditions, load_yaml, overlay, validate
from sparse_rnn.graphs.nulls.models import NULL_MODELS
from sparse_rnn.graphs.nulls.samplers import SAMPLERS
from sparse_rnn.layout import jobs
from sparse_rnn.resources import asked
from sparse_rnn.sparsify.registry import STRATEGY_CLASSES
from sparse_rnn.studies.claims.registry import CLAIMS
from sparse_rnn.tasks.registry import TASK_CLASSES

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "extending.md").read_text(encoding="utf-8")
CATALOG = (catalog.TASKS, catalog.STRATEGIES)
REGISTRIES = (TASK_CLASSES, STRATEGY_CLASSES, NULL_MODELS, SAMPLERS, CLAIMS, *CATALOG)


def section(title):
    """The blocks of code of a section, as pairs of language and code."""
    text = TEXT.partition(f"\n## {title}\n")[2].partition("\n## ")[0]
    return re.findall(r"^```(\w+)\n(.*?)^```", text, flags=re.DOTALL | re.MULTILINE)


def configuration(title):
    """The configuration of a section, as a reader would write it."""
    (code,) = (code for language, code in section(title) if language == "yaml")
    assert code.startswith("# mine.yaml\n")
    return code


@pytest.fixture
def run(monkeypatch, tmp_path):
    """Execute the Python of a section, from a copy of the root's folders; return its names."""
    before = [dict(registry) for registry in REGISTRIES]
    for name in ("workflow", "notebooks", "data"):
        (tmp_path / name).symlink_to(ROOT / name)
    monkeypatch.chdir(tmp_path)

    def execute(title):
        module = ModuleType("an_extension")
        monkeypatch.setitem(sys.modules, module.__name__, module)
        if any(language == "yaml" for language, _ in section(title)):
            Path("mine.yaml").write_text(configuration(title), encoding="utf-8")
        for language, code in section(title):
            if language == "python":
                exec(compile(code, f"extending.md, {title}", "exec"), vars(module))
        return module

    yield execute
    for registry, entries in zip(REGISTRIES, before, strict=True):
        registry.clear()
        registry.update(entries)


@pytest.fixture
def extended():
    """The schema with the changes of a section; each must fit the file, in exactly one place."""

    def change(title):
        text = (ROOT / "workflow" / "config" / "schema.yaml").read_text(encoding="utf-8")
        for language, code in section(title):
            if language != "diff":
                continue
            head, *lines = code.splitlines()
            assert head == "# workflow/config/schema.yaml"
            old, new = (
                "".join(f"{line[1:]}\n" for line in lines if line[0] in marks)
                for marks in (" -", " +")
            )
            assert text.count(old) == 1, f"{title}: the schema has changed, no place for\n{code}"
            text = text.replace(old, new)
        return yaml.safe_load(text)

    return change


@pytest.mark.parametrize("title", ["A task", "A strategy", "A null model"])
def test_the_configuration_is_legal_with_the_changes_of_the_schema(title, extended, schema):
    paper = load_yaml(ROOT / "workflow/config/paper.yaml")
    mine = overlay(paper, yaml.safe_load(configuration(title)))
    validate(mine, extended(title))
    with pytest.raises(ValueError, match="not valid"):
        validate(mine, schema)
    assert conditions(mine)


def test_a_task_is_learned_under_an_existing_strategy(run):
    names = run("A task")
    needs = [asked(names.config, stage, job) for stage in ("train", "structure", "controls")
             for job in jobs(names.config, stage) if job["task"] == "recall"]  # fmt: skip
    assert needs, "the workflow plans it"
    loop = names.loop
    assert loop.history[0][:, 3].mean() < 0.45, "one of four symbols, untrained"
    assert names.accuracy.tolist() == loop.history[-1][:, 3].tolist()
    assert (names.accuracy > 0.6).all()
    assert loop.structure.mask.flatten(1).sum(1).tolist() == [round(0.2 * 32**2)] * 3


def test_a_strategy_cuts_to_the_density_that_is_asked_for(run):
    names = run("A strategy")
    n = names.loop.ensemble.recurrent.shape[-1]
    links = round(0.2 * n * n)
    assert names.density.tolist() == pytest.approx([links / n**2] * 2)
    snapshots = names.loop.snapshots
    present = [int((snapshots[epoch] != 0).sum()) for epoch in (0, 3, 6)]
    assert present == [2 * n * n, 2 * n * n, 2 * links], "dense until the cut after epoch 3"


def test_a_null_model_keeps_what_it_promises_and_gives_z_scores(run):
    names = run("A null model")
    graph, example = names.graph, names.example
    assert (example.degrees("out") == graph.degrees("out")).all()
    assert (example.sign > 0).sum() == (graph.sign > 0).sum()
    assert (example.degrees("in") != graph.degrees("in")).any()
    assert example.digest() != graph.digest()
    assert names.null_network(graph, "out-degree", seed=1).digest() == example.digest()
    assert np.isfinite(names.table["z"]).all()
    assert (names.table["z"] > 0)[names.table["balanced"]].all(), "it was trained"


def test_a_claim_is_judged_on_the_archive(run, capsys):
    table = run("A claim").table
    rows = table[table["claim"] == "C10"]
    decided = rows[(rows["scope"] == "condition") & (rows["n"] > 0)]
    assert len(decided) >= 16, "five tasks, four strategies"
    assert (decided["low"] <= decided["estimate"]).all()
    assert (decided["estimate"] <= decided["high"]).all()
    (verdict,) = rows.loc[rows["scope"] == "overall", "verdict"]
    assert verdict in ("reproduced", "partly", "not shown", "contradicted")
    assert "Sparser networks are more balanced" in capsys.readouterr().out
