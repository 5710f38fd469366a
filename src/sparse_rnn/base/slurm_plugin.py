"""A fault of the plugin for Slurm, mended where it is loaded (version 2.8.0)."""

from __future__ import annotations

import sys
from collections.abc import Callable

PLUGIN = "snakemake_executor_plugin_slurm"


def remember_job_age() -> None:
    """Have the plugin remember for how long Slurm tells of a job that ended.

    It asks before each look at its jobs, and turns to sacct where it gets no answer.  So it does
    while Slurm's controller is away; where Slurm keeps no accounts, sacct fails, and the plugin
    then waits for ever.
    """
    plugin = sys.modules.get(PLUGIN)
    if hasattr(plugin, "get_min_job_age"):  # not every version has it
        plugin.get_min_job_age = last_answer(plugin.get_min_job_age)


def last_answer(ask: Callable[[], int | None]) -> Callable[[], int | None]:
    """Return a function that asks and, without an answer, returns the one before; None if none."""
    known = None

    def answer() -> int | None:
        nonlocal known
        own = ask()
        known = known if own is None else own
        return known

    return answer
