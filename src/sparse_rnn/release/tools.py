"""What public tools say of a release: of its citation, its licences and its automation."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

TOOLS = {
    "citation": ("cffconvert", "--validate"),
    "citation, by its schema": (
        "check-jsonschema",
        "--builtin-schema",
        "vendor.citation-file-format",
        "CITATION.cff",
    ),
    "licences": ("reuse", "lint", "--quiet"),
    "automation": (
        "check-jsonschema",
        "--builtin-schema",
        "vendor.github-workflows",
        ".github/workflows/tests.yml",
    ),
}
"""What each tool is asked in the root of the repository; all leave with 0 if nothing is wrong."""


def ask(words: Sequence[str], root: Path) -> str:
    """Return what a tool complains of; nothing if it does not."""
    tool = Path(sys.executable).with_name(words[0])
    done = subprocess.run(
        [tool, *words[1:]], cwd=root, capture_output=True, text=True, encoding="utf-8"
    )
    said = f"{done.stdout}{done.stderr}".strip()
    return (said or f"{words[0]} left with {done.returncode}") if done.returncode else ""
