"""How fast an ensemble trains: python benchmarks/training.py [--quick] [--data FOLDER].

Milliseconds of one update (forward pass, loss, backward pass, clipping, Adam) per replica, beside
three others in the same run on the same threads:

nn.RNN  one torch.nn.RNN for each network, whose weights are masked after each update: the obvious
        alternative; for the continuous models, which torch.nn has not, torchdiffeq under autograd
JAX     jit and scan, the networks by vmap or one by one, whichever is faster (an extra: pip install
        .[jax]); Elman networks only
floor   the matrix products alone: three for each time step, and those of drive and readout

All have the memory that jobs of the workflow have (`sparse_rnn.base.large_pages`).  They take
turns, a few updates each, as long training has its arrays in the cache.  Inputs are random numbers
of the tasks' shapes: the time does not depend on them.  The roofline tells the
arithmetic of an update and the bytes of its states in a second, as shares of what the processor
does on a plain matrix product and a copy.  The peak memory is that of a process which trains that
ensemble alone, with Python, torch and its compiled kernels (its high-water mark of resident pages).

--quick looks at 8 replicas of the five Elman networks and takes about a minute.  With --data (the
folder of downloads, or a mirror of it) the share of the time that goes into loading batches is
measured too, on the tasks' own data.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import resource
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from sparse_rnn.base.large_pages import VARIABLE, ask_for_large_pages
from sparse_rnn.config import Condition, load_yaml, training_settings
from sparse_rnn.models.ensemble import Ensemble, Initial
from sparse_rnn.models.registry import make_model
from sparse_rnn.tasks.base import Batch, Classification
from sparse_rnn.training.condition import build
from sparse_rnn.training.optimiser import CLIP, ClippedAdam

try:
    from training_jax import jax_updates, limit_threads
except ImportError:  # an extra
    jax_updates = None

DENSITIES = (1.0, 0.05)
RATE = 1e-3
TURN = 5  # updates in a row

# Forked from a process that has imported everything and computed nothing.
processes = multiprocessing.get_context("forkserver")
processes.set_forkserver_preload(["sparse_rnn.training.condition", "torch._dynamo"])


@dataclass(frozen=True)
class Case(Classification):
    """The shapes of a task, as in workflow/config/paper.yaml, with the model that computes it."""

    name: str
    steps: int
    batch: int
    n_inputs: int
    hidden: int
    n_outputs: int
    reads_every_step: bool = False
    model: str = "rnn"
    settings: dict = field(default_factory=dict)

    def train_batches(self, seeds, epoch):
        """Yield one batch of random numbers, each replica its own."""
        draw = torch.Generator().manual_seed(0)
        inputs = torch.randn(len(seeds), self.steps, self.batch, self.n_inputs, generator=draw)
        shape = (len(seeds), *[self.steps] * self.reads_every_step, self.batch)
        yield Batch(inputs, torch.randint(self.n_outputs, shape, generator=draw))

    def eval_batches(self, split):
        """Nothing is evaluated here."""
        raise NotImplementedError


CASES = (
    Case("mnist", 28, 128, 28, 150, 10),
    Case("sms", 25, 128, 50, 100, 2),
    Case("mg", 500, 12, 1, 128, 50),
    Case("hgs", 32, 32, 32, 128, 5, True),
    Case("mtc", 100, 64, 85, 256, 33, True, settings={"activation": "relu"}),
    Case("hgs, CT-RNN", 32, 32, 32, 128, 5, True, "ct_rnn"),
    Case("hgs, Neural ODE", 32, 32, 32, 128, 5, True, "neural_ode"),
)


def masks(case: Case, replicas: int, density: float) -> Tensor:
    """Return random masks ``(R, N, N)``."""
    draw = torch.Generator().manual_seed(1)
    return torch.rand(replicas, case.hidden, case.hidden, generator=draw) < density


def ours(case: Case, replicas: int, density: float) -> Callable[[], None]:
    """Return one update of an ensemble."""
    seeds = range(1, replicas + 1)
    ensemble = Ensemble(case, make_model(case.model, case.settings), Initial(case.hidden), seeds)
    optimiser, mask = ClippedAdam(ensemble.parameters, RATE), masks(case, replicas, density)
    with torch.no_grad():
        ensemble.recurrent.mul_(mask)
    (batch,) = case.train_batches(seeds, 1)

    def update():
        optimiser.step(case.loss(ensemble(batch.inputs, None, mask), batch))

    return update


class Alternative(nn.Module):
    """One network as most would write it."""

    def __init__(self, case: Case) -> None:
        super().__init__()
        self.case = case
        self.readout = nn.Linear(case.hidden, case.n_outputs)
        if case.model == "rnn":
            nonlinearity = case.settings.get("activation", "tanh")
            self.rnn = nn.RNN(case.n_inputs, case.hidden, nonlinearity=nonlinearity)
            self.recurrent = self.rnn.weight_hh_l0
        else:
            self.model = make_model(case.model, case.settings)
            self.input = nn.Linear(case.n_inputs, case.hidden)
            weights = torch.randn(case.hidden, case.hidden) / case.hidden**0.5
            self.recurrent = nn.Parameter(weights)

    def forward(self, inputs: Tensor) -> Tensor:
        """Return the readout of inputs ``(T, B, n_inputs)``."""
        if self.case.model == "rnn":
            states, _ = self.rnn(inputs)
        else:
            states = self.model(self.input(inputs)[None], self.recurrent[None])[0]
        return self.readout(states if self.case.reads_every_step else states[-1])


def alternative(case: Case, replicas: int, density: float) -> Callable[[], None]:
    """Return one update of as many separate networks."""
    networks = [Alternative(case) for _ in range(replicas)]
    optimisers = [torch.optim.Adam(network.parameters(), lr=RATE) for network in networks]
    (batch,) = case.train_batches(range(1, replicas + 1), 1)
    triples = list(zip(networks, optimisers, masks(case, replicas, density), strict=True))

    def update():
        for r, (network, optimiser, mask) in enumerate(triples):
            outputs = network(batch.inputs[r]).flatten(0, -2)
            optimiser.zero_grad()
            functional.cross_entropy(outputs, batch.targets[r].flatten()).backward()
            nn.utils.clip_grad_value_(network.parameters(), CLIP)
            optimiser.step()
            with torch.no_grad():
                network.recurrent.mul_(mask)

    return update


def floor(case: Case, replicas: int, density: float) -> Callable[[], None]:
    """Return the matrix products of an update alone, by torch.

    They are state, error and weight gradient of each step; drive and readout, with their gradients,
    are products of all steps at once.
    """
    n, every = case.hidden, case.steps * case.batch
    state = torch.randn(replicas, case.batch, n)
    weights = torch.randn(replicas, n, n)
    back, turned = weights.transpose(1, 2), state.transpose(1, 2)
    new, gradient = torch.empty_like(state), torch.empty_like(weights)
    scheme = make_model(case.model, case.settings).scheme
    evaluations = case.steps * scheme.substeps * (len(scheme.coefficients) - 1)
    read = every if case.reads_every_step else case.batch
    x, states = torch.randn(replicas, every, case.n_inputs), torch.randn(replicas, every, n)
    errors, w_out = (torch.randn(replicas, k, case.n_outputs) for k in (read, n))
    w_in = torch.randn(replicas, case.n_inputs, n)

    def products():
        torch.bmm(x, w_in)
        torch.bmm(x.transpose(1, 2), states)
        torch.bmm(states[:, :read], w_out)
        torch.bmm(errors, w_out.transpose(1, 2))
        torch.bmm(states[:, :read].transpose(1, 2), errors)
        for _ in range(evaluations):
            torch.bmm(state, weights, out=new)
            torch.bmm(state, back, out=new)
            torch.bmm(turned, state, out=gradient)

    return products


def others(case: Case, replicas: int, density: float) -> dict[str, list[Callable[[], None]]]:
    """Return what an update is timed beside, by name; of several functions the fastest counts."""
    found = {"nn.RNN": [alternative(case, replicas, density)]}
    if case.model == "rnn" and jax_updates is not None:
        (batch,) = case.train_batches(range(1, replicas + 1), 1)
        arrays = batch.inputs.numpy(), batch.targets.numpy(), masks(case, replicas, density).numpy()
        found["JAX"] = jax_updates(case, *arrays)
    return found | {"floor": [floor(case, replicas, density)]}


def milliseconds(case: Case, replicas: int, density: float, seconds: float) -> dict[str, float]:
    """Return the median time per update and replica of ours and of all others.

    They take turns, so that a busy spell of the machine hits all.
    """
    runs = {"ours": [ours(case, replicas, density)], **others(case, replicas, density)}
    times = {name: [[] for _ in functions] for name, functions in runs.items()}
    began = perf_counter()
    while len(times["ours"][0]) < 3 * TURN or perf_counter() - began < seconds:
        for name, functions in runs.items():
            for function, own in zip(functions, times[name], strict=True):
                own += turn(function, replicas)
    return {name: min(median(own) for own in several) for name, several in times.items()}


def turn(function: Callable[[], None], replicas: int) -> list[float]:
    """Return the milliseconds per replica of a few calls, after one that is not timed."""
    times = []
    function()  # compiles at first, later brings its arrays back into the cache
    for _ in range(TURN):
        start = perf_counter()
        function()
        times.append(1e3 * (perf_counter() - start) / replicas)
    return times


@cache
def ceilings() -> tuple[float, float]:
    """Return GFLOP/s of a plain matrix product and GB/s of a plain copy, the best of several."""
    one, other, out = (torch.randn(1024, 1024) for _ in range(3))
    source, target = torch.randn(2, 2**25).unbind()
    product = min(turn(lambda: torch.mm(one, other, out=out), 1))
    copy = min(turn(lambda: target.copy_(source), 1))
    return 2 * 1024**3 / product / 1e6, 2 * 4 * 2**25 / copy / 1e6


def roofline(case: Case, density: float, milliseconds: float) -> tuple[float, float]:
    """Return which shares of the ceilings an update of one replica reaches.

    Its arithmetic is that of its matrix products, of the recurrent ones that of the links alone;
    its bytes are those of its states, written once and read twice.
    """
    scheme = make_model(case.model, case.settings).scheme
    evaluations = case.steps * scheme.substeps * (len(scheme.coefficients) - 1)
    reads = case.steps if case.reads_every_step else 1
    products = 3 * evaluations * density * case.hidden**2
    products += (
        2 * case.steps * case.hidden * case.n_inputs + 3 * reads * case.hidden * case.n_outputs
    )
    state = 3 * 4 * evaluations * case.hidden * case.batch
    flops, copied = ceilings()
    seconds = milliseconds / 1e3
    return 2 * products * case.batch / seconds / 1e9 / flops, state / seconds / 1e9 / copied


def peak_memory(case: Case, replicas: int, density: float, threads: int) -> float:
    """Return the peak memory in MB of a fresh process that trains an ensemble of a case."""
    with processes.Pool(1) as pool:
        return pool.apply(peak_of_updates, (case, replicas, density, threads))


def peak_of_updates(case: Case, replicas: int, density: float, threads: int) -> float:
    """Return the peak memory in MB of this process after a few updates."""
    torch.set_num_threads(threads)
    update = ours(case, replicas, density)
    for _ in range(3):
        update()
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def ratios(
    found: dict, other: str, densities: Sequence[float], models: Sequence[str]
) -> list[float]:
    """Return other / ours of some cases at 8 replicas."""
    of_model = {case.name for case in CASES if case.model in models}
    return [
        times[other] / times["ours"]
        for (name, r, density), times in found.items()
        if name in of_model and density in densities and r == 8 and other in times
    ]


def geometric_mean(values: list[float]) -> float:
    """Return the geometric mean."""
    return float(np.exp(np.mean(np.log(values))))


def table(cases: Sequence[Case], replicas: Sequence[int], seconds: float) -> dict[tuple, dict]:
    """Print and return the times of some cases."""
    flops, copied = ceilings()
    threads = torch.get_num_threads()
    print(f"{threads} threads: {flops:.0f} GFLOP/s in a product, {copied:.0f} GB/s copied")
    print("ms per update and replica, medians; shares of the product's rate and of the copy's")
    print("task             R density    ours  nn.RNN*     JAX   floor  product  copy  peak MB")
    found = {}
    for case in cases:
        for r in replicas:
            for density in DENSITIES:
                own = found[case.name, r, density] = milliseconds(case, r, density, seconds)
                peak = peak_memory(case, r, density, torch.get_num_threads())
                product, copied = roofline(case, density, own["ours"])
                print(
                    f"{case.name:<16} {r} {density:>7.0%} {own['ours']:>7.2f} {own['nn.RNN']:>8.2f}"
                    f" {own.get('JAX', np.nan):>7.2f} {own['floor']:>7.2f} {product:>8.0%}"
                    f" {copied:>5.0%} {peak:>8.0f}",
                    flush=True,
                )
    print("* torchdiffeq under autograd for CT-RNN and Neural ODE")
    return found


def loading_share(raw: Path) -> None:
    """Print how much of an epoch's time goes into making its batches, on the tasks' own data."""
    config = load_yaml(Path(__file__).parents[1] / "workflow/config/paper.yaml")
    print("\nshare of an epoch that is spent making batches (5 replicas, 95 % sparse):")
    for task in ("mnist", "sms", "mg", "hgs", "mtc"):
        condition = Condition(task, "rnn", "static", 0.95)
        try:
            loop = build(condition, training_settings(config, condition), raw)
        except OSError as error:
            print(f"  {task}: no data ({str(error).splitlines()[0]})")
            continue
        start = perf_counter()
        for _ in loop.task.train_batches(loop.ensemble.seeds, 1):
            pass
        loading = perf_counter() - start
        start = perf_counter()
        loop.train_epoch(loop.ensemble.generators("structure", 1))
        print(f"  {task}: {loading / (perf_counter() - start):.1%}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="8 replicas of Elman networks only")
    parser.add_argument("--data", type=Path, help="folder of the tasks' raw data")
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    if VARIABLE not in os.environ:  # it is read when a process starts
        ask_for_large_pages()
        os.execv(sys.executable, [sys.executable, *sys.argv])
    torch.set_num_threads(arguments.threads)
    torch.set_flush_denormal(True)
    if jax_updates is not None:
        limit_threads(arguments.threads)
    if arguments.quick:
        found = table([case for case in CASES if case.model == "rnn"], (8,), 0.0)
    else:
        found = table(CASES, (1, 8), 3.0)
    if arguments.data:
        loading_share(arguments.data)
    print("\nother / ours at 8 replicas, geometric means over tasks:")
    for density in DENSITIES:
        for kind, models in (("Elman", ("rnn",)), ("continuous", ("ct_rnn", "neural_ode"))):
            means = [
                f"{other} {geometric_mean(values):.2f}"
                for other in ("nn.RNN", "JAX", "floor")
                if (values := ratios(found, other, (density,), models))
            ]
            if means:
                print(f"  {kind}, {density:.0%} of the links: {', '.join(means)}")
    line = geometric_mean(ratios(found, "nn.RNN", DENSITIES, ("rnn",)))
    print(f"nn.RNN / ours, geometric mean: {line:.1f}")


if __name__ == "__main__":
    main()
