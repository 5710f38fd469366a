"""A trained network as one file: its parameters as tensors of safetensors, and what it is as JSON.

The JSON is one text under the key ``sparse_rnn`` of the file's metadata: safetensors writes several
keys in an order that changes from run to run, and the same training must give the same bytes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save

from sparse_rnn.base.artifacts import atomic

_KEY, _REMEDY = "sparse_rnn", "restore the file, or train the network again"


def write_model_file(
    path: str | Path, metadata: Mapping, tensors: Mapping[str, np.ndarray]
) -> None:
    """Write a trained network; the same one gives the same bytes.

    Parameters
    ----------
    path : path
        The file.
    metadata : Mapping
        What the network is, of numbers, texts, lists and mappings of such.
    tensors : Mapping of str to ndarray
        Its parameters and its mask.
    """
    record = {"metadata": metadata, "sha256": _digest(tensors)}
    text = json.dumps(record, sort_keys=True, allow_nan=False)
    with atomic(path) as temporary:
        temporary.write_bytes(save(dict(tensors), {_KEY: text}))


def read_model_file(path: str | Path) -> tuple[dict, dict[str, np.ndarray]]:
    """Return the metadata and the tensors that `write_model_file` wrote.

    Raises
    ------
    OSError
        If the file cannot be opened.
    ValueError
        If it is truncated, damaged, no model of this package, or holds a number that is not finite;
        the message names it.
    """
    Path(path).open("rb").close()  # whose error names the file
    try:
        with safe_open(path, framework="numpy") as file:
            record = json.loads((file.metadata() or {})[_KEY])
            metadata, digest = record["metadata"], record["sha256"]
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
    except SafetensorError as error:
        raise ValueError(f"{path} is no whole safetensors file ({error}); {_REMEDY}") from None
    except (KeyError, TypeError, ValueError):
        raise ValueError(
            f"{path} holds tensors, but is no model that sparse_rnn trained; name one that the "
            "rule train wrote"
        ) from None
    _demand_sound(path, digest, tensors)
    return metadata, tensors


def _demand_sound(path: str | Path, digest: str, tensors: Mapping[str, np.ndarray]) -> None:
    """Raise ValueError unless the tensors have the digest that was written, and are finite."""
    if digest != _digest(tensors):
        raise ValueError(f"{path} is damaged: its tensors are not those written; {_REMEDY}")
    spoilt = [name for name, tensor in tensors.items() if not np.isfinite(tensor).all()]
    if spoilt:
        raise ValueError(
            f"{path} holds numbers that are not finite in {', '.join(spoilt)}; {_REMEDY}"
        )


def _digest(tensors: Mapping[str, np.ndarray]) -> str:
    """Return a digest of the names, types, shapes and bytes of tensors."""
    digest = hashlib.sha256()
    for name in sorted(tensors):
        tensor = tensors[name]
        digest.update(f"{name} {tensor.dtype.str} {tensor.shape}\n".encode())
        digest.update(tensor.tobytes())
    return digest.hexdigest()
