"""The feed-forward loops of trained networks: what i does to k over two steps, and their weights.

Dense networks are no subject here: in them any three nodes form loops, millions in all.
"""

from __future__ import annotations

import pandas as pd

from sparse_rnn.experiments.weight_dynamics import END, Course, histograms
from sparse_rnn.networks.loop_weights import LINK_KINDS, link_table, loop_table

KINDS = {True: "balanced", False: "unbalanced"}


def loop_effects(courses: list[Course]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return w_ij w_jk + w_ik of all loops at the end of training, balanced and unbalanced apart.

    Returns
    -------
    histogram : pandas.DataFrame
        The keys, ``balanced``, the bin's ends ``low`` and ``high``, ``count``.
    summary : pandas.DataFrame
        The keys, ``balanced``, the number of ``loops``, and over them the mean size of the effect
        ``mean_abs_effect``, of its direct term ``mean_abs_direct`` (w_ik) and of its indirect term
        ``mean_abs_indirect`` (w_ij w_jk).
    """
    samples, rows = [], []
    for course in courses:
        loops = loop_table(course.weights[END])
        for balanced in KINDS:
            chosen = loops[loops["balanced"] == balanced]
            keys = course.keys | {"balanced": balanced}
            samples.append((keys, chosen["effect"].to_numpy()))
            rows.append(keys | _sizes(chosen))
    return histograms(samples), pd.DataFrame(rows)


def _sizes(loops: pd.DataFrame) -> dict:
    """Return the number of loops and the mean size of their effect and of its two terms."""
    return {
        "loops": len(loops),
        "mean_abs_effect": loops["effect"].abs().mean(),
        "mean_abs_direct": loops["w_ik"].abs().mean(),
        "mean_abs_indirect": (loops["w_ij"] * loops["w_jk"]).abs().mean(),
    }


def link_sizes(courses: list[Course]) -> pd.DataFrame:
    """Return how large the weights of links are by the loops that the links are part of.

    Returns
    -------
    pandas.DataFrame
        The keys, the ``kind`` of link (one of `loop_weights.LINK_KINDS`), the number of ``links``,
        and the ``mean_abs`` and ``median_abs`` of their weights at the end of training.
    """
    rows = []
    for course in courses:
        weights = course.weights[END]
        links = link_table(weights, loop_table(weights))
        for kind in LINK_KINDS:
            size = links.loc[links["kind"] == kind, "weight"].abs()
            means = {"mean_abs": size.mean(), "median_abs": size.median()}
            rows.append(course.keys | {"kind": kind, "links": len(size)} | means)
    return pd.DataFrame(rows)
