"""The figures of the archived tables."""

from __future__ import annotations

from pathlib import Path

from sparse_rnn.notebooks.run import run
from sparse_rnn.notebooks.tables import NOTEBOOKS


def draw_figures(
    archive: str | Path, figures: str | Path, executed: str | Path
) -> dict[str, list[str]]:
    """Draw every notebook whose tables are archived.

    Parameters
    ----------
    archive : path
        Folder of the archive, with ``tables``.
    figures : path
        Folder of the figures and of the numbers quoted with them.
    executed : path
        Folder of the executed notebooks.

    Returns
    -------
    dict of str to list of str
        The tables that are missing by notebook; no entry in the list where it was drawn.

    Raises
    ------
    FileNotFoundError
        If no notebook has its tables.
    """
    tables = Path(archive) / "tables"
    missing = {
        name: [kind for kind in kinds if not (tables / f"{kind}.csv").is_file()]
        for name, kinds in NOTEBOOKS.items()
    }
    if all(missing.values()):
        raise FileNotFoundError(f"no notebook has its tables in {tables}; first: make archive")
    parameters = {"tables": str(tables), "figures": str(figures), "profile": "reference"}
    for name in (name for name, kinds in missing.items() if not kinds):
        run(f"notebooks/{name}.py", Path(executed) / f"{name}.ipynb", parameters)
    return missing
