"""The run of one condition: settings in, trained networks and their history out."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pandas as pd
import torch

from sparse_rnn.base.artifacts import remove_leftovers, save_arrays
from sparse_rnn.base.logs import count_earlier
from sparse_rnn.config import Condition
from sparse_rnn.models.compiled.denormals import denormals_flushed
from sparse_rnn.models.ensemble import Ensemble, Initial
from sparse_rnn.models.registry import Model, make_model
from sparse_rnn.numerics.jit import compiling_alone
from sparse_rnn.results.schema import write_table
from sparse_rnn.sparsify.registry import make_strategy
from sparse_rnn.tasks.base import Task
from sparse_rnn.tasks.registry import make_task
from sparse_rnn.training.checkpoint import Checkpoints
from sparse_rnn.training.history import history_table, warn_if_all_diverged
from sparse_rnn.training.loop import Loop, Plan, train
from sparse_rnn.training.models_of_run import save_models
from sparse_rnn.training.progress import Progress

log = logging.getLogger(__name__)


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
    task, ensemble, plan = untrained(condition.task, condition.model, settings, raw)
    strategy = make_strategy(
        condition.strategy, condition.sparsity, plan.epochs, settings["strategy"]
    )
    return Loop(task, ensemble, strategy, plan)


def untrained(name: str, model: str, settings: Mapping, raw: Path) -> tuple[Task, Ensemble, Plan]:
    """Return a task, the dense ensemble that is to learn it, and how long it trains.

    Parameters
    ----------
    name, model : str
        Names of the task and of the model.
    settings, raw
        See :func:`build`.
    """
    own, task, cell = settings["task"], task_of(name, settings, raw), cell_of(model, settings)
    drawn = ("hidden", "input_std", "recurrent", "readout_bias", "readout", "embedding")
    initial = Initial(**{key: own[key] for key in drawn if key in own})
    ensemble = Ensemble(task, cell, initial, settings["seeds"], own.get("noise", 0.0))
    keys = ("epochs", "learning_rate", "evaluate_every", "snapshot_every", "keep_best")
    return task, ensemble, Plan(**{key: own[key] for key in keys if key in own})


def task_of(name: str, settings: Mapping, raw: Path) -> Task:
    """Return the task of a run with its data; for the parameters see `untrained`."""
    own = settings["task"]
    task_settings = {"batch_size": own["batch_size"], **own.get("data", {})}
    return make_task(name, task_settings, raw, settings["seed"])


def cell_of(model: str, settings: Mapping) -> Model:
    """Return the model of a run; for the parameters see `untrained`."""
    own = {key: settings["task"][key] for key in ("activation", "leak") if key in settings["task"]}
    return make_model(model, settings["model"] | (own if model == "rnn" else {}))


def train_condition(
    condition: Condition,
    settings: Mapping,
    code: str,
    raw: str | Path,
    networks: str | Path,
    history: str | Path,
    models: str | Path,
    eta: Callable[[np.ndarray], float],
    checkpoint_period: float = 20.0,
) -> None:
    """Train replicas of a condition, all or a group, and write their networks and history.

    That all of them diverged is only told here: those of another group may have come through.

    A checkpoint beside ``networks`` lets an interrupted run go on; it goes when the run ends.  The
    first one is written before training, so that a folder that takes no files is found at once.

    Parameters
    ----------
    condition, settings, raw
        See :func:`build`.
    code : str
        Digest of the code; a checkpoint of other code or settings is not resumed.
    networks : path
        npz output: ``weights`` ``(S, R, N, N)`` float32 with ``weights[s, r, i, j]`` the link
        ``i -> j``, ``epochs`` ``(S,)``, ``seeds`` ``(R,)`` and ``diverged`` ``(R,)``: the epoch in
        which the replica's loss or a parameter ceased to be finite, 0 if none did.  From then on
        its weights are those at the end of its last good epoch.  Of SET also ``added`` ``(R, N,
        N)``: which links of the last snapshot the last change of structure added; none of a replica
        that diverged.
    history : path
        csv output, one row per seed and evaluated epoch; a diverged replica has none after its
        last good epoch.
    models : path
        Folder for the trained networks with all their parameters, see `models_of_run.save_models`.
    eta : callable
        Maps recurrent weights ``(R, N, N)`` to their mean global balance, for the log alone.
    checkpoint_period : float
        Seconds between two checkpoints.

    Raises
    ------
    OSError
        If a file cannot be written; the message names it.
    """
    fingerprint = json.dumps([condition.label, settings, code], sort_keys=True)
    checkpoint = Path(networks).with_name("checkpoint.npz")
    for path in (networks, history):
        remove_leftovers(path)
    loop = build(condition, settings, Path(raw))
    train_with_checkpoints(loop, Checkpoints(checkpoint, fingerprint, checkpoint_period), eta)
    keys = pd.DataFrame({"seed": loop.seeds}).assign(**condition.label)
    write_table("history", history, history_table(loop, keys[[*condition.label, "seed"]]))
    save_models(models, loop, condition, settings, code)
    save_networks(networks, loop)
    checkpoint.unlink(missing_ok=True)
    rate = f"tasks.{condition.task}.learning_rate", loop.plan.learning_rate
    warn_if_all_diverged(loop.diverged.tolist(), *rate)


def train_with_checkpoints(
    loop: Loop, checkpoints: Checkpoints, eta: Callable[[np.ndarray], float]
) -> None:
    """Train a new loop to its end, going on from its checkpoint if there is one.

    Parameters
    ----------
    loop : Loop
        The run, untrained.
    checkpoints : Checkpoints
        Where its state is kept; the file stays, until the caller has written the results.
    eta : callable
        See :func:`train_condition`.
    """
    torch.set_num_threads(1)  # the workflow runs conditions side by side; bytes never depend on it
    remove_leftovers(checkpoints.path)
    with denormals_flushed(), compiling_alone("training") as all_compiled:
        if checkpoints.resume(loop):
            log.info("resuming after epoch %d", loop.epoch)
            count_earlier(checkpoints.spent)
        else:
            loop.start()
            checkpoints.save(loop)
        train(loop, Progress(loop, eta), checkpoints.save_when_due, all_compiled)


def save_networks(path: str | Path, loop: Loop) -> None:
    """Write the recurrent weights of all snapshots."""
    save_arrays(
        path,
        weights=torch.stack(list(loop.snapshots.values())).numpy(),
        epochs=torch.tensor(list(loop.snapshots)).numpy(),
        seeds=torch.tensor(loop.seeds).numpy(),
        diverged=loop.diverged.numpy(),
        **_added(loop),
    )


def _added(loop: Loop) -> dict[str, np.ndarray]:
    """Return the links that the last change added, where the strategy tells them."""
    if loop.structure.added is None:
        return {}
    added = torch.zeros_like(loop.last_good.mask)
    added[loop.alive] = loop.structure.added
    return {"added": added.numpy()}
