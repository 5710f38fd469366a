"""Signed motifs and structural balance of sparse recurrent networks, and how training makes them.

The functions named here measure a network of your own, and `load_model` reads one that was trained
here::

    import sparse_rnn as sr

    network = sr.read("notebooks/example_network.tsv")
    sr.balance(network).eta
    sr.census(network, null_model="global-const", networks=1000).table

All else is reached by its module: `tasks`, `models`, `sparsify` and `training` train networks (with
torch), `graphs` measures them and `reports` tells what was measured (without), `studies` holds a
folder per question of the paper.  Everywhere ``W`` has shape ``(N, N)`` and ``W[i, j]`` is the link
``i -> j``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = [
    "anneal",
    "balance",
    "census",
    "four_nodes",
    "load_model",
    "mixing",
    "null_networks",
    "read",
]

if TYPE_CHECKING:
    from sparse_rnn.api import (
        anneal,
        balance,
        census,
        four_nodes,
        load_model,
        mixing,
        null_networks,
        read,
    )


def __getattr__(name: str) -> Any:
    """Return a public function, loading what it needs only now: `import sparse_rnn` stays quick."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from sparse_rnn import api

    return getattr(api, name)


def __dir__() -> list[str]:
    """Return the public names and the version."""
    return [*__all__, "__version__"]
