"""``.zenodo.json`` and ``codemeta.json``, both from ``CITATION.cff`` and ``pyproject.toml``."""

from __future__ import annotations

import tomllib
from pathlib import Path

PAPER_RELATION = "isDerivedFrom"
"""How a reproduction relates to its paper, in DataCite's words."""


def read_project(root: Path) -> dict:
    """Return the table ``project`` of ``pyproject.toml``."""
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def zenodo_record(citation: dict, project: dict) -> dict:
    """Return the metadata of a deposit at Zenodo.

    The deposit holds code and results, which Zenodo describes by one licence: that of the code;
    the files say which is whose.
    """
    paper = citation["preferred-citation"]
    related = [{"identifier": paper["doi"], "relation": PAPER_RELATION}]
    related += [
        {"identifier": work["doi"], "relation": "references"}
        for work in citation.get("references", [])
    ]
    if address := citation.get("repository-code"):
        related.append({"identifier": address, "relation": "isSupplementTo"})
    return {
        "title": citation["title"],
        "upload_type": "software",
        "description": f"{project['description']}. Code: MIT; data and figures: CC BY 4.0.",
        "creators": [_creator(author) for author in citation["authors"]],
        "license": citation["license"],
        "keywords": citation["keywords"],
        "version": citation["version"],
        "publication_date": str(citation["date-released"]),
        "related_identifiers": related,
    }


def codemeta_record(citation: dict, project: dict) -> dict:
    """Return the description of the software in CodeMeta 3.0."""
    paper = citation["preferred-citation"]
    record = {
        "@context": "https://w3id.org/codemeta/3.0",
        "@type": "SoftwareSourceCode",
        "name": citation["title"],
        "description": project["description"],
        "version": citation["version"],
        "datePublished": str(citation["date-released"]),
        "license": f"https://spdx.org/licenses/{citation['license']}",
        "author": [_author(author) for author in citation["authors"]],
        "keywords": citation["keywords"],
        "programmingLanguage": "Python",
        "runtimePlatform": f"Python {project['requires-python']}",
        "applicationCategory": "research software",
        "softwareRequirements": [
            {"@type": "SoftwareApplication", "name": name} for name in project["dependencies"]
        ],
        "referencePublication": {
            "@type": "ScholarlyArticle",
            "@id": f"https://doi.org/{paper['doi']}",
            "name": paper["title"],
        },
    }
    if doi := citation.get("doi"):
        record["identifier"] = f"https://doi.org/{doi}"
    if address := citation.get("repository-code"):
        record["codeRepository"] = address
    return record


def _creator(author: dict) -> dict:
    """Return an author as Zenodo writes it."""
    name = author.get("name") or f"{author['family-names']}, {author['given-names']}"
    record = {"name": name}
    if "affiliation" in author:
        record["affiliation"] = author["affiliation"]
    if "orcid" in author:
        record["orcid"] = author["orcid"].rpartition("/")[2]
    return record


def _author(author: dict) -> dict:
    """Return an author as CodeMeta writes it."""
    if "name" in author:
        return {"@type": "Organization", "name": author["name"]}
    names = {"givenName": author["given-names"], "familyName": author["family-names"]}
    identity = {"@id": author["orcid"]} if "orcid" in author else {}
    return {"@type": "Person"} | identity | names
