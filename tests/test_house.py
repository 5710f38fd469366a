"""The order of the house: who may import whom, one meaning per name, one name per step."""

import ast
import re
from collections import defaultdict
from pathlib import Path

import pytest

from sparse_rnn.base.package import PACKAGE
from sparse_rnn.layout import STAGES

ROOT = Path(__file__).parents[1]

FLOORS = (
    "base",
    "numerics",
    "catalog config",
    "seed_groups",
    "layout resources",
    "graphs.files.quoting",
    "graphs.files.sign_words",
    "graphs.motifs graphs.signed_graph graphs.empirical",
    "graphs.random_graphs graphs.draw_weights graphs.files",
    "graphs.census",
    "graphs.nulls.chain",
    "graphs.nulls",
    "graphs.significance",
    "graphs.nulls.mixing graphs.balance graphs.census.four",
    "graphs.annealing",
    "results",
    "drawing verdicts",
    "reports",
    "tasks sparsify models.compiled",
    "models",
    "training",
    "studies.structure studies.performance studies.weights studies.growth",
    "studies.continuous_time studies.mechanism studies.controls studies.balanced_networks"
    " studies.lesions",
    "studies.connectome",
    "studies.published",
    "studies.claims",
    "notebooks",
    "archive",
    "commands api",
    "site release",
    "cli",
    "__init__ __main__",
)
"""The import order, lowest floor first: a module imports from its own part and from lower floors."""

SHARED_NAMES = {
    "log": "the logger of a module",
    "main": "the entry of a command line",
    "read": "what a file holds, checked: a network, or the raw data of a task",
}
"""The public names that several modules define, all with this one meaning."""


def modules():
    return {
        ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__"): path
        for path in sorted(PACKAGE.rglob("*.py"))
    }


def part_of(module):
    """Return the floor of a module, and the longest entry of that floor that it belongs to."""
    found = [
        (len(part), floor, part)
        for floor, parts in enumerate(FLOORS)
        for part in parts.split()
        if module == part or module.startswith(f"{part}.")
    ]
    return max(found)[1:] if found else None


def imported_by(path):
    """Yield the modules of the package that a file imports, at its top or inside a function."""
    known = modules()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sparse_rnn."):
            module = node.module.removeprefix("sparse_rnn.")
            for alias in node.names:
                inner = f"{module}.{alias.name}"
                yield inner if inner in known else module


def defined_in(path):
    """Return the public names that a module defines at its top level."""
    names = []
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.append(node.name)
        targets = getattr(node, "targets", [getattr(node, "target", None)])
        names += [n.id for t in targets if t for n in ast.walk(t) if isinstance(n, ast.Name)]
    return {name for name in names if not name.startswith("_")}


def test_every_module_has_a_floor():
    packages = {name for name, path in modules().items() if path.name == "__init__.py"}
    loose = [name for name in modules() if part_of(name) is None and name not in packages]
    assert loose == []


def test_nothing_imports_upwards():
    upwards = []
    for name, path in modules().items():
        floor, part = part_of(name) or (len(FLOORS), name)
        for other in imported_by(path):
            other_floor, other_part = part_of(other) or (len(FLOORS), other)
            if other_floor > floor or (other_floor == floor and other_part != part):
                upwards.append(f"{name} imports {other}")
    assert upwards == []


def test_a_public_name_has_one_meaning():
    homes = defaultdict(set)
    for name, path in modules().items():
        for public in defined_in(path) - set(SHARED_NAMES):
            homes[public].add(name)
    assert {name: sorted(found) for name, found in homes.items() if len(found) > 1} == {}


def rules():
    """Return the script of each rule that has one, by the rule's name."""
    text = "\n".join(path.read_text() for path in (ROOT / "workflow/rules").glob("*.smk"))
    blocks = re.split(r"\n(?=(?:rule|checkpoint) )", text)
    names = (re.match(r"(?:rule|checkpoint) (\w+):", block) for block in blocks)
    found = ((m[1], re.search(r'"\.\./scripts/(\w+)\.py"', m.string)) for m in names if m)
    return {name: script[1] for name, script in found if script}


def test_rule_and_script_share_a_name():
    found = rules()
    assert set(STAGES) <= set(found)
    assert found == {name: name for name in found}


def test_every_script_belongs_to_a_rule():
    scripts = {path.stem for path in (ROOT / "workflow/scripts").glob("*.py")}
    assert scripts - set(rules()) == {"tables", "figure"}  # of the rules that loops make


@pytest.mark.parametrize(
    "study",
    sorted(
        p.name for p in (PACKAGE / "studies").iterdir() if p.is_dir() and p.name != "__pycache__"
    ),
)
def test_a_study_says_what_it_asks(study):
    doc = ast.get_docstring(ast.parse((PACKAGE / "studies" / study / "__init__.py").read_text()))
    assert doc.endswith(".") and len(doc) < 100
