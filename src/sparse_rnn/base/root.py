"""The folder from which notebooks name files: the root of the repository, or of a run elsewhere."""

from __future__ import annotations

import os
from pathlib import Path

ARCHIVE = "data/reference"
ARCHIVED_FIGURES = "figures/reference"
"""Where results stay, seen from the root of the repository."""

MARKS = ("Snakefile", ".snakemake")
"""What the root of the repository holds, and what Snakemake keeps in the folder that it runs in."""


def enter_root() -> None:
    """Change to the folder from which files are named; Jupyter starts a notebook in its own.

    It is the root of the repository, or the folder that ``snakemake --directory`` named.

    Raises
    ------
    FileNotFoundError
        If the current folder lies in neither.
    """
    here = Path.cwd()
    for folder in (here, *here.parents):
        if any((folder / mark).exists() for mark in MARKS):
            os.chdir(folder)
            return
    raise FileNotFoundError(
        f"{here} lies in no checkout of the repository (no Snakefile there or above); start"
        " Jupyter in a checkout"
    )
