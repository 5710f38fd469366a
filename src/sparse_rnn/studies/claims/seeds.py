"""The verdicts by seed: networks that were known when rules changed, and networks that were not."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pandas as pd

from sparse_rnn.results.pipe_table import pipe_table
from sparse_rnn.studies.claims.table import judged_claim, where_it_can
from sparse_rnn.verdicts.findings import OVERALL

KNOWN = (1, 2, 3, 4, 5)
"""Seeds whose results were known when rules of verdicts were changed (docs/findings.md)."""

BY_SEED = ("C1", "C3", "C4", "C7", "C8")
"""Claims on the networks of these seeds that five of them can reproduce; C2 needs six."""

_NONE = "none in the archive"


def seeds_table(
    history: pd.DataFrame,
    balance: pd.DataFrame,
    motifs: pd.DataFrame,
    control_motifs: pd.DataFrame,
) -> str:
    """Return in Markdown how many conditions have each verdict, by all seeds and by some alone.

    Parameters
    ----------
    history, balance, motifs, control_motifs : pandas.DataFrame
        The tables of these names.
    """
    tables = {"history": history, "balance": balance, "control_motifs": control_motifs}
    tables |= {"motifs": motifs[motifs["decides"]]}
    every = set().union(*(table["seed"] for table in tables.values()))
    chosen = every, every & set(KNOWN), every - set(KNOWN)
    head = "claim", "all seeds", "seeds 1 to 5 alone", "further seeds alone"
    rows = ([key, *(verdicts_of_seeds(key, tables, seeds) for seeds in chosen)] for key in BY_SEED)
    return pipe_table(head, rows)


def verdicts_of_seeds(key: str, tables: Mapping[str, pd.DataFrame], seeds: Collection[int]) -> str:
    """Return how many conditions of a claim have each verdict by the networks of some seeds.

    Parameters
    ----------
    key : str
        The claim.
    tables : Mapping of str to pandas.DataFrame
        Those that it is judged by, of all seeds.
    seeds : collection of int
        The seeds that count.
    """
    if not seeds:
        return _NONE
    rows = judged_by_seeds(key, tables, seeds)
    (note,) = rows.loc[rows["scope"] == OVERALL, "note"]
    return note.partition("; not run")[0]


def judged_by_seeds(
    key: str, tables: Mapping[str, pd.DataFrame], seeds: Collection[int]
) -> pd.DataFrame:
    """Return the rows of a claim by the networks of some seeds; see `verdicts_of_seeds`."""
    chosen = {name: table[table["seed"].isin(seeds)] for name, table in tables.items()}
    return where_it_can(judged_claim(key, chosen))
