"""The feed-forward loops of trained networks: what i does to k over two steps, and their weights.

Dense networks are no subject here: in them any three nodes form loops, millions in all.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from sparse_rnn.config import Condition
from sparse_rnn.results.replicas import by_condition
from sparse_rnn.results.schema import write_table
from sparse_rnn.studies.mechanism.loop_weights import LINK_KINDS, link_table, loop_table
from sparse_rnn.studies.mechanism.triad_response import PULSES, linear_limit
from sparse_rnn.studies.weights.measure import END, Course, histograms, read_courses

CHUNK = 1000
"""Loops that are simulated at a time, each with all pulses: some ten megabytes."""


def save_mechanism(
    conditions: Sequence[Condition],
    networks: Sequence[str | Path],
    tolerance: float,
    effects: str | Path,
    loops: str | Path,
    links: str | Path,
) -> None:
    """Write what the loops of several sparse conditions do, and how large their links are.

    Parameters
    ----------
    conditions : sequence of Condition
        Name the rows: whose networks each file has.
    networks : sequence of path
        The files, one per group of replicas; see `weights.measure.read_courses`.
    tolerance : float
        Error from which on the linear formula does not hold; see `triad_response.linear_error`.
    effects, loops : path
        csv outputs: the two tables of `loop_effects`.
    links : path
        csv output: the table of `link_sizes`.

    Raises
    ------
    ValueError
        If a condition is dense: its networks have loops by the million.
    """
    dense = [condition for condition in conditions if condition.sparsity == 0]
    if dense:
        raise ValueError(f"{dense[0]} is dense: any three nodes form loops, too many to list")
    files = by_condition(conditions, networks)
    courses = [read_courses(condition, *own) for condition, own in files.items()]
    measured = [(*loop_effects(own, tolerance), link_sizes(own)) for own in courses]
    paths = {"loop_effects": effects, "loop_sizes": loops, "link_sizes": links}
    for (name, path), parts in zip(paths.items(), zip(*measured, strict=True), strict=True):
        write_table(name, path, pd.concat(parts, ignore_index=True))


def loop_effects(
    courses: list[Course], tolerance: float = 0.1
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return w_ij w_jk + w_ik of all loops at the end of training, balanced and unbalanced apart.

    Parameters
    ----------
    courses : list of Course
        The networks.
    tolerance : float
        Error from which on the linear formula does not hold; see `triad_response.linear_error`.

    Returns
    -------
    histogram : pandas.DataFrame
        The keys, ``balanced``, the bin's ends ``low`` and ``high``, ``count``.
    summary : pandas.DataFrame
        The keys, ``balanced``, the number of ``loops``, and over them the mean size of the effect
        ``mean_abs_effect``, of its direct term ``mean_abs_direct`` (w_ik) and of its indirect term
        ``mean_abs_indirect`` (w_ij w_jk); and of three isolated nodes with these weights the
        ``median_limit``, the state of i up to which the linear formula holds within the
        ``tolerance``, and the share of loops ``always_linear`` in which it holds at all of
        `triad_response.PULSES`.
    """
    samples, rows = [], []
    for course in courses:
        loops = loop_table(course.weights[END])
        for balanced in (True, False):
            chosen = loops[loops["balanced"] == balanced]
            keys = course.keys | {"balanced": balanced}
            samples.append((keys, chosen["effect"].to_numpy()))
            rows.append(keys | _sizes(chosen) | _limits(chosen, tolerance))
    return histograms(samples), pd.DataFrame(rows)


def _sizes(loops: pd.DataFrame) -> dict:
    """Return the number of loops and the mean size of their effect and of its two terms."""
    return {
        "loops": len(loops),
        "mean_abs_effect": loops["effect"].abs().mean(),
        "mean_abs_direct": loops["w_ik"].abs().mean(),
        "mean_abs_indirect": (loops["w_ij"] * loops["w_jk"]).abs().mean(),
    }


def _limits(loops: pd.DataFrame, tolerance: float) -> dict:
    """Return up to which state of i the linear formula holds if the loops stand alone."""
    weights = loops[["w_ij", "w_jk", "w_ik"]].to_numpy()
    starts = range(0, len(weights), CHUNK)
    limits = [linear_limit(weights[start : start + CHUNK], tolerance) for start in starts]
    limit = np.concatenate([*limits, []])
    some = len(limit) > 0
    return {
        "tolerance": tolerance,
        "median_limit": np.median(limit) if some else np.nan,
        "always_linear": (limit == PULSES[-1]).mean() if some else np.nan,
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
