"""One update of recurrent networks in JAX: jit, scan, and vmap over networks or one by one.

JAX is an extra: pip install .[jax].
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np


def available() -> bool:
    """Say whether JAX and Optax are installed."""
    try:
        import jax  # noqa: F401
        import optax  # noqa: F401
    except ImportError:
        return False
    return True


def jax_updates(case, inputs: np.ndarray, targets: np.ndarray, masks: np.ndarray) -> tuple:
    """Return two functions that each update all networks once, as JAX's users would write it.

    Parameters
    ----------
    case : Case
        Shapes of the task.
    inputs, targets, masks : ndarray
        ``(R, T, B, I)``, ``(R, T, B)`` or ``(R, B)``, and ``(R, N, N)``.

    Returns
    -------
    tuple of callable
        One for all networks at once (vmap), and one network after the other.
    """
    import jax
    import jax.numpy as jnp
    import optax

    act = {"tanh": jnp.tanh, "relu": jax.nn.relu}[case.settings.get("activation", "tanh")]
    optimiser = optax.chain(optax.clip(1.0), optax.adam(1e-3))
    draw = np.random.default_rng(0)
    shapes = {
        "input": (case.n_inputs, case.hidden), "bias": (case.hidden,),
        "recurrent": (case.hidden, case.hidden), "readout": (case.hidden, case.n_outputs),
        "readout_bias": (case.n_outputs,),
    }  # fmt: skip

    def loss(p, x, y):
        drive = x @ p["input"] + p["bias"]

        def step(state, own):
            state = act(own + state @ p["recurrent"])
            return state, state if case.reads_every_step else None

        last, states = jax.lax.scan(step, jnp.zeros((x.shape[1], case.hidden)), drive)
        outputs = (states if case.reads_every_step else last) @ p["readout"] + p["readout_bias"]
        return optax.softmax_cross_entropy_with_integer_labels(outputs, y).mean()

    def update(p, moments, mask, x, y):
        changes, moments = optimiser.update(jax.grad(loss)(p, x, y), moments)
        p = optax.apply_updates(p, changes)
        return p | {"recurrent": p["recurrent"] * mask}, moments

    def network(mask):
        p = {
            name: jnp.asarray(draw.standard_normal(shape) / np.sqrt(shape[0]), jnp.float32)
            for name, shape in shapes.items()
        }
        return p | {"recurrent": p["recurrent"] * mask}

    data = [tuple(map(jnp.asarray, own)) for own in zip(masks, inputs, targets, strict=True)]
    networks = [network(mask) for mask, _, _ in data]

    def together() -> Callable[[], None]:
        run = jax.jit(jax.vmap(update))
        stacked = jax.tree.map(lambda *own: jnp.stack(own), *networks)
        held = [stacked, jax.vmap(optimiser.init)(stacked)]
        own = [jnp.stack(column) for column in zip(*data, strict=True)]

        def once():
            held[:] = run(*held, *own)
            jax.block_until_ready(held[0])

        return once

    def one_by_one() -> Callable[[], None]:
        run = jax.jit(update)
        held = [[p, optimiser.init(p)] for p in networks]

        def once():
            for state, own in zip(held, data, strict=True):
                state[:] = run(*state, *own)
            jax.block_until_ready(held[-1][0])

        return once

    return together(), one_by_one()
