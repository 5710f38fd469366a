"""Training of the networks for lesions: a random core with feed-forward loops tangent to it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd
import torch

from sparse_rnn.base.artifacts import save_arrays
from sparse_rnn.graphs.draw_weights import draw_weights
from sparse_rnn.results.schema import write_table
from sparse_rnn.studies.lesions.tangent_loops import tangent_loops
from sparse_rnn.studies.structure.measure import mean_eta
from sparse_rnn.training.fixed_topology import remove_checkpoints, train_given
from sparse_rnn.training.history import history_table, refuse_if_all_diverged
from sparse_rnn.training.loop import Loop


def train_tangent_loops(
    task: str,
    construction: Mapping,
    settings: Mapping,
    code: str,
    raw: str | Path,
    networks: str | Path,
    history: str | Path,
) -> None:
    """Train networks with tangent loops, structure fixed and weights free, and write them.

    Parameters
    ----------
    task : str
        Name of the task.
    construction : Mapping
        ``loops``, their number m, and ``p``, the probability of a link of the core; see
        `studies.lesions.tangent_loops`.
    settings : Mapping
        As `config.given_settings` returns them; one network per seed.
    code, raw
        See `training.fixed_topology.train_given`.
    networks : path
        npz output of the networks that did not diverge: ``nodes`` ``(R, m, 3)``, i, j, k of each
        loop; ``seeds`` ``(R,)``; ``epochs`` ``(R,)``, the last one or, if the settings say
        ``keep_best``, that with the best validation accuracy; and each parameter of the ensemble at
        that epoch by its name, among them ``recurrent`` ``(R, N, N)``.
    history : path
        csv output, a row per network and evaluated epoch; ``network`` is the seed.

    Raises
    ------
    ValueError
        If the nodes are too few for the loops, or another setting is impossible.
    FloatingPointError
        If all networks diverged.
    """
    n, seeds = settings["task"]["hidden"], settings["seeds"]
    shape = (n, construction["loops"], construction["p"])
    made = [tangent_loops(*shape, seed, "lesions", task) for seed in seeds]
    limit, radius = settings["weight_limit"], settings["spectral_radius"]
    pairs = zip(made, seeds, strict=True)
    given = [draw_weights(net.graph.to_weights(), limit, radius, seed) for net, seed in pairs]
    checkpoint = Path(networks).with_name("checkpoint.npz")
    loop = train_given(task, settings, code, raw, np.stack(given), checkpoint, mean_eta)
    keys = pd.DataFrame({"task": task, "network": seeds})
    write_table("tangent_loops_history", history, history_table(loop, keys))
    alive = loop.alive.numpy()
    save_arrays(
        networks,
        nodes=np.stack([net.nodes for net in made])[alive],
        seeds=np.array(seeds)[alive],
        **_kept(loop),
    )
    remove_checkpoints(checkpoint.parent)
    key = "lesions.training.learning_rate"
    refuse_if_all_diverged(loop.diverged.tolist(), key, loop.plan.learning_rate)


def _kept(loop: Loop) -> dict[str, np.ndarray]:
    """Return the ``epochs`` and the parameters of the networks of a run that did not diverge."""
    if loop.best is None:
        epochs = torch.full((len(loop.ensemble.seeds),), loop.epoch)
        parameters = loop.ensemble.parameters
    else:
        epochs = loop.best.epoch[loop.alive]
        parameters = {name: p[loop.alive] for name, p in loop.best.parameters.items()}
    return {"epochs": epochs.numpy()} | {k: p.detach().numpy() for k, p in parameters.items()}
