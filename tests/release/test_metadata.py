"""What a release says of itself, and what a person has still to say."""

import json
from pathlib import Path

import pytest

from sparse_rnn.release.citation import PERSONAL_FIELDS, missing_fields, read_citation
from sparse_rnn.release.metadata import codemeta_record, read_project, zenodo_record

ROOT = Path(__file__).parents[2]
PERSON = {
    "family-names": "Byron",
    "given-names": "Ada",
    "orcid": "https://orcid.org/0000-0001-2345-6789",
    "affiliation": "Home",
}


@pytest.fixture
def citation():
    return read_citation(ROOT)


@pytest.fixture
def complete(citation):
    """The citation with what a person would fill."""
    own = {"authors": [PERSON], "doi": "10.5281/zenodo.1", "repository-code": "https://a.org/b"}
    return citation | own


def test_a_placeholder_is_missing_until_a_person_fills_it(citation, complete):
    placeholder = {
        "authors": [{"name": "the authors of sparse-rnn"}],
        "doi": "",
        "repository-code": "",
    }
    lines = missing_fields(citation | placeholder)
    assert [line.split(": ")[1] for line in lines] == [field.key for field in PERSONAL_FIELDS]
    assert missing_fields(complete) == []
    one_without_a_name = complete | {"authors": [PERSON, {"name": "others"}]}
    assert missing_fields(one_without_a_name)[0].startswith("CITATION.cff: authors: ")


def test_every_missing_field_is_marked_in_the_file(citation):
    text = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    for line in missing_fields(citation):
        assert f"# FILL IN {line.split(': ')[1]}:" in text


def test_zenodo_gets_persons_and_the_paper(complete):
    record = zenodo_record(complete, read_project(ROOT))
    (creator,) = record["creators"]
    assert creator == {"name": "Byron, Ada", "affiliation": "Home", "orcid": "0000-0001-2345-6789"}
    relations = {r["identifier"]: r["relation"] for r in record["related_identifiers"]}
    assert relations["10.1038/s42005-023-01364-0"] == "isDerivedFrom"
    assert relations["10.1371/journal.pcbi.1007974"] == "references"
    assert relations["https://a.org/b"] == "isSupplementTo"
    json.dumps(record)


def test_codemeta_gets_persons_and_addresses_once_there_are_any(citation, complete):
    before, after = (codemeta_record(c, read_project(ROOT)) for c in (citation, complete))
    assert before["author"][0]["@type"] == "Organization"
    assert "identifier" not in before and "codeRepository" not in before
    (author,) = after["author"]
    assert author["@type"] == "Person" and author["familyName"] == "Byron"
    assert after["identifier"] == "https://doi.org/10.5281/zenodo.1"
    assert after["codeRepository"] == "https://a.org/b"
    needed = {package["name"] for package in after["softwareRequirements"]}
    assert "numpy" in needed and "torch" not in needed
