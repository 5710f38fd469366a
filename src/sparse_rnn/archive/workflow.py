"""The workflow, run for the networks of a configuration alone."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence


def train_and_count(
    configfiles: Sequence[str], cores: int, targets: Sequence[str] = ("networks",)
) -> None:
    """Train and count all networks of a configuration, as far as that is not done, with Snakemake.

    It runs in the root of the repository, and fills ``data/<profile>``.

    Parameters
    ----------
    configfiles : sequence of str
        The files that are laid over the paper's configuration, in this order.
    cores : int
        How many jobs run side by side.
    targets : sequence of str
        What is to be there in the end; by default all networks.

    Raises
    ------
    RuntimeError
        If the workflow failed; what it said stands above.
    """
    words = [*targets, "--cores", str(cores), "--configfile", *configfiles]
    done = subprocess.run([sys.executable, "-m", "snakemake", *words], check=False)
    if done.returncode:
        raise RuntimeError("the workflow failed, see above; nothing was compared")
