"""Whether a run has enough networks to judge by: one rule for all that tells verdicts."""

from __future__ import annotations

from collections.abc import Collection
from statistics import median

ENOUGH_NETWORKS = 5
"""Networks of a condition from which a run judges; fewer have intervals too wide to tell."""


def can_judge(networks: Collection[int]) -> bool:
    """Tell whether a run can judge claims: the typical condition has enough networks.

    Parameters
    ----------
    networks : collection of int
        The number of networks of each condition that ran.
    """
    return len(networks) > 0 and median(networks) >= ENOUGH_NETWORKS


def judging_words(profile: str, networks: Collection[int]) -> str:
    """Return that a run cannot judge, and why; nothing where it can, or where nothing ran.

    Parameters
    ----------
    profile : str
        Name of the run's configuration.
    networks : collection of int
        See `can_judge`.
    """
    if not networks or can_judge(networks):
        return ""
    return (
        f"The profile {profile} cannot judge: a condition has {median(networks):g} networks, and a"
        f" verdict needs {ENOUGH_NETWORKS}. Its numbers are an illustration."
    )
