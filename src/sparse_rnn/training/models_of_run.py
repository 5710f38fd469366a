"""The networks of a run, each with all its parameters in a file of its own."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import sparse_rnn  # its version by attribute: the digest of this code does not depend on it
from sparse_rnn.base.artifacts import remove_leftovers
from sparse_rnn.base.origin import digest_of
from sparse_rnn.config import Condition
from sparse_rnn.layout import MODEL_ENDING
from sparse_rnn.training.loop import Loop
from sparse_rnn.training.model_file import write_model_file


def save_models(
    folder: str | Path, loop: Loop, condition: Condition, settings: Mapping, code: str
) -> None:
    """Write the trained network of every replica as ``<seed>.safetensors``.

    It is the network at the end of training, of which the last row of the history tells and whose
    signed links the archive keeps; also where the plan keeps the best validation epoch, so that a
    file means the same for every task.  Of a replica that diverged it is the network at the end of
    its last good epoch.  Nothing in a file depends on the other replicas of the job.

    Parameters
    ----------
    folder : path
        Where the files go; other files there stay.
    loop : Loop
        The run, at its end.
    condition, settings, code
        See `condition.train_condition`.
    """
    kept = loop.last_good
    for r, seed in enumerate(loop.seeds):
        path = Path(folder) / f"{seed}{MODEL_ENDING}"
        remove_leftovers(path)
        tensors = {name: p[r].numpy() for name, p in kept.parameters.items()}
        metadata = model_metadata(loop, r, condition, settings, code)
        write_model_file(path, metadata, tensors | {"mask": kept.mask[r].numpy()})


def model_metadata(loop: Loop, r: int, condition: Condition, settings: Mapping, code: str) -> dict:
    """Return what the trained network of a replica is.

    Returns
    -------
    dict
        ``task``, ``model``, ``strategy``, ``sparsity``, ``seed``; ``epoch``, how many it was
        trained for; ``diverged``, the epoch in which it diverged, 0 if it did not; ``settings``, as
        `config.training_settings` returns them for its seed alone, and ``settings_digest``; the
        digest of the ``code``; and the version of this package, ``sparse_rnn``.
    """
    diverged, own = int(loop.diverged[r]), {**settings, "seeds": [loop.seeds[r]]}
    return {
        **condition.label,
        "seed": loop.seeds[r],
        "epoch": diverged - 1 if diverged else loop.epoch,
        "diverged": diverged,
        "settings": own,
        "settings_digest": digest_of(own),
        "code": code,
        "sparse_rnn": sparse_rnn.__version__,
    }
