"""``CITATION.cff``, the one place where a person says who made this, and what it lacks so far."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

CITATION = "CITATION.cff"


@dataclass(frozen=True)
class Field:
    """A field that a person must fill before a release, and what to write there."""

    key: str
    wanted: str


PERSONAL_FIELDS = (
    Field("authors", "a list of persons with given-names and family-names (orcid, affiliation)"),
    Field("doi", "the DOI that the archive reserves for this release, without https://doi.org/"),
    Field("repository-code", "the address of the public repository"),
)
"""What nobody but its authors knows of a release."""


def read_citation(root: Path) -> dict:
    """Return the record of ``CITATION.cff``."""
    return yaml.safe_load((root / CITATION).read_text(encoding="utf-8"))


def missing_fields(citation: dict) -> list[str]:
    """Return a line on each field that a person has still to fill."""
    lacking = (field for field in PERSONAL_FIELDS if not _filled(citation, field.key))
    return [f"{CITATION}: {field.key}: {field.wanted}" for field in lacking]


def _filled(citation: dict, key: str) -> bool:
    """Tell whether a field has more than a placeholder; authors are persons with a name."""
    value = citation.get(key)
    if key == "authors":
        return bool(value) and all(person.get("family-names") for person in value)
    return bool(value)
