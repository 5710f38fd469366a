"""The run of one condition: settings in, trained networks and their history out."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
import torch

from sparse_rnn.artifacts import save_arrays, save_table
from sparse_rnn.config import Condition
from sparse_rnn.models.ensemble import Ensemble, Initial
from sparse_rnn.models.registry import make_model
from sparse_rnn.sparsify.registry import make_strategy
from sparse_rnn.tasks.registry import make_task
from sparse_rnn.training.checkpoint import load_checkpoint, save_checkpoint
from sparse_rnn.training.loop import COLUMNS, Loop, Plan, train

log = logging.getLogger(__name__)

CHECKPOINT_PERIOD = 20.0  # seconds between two checkpoints, so that writing them costs nothing


def build(condition: Condition, settings: Mapping, raw: Path) -> Loop:
    """Build the untrained ensemble of a condition with its task, strategy and plan.

    Parameters
    ----------
    condition : Condition
        What is trained.
    settings : Mapping
        As :func:`sparse_rnn.config.training_settings` returns them.
    raw : Path
        Folder of the raw data files.
    """
    own = settings["task"]
    task_settings = {"batch_size": own["batch_size"], **own.get("data", {})}
    task = make_task(condition.task, task_settings, raw, settings["seed"])
    cell = {key: own[key] for key in ("activation", "leak") if key in own}
    model = make_model(
        condition.model, settings["model"] | (cell if condition.model == "rnn" else {})
    )
    initial = Initial(own["hidden"], own.get("input_std"), own.get("recurrent", "gaussian"))
    ensemble = Ensemble(task, model, initial, settings["seeds"], own.get("noise", 0.0))
    keys = ("epochs", "learning_rate", "evaluate_every", "snapshot_every")
    plan = Plan(**{key: own[key] for key in keys})
    strategy = make_strategy(
        condition.strategy, condition.sparsity, plan.epochs, settings["strategy"]
    )
    return Loop(task, ensemble, strategy, plan)


def state(loop: Loop) -> dict[str, dict]:
    """Return all that changes during a run, as groups of named arrays."""
    signs = loop.structure.signs
    return {
        "progress": {"epoch": loop.epoch, "history": torch.stack(loop.history)},
        "parameters": {k: v.detach() for k, v in loop.ensemble.parameters.items()},
        "structure": {"mask": loop.structure.mask} | ({} if signs is None else {"signs": signs}),
        "optimiser": loop.optimiser.state(),
        "snapshots": {str(epoch): weights for epoch, weights in loop.snapshots.items()},
    }


def restore(loop: Loop, groups: Mapping[str, Mapping]) -> None:
    """Put a loop into the state that :func:`state` returned."""
    loop.epoch = int(groups["progress"]["epoch"])
    loop.history = list(groups["progress"]["history"])
    for name, parameter in loop.ensemble.parameters.items():
        parameter.data.copy_(groups["parameters"][name])
    loop.structure.mask = groups["structure"]["mask"]
    loop.structure.signs = groups["structure"].get("signs")
    loop.optimiser.load(groups.get("optimiser", {}))
    loop.snapshots = {int(epoch): weights for epoch, weights in groups["snapshots"].items()}


def train_condition(
    condition: Condition,
    settings: Mapping,
    code: str,
    raw: str | Path,
    networks: str | Path,
    history: str | Path,
) -> None:
    """Train all replicas of a condition and write their networks and history.

    A checkpoint beside ``networks`` lets an interrupted run go on; it goes when the run ends.

    Parameters
    ----------
    condition, settings, raw
        See :func:`build`.
    code : str
        Digest of the code; a checkpoint of other code or settings is not resumed.
    networks : path
        npz output: ``weights`` ``(S, R, N, N)`` float32 with ``weights[s, r, i, j]`` the link
        ``i -> j``, ``epochs`` ``(S,)``, ``seeds`` ``(R,)``.
    history : path
        csv output, one row per seed and evaluated epoch.
    """
    torch.set_num_threads(1)  # the workflow runs conditions side by side; bytes never depend on it
    fingerprint = json.dumps([condition.label, settings, code], sort_keys=True)
    checkpoint = Path(networks).with_name("checkpoint.npz")
    loop = build(condition, settings, Path(raw))
    if groups := load_checkpoint(checkpoint, fingerprint):
        restore(loop, groups)
        log.info("resuming after epoch %d", loop.epoch)
    with denormals_flushed():
        train(loop, Reporter(checkpoint, fingerprint, loop.epoch))
    save_table(history, tidy_history(condition, loop))
    save_networks(networks, loop)
    checkpoint.unlink(missing_ok=True)


@contextmanager
def denormals_flushed() -> Iterator[None]:
    """Flush denormal numbers to zero: errors that vanish over 500 steps would crawl as denormals.

    The setting is the processor's, for all code of this thread; it must not outlive the training.
    """
    torch.set_flush_denormal(True)
    try:
        yield
    finally:
        torch.set_flush_denormal(False)


class Reporter:
    """Logs one line per epoch and writes a checkpoint now and then."""

    def __init__(self, checkpoint: Path, fingerprint: str, first_epoch: int) -> None:
        self.checkpoint, self.fingerprint = checkpoint, fingerprint
        self.first_epoch, self.began = first_epoch, time.monotonic()
        self.saved = self.began

    def __call__(self, loop: Loop) -> None:
        """Report on the epoch that has just ended."""
        now = time.monotonic()
        done, epochs = loop.epoch - self.first_epoch, loop.plan.epochs
        left = (now - self.began) / done * (epochs - loop.epoch)
        latest = dict(zip(COLUMNS, loop.history[-1].mean(0).tolist(), strict=True))
        log.info(
            "epoch %d/%d  loss %.4g  test %s %.4g (epoch %d)  density %.4f  %.0f s left",
            loop.epoch, epochs, latest["loss"], loop.task.metric, latest["test"],
            latest["epoch"], loop.structure.mask.double().mean(), left,
        )  # fmt: skip
        if now - self.saved > CHECKPOINT_PERIOD:
            save_checkpoint(self.checkpoint, self.fingerprint, state(loop))
            self.saved = now


def tidy_history(condition: Condition, loop: Loop) -> pd.DataFrame:
    """Return the history as a table with one row per seed and evaluated epoch."""
    frames = [
        pd.DataFrame(rows.numpy(), columns=COLUMNS).assign(seed=loop.ensemble.seeds)
        for rows in loop.history
    ]
    table = pd.concat(frames).assign(**condition.label).astype({"epoch": int})
    table = table.sort_values(["seed", "epoch"], kind="stable")
    return table[[*condition.label, "seed", *COLUMNS]]


def save_networks(path: str | Path, loop: Loop) -> None:
    """Write the recurrent weights of all snapshots."""
    save_arrays(
        path,
        weights=torch.stack(list(loop.snapshots.values())).numpy(),
        epochs=torch.tensor(list(loop.snapshots)).numpy(),
        seeds=torch.tensor(loop.ensemble.seeds).numpy(),
    )
