"""From the supplement of the publication to the tables in ``data/connectome``.

``python -m sparse_rnn.studies.connectome.source`` fetches the supplement (or takes it from the
folder ``DATA_MIRROR``), verifies it and writes both tables again.  It needs openpyxl beside the
packages of the project: ``pip install openpyxl``.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from sparse_rnn.base.artifacts import atomic
from sparse_rnn.tasks.download import fetch_file
from sparse_rnn.tasks.raw_files import WHOLE, RawFile

DOI = "10.1371/journal.pcbi.1007974.s003"
ORIGINAL = RawFile(
    "connectome/journal.pcbi.1007974.s003.xlsx",
    "sha256:85959066fd7cbdbc2024d0ebb323b71c4365f4083bc85e555ee973f470697c47",
    WHOLE,
    (
        f"https://doi.org/{DOI}",
        f"https://journals.plos.org/ploscompbiol/article/file?type=supplementary&id={DOI}",
    ),
)
"""S1 of doi 10.1371/journal.pcbi.1007974: signs by transmitter and receptor, WormWiring's links."""

CONNECTION_COLUMNS = {
    0: "source",
    3: "target",
    16: "sign",
    1: "transmitter",
    2: "second_transmitter",
    4: "synapses",
}
"""Places of the columns on the sheet of signs, and what they are called here."""
NEURON_COLUMNS = {0: "neuron", 7: "kind"}
"""Likewise of the sheet of receptor types, which has the kinds of neurons."""

TABLES = {
    "celegans_chemical_signs.tsv": ("5. Sign prediction", CONNECTION_COLUMNS),
    "celegans_neurons.tsv": ("4. Receptor type expression ", NEURON_COLUMNS),
}
"""The tables by name of file: sheet of the supplement and its columns."""


def derive(original: str | Path, sheet: str, columns: dict[int, str]) -> pd.DataFrame:
    """Return some columns of a sheet, as text, without its two lines of headings and empty rows.

    A transmitter that is not known is 0 in the supplement and empty here; kinds of neurons are in
    lower case.
    """
    cells = pd.read_excel(original, sheet_name=sheet, header=None, skiprows=2, dtype=str)
    cells = cells[cells[0].notna()][list(columns)].rename(columns=columns)
    cells = cells.apply(lambda column: column.str.strip())
    if "kind" in cells:
        return cells.assign(kind=cells["kind"].str.lower())
    return cells.replace({"transmitter": {"0": ""}, "second_transmitter": {"0": ""}})


def write_tables(original: str | Path, folder: str | Path) -> None:
    """Write both tables, tab separated."""
    for name, (sheet, columns) in TABLES.items():
        with atomic(Path(folder) / name) as temporary:
            table = derive(original, sheet, columns)
            table.to_csv(temporary, sep="\t", index=False, lineterminator="\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return 0, or 1 with a message on stderr."""
    parser = argparse.ArgumentParser(
        "python -m sparse_rnn.studies.connectome.source", description=__doc__
    )
    parser.add_argument("--raw", default="data/raw", help="folder of raw files (%(default)s)")
    parser.add_argument("--out", default="data/connectome", help="folder to write (%(default)s)")
    options = parser.parse_args(arguments)
    try:
        write_tables(fetch_file(ORIGINAL, options.raw), options.out)
    except (ImportError, OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
