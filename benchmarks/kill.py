"""Whether a killed run ends in the same bytes: python benchmarks/kill.py [--kills 10].

For each strategy a small ensemble is trained undisturbed.  Then the same run is killed (SIGKILL) at
random moments and started again, until it was killed often enough; every run that comes to its end
must have written the same bytes.  A checkpoint is written after every epoch, so that many kills hit
the writing of one.
"""

from __future__ import annotations

import argparse
import multiprocessing
import shutil
import tempfile
import time
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from signal import SIGKILL
from typing import NamedTuple

import numpy as np

from sparse_rnn.base.artifacts import load_arrays
from sparse_rnn.base.seeding import stream
from sparse_rnn.config import Condition, load_yaml, overlay, training_settings
from sparse_rnn.sparsify.registry import STRATEGY_CLASSES
from sparse_rnn.training.condition import train_condition

CONFIGS = Path(__file__).parents[1] / "workflow" / "config"
OUTPUTS = ("networks.npz", "history.csv", "models")
SMALLER = {
    "hidden": 12,
    "data": {"train_points": 400, "test_points": 200, "steps": 10, "passes_per_epoch": 1},
}

# Each run is a process of its own, forked from one that has imported everything (torch's Adam
# imports torch._dynamo when it is first made).
processes = multiprocessing.get_context("forkserver")
processes.set_forkserver_preload(
    ["sparse_rnn.training.condition", "sparse_rnn.tasks.mackey_glass", "torch._dynamo"]
)


class Outcome(NamedTuple):
    """What became of one strategy: epochs trained when it was killed, whole runs, whether alike."""

    epochs: list[int]
    runs: int
    same: bool


def start(strategy: str, folder: Path, epochs: int) -> multiprocessing.process.BaseProcess:
    """Start to train an ensemble of two, or to go on with it."""
    configs = [load_yaml(CONFIGS / f"{name}.yaml") for name in ("paper", "smoke")]
    condition = Condition("mg", "rnn", strategy, 0.0 if strategy == "dense" else 0.8)
    settings = training_settings(overlay(*configs), condition)
    settings["task"] = overlay(settings["task"], SMALLER | {"epochs": epochs})
    files = [folder / name for name in OUTPUTS]
    words = (condition, settings, "code", folder, *files, np.mean, 0.0)
    process = processes.Process(target=train_condition, args=words)
    process.start()
    return process


def finish(process: multiprocessing.process.BaseProcess, folder: Path) -> list[str]:
    """Wait for the end of a run and return the digests of its files."""
    process.join()
    names = sorted(path.name for path in folder.iterdir())
    if process.exitcode or names != sorted(OUTPUTS):
        raise RuntimeError(f"a run ended with status {process.exitcode} and left {names}")
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return [sha256(path.read_bytes()).hexdigest() for path in files]


def epoch_reached(folder: Path) -> int:
    """Return the epoch from which a killed run will go on."""
    checkpoint = folder / "checkpoint.npz"
    return int(load_arrays(checkpoint)["progress/epoch"]) if checkpoint.exists() else 0


def wait_for_checkpoints(
    process: multiprocessing.process.BaseProcess, folder: Path, n: int
) -> None:
    """Wait until a run has written ``n`` more checkpoints, or has ended."""
    last = written(folder)
    while n > 0 and process.exitcode is None:
        time.sleep(0.001)
        now = written(folder)
        n -= now != last
        last = now


def written(folder: Path) -> int:
    """Return when the checkpoint was written, 0 if there is none."""
    with suppress(FileNotFoundError):
        return (folder / "checkpoint.npz").stat().st_mtime_ns
    return 0


def kill_often(strategy: str, folder: Path, kills: int, epochs: int = 24) -> Outcome:
    """Kill a run at random moments and resume it; compare it with the undisturbed one.

    It is killed after none to three further checkpoints and a random time up to an epoch's: while
    it starts, trains, evaluates or writes.

    Parameters
    ----------
    strategy : str
        Key of the registry of strategies.
    folder : Path
        Empty folder for the files of the runs.
    kills : int
        How often to kill.
    epochs : int
        Length of training.
    """
    began = time.monotonic()
    undisturbed = finish(start(strategy, folder / "undisturbed", epochs), folder / "undisturbed")
    epoch_seconds = (time.monotonic() - began) / epochs
    moments = stream(0, "kills", strategy)
    disturbed, reached, digests = folder / "disturbed", [], []
    while len(reached) < kills or not digests:
        process = start(strategy, disturbed, epochs)
        if len(reached) < kills:
            wait_for_checkpoints(process, disturbed, moments.integers(4))
            process.join(moments.uniform(0, epoch_seconds))
            process.kill()
        process.join()
        if process.exitcode == -SIGKILL:
            reached.append(epoch_reached(disturbed))
        else:
            digests.append(finish(process, disturbed))
            shutil.rmtree(disturbed)
    return Outcome(reached, len(digests), all(each == undisturbed for each in digests))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=10, help="per strategy")
    kills = parser.parse_args().kills
    print("strategy    kills  whole runs  same bytes  epochs trained when killed")
    for strategy in STRATEGY_CLASSES:
        with tempfile.TemporaryDirectory() as folder:
            outcome = kill_often(strategy, Path(folder), kills)
        same, epochs = "yes" if outcome.same else "NO", ", ".join(map(str, outcome.epochs))
        print(f"{strategy:<10}  {kills:5}  {outcome.runs:10}  {same:>10}  {epochs}", flush=True)


if __name__ == "__main__":
    main()
