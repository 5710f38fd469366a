"""The description of the archive is valid, and the validator is one that finds faults."""

import json
from pathlib import Path

import pytest

pytest.importorskip("rocrate_validator", reason="tools of the extra release: make test-release")

from sparse_rnn.release.citation import read_citation
from sparse_rnn.release.contents import present_parts
from sparse_rnn.release.crate import METADATA, WORKFLOW, as_text, crate_errors, crate_record
from sparse_rnn.release.metadata import read_project

ROOT = Path(__file__).parents[2]
FILES = {"data/reference/tables/claims.csv", "workflow/rules/train.smk"}


def described():
    parts = present_parts(FILES)
    return crate_record(read_citation(ROOT), read_project(ROOT), parts, "0123abc")


@pytest.fixture
def record():
    return described()


@pytest.fixture
def crate(record, tmp_path):
    """A folder with the metadata and an empty file for everything that they describe."""
    (tmp_path / METADATA).write_text(as_text(record), encoding="utf-8")
    for entity in record["@graph"]:
        types, path = entity["@type"], tmp_path / entity["@id"]
        if "File" in types:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("")
        elif types == "Dataset":
            path.mkdir(parents=True, exist_ok=True)
    return tmp_path


def test_the_crate_is_a_valid_workflow_crate(crate):
    assert crate_errors(crate) == []


@pytest.mark.parametrize("lost", ["mainEntity", "license"])
def test_a_crate_without_its_workflow_or_licence_is_not(crate, lost):
    record = json.loads((crate / METADATA).read_text(encoding="utf-8"))
    root = next(entity for entity in record["@graph"] if entity["@id"] == "./")
    del root[lost]
    (crate / METADATA).write_text(json.dumps(record))
    assert crate_errors(crate) != []


def test_a_described_file_must_be_there(crate):
    (crate / WORKFLOW).unlink()
    assert any("Snakefile" in line for line in crate_errors(crate))


def test_the_same_release_has_the_same_description(record):
    again = described()
    assert as_text(again) == as_text(record)
    assert "commit 0123abc" in as_text(record)
    assert {e["@id"] for e in record["@graph"]} >= {
        "Snakefile",
        "workflow/",
        "data/reference/tables/",
    }
