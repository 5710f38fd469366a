"""pyproject.toml, constraints.txt, requirements.lock and environment.yml name the same packages."""

import ast
import re
import sys
import tomllib
from importlib.metadata import requires
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
LOCKS = ("requirements.lock", "release.lock")
ON_CLUSTERS = {"snakemake-executor-plugin-slurm"}  # slows every start: an extra of its own
IN_BROWSERS = {"nbconvert", "selenium"}  # likewise
FOR_PAGES = {"furo", "latex2mathml", "myst-nb", "sphinx"}  # likewise
FOR_BENCHMARKS = {"jax", "optax"}  # likewise
NEEDED_THERE = [
    "absl-py",
    "accessible-pygments",
    "alabaster",
    "babel",
    "beautifulsoup4",
    "bleach",
    "defusedxml",
    "h11",
    "imagesize",
    "importlib-metadata",
    "jaxlib",
    "jupyter-cache",
    "jupyterlab-pygments",
    "lazy-importer",
    "mistune",
    "ml-dtypes",
    "myst-parser",
    "opt-einsum",
    "outcome",
    "pandocfilters",
    "pysocks",
    "roman-numerals",
    "snakemake-executor-plugin-slurm-jobstep",
    "sniffio",
    "snowballstemmer",
    "soupsieve",
    "sphinx-basic-ng",
    "sphinxcontrib-applehelp",
    "sphinxcontrib-devhelp",
    "sphinxcontrib-htmlhelp",
    "sphinxcontrib-jsmath",
    "sphinxcontrib-qthelp",
    "sphinxcontrib-serializinghtml",
    "tinycss2",
    "trio",
    "trio-websocket",
    "webencodings",
    "websocket-client",
    "wsproto",
    "zipp",
]
FOR_RELEASES = {  # an environment of its own, from release.lock
    *("build", "cffconvert", "check-jsonschema", "requests-cache"),
    *("reuse", "roc-validator", "rocrate", "setuptools"),
}
UNLOCKED = ON_CLUSTERS | IN_BROWSERS | FOR_PAGES | FOR_BENCHMARKS
APART = UNLOCKED | FOR_RELEASES
OUTSIDE = {"torch", *UNLOCKED, *NEEDED_THERE}  # pinned, not locked


def name_of(requirement):
    return re.split(r"[<>=!~\[ ;]", requirement, maxsplit=1)[0].lower().replace("_", "-")


def pins():
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    pairs = [line.split("==") for line in lines if line and not line.startswith("#")]
    return {name_of(name): version for name, version in pairs}


def wanted():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    lists = [project["dependencies"], *project["optional-dependencies"].values()]
    names = {name_of(requirement) for entries in lists for requirement in entries}
    return names - {"sparse-rnn"}


def test_every_direct_dependency_is_pinned():
    assert wanted() <= set(pins())


def imported(*folders):
    """The top-level packages that the Python files of some folders import, by name on the index."""
    renamed = {
        "yaml": "pyyaml",
        "PIL": "pillow",
        "_pytest": "pytest",
        "rocrate_validator": "roc-validator",
    }
    paths = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    nodes = [node for path in paths for node in ast.walk(ast.parse(path.read_text()))]
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {n.module for n in nodes if isinstance(n, ast.ImportFrom) and n.module and not n.level}
    roots = {name.split(".")[0] for name in names}
    return {name_of(renamed.get(root, root)) for root in roots - sys.stdlib_module_names}


def test_what_is_imported_is_declared_and_what_is_declared_is_used():
    ours = imported("src", "notebooks", "workflow", "tests") - {"sparse-rnn"}
    assert ours - wanted() == set()
    commands = {"snakemake", "ruff", "snakefmt", "ipykernel", "pytest-xdist", "uv"}
    commands |= {"build", "cffconvert", "check-jsonschema", "reuse", "setuptools"}
    assert wanted() - ours - commands == ON_CLUSTERS | FOR_PAGES | FOR_BENCHMARKS


def locked(lock="requirements.lock"):
    """The packages of a lock: their versions and what else the lock says of each, by name."""
    text = (ROOT / lock).read_text()
    entries = re.findall(r"^([\w.-]+)==([^\s;]+)(.*(?:\n +.*)*)", text, flags=re.MULTILINE)
    return {name_of(name): (version, rest) for name, version, rest in entries}


def test_the_locks_have_every_pin():
    versions = [{n: v for n, (v, _) in locked(lock).items()} for lock in LOCKS]
    both = versions[0] | versions[1]
    assert {n: v for n, v in both.items() if n not in OUTSIDE - {"torch"}} == {
        name: pins()[name] for name in pins().keys() - OUTSIDE
    }
    assert all(both.items() >= of_one.items() for of_one in versions)
    assert versions[1].keys() >= FOR_RELEASES and "torch" not in versions[1]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_hashes_and_no_host(lock):
    assert all(re.search(r"--hash=sha256:[0-9a-f]{64}", rest) for _, rest in locked(lock).values())
    assert "://" not in (ROOT / lock).read_text()


def test_the_lock_knows_what_torch_needs():
    (torch,) = tomllib.loads((ROOT / "lock.toml").read_text())["dependency-metadata"]
    needed = [requirement for requirement in requires("torch") if ";" not in requirement]
    assert sorted(torch["requires-dist"]) == sorted(needed)
    assert {name_of(requirement) for requirement in needed} <= set(locked())


def test_torch_is_pinned_alike_everywhere():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    exact = f"torch=={pins()['torch']}"
    assert exact == "torch==2.13.0"
    assert exact in project["optional-dependencies"]["training"]


def test_the_conda_environment_has_the_same_packages_and_versions():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text())
    entries = environment["dependencies"]
    (pip,) = [entry["pip"] for entry in entries if isinstance(entry, dict)]
    listed = dict(e.split("==") for e in pip if "==" in e)
    assert {name_of(k): v for k, v in listed.items()} == {
        name: pins()[name] for name in wanted() - APART
    }
    assert "--editable ." in pip


def test_versions_of_the_software_agree():
    import sparse_rnn

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text())
    assert sparse_rnn.__version__ == project["version"] == citation["version"]
