"""How much memory and time a job asks of a cluster: what it is expected to need, and a margin.

The numbers are read off the archived jobs, with which `make budget` compares what is asked for.
Seconds are those of one 2.5 GHz core; the archived jobs that ran on a faster processor, 2.6 times
as fast, were converted.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from sparse_rnn.config import conditions, value_for
from sparse_rnn.seed_groups import seeds_of_group

MEMORY_MARGIN, TIME_MARGIN = 1.4, 2.5
"""Kernels that are not compiled yet take 100 MB more, and a shared core takes twice the time."""
SNAKEMAKES_MB = 450
"""Memory of the two snakemakes, one that Slurm starts and one that this starts, around any job."""
START_SECONDS = 600
"""Seconds added to the time of any job: a busy file system, kernels to compile."""
MEMORY_STEP, TIME_STEP = 100, 10
"""MB and minutes to which is rounded up."""


@dataclass(frozen=True)
class Need:
    """What a job needs, ``mb`` of memory and ``seconds``."""

    mb: float
    seconds: float


@dataclass(frozen=True)
class TrainingNeed:
    """What training needs.

    Attributes
    ----------
    mb : float
        Memory for any number of networks: interpreter, torch, kernels, data set.
    mb_each : float
        Memory for each network that is trained at once.
    seconds : float
        Time for each network and epoch.
    """

    mb: float
    mb_each: float
    seconds: float


TRAINING_NEEDS = {
    "mnist": TrainingNeed(710, 30, 0.6),
    "sms": TrainingNeed(540, 13, 0.35),
    "mg": TrainingNeed(530, 31, 1.2),
    "hgs": TrainingNeed(520, 12, 0.1),
    "har": TrainingNeed(800, 12, 0.5),  # not archived, nor is the next
    "har_part": TrainingNeed(520, 12, 0.1),
    "mtc": TrainingNeed(1900, 90, 3.7),
}
"""Sparse plain RNNs with the sizes of ``paper.yaml``, by task."""
OF_ANY_TASK = TRAINING_NEEDS["mtc"]
"""A task that is not in the list asks for what the dearest one needs."""

OF_MODEL = {"rnn": (1, 1), "ct_rnn": (4, 3), "neural_ode": (16, 7), "liquid": (16, 7)}
"""How many times the memory and time of a plain RNN a network takes: a solver has six steps for
each one of the task, in neural ODEs of four stages.  No liquid one is archived."""
OF_ANY_MODEL = OF_MODEL["neural_ode"]
"""Likewise of a model that is not in the list."""
OF_DENSE = 1.7
"""How many times the time of a sparse network one takes that keeps all its links."""
OF_SERIES = 0.5
"""How many times the time of a network one takes that trains with dozens more on given links."""
PUBLISHED_LEVELS = 31
"""Networks in the longest series that the authors generated for a task."""

COUNTING_NEEDS = {
    "structure": Need(400, 20),
    "controls": Need(400, 15),
    "balance_by_size": Need(400, 1),
    "mechanism": Need(400, 1),
    "weights": Need(400, 0.1),
}
"""Memory of a job, and time for each network of 128 units.  The time grows with the cube of their
number: links grow with its square, and loops that a link is part of with the number itself."""
NETWORK_MB = 0.5
"""Memory for each network of 128 units that such a job holds; it grows with their square."""

OTHER_NEEDS = {
    "published": Need(400, 1000),
    "lesions": Need(800, 1300),
    "published_lesions": Need(800, 1300),  # not archived; as lesions
}
"""Other stages whose jobs take more than moments."""
SHORT_NEED = Need(500, 120)
"""Everything else: tables, claims, figures, wiring of a worm."""


def asked(config: Mapping, stage: str, job: Mapping[str, str], attempt: int = 1) -> dict[str, int]:
    """Return what a job asks for, as Snakemake calls it: ``mem_mb``, and ``runtime`` in minutes.

    Parameters
    ----------
    config : Mapping
        The configuration.
    stage : str
        Name of the rule.
    job : Mapping of str to str
        The wildcards of the job.
    attempt : int, optional
        1 at first; each further one asks for as much again.
    """
    need = expected(config, stage, job)
    minutes = (START_SECONDS + need.seconds * TIME_MARGIN) / 60
    return {
        "mem_mb": attempt * _up(need.mb * MEMORY_MARGIN + SNAKEMAKES_MB, MEMORY_STEP),
        "runtime": attempt * _up(minutes, TIME_STEP),
    }


def _up(value: float, step: int) -> int:
    return step * math.ceil(value / step)


def expected(config: Mapping, stage: str, job: Mapping[str, str]) -> Need:
    """Return what a job is expected to need; for the parameters see `asked`."""
    if stage == "train":
        return _of_condition(config, job)
    if stage in GIVEN:
        return _of_given(config, stage, job)
    if stage in COUNTING_NEEDS:
        return _of_counting(config, stage, job)
    return OTHER_NEEDS.get(stage, SHORT_NEED)


def _of_condition(config: Mapping, job: Mapping[str, str]) -> Need:
    """Return the need of a job that trains replicas of a condition, all at once."""
    need = TRAINING_NEEDS.get(job["task"], OF_ANY_TASK)
    memory, time = OF_MODEL.get(job["model"], OF_ANY_MODEL)
    replicas, epochs = len(seeds_of_group(job["seeds"])), config["tasks"][job["task"]]["epochs"]
    time *= OF_DENSE if job["strategy"] == "dense" else 1
    return Need(need.mb + need.mb_each * memory * replicas, need.seconds * time * replicas * epochs)


def _of_given(config: Mapping, stage: str, job: Mapping[str, str]) -> Need:
    """Return the need of a job that trains networks on given links, a series at a time."""
    need = TRAINING_NEEDS.get(job["task"], OF_ANY_TASK)
    length, series, epochs = GIVEN[stage](config, job)
    seconds = need.seconds * OF_SERIES * length * series * epochs
    return Need(need.mb + need.mb_each * length, seconds)


def _of_counting(config: Mapping, stage: str, job: Mapping[str, str]) -> Need:
    """Return the need of a job that counts in the networks of a condition, or of all of a model."""
    need, size = COUNTING_NEEDS[stage], config["tasks"][job["task"]]["hidden"] / 128
    networks = len(seeds_of_group(job["seeds"])) if "seeds" in job else len(config["seeds"])
    if "strategy" not in job:
        place = job["task"], job["model"]
        networks *= [(c.task, c.model) for c in conditions(config)].count(place)
    return Need(need.mb + NETWORK_MB * networks * size**2, need.seconds * networks * size**3)


def _tangent_loops(config: Mapping, job: Mapping[str, str]) -> tuple[int, int, int]:
    training = config["lesions"]["training"]
    seeds = value_for(training["seeds"], job["task"])
    return len(seeds), 1, value_for(training["epochs"], job["task"])


def _balanced_networks(config: Mapping, job: Mapping[str, str]) -> tuple[int, int, int]:
    networks, training = config["balanced"]["networks"], config["balanced"]["training"]
    return networks["levels"] + 1, _series(job), value_for(training["epochs"], job["task"])


def _published_training(config: Mapping, job: Mapping[str, str]) -> tuple[int, int, int]:
    training = config["published"]["training"]
    epochs = value_for(training["protocols"][job["protocol"]]["epochs"], job["task"])
    return PUBLISHED_LEVELS, _series(job), epochs


def _series(job: Mapping[str, str]) -> int:
    """Return how many series a job trains: each of its trials with each of its seeds."""
    return math.prod(len(seeds_of_group(job[key])) for key in ("trials", "seeds"))


GIVEN = {
    "tangent_loops": _tangent_loops,
    "balanced_networks": _balanced_networks,
    "published_training": _published_training,
}
"""Networks trained at once, how often, and for how many epochs: of stages with given links."""
