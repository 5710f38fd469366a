"""One update of recurrent networks in JAX: jit and scan, by vmap or one network after the other."""

from __future__ import annotations

import os
from collections.abc import Callable

import jax
import jax.numpy as jnp
import numpy as np
import optax

CLIP, RATE = 1.0, 1e-3


def limit_threads(number: int) -> None:
    """Have JAX use so many threads; before its first computation."""
    single = "false" if number == 1 else "true"
    os.environ["XLA_FLAGS"] = (
        f"--xla_cpu_multi_thread_eigen={single} intra_op_parallelism_threads={number}"
    )


def jax_updates(
    case: object, inputs: np.ndarray, targets: np.ndarray, masks: np.ndarray
) -> list[Callable[[], None]]:
    """Return two functions that each update all networks once, as users of JAX would write it.

    Parameters
    ----------
    case : training.Case
        Shapes of the task.
    inputs, targets, masks : ndarray
        ``(R, T, B, I)``, ``(R, T, B)`` or ``(R, B)``, and ``(R, N, N)``.

    Returns
    -------
    list of callable
        One for all networks at once (vmap), and one for one network after the other.
    """
    optimiser = optax.chain(optax.clip(CLIP), optax.adam(RATE))

    def update(network, mask, x, y):
        parameters, moments = network
        gradients = jax.grad(loss_of(case))(parameters, x, y)
        changes, moments = optimiser.update(gradients, moments)
        parameters = optax.apply_updates(parameters, changes)
        return parameters | {"recurrent": parameters["recurrent"] * mask}, moments

    data = [tuple(map(jnp.asarray, own)) for own in zip(masks, inputs, targets, strict=True)]
    networks = [parameters_of(case, mask) for mask, _, _ in data]
    networks = [(network, optimiser.init(network)) for network in networks]
    return [_together(update, networks, data), _one_by_one(update, networks, data)]


def loss_of(case: object) -> Callable:
    """Return the loss of one network as a function of parameters, inputs and targets."""
    activation = {"tanh": jnp.tanh, "relu": jax.nn.relu}[case.settings.get("activation", "tanh")]
    every = case.reads_every_step

    def loss(p, x, y):
        def step(state, drive):
            state = activation(drive + state @ p["recurrent"])
            return state, state if every else None

        start = jnp.zeros((x.shape[1], case.hidden))
        last, states = jax.lax.scan(step, start, x @ p["input"] + p["bias"])
        outputs = (states if every else last) @ p["readout"] + p["readout_bias"]
        return optax.softmax_cross_entropy_with_integer_labels(outputs, y).mean()

    return loss


def parameters_of(case: object, mask: jax.Array) -> dict[str, jax.Array]:
    """Return the parameters of one network."""
    draw, n, outs = np.random.default_rng(0), case.hidden, case.n_outputs
    shapes = {"input": (case.n_inputs, n), "recurrent": (n, n), "readout": (n, outs)}
    values = {
        name: jnp.asarray(draw.standard_normal(shape) / np.sqrt(shape[0]), jnp.float32)
        for name, shape in shapes.items()
    }
    values["recurrent"] *= mask
    return values | {"bias": jnp.zeros(n), "readout_bias": jnp.zeros(outs)}


def _together(update: Callable, networks: list, data: list) -> Callable[[], None]:
    run = jax.jit(jax.vmap(update))
    held = [jax.tree.map(lambda *own: jnp.stack(own), *networks)]
    stacked = [jnp.stack(column) for column in zip(*data, strict=True)]

    def once():
        held[0] = jax.block_until_ready(run(held[0], *stacked))

    return once


def _one_by_one(update: Callable, networks: list, data: list) -> Callable[[], None]:
    run, held = jax.jit(update), list(networks)

    def once():
        held[:] = [run(own, *batch) for own, batch in zip(held, data, strict=True)]
        jax.block_until_ready(held)

    return once
