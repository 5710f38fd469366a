"""How long a run takes on any number of cores, simulated from the times of archived jobs.

Jobs are called as in ``benchmarks``, e.g. ``train/mg/rnn/set/0.95/1-5``.  Joined tables, claims and
figures, which take seconds, are left out, and so is what Snakemake itself needs for each job.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from graphlib import TopologicalSorter
from heapq import heappop, heappush
from math import prod
from pathlib import Path
from statistics import median

from sparse_rnn.archive.load import archived_table
from sparse_rnn.config import load_yaml
from sparse_rnn.layout import GROUP_COLUMNS, STAGES, jobs
from sparse_rnn.seed_groups import seeds_of_group

ROOT = Path(__file__).parents[1]
CONFIGS = ROOT / "workflow" / "config"
CORES = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1000)
SEEDS = (10, 100)

Waits = Mapping[str, Sequence[str]]
"""The jobs that each job waits for."""


def planned_jobs(config: Mapping) -> list[str]:
    """Return the jobs of all stages that a configuration asks for."""
    return ["/".join([stage, *job.values()]) for stage in STAGES for job in jobs(config, stage)]


def stage_and_wildcards(job: str) -> tuple[str, dict[str, str]]:
    """Return the stage of a job and its wildcards."""
    stage, *values = job.split("/")
    return stage, dict(zip(STAGES[stage].keys, values, strict=True))


def waits_of(names: Iterable[str]) -> dict[str, list[str]]:
    """Return which of some jobs each of them waits for."""
    names = list(names)
    found: dict[tuple, list[str]] = defaultdict(list)
    for name in names:
        for reader, place in _places_as_input(name):
            found[reader, place].append(name)
    return {name: found.get((name.split("/")[0], _place_as_reader(name)), []) for name in names}


def _shared(reader: str) -> tuple[str, ...]:
    """Return the wildcards that a stage shares with the one that it reads, if any."""
    stage = STAGES[reader]
    return tuple(key for key in stage.keys if stage.of and key in STAGES[stage.of].keys)


def _places_as_input(name: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the stages that read a job, with the wildcards in which their jobs must agree."""
    stage, wildcards = stage_and_wildcards(name)
    is_dense = wildcards.get("strategy") == "dense"
    for reader, reading in STAGES.items():
        if reading.of == stage and (reading.dense or not is_dense):
            yield reader, tuple(wildcards[key] for key in _shared(reader))


def _place_as_reader(name: str) -> tuple[str, ...]:
    """Return the wildcards in which a job agrees with those that it reads."""
    stage, wildcards = stage_and_wildcards(name)
    return tuple(wildcards[key] for key in _shared(stage))


def sizes(waits: Waits) -> dict[str, int]:
    """Return how many networks, or series of them, each job trains or reads: the larger number."""
    found: dict[str, int] = {}
    for name in TopologicalSorter(waits).static_order():
        wildcards = stage_and_wildcards(name)[1]
        own = prod(len(seeds_of_group(wildcards[key])) for key in GROUP_COLUMNS if key in wildcards)
        found[name] = max(own, sum(found[other] for other in waits[name]))
    return found


def expected_seconds(names: Sequence[str], archived: Mapping[str, float]) -> dict[str, float]:
    """Return how long jobs will take, from the times of archived ones.

    A job takes as long for each network as the archived job of its stage that has the same
    wildcards but for groups, or else as the median of those that have most of them in common.
    Nothing is known of a stage without archived jobs: its jobs are left out.

    Parameters
    ----------
    names : sequence of str
        The jobs.
    archived : Mapping of str to float
        Seconds of archived jobs; those that belong to no stage are passed over.
    """
    known = {name: time for name, time in archived.items() if name.split("/")[0] in STAGES}
    of_archive, size = sizes(waits_of(known)), sizes(waits_of(names))
    each: dict[str, dict[tuple[str, ...], float]] = defaultdict(dict)
    for name, time in known.items():
        each[name.split("/")[0]][_kind(name)] = time / of_archive[name]
    return {
        name: size[name] * _nearest(_kind(name), each[stage])
        for name in names
        if (stage := name.split("/")[0]) in each
    }


def _kind(name: str) -> tuple[str, ...]:
    """Return the wildcards of a job but for groups."""
    wildcards = stage_and_wildcards(name)[1]
    return tuple(value for key, value in wildcards.items() if key not in GROUP_COLUMNS)


def _nearest(kind: tuple[str, ...], known: Mapping[tuple[str, ...], float]) -> float:
    """Return the median value of the known kinds that have most in common with one."""
    alike = {other: sum(map(str.__eq__, kind, other)) for other in known}
    most = max(alike.values())
    return median(known[other] for other in known if alike[other] == most)


def wall_time(seconds: Mapping[str, float], waits: Waits, cores: int) -> float:
    """Return when the last job ends if each starts, in turn, as soon as a core is free for it.

    A job's turn comes when the last of those that it waits for has ended.  No order of the jobs
    takes less than half of this time (Graham 1966).
    """
    order = TopologicalSorter(waits)
    order.prepare()
    ready, running, now = deque(order.get_ready()), [], 0.0
    while order.is_active():
        while ready and len(running) < cores:
            job = ready.popleft()
            heappush(running, (now + seconds[job], job))
        now, ended = heappop(running)
        order.done(ended)
        ready.extend(order.get_ready())
    return now


def longest_chain(seconds: Mapping[str, float], waits: Waits) -> list[str]:
    """Return the jobs, each waiting for the one before, that take longest: a run takes no less."""
    end: dict[str, float] = {}
    before: dict[str, str | None] = {}
    for job in TopologicalSorter(waits).static_order():
        before[job] = max(waits[job], key=end.__getitem__, default=None)
        end[job] = seconds[job] + end.get(before[job], 0.0)
    chain = [max(end, key=end.__getitem__)]
    while before[chain[-1]] is not None:
        chain.append(before[chain[-1]])
    return chain[::-1]


def simulate() -> dict:
    """Return the wall times of the paper's configuration by seeds and cores."""
    table = archived_table(ROOT / "data" / "reference", "jobs")
    archived = dict(zip(table["job"], table["cpu_seconds"], strict=True))
    paper = load_yaml(CONFIGS / "paper.yaml")
    runs = {
        str(seeds): simulated(paper | {"seeds": list(range(1, seeds + 1))}, archived, CORES)
        for seeds in SEEDS
    }
    return {"cores": list(CORES), "seeds": runs}


def simulated(config: Mapping, archived: Mapping[str, float], cores: Sequence[int]) -> dict:
    """Return the record of a configuration's run on some numbers of cores.

    Parameters
    ----------
    config : Mapping
        The configuration.
    archived : Mapping of str to float
        Seconds of archived jobs.
    cores : sequence of int
        How many cores.

    Returns
    -------
    dict
        ``jobs`` and their ``core_hours``; ``wall_hours`` by cores; the ``longest_chain`` and its
        ``chain_hours``; ``not_archived``, the stages that are left out.
    """
    names = planned_jobs(config)
    seconds = expected_seconds(names, archived)
    waits = waits_of(seconds)
    chain = longest_chain(seconds, waits)
    return {
        "jobs": len(seconds),
        "core_hours": _hours(sum(seconds.values())),
        "wall_hours": [_hours(wall_time(seconds, waits, number)) for number in cores],
        "longest_chain": chain,
        "chain_hours": _hours(sum(seconds[job] for job in chain)),
        "not_archived": sorted({name.split("/")[0] for name in names if name not in seconds}),
    }


def _hours(seconds: float) -> float:
    return round(seconds / 3600, 4)
