"""Whether a run can judge claims: one rule for all that tells verdicts."""

from __future__ import annotations

from collections.abc import Collection
from statistics import median

ENOUGH_NETWORKS = 5
"""Networks of a condition, or series of them, from which a run judges; fewer have intervals too
wide to tell."""


def can_judge(networks: Collection[int], judge: bool = True) -> bool:
    """Tell whether a run can judge claims: the typical condition has enough networks.

    Parameters
    ----------
    networks : collection of int
        The number of networks of each condition that ran.
    judge : bool, optional
        The configuration's key ``judge``: false where networks or training are smaller than the
        paper's.
    """
    return judge and len(networks) > 0 and median(networks) >= ENOUGH_NETWORKS


def judging_words(profile: str, networks: Collection[int], judge: bool = True) -> str:
    """Return that a run cannot judge, and why; nothing where it can, or where no networks count.

    Parameters
    ----------
    profile : str
        Name of the run's configuration.
    networks, judge
        See `can_judge`.
    """
    if judge and (not networks or can_judge(networks)):
        return ""
    why = "its networks, seeds or training are smaller than the paper's"
    if judge:
        why = f"a condition has n = {median(networks):g}, and a verdict needs {ENOUGH_NETWORKS}"
    return f"The profile {profile} cannot judge: {why}. Its numbers are an illustration."
