"""The chemical synapses of *Caenorhabditis elegans* as signed networks, by several rules of sign.

The signs are predictions from transmitters and receptors: Fenyves, Szilagyi, Vassy, Soti & Csermely
(2020), doi 10.1371/journal.pcbi.1007974, supporting information S1, CC BY 4.0.  By Dale's principle
a neuron acts with one transmitter on all its targets, yet its sign may differ between targets, for
the receptor decides.  No rule is beyond doubt; a finding counts that all rules share.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from sparse_rnn.graphs.signed_graph import SignedGraph

PUBLISHED_SIGNS = {"+": 1, "-": -1}
"""The two of the four published words that are a sign; ``complex`` and ``no pred`` are none."""


@dataclass(frozen=True)
class SignRule:
    """How links get their signs.

    Attributes
    ----------
    meaning : str
        One sentence.
    signs : callable
        Takes the table of links; returns the sign of each, 0 where the rule gives none.
    one_sign : bool
        Whether every neuron sends one sign only.
    """

    meaning: str
    signs: Callable[[pd.DataFrame], pd.Series]
    one_sign: bool


def predicted_signs(links: pd.DataFrame) -> pd.Series:
    """Return the signs as published; 0 where no sign or two signs are predicted."""
    return links["sign"].map(PUBLISHED_SIGNS).fillna(0).astype(int)


def majority_signs(links: pd.DataFrame) -> pd.Series:
    """Return for each link with a predicted sign the sign that its source sends most often.

    Links count, not synapses, and self-loops do not; 0 where both signs are equally frequent.
    """
    signs = predicted_signs(links)
    counted = signs.where(links["source"] != links["target"], 0)
    balance = counted.groupby(links["source"]).transform("sum")
    return np.sign(balance).where(signs != 0, 0)


def signs_by_transmitter(signs: dict[str, int]) -> Callable[[pd.DataFrame], pd.Series]:
    """Return the rule that gives each link the sign of its source's first-named transmitter."""
    return lambda links: links["transmitter"].map(signs).fillna(0).astype(int)


SIGN_RULES: dict[str, SignRule] = {
    "predicted": SignRule("Links predicted + or −, as published.", predicted_signs, False),
    "majority": SignRule(
        "The same links; every neuron sends the sign that most of them have.", majority_signs, True
    ),
    "glutamate_excites": SignRule(
        "Links of known transmitter: acetylcholine +, glutamate +, GABA −.",
        signs_by_transmitter({"ACh": 1, "Glu": 1, "GABA": -1}),
        True,
    ),
    "glutamate_inhibits": SignRule(
        "Links of known transmitter: acetylcholine +, glutamate −, GABA −.",
        signs_by_transmitter({"ACh": 1, "Glu": -1, "GABA": -1}),
        True,
    ),
}
"""The rules of sign, by name; the first is the published one."""


def read_wiring(path: str | Path) -> pd.DataFrame:
    """Return a table of ``data/connectome``: links, or neurons; empty cells are empty words."""
    return pd.read_csv(path, sep="\t", keep_default_na=False)


def signed_wiring(links: pd.DataFrame, rule: str) -> SignedGraph:
    """Return the network of the links to which a rule gives a sign, without self-loops.

    Parameters
    ----------
    links : pandas.DataFrame
        ``source, target, sign`` (as published) and ``transmitter`` of each connection.
    rule : str
        One of `SIGN_RULES`.

    Raises
    ------
    ValueError
        If there is no such rule; the message lists the rules.
    """
    if rule not in SIGN_RULES:
        raise ValueError(f"no rule of sign {rule!r}; there are {', '.join(SIGN_RULES)}")
    signs = SIGN_RULES[rule].signs(links)
    chosen = links[(signs != 0) & (links["source"] != links["target"])]
    names = sorted({*chosen["source"], *chosen["target"]})
    ends = [pd.Index(names).get_indexer(chosen[side]) for side in ("source", "target")]
    return SignedGraph.from_edges(*ends, signs[chosen.index].to_numpy(), n=len(names), names=names)
