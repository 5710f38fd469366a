"""What the public forge runs is what the documents name."""

import re
import tomllib
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
AUTOMATION = ROOT / ".github" / "workflows" / "tests.yml"


def jobs():
    return yaml.safe_load(AUTOMATION.read_text())["jobs"]


def commands(job):
    return [step["run"] for step in job["steps"] if "run" in step]


def test_every_target_of_make_that_it_calls_exists():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), flags=re.MULTILINE))
    called = [c.split() for job in jobs().values() for c in commands(job) if c.startswith("make")]
    assert {words[1] for words in called if len(words) > 1 and "=" not in words[1]} <= targets


def test_the_commands_of_the_readme_are_run():
    run = [command for job in jobs().values() for command in commands(job)]
    assert "make test" in run and any(re.fullmatch(r"make( PYTHON=\w+)?", c) for c in run)


def test_every_python_of_the_lock_is_tried():
    tried = jobs()["test"]["strategy"]["matrix"]["python"]
    lowest = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["requires-python"]
    assert lowest == f">={tried[0]}"
    assert f"Python {tried[0]} to {tried[-1]}" in (ROOT / "CONTRIBUTING.md").read_text().replace(
        "\n", " "
    )
