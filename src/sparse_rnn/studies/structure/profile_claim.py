"""The motif profile is the same whatever the task and strategy (C3)."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from sparse_rnn.results.intervals import Interval, mean_interval, summarise
from sparse_rnn.results.runs import CONDITION, last_epoch, with_defined_z
from sparse_rnn.verdicts import limits
from sparse_rnn.verdicts.findings import DECIDING, REPORTED, Finding, judged, left_out
from sparse_rnn.verdicts.power import of_mean
from sparse_rnn.verdicts.rules import graded, part_level
from sparse_rnn.verdicts.words import PROFILE, SIMILARITY


def universal_profile(tables: Mapping[str, pd.DataFrame]) -> Iterator[Finding]:
    """Yield for each sparse condition and null model how many loops of the eight are as claimed.

    The claim: balanced loops have a positive mean z over seeds, unbalanced loops a negative one.
    The interval is Student's, 95 %.  The rows of the paper's null model decide; the others are
    reported.  A condition in which too few loops are as claimed is contradicted if the interval of
    one loop, at the level `rules.part_level`, lies on the other side of 0.  A note names the
    loops with fewer z-scores than there are networks.  Then yield for each null model how similar
    the profiles of the paper's tasks are.

    Parameters
    ----------
    tables : Mapping of str to pandas.DataFrame
        ``motifs``.
    """
    motifs = tables["motifs"]
    chosen = motifs["model"].isin(limits.PAPER_MODELS)
    chosen &= motifs["strategy"].isin(limits.PAPER_STRATEGIES)
    final = with_defined_z(last_epoch(motifs[chosen]))
    final = final.assign(z=final["z"].where(final["diverged"] == 0))
    for (null, decides), rows in final.groupby(["null_model", "decides"], sort=False):
        scope = DECIDING if decides else REPORTED
        for key, own in rows.groupby(CONDITION, sort=False):
            condition = dict(zip(CONDITION, key, strict=True))
            yield as_claimed(own, condition, variant=null, scope=scope)
        yield from similarity(rows[rows["task"].isin(limits.PAPER_TASKS)], null)


def as_claimed(rows: pd.DataFrame, condition: Mapping, **words: str) -> Finding:
    """Return how many of the eight loops of one condition are as claimed.

    Parameters
    ----------
    rows : pandas.DataFrame
        ``seed, signs, balanced, z`` of all seeds; z of diverged networks is not defined.
    condition : Mapping
        Its label.
    **words : str
        See `Finding`.
    """
    turned = rows.assign(z=rows["z"].where(rows["balanced"], -rows["z"]))
    loops = summarise(turned, "z", ["signs"])
    by_seed = turned.groupby("seed")["z"].max()  # NaN where no loop has a z-score
    clear, right = int((loops["low"] > 0).sum()), int((loops["mean"] > 0).sum())
    level = part_level(limits.LOOP_TYPES)
    against = any(mean_interval(z, level).high < 0 for _, z in turned.groupby("signs")["z"])
    n = int(by_seed.notna().sum())
    number = Interval(n, clear if n else math.nan, math.nan, math.nan)

    def judge(number: Interval, of: float) -> str:
        enough = limits.ENOUGH_WITH_ALL_SIGNS if right == of else limits.ENOUGH_LOOP_TYPES
        return graded(number.mean == of, number.mean >= enough, against)

    told = [of_mean(*loop) for loop in loops[["n", "low", "high"]].itertuples(index=False)]
    notes = left_out(by_seed), with_fewer(loops, n)
    # a loop without an interval could hide any effect: NaN, which np.max keeps
    words |= {"note": "; ".join(filter(None, notes)), "smallest": float(np.max(told))}
    return judged(PROFILE, number, limits.LOOP_TYPES, judge, condition, **words)


def with_fewer(loops: pd.DataFrame, n: int) -> str:
    """Return which loops have fewer z-scores than there are networks; nothing where none has.

    Parameters
    ----------
    loops : pandas.DataFrame
        ``signs`` and the number ``n`` of z-scores.
    n : int
        The number of networks with any z-score.
    """
    fewer = loops[loops["n"] < n]
    counts = ", ".join(f"{row.signs} in {row.n}" for row in fewer.itertuples())
    return f"z defined of {counts} of {n} networks" if counts else ""


def similarity(rows: pd.DataFrame, null: str) -> Iterator[Finding]:
    """Yield how similar the profiles of all conditions are, where there are two or more.

    Parameters
    ----------
    rows : pandas.DataFrame
        ``CONDITION, signs, z`` of all conditions and seeds.
    null : str
        The null model of their z-scores.
    """
    profiles = rows.groupby(["signs", *CONDITION])["z"].mean().unstack("signs").dropna()
    every = profiles.T.corr().to_numpy()
    pairs = every[np.triu_indices(len(every), 1)]
    pairs = pairs[np.isfinite(pairs)]
    if pairs.size:
        low, high = np.percentile(pairs, [2.5, 97.5])
        interval = Interval(len(profiles), float(pairs.mean()), float(low), float(high))
        yield Finding(SIMILARITY, interval, math.nan, "", variant=null, scope=REPORTED)
