"""The root of the repository, from which notebooks name files."""

from __future__ import annotations

import os
from pathlib import Path


def enter_root() -> None:
    """Change to the root of the repository; Jupyter starts a notebook in its own folder.

    Raises
    ------
    FileNotFoundError
        If the current folder does not lie in a checkout of the repository.
    """
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "Snakefile").is_file():
            os.chdir(folder)
            return
    raise FileNotFoundError(
        f"{here} lies in no checkout of the repository (no Snakefile there or above); start"
        " Jupyter in a checkout"
    )
