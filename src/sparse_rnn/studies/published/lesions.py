"""The authors' networks on our data: their test metric, and the lesions of `studies.lesions`."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from pathlib import Path

import numpy as np
import pandas as pd
import torch

from sparse_rnn.models.compiled.denormals import denormals_flushed
from sparse_rnn.models.ensemble import Ensemble
from sparse_rnn.results.schema import write_table
from sparse_rnn.studies.lesions.measure import lesion_table, load_parameters
from sparse_rnn.studies.published.lesion_files import (
    LESION_NUMBERS,
    LesionNetwork,
    read_lesion_network,
)
from sparse_rnn.tasks.base import ArrayTask, Task
from sparse_rnn.training.condition import untrained
from sparse_rnn.training.loop import evaluate


def lesion_published(
    task: str,
    orders: int,
    settings: Mapping,
    raw: str | Path,
    lesions: str | Path,
    metrics: str | Path,
) -> None:
    """Test the authors' networks, remove loops and random links from them, and test after each.

    Their test data are not ours.  Those of mg are another stretch of the series, so that errors
    agree up to a factor.  Those of hgs are other sequences, by a split that is not published: most
    of the sequences of our test set were in their training set, so that our metric is that of
    neither.  The metric on all sequences (part ``all``) does compare, with the mean of what they
    recorded for their parts.  For mnist they recorded nothing.

    Parameters
    ----------
    task : str
        One of `lesion_files.LESION_FOLDERS`.
    orders : int
        Random orders of removal per network and kind.
    settings : Mapping
        As `config.published_settings` returns them.
    raw : path
        Folder of the raw data files.
    lesions : path
        csv output as of `studies.lesions.measure.lesion_networks`; ``network`` is the number of the
        network.
    metrics : path
        csv output, a row per ``network`` and ``part`` of the data: our ``metric`` and what is
        ``recorded``.

    Raises
    ------
    FileNotFoundError, ValueError
        If a file is missing, corrupt or does not fit the task; the message names it.
    """
    torch.set_num_threads(1)  # the workflow runs jobs side by side
    networks = [read_lesion_network(task, number, raw) for number in LESION_NUMBERS]
    data, ensemble = trained_ensemble(task, networks, settings, raw)
    write_table("published_metrics", metrics, pd.DataFrame(metric_rows(data, ensemble, networks)))
    nodes = np.stack([network.nodes for network in networks])
    write_table("published_lesions", lesions, lesion_table(data, ensemble, nodes, orders))


def trained_ensemble(
    task: str, networks: Sequence[LesionNetwork], settings: Mapping, raw: str | Path
) -> tuple[Task, Ensemble]:
    """Return a task, and the networks as replicas of one ensemble, whose seeds are their numbers.

    Raises
    ------
    ValueError
        If the networks differ in size, or do not fit the task.
    """
    arrays = {
        name: np.stack([network.parameters[name] for network in networks])
        for name in networks[0].parameters
    }
    own = settings["task"] | {"hidden": arrays["recurrent"].shape[-1]}
    numbers = {"task": own, "seeds": list(LESION_NUMBERS[: len(networks)])}
    data, ensemble, _ = untrained(task, "rnn", settings | numbers, Path(raw))
    remedy = f"give tasks.{task} the paper's settings"
    load_parameters(ensemble, arrays, networks[0].name, remedy)
    return data, ensemble


def metric_rows(
    task: Task, ensemble: Ensemble, networks: Sequence[LesionNetwork]
) -> Iterator[dict]:
    """Yield ``task, network, part, metric, recorded`` of each network, see `lesion_published`."""
    parts = {"test": task}
    recorded = {"test": [network.recorded.get("test", math.nan) for network in networks]}
    if isinstance(task, ArrayTask) and "valid" in task.data:
        parts["all"] = all_sequences(task)
        sizes = {part: len(inputs) for part, (inputs, _) in task.data.items()}
        recorded["all"] = [weighted_mean(network.recorded, sizes) for network in networks]
    with denormals_flushed():
        for part, data in parts.items():
            metrics = evaluate(data, ensemble, ensemble.recurrent != 0, "test").tolist()
            for row in zip(ensemble.seeds, metrics, recorded[part], strict=True):
                names = {"task": task.name, "part": part}
                yield names | dict(zip(("network", "metric", "recorded"), row, strict=True))


def weighted_mean(values: Mapping[str, float], sizes: Mapping[str, int]) -> float:
    """Return the mean of the values of the parts of a data set, by the sizes of the parts."""
    return sum(values[part] * size for part, size in sizes.items()) / sum(sizes.values())


def all_sequences(task: ArrayTask) -> ArrayTask:
    """Return a task whose test set is all sequences: training, validation and test."""
    whole = copy(task)
    parts = zip(*task.data.values(), strict=True)
    whole.data = {"test": tuple(map(torch.cat, parts))}
    return whole
