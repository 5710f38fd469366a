"""Which jobs of a run are archived together, and which files each of them leaves.

A *unit* is one or several stages whose jobs have the same names, e.g. a trained group of replicas
with what was measured of its structure.  It is finished when all its files are there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

from sparse_rnn.base.origin import digest_of
from sparse_rnn.config import Condition, given_settings, protocol_settings, training_settings
from sparse_rnn.layout import GROUP_COLUMNS, ORIGIN, PER_CONDITION, PER_MODEL, STAGES
from sparse_rnn.results.schema.tables import SCHEMA
from sparse_rnn.seed_groups import seeds_of_group

LEFT_OUT = tuple(name for name, table in SCHEMA.items() if not table.path)
"""Tables that are not archived: long ones that no notebook reads, and those not measured yet."""


@dataclass(frozen=True)
class Unit:
    """Jobs that are archived as one.

    Attributes
    ----------
    stages : tuple of str
        The stages that it consists of; their jobs have the same names.
    settings : callable or None
        Maps a configuration and the wildcards of a job to what the job depends on, for jobs that
        train; these leave a record of their origin.
    of : str or None
        The unit whose networks its jobs describe: those of all its jobs that agree with theirs in
        the wildcards that both have.
    """

    stages: tuple[str, ...]
    settings: Callable[..., dict] | None = field(default=None, repr=False)
    of: str | None = None

    @property
    def keys(self) -> tuple[str, ...]:
        """The wildcards of a job, in the order of the parts of its name."""
        return STAGES[self.stages[0]].keys

    @property
    def rows(self) -> list[str]:
        """The columns that name which archived rows give way to fresh ones.

        A job of a task and model describes the networks that its run has; the archive may have
        other conditions and other seeds.  A group of replicas leaves those of other groups.
        """
        keys = self.keys
        if keys[: len(PER_MODEL)] == PER_MODEL:
            keys = (*PER_CONDITION, "seeds")
        return [GROUP_COLUMNS.get(key, key) for key in keys]

    @property
    def tables(self) -> dict[str, str]:
        """Each archived table, and where a job leaves its part; ``{job}`` stands for its name."""
        return {
            table: f"{stage}/{{job}}/{table}.csv"
            for stage in self.stages
            for table in STAGES[stage].tables
            if table not in LEFT_OUT
        }

    @property
    def files(self) -> list[str]:
        """All that a finished job leaves."""
        others = [
            f"{stage}/{{job}}/{name}" for stage in self.stages for name in STAGES[stage].files
        ]
        return [*self.tables.values(), *others]

    @property
    def origin(self) -> str | None:
        """Where a job that trains leaves the record of its origin."""
        return next((path for path in self.files if path.endswith(ORIGIN)), None)

    def wildcards(self, job: str) -> dict[str, str]:
        """Return the wildcards of a job; ValueError if it is not the name of one."""
        parts = job.split("/")
        if len(parts) != len(self.keys):
            raise ValueError(f"{job!r} names no job of {self.stages[0]}: {'/'.join(self.keys)}")
        return dict(zip(self.keys, parts, strict=True))

    def describes(self, job: str, name: str) -> bool:
        """Tell whether a job describes networks of another one, e.g. of ``train/mg/rnn/...``."""
        unit, _, other = name.partition("/")
        if unit != self.of:
            return False
        return self.wildcards(job).items() <= UNITS[unit].wildcards(other).items()

    def kind(self, job: str) -> tuple[str | float, ...]:
        """Return what tells the networks of a job from those that differ by trial or seed alone."""
        found = {key: part for key, part in self.wildcards(job).items() if key not in GROUP_COLUMNS}
        return tuple(float(part) if key == "sparsity" else part for key, part in found.items())

    def numbers(self, job: str) -> set[tuple[int, ...]]:
        """Return the seeds, or the trials and seeds, of a job's networks."""
        groups = (part for key, part in self.wildcards(job).items() if key in GROUP_COLUMNS)
        return set(product(*map(seeds_of_group, groups)))

    def asked(self, config: Mapping, job: str) -> str | None:
        """Return the digest of what a configuration asks of a job; None if it has no such job."""
        try:
            return digest_of(self.settings(config, **self.wildcards(job)))
        except (KeyError, ValueError):  # an unknown name, or a sparsity that is no number
            return None

    def finished(self, data: Path) -> list[str]:
        """Return the names of the finished jobs of a run, sorted."""
        root = data / self.stages[0]
        folders = root.glob("/".join("*" * len(self.keys)))
        names = (folder.relative_to(root).as_posix() for folder in folders)
        return sorted(
            job for job in names if all((data / p.format(job=job)).is_file() for p in self.files)
        )


def group_of_job(job: str) -> tuple[Condition, list[int]]:
    """Return the condition and the seeds of a job of training, e.g. ``mg/rnn/set/0.95/1-5``.

    Raises
    ------
    ValueError
        If it is no such name.
    """
    wildcards = UNITS["train"].wildcards(job)
    return Condition.of_job(wildcards), seeds_of_group(wildcards["seeds"])


def _of_group(config: Mapping, seeds: str, **condition: str) -> dict:
    return training_settings(config, Condition.of_job(condition), seeds_of_group(seeds))


def _of_balanced(config: Mapping, task: str, arm: str, trials: str, seeds: str) -> dict:
    _demand_trials(trials, config["balanced"]["networks"]["trials"])
    return given_settings(config, "balanced", task, seeds_of_group(seeds))


def _of_published(config: Mapping, task: str, protocol: str, trials: str, seeds: str) -> dict:
    _demand_trials(trials, config["published"]["training"]["trials"])
    return protocol_settings(config, task, protocol, seeds_of_group(seeds))


def _demand_trials(trials: str, number: int) -> None:
    """Raise ValueError if a configuration does not have the trials of a job."""
    if not set(seeds_of_group(trials)) <= set(range(1, number + 1)):
        raise ValueError(f"the configuration has the trials 1 to {number}, and not {trials}")


def _of_lesions(config: Mapping, task: str) -> dict:
    return given_settings(config, "lesions", task)


UNITS: dict[str, Unit] = {
    "train": Unit(("train", "structure"), _of_group),
    "weights": Unit(("weights",), of="train"),
    "mechanism": Unit(("mechanism",), of="train"),
    "controls": Unit(("controls",), of="train"),
    "balance_by_size": Unit(("balance_by_size",), of="train"),
    "annealing": Unit(("annealing",)),
    "balanced_networks": Unit(("balanced_networks",), _of_balanced),
    "lesions": Unit(("tangent_loops", "lesions"), _of_lesions),
    "published": Unit(("published",)),
    "published_training": Unit(("published_training",), _of_published),
    "published_training_effect": Unit(("published_training_effect",), of="published_training"),
    "published_lesions": Unit(("published_lesions",)),
}
"""The units by name."""


def unit_and_job(name: str) -> tuple[Unit, str]:
    """Return the unit of a job and the job's name within it, e.g. of ``annealing/mg``."""
    unit, job = name.split("/", 1)
    return UNITS[unit], job


def outdated(records: Mapping[str, Mapping], config: Mapping) -> list[str]:
    """Return the jobs that were trained with other settings than a configuration has.

    Parameters
    ----------
    records : Mapping
        The origin of each job by unit and name, e.g. ``train/mg/rnn/set/0.95/1-5``.
    config : Mapping
        The configuration.
    """
    parts = {name: unit_and_job(name) for name in records}
    asked = {name: unit.asked(config, job) for name, (unit, job) in parts.items()}
    return [name for name, record in records.items() if record["settings"] != asked[name]]
