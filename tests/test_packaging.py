"""What `pip install .` installs: all of the package, of which the graphs half needs no torch."""

import importlib.util
import json
import re
import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = ("pyproject.toml", "README.md", "LICENSE", "src")
ARCHIVE = ("diptest", "jsonschema", "yaml")
TRAINING = ("torch", "torchdiffeq", "safetensors", "pooch", "jsonschema", "yaml")
WORKFLOW = ("snakemake", "jupytext", "nbclient", "nbformat", "traitlets", "IPython", "diptest")
EXTRAS = (*TRAINING, *WORKFLOW)
SDIST = "import sys; from setuptools.build_meta import build_sdist; print(build_sdist(sys.argv[1]))"
WITHOUT = """
import importlib, pkgutil, sys
class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)
sys.meta_path.insert(0, Absent())
import sparse_rnn
"""
RUN = f"""{WITHOUT.format(EXTRAS)}
from sparse_rnn import commands
from sparse_rnn import drawing
from sparse_rnn import graphs
for half in (commands, drawing, graphs):
    for module in pkgutil.walk_packages(half.__path__, half.__name__ + "."):
        importlib.import_module(module.name)
print(sparse_rnn.__file__, file=sys.stderr)
from sparse_rnn.cli import main
sys.exit(main(sys.argv[1:]))
"""


def builds_here():
    """Whether the setuptools that is installed can build this project, without the internet."""
    found = importlib.util.find_spec("setuptools")
    return found is not None and int(version("setuptools").split(".")[0]) >= 77


def python(*words, **settings):
    command = [sys.executable, *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, **settings)
    assert done.returncode == 0, done.stderr
    return done


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """The folder into which pip installed the package from its source distribution."""
    if not builds_here():
        pytest.skip("building the package needs setuptools 77 or later: pip install setuptools")
    folder = tmp_path_factory.mktemp("package")
    for name in SOURCES:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        settings = {"ignore": shutil.ignore_patterns("__pycache__", "*.egg-info")}
        copy(ROOT / name, folder / name, **(settings if copy is shutil.copytree else {}))
    sdist = python("-W", "ignore", "-c", SDIST, folder, cwd=folder).stdout.split()[-1]
    offline = ["--no-deps", "--no-index", "--no-build-isolation", "--disable-pip-version-check"]
    site = folder / "site"
    python("-m", "pip", "install", *offline, "--no-compile", "--target", site, folder / sdist)
    return site


def files(folder):
    return {str(p.relative_to(folder)) for p in folder.rglob("*") if "__pycache__" not in p.parts}


def test_every_file_of_the_package_is_installed(installed):
    assert files(installed / "sparse_rnn") == files(ROOT / "src" / "sparse_rnn")


def test_the_graphs_half_runs_from_what_is_installed_without_torch(installed, tmp_path):
    example = ROOT / "notebooks" / "example_network.tsv"
    words = ["balance", example, "--networks", "0", "--json", "--out", "results"]
    done = python("-P", "-c", RUN, *words, cwd=tmp_path, env={"PYTHONPATH": str(installed)})
    assert done.stderr.strip() == str(installed / "sparse_rnn" / "__init__.py")
    assert round(json.loads(done.stdout)["eta"], 4) == 0.8826
    assert len(list((tmp_path / "results").iterdir())) == 4


def test_without_torch_a_trained_network_says_what_is_missing(installed, tmp_path):
    code = WITHOUT.format(TRAINING) + (
        "try:\n    sparse_rnn.load_model('1.safetensors')\nexcept ImportError as error:\n"
        "    print(error)\n"
    )
    done = python("-P", "-c", code, cwd=tmp_path, env={"PYTHONPATH": str(installed)})
    assert re.fullmatch(
        r"trained networks need \w+: pip install '\.\[training\]' in the checkout\n", done.stdout
    )


def test_trained_networks_need_nothing_of_the_workflow(installed, tmp_path):
    code = WITHOUT.format(WORKFLOW) + (
        "import sparse_rnn.training.trained_network, sparse_rnn.archive.archived_metric\n"
    )
    python("-P", "-c", code, cwd=tmp_path, env={"PYTHONPATH": str(installed)})


def test_archived_claims_are_judged_with_nothing_but_the_extra_archive(installed, tmp_path):
    code = WITHOUT.format(tuple(set(EXTRAS) - set(ARCHIVE))) + (
        "import runpy\nrunpy.run_module('sparse_rnn.archive', run_name='__main__')\n"
    )
    archive = ROOT / "data" / "reference"
    words = ["-P", "-c", code, "verdicts", "--archive", archive]
    done = python(*words, cwd=tmp_path, env={"PYTHONPATH": str(installed)})
    assert done.stdout == "the verdicts on all claims follow from the tables\n"


def test_the_command_is_installed(installed):
    (entry,) = installed.glob("sparse_rnn-*.dist-info/entry_points.txt")
    assert "sparse-rnn = sparse_rnn.__main__:main" in entry.read_text()
