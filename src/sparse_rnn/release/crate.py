"""The archive as a research object: RO-Crate 1.1 with the profile Workflow RO-Crate 1.0."""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

import requests
from requests_cache import CachedResponse, CachedSession
from rocrate.model.contextentity import ContextEntity
from rocrate.rocrate import ROCrate
from rocrate_validator import models, services

from sparse_rnn.release.contents import Part

METADATA = "ro-crate-metadata.json"
CRATE_PROFILE = "workflow-ro-crate-1.0"
CONTEXT = "https://w3id.org/ro/crate/1.1/context"
WORKFLOW = "Snakefile"

LICENSES = {
    "MIT": "MIT License",
    "CC-BY-4.0": "Creative Commons Attribution 4.0 International",
}
"""The licences of the parts, by SPDX identifier."""

_FILES = {
    "README.md": ("Read me", "text/markdown", "MIT"),
    "CITATION.cff": ("How to cite", "text/yaml", "MIT"),
    "requirements.lock": ("Versions and hashes of packages", "text/plain", "MIT"),
    "data/reference/provenance.json": ("Provenance", "application/json", "CC-BY-4.0"),
    "data/reference/datapackage.json": ("Data dictionary", "application/json", "CC-BY-4.0"),
    "data/reference/tables/claims.csv": ("Verdicts on the claims", "text/csv", "CC-BY-4.0"),
}
"""Files that a reader looks for: name, kind and licence."""


def crate_record(citation: dict, project: dict, parts: Sequence[Part], commit: str) -> dict:
    """Return the metadata of the archive.

    Parameters
    ----------
    citation, project : dict
        ``CITATION.cff``, and the table ``project`` of ``pyproject.toml``.
    parts : sequence of Part
        The folders that the archive holds.
    commit : str
        Hash of the commit that all of it comes from.
    """
    crate = ROCrate(version="1.1")
    released = str(citation["date-released"])
    crate.name, crate.description = citation["title"], project["description"]
    crate.root_dataset["version"] = f"{citation['version']}, commit {commit}"
    crate.datePublished, crate.keywords = released, ", ".join(citation["keywords"])
    licenses = {spdx: _license(crate, spdx) for spdx in LICENSES}
    crate.license = licenses[citation["license"]]
    authors = [_author(crate, n, author) for n, author in enumerate(citation["authors"], 1)]
    crate.creator = crate.publisher = authors
    crate.root_dataset["isBasedOn"] = _paper(crate, citation["preferred-citation"])
    workflow = crate.add_workflow(dest_path=WORKFLOW, main=True, lang="snakemake")
    workflow["name"] = citation["title"]
    workflow["creator"], workflow["version"] = authors, citation["version"]
    workflow["license"], workflow["dateModified"] = licenses["MIT"], released
    for name, (title, kind, spdx) in _FILES.items():
        about = {"name": title, "encodingFormat": kind, "license": licenses[spdx]}
        crate.add_file(dest_path=name, properties=about)
    for part in parts:
        about = {"name": part.name, "description": part.text, "license": licenses[part.license]}
        crate.add_dataset(dest_path=part.folder, properties=about)
    return crate.metadata.generate()


def crate_errors(folder: Path) -> list[str]:
    """Return a line on each requirement of the profile that a crate does not meet.

    Nothing is fetched: rocrate has the terms of RO-Crate 1.1, and the validator takes them from a
    cache that holds them.
    """
    with TemporaryDirectory() as cache:
        _remember_terms(Path(cache) / "terms")
        settings = models.ValidationSettings(
            rocrate_uri=folder,
            profile_identifier=CRATE_PROFILE,
            requirement_severity=models.Severity.REQUIRED,
            offline=True,
            cache_path=Path(cache) / "terms",
        )
        result = services.validate(settings)
        return [f"{issue.check.identifier}: {issue.message}" for issue in result.get_issues()]


def _remember_terms(cache: Path) -> None:
    """Leave the terms of RO-Crate in a cache, as if they had been fetched."""
    request = requests.Request("GET", CONTEXT).prepare()
    response = CachedResponse(
        content=files("rocrate").joinpath("data", "ro-crate.jsonld").read_bytes(),
        headers={"Content-Type": "application/ld+json"},
        status_code=200,
        url=CONTEXT,
    )
    with CachedSession(str(cache), backend="sqlite") as session:
        session.cache.responses[session.cache.create_key(request)] = response


def _license(crate: ROCrate, spdx: str) -> ContextEntity:
    """Return a licence by its name."""
    about = {"@type": "CreativeWork", "name": LICENSES[spdx], "identifier": spdx}
    return crate.add(ContextEntity(crate, f"https://spdx.org/licenses/{spdx}", about))


def _author(crate: ROCrate, number: int, author: dict) -> ContextEntity:
    """Return a person, or a group that gives no names."""
    if "name" in author:
        about = {"@type": "Organization", "name": author["name"]}
    else:
        about = {"@type": "Person", "name": f"{author['given-names']} {author['family-names']}"}
    return crate.add(ContextEntity(crate, author.get("orcid", f"#author-{number}"), about))


def _paper(crate: ROCrate, paper: dict) -> ContextEntity:
    """Return the paper that is reproduced."""
    about = {"@type": "ScholarlyArticle", "name": paper["title"]}
    return crate.add(ContextEntity(crate, f"https://doi.org/{paper['doi']}", about))


def as_text(record: dict) -> str:
    """Return a record as it is written, with sorted keys."""
    return json.dumps(record, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
