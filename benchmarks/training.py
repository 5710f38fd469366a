"""How fast an ensemble trains: python benchmarks/training.py [--quick] [--data FOLDER].

Milliseconds of one update (forward pass, loss, backward pass, clipping, Adam) per replica, beside
two others in the same run on the same threads: one torch.nn.RNN for each network, whose weights are
masked after each update, which is the obvious alternative; and the floor, the three matrix products
per time step alone.  For the continuous models, which torch.nn has not, the alternative is
torchdiffeq under autograd, one network after the other.  Inputs are random numbers of the tasks'
shapes: the time does not depend on them.  The peak memory is that of a process which trains that
ensemble alone, with Python, torch and its compiled kernels (its high-water mark of resident pages).

--quick looks at 8 replicas of the five Elman networks and takes under a minute.  With --data (the
folder of downloads, or a mirror of it) the share of the time that goes into loading batches is
measured too, on the tasks' own data.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from sparse_rnn.config import Condition, load_yaml, training_settings
from sparse_rnn.models.ensemble import Ensemble, Initial
from sparse_rnn.models.registry import make_model
from sparse_rnn.tasks.base import Batch, Classification
from sparse_rnn.training.condition import build
from sparse_rnn.training.optimiser import CLIP, ClippedAdam

DENSITIES = (1.0, 0.05)
RATE = 1e-3

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
    """Return the matrix products of an update: state, error and weight gradient of each step."""
    state = torch.randn(replicas, case.batch, case.hidden)
    weights = torch.randn(replicas, case.hidden, case.hidden)
    back, turned = weights.transpose(1, 2), state.transpose(1, 2)
    new, gradient = torch.empty_like(state), torch.empty_like(weights)
    scheme = make_model(case.model, case.settings).scheme
    evaluations = case.steps * scheme.substeps * (len(scheme.coefficients) - 1)

    def products():
        for _ in range(evaluations):
            torch.bmm(state, weights, out=new)
            torch.bmm(state, back, out=new)
            torch.bmm(turned, state, out=gradient)

    return products


def milliseconds(case: Case, replicas: int, density: float, seconds: float) -> list[float]:
    """Return the median time per update and replica of ours, the alternative and the floor.

    They take turns, so that a busy spell of the machine hits all.
    """
    runs = [make(case, replicas, density) for make in (ours, alternative, floor)]
    times: list[list[float]] = [[] for _ in runs]
    for run in runs:
        run()  # compiles, allocates
    began = perf_counter()
    while len(times[0]) < 3 or perf_counter() - began < seconds:
        for run, own in zip(runs, times, strict=True):
            start = perf_counter()
            run()
            own.append(1e3 * (perf_counter() - start) / replicas)
    return [median(own) for own in times]


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


def ratios(found: dict, densities: tuple[float, ...], models: tuple[str, ...]) -> list[float]:
    """Return alternative / ours of some cases at 8 replicas."""
    of_model = {case.name for case in CASES if case.model in models}
    return [
        times[1] / times[0]
        for (name, r, density), times in found.items()
        if name in of_model and density in densities and r == 8
    ]


def geometric_mean(values: list[float]) -> float:
    """Return the geometric mean."""
    return float(np.exp(np.mean(np.log(values))))


def table(cases: Sequence[Case], replicas: Sequence[int], seconds: float) -> dict[tuple, list]:
    """Print and return the times of some cases."""
    print(f"ms per update and replica, medians, {torch.get_num_threads()} threads")
    print("task             R density    ours  nn.RNN*   floor   ratio  ours/floor  peak MB")
    found = {}
    for case in cases:
        for r in replicas:
            for density in DENSITIES:
                mine, theirs, least = times = milliseconds(case, r, density, seconds)
                found[case.name, r, density] = times
                peak = peak_memory(case, r, density, torch.get_num_threads())
                print(
                    f"{case.name:<16} {r} {density:>7.0%} {mine:>7.2f} {theirs:>8.2f} {least:>7.2f}"
                    f" {theirs / mine:>7.1f} {mine / least:>11.2f} {peak:>8.0f}",
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
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.set_flush_denormal(True)
    if arguments.quick:
        found = table([case for case in CASES if case.model == "rnn"], (8,), 0.0)
    else:
        found = table(CASES, (1, 8), 3.0)
    if arguments.data:
        loading_share(arguments.data)
    print("\nat 8 replicas, geometric means over tasks:")
    for density in DENSITIES:
        for kind, models in (("Elman", ("rnn",)), ("continuous", ("ct_rnn", "neural_ode"))):
            if values := ratios(found, (density,), models):
                print(f"  {kind}, {density:.0%} of the links: {geometric_mean(values):.1f}")
    line = geometric_mean(ratios(found, DENSITIES, ("rnn",)))
    print(f"nn.RNN / ours, geometric mean: {line:.1f}")


if __name__ == "__main__":
    main()
