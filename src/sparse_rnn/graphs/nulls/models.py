"""Null models: what a random network keeps of the given one, by name."""

from __future__ import annotations

from dataclasses import dataclass

from sparse_rnn.graphs.nulls.chain.packed_links import GLOBAL_CONST, LOCAL_CONST, NO_REGARD

DEGREES = "in- and out-degree of each node"
SIGNED_OUT = "positive and negative out-degree of each node"
SIGNED_IN = "positive and negative in-degree of each node"
SIGN_COUNTS = "number of links of each sign"
PAIRS = "number of mutual pairs by sign type"
NODE_PAIRS = "mutual pairs of each node"
TOPOLOGY = "links, regardless of sign"

TRAVELLING, SCATTERED, REGARDED = "travel", "scatter", "regard"
SHUFFLED, EXCHANGED = "shuffle", "exchange"
FANMOD, FANMOD_REGARD = "fanmod", "fanmod-regard"


@dataclass(frozen=True)
class NullModel:
    """What the random networks of a null model keep, and how they are drawn.

    Attributes
    ----------
    name : str
        Key in the registry `NULL_MODELS`.
    keeps : tuple of str
        What every random network shares with the given one.
    signs : {"travel", "scatter", "regard", "shuffle", "exchange", "fanmod", "fanmod-regard"}
        A sign travels with the source of its link; or is dealt anew once the links are rewired;
        or is regarded by the rewiring, which then keeps signed in- and out-degrees; or is shuffled
        over the given links; or is exchanged along closed walks on them, which keeps signed
        degrees (see `sign_exchange`); or goes where FANMOD's walk takes it (see `fanmod`).
    mutual : int
        Regard for mutual pairs of the rewiring chain (see `rewiring.rewire`).
    """

    name: str
    keeps: tuple[str, ...]
    signs: str
    mutual: int = NO_REGARD

    @property
    def uniform(self) -> bool:
        """Whether all networks that keep the same are drawn alike."""
        return self.signs not in (FANMOD, FANMOD_REGARD)

    @property
    def independent(self) -> bool:
        """Whether each network is drawn from all of the ensemble, without a chain of swaps."""
        return self.signs == SHUFFLED

    @property
    def mixes(self) -> bool:
        """Whether a chain draws the networks that comes nearer to all alike with each swap."""
        return self.uniform and not self.independent


def _registry() -> dict[str, NullModel]:
    """Return the null models by name.

    FANMOD's are ``no-regard`` (signs travel with the source), ``global-const`` and ``local-const``
    (a sign travels with the source or the target, whichever has the smaller number, and so ends up
    dealt at random), and the three ``-signed``.  All these models draw every network that keeps the
    same with the same probability.  FANMOD's own "global const" does not: the two ``fanmod-``
    models are its walk, for figures that were made with it.

    In a dense network few pairs of links can exchange their targets, and the chains owe their
    mixing to `compound_move`.  How many swaps a network's chains need is looked for, see
    `settling`.
    """
    regard = {
        "no-regard": (NO_REGARD, ()),
        "global-const": (GLOBAL_CONST, (PAIRS,)),
        "local-const": (LOCAL_CONST, (PAIRS, NODE_PAIRS)),
    }
    kept = (SIGN_COUNTS, DEGREES, TOPOLOGY)
    models = [
        NullModel("sign-permutation", kept, SHUFFLED),
        NullModel("fixed-topology-signed", (*kept, SIGNED_OUT, SIGNED_IN), EXCHANGED),
    ]
    for name, (mutual, pairs) in regard.items():
        travel = name if mutual == NO_REGARD else f"{name}-travelling"
        models.append(
            NullModel(travel, (SIGN_COUNTS, DEGREES, SIGNED_OUT, *pairs), TRAVELLING, mutual)
        )
        kept = (SIGN_COUNTS, DEGREES, SIGNED_OUT, SIGNED_IN, *pairs)
        models.append(NullModel(f"{name}-signed", kept, REGARDED, mutual))
        if mutual != NO_REGARD:
            models.append(NullModel(name, (SIGN_COUNTS, DEGREES, *pairs), SCATTERED, mutual))
    kept = (SIGN_COUNTS, DEGREES, PAIRS)
    models.append(NullModel("fanmod-global-const", kept, FANMOD))
    kept = (SIGN_COUNTS, DEGREES, SIGNED_OUT, SIGNED_IN, PAIRS)
    models.append(NullModel("fanmod-global-const-signed", kept, FANMOD_REGARD))
    return {model.name: model for model in models}


NULL_MODELS: dict[str, NullModel] = _registry()
DEFAULT_NULL = "global-const"


def find_null_model(name: str) -> NullModel:
    """Return a null model by name.

    Raises
    ------
    ValueError
        If there is none of that name; the message lists the names.
    """
    if name not in NULL_MODELS:
        raise ValueError(f"no null model {name!r}; there are {', '.join(NULL_MODELS)}")
    return NULL_MODELS[name]
