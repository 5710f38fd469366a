"""What notebook 10 shows of the worm: tables under labels, and the answer in words."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from sparse_rnn.studies.connectome.comparison import PLACES
from sparse_rnn.studies.connectome.figure import RULE_LABELS
from sparse_rnn.studies.connectome.neuron_permutation import NEURON_PERMUTATION

PREDICTED, KEEPING, DEALING = "predicted", "global-const-signed", "sign-permutation"
"""The rule of sign and the null models that the answer quotes: neurons keep what they send, or
signs are dealt to links."""


def with_rule_labels(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table with the rules of sign in words."""
    return table.assign(rule=table["rule"].map(RULE_LABELS)).rename(columns={"rule": "signs"})


def wiring_table(excess: pd.DataFrame) -> pd.DataFrame:
    """Return η of the worm beside its random networks; see `comparison.with_excess`."""
    names = {"eta": "η", "mean": "mean", "excess": "excess", "z": "z", "p_more": "p"}
    rows = excess.round(3)
    interval = [f"{low:g} to {high:g}" for low, high in rows[["z_low", "z_high"]].to_numpy()]
    shown = rows[["rule", "null_model", "links", "negative", *names]].rename(columns=names)
    shown.insert(8, "z, 95 %", [text.replace("nan to nan", "–") for text in interval])
    return with_rule_labels(shown)


def swaps_table(balance: pd.DataFrame) -> pd.DataFrame:
    """Return how well the random networks of each null model are mixed."""
    columns = ["rule", "null_model", "swaps", "accepted_per_link", "overlap", "settled"]
    return with_rule_labels(balance[columns].round(3))


def neurons_table(neurons: pd.DataFrame, number: int = 10) -> pd.DataFrame:
    """Return the neurons in most loops, with the signs as predicted."""
    top = neurons[neurons["rule"] == PREDICTED].nlargest(number, "loops")
    top = top.assign(share=top["balanced_loops"] / top["loops"])
    return top[["neuron", "kind", "loops", "share", *PLACES]].round(3)


def answers_in_words(balance: pd.DataFrame, answers: Mapping[str, str]) -> str:
    """Return the answer by each rule of sign, with η and its mean in random networks, as a list.

    Parameters
    ----------
    balance : pandas.DataFrame
        The table ``connectome_balance``.
    answers : Mapping of str to str
        Rule of sign -> `comparison.verdict`.
    """
    own = balance.set_index(["rule", "null_model"])["mean"]
    lines = []
    for rule, rows in balance.groupby("rule", sort=False):
        means = f"random networks with signs dealt to links {own[rule, DEALING]:.3f}"
        if (rule, NEURON_PERMUTATION) in own.index:
            means += f", with signs dealt to neurons {own[rule, NEURON_PERMUTATION]:.3f}"
        eta = f"$\\eta$ = {rows['eta'].iloc[0]:.3f}"
        lines.append(f"- {RULE_LABELS[rule]}: **{answers[rule]}** ({eta}; {means}).")
    return "\n".join(lines)


def worm_in_words(balance: pd.DataFrame, answers: Mapping[str, str]) -> str:
    """Return the answer over all rules of sign, and the number that carries it."""
    given = pd.Series(answers).value_counts()
    counts = ", ".join(f"{answer} by {given[answer]}" for answer in given.index)
    rows = balance[(balance["rule"] == PREDICTED) & (balance["null_model"] == KEEPING)]
    worm = rows.iloc[0]
    return (
        f"{counts} of {len(answers)} rules of sign. With the signs as predicted"
        f" $\\eta$ = **{worm['eta']:.3f}**; 95 % of the random networks whose neurons keep what"
        f" they send have {worm['low']:.3f} to {worm['high']:.3f} (one worm, {worm['networks']}"
        " random networks)."
    )
