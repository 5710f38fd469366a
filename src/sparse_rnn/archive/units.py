"""Which jobs of a run are archived together, and which files each of them leaves.

A *unit* is one or several stages whose jobs have the same names, e.g. a trained group of replicas
with what was measured of its structure.  It is finished when all its files are there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sparse_rnn.base.origin import digest_of
from sparse_rnn.config import Condition, given_settings, protocol_settings, training_settings
from sparse_rnn.layout import ORIGIN, PER_CONDITION, PER_GROUP, PER_MODEL, STAGES
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
        Maps a configuration and the parts of a job's name to what the job depends on, for jobs that
        train; these leave a record of their origin.
    """

    stages: tuple[str, ...]
    settings: Callable[..., dict] | None = field(default=None, repr=False)

    @property
    def keys(self) -> tuple[str, ...]:
        """The wildcards of a job, in the order of the parts of its name."""
        return STAGES[self.stages[0]].keys

    @property
    def rows(self) -> list[str]:
        """The columns that name which archived rows give way to fresh ones.

        A job of a task and model describes the conditions that its run has; the archive may have
        others.  A group of replicas leaves those of other groups.
        """
        own = {PER_MODEL: PER_CONDITION, PER_GROUP: (*PER_CONDITION, "seed")}
        return list(own.get(self.keys, self.keys))

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

    def asked(self, config: Mapping, job: str) -> str | None:
        """Return the digest of what a configuration asks of a job; None if it has no such job."""
        try:
            return digest_of(self.settings(config, *job.split("/")))
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
    parts = job.split("/")
    if len(parts) != len(PER_GROUP):
        raise ValueError(f"{job!r} names no group of replicas as mg/rnn/set/0.95/1-5 does")
    wildcards = dict(zip(PER_GROUP, parts, strict=True))
    return Condition.of_job(wildcards), seeds_of_group(wildcards["seeds"])


def _of_group(config: Mapping, *job: str) -> dict:
    return training_settings(config, *group_of_job("/".join(job)))


def _of_balanced(config: Mapping, task: str, arm: str) -> dict:
    return given_settings(config, "balanced", task)


def _of_lesions(config: Mapping, task: str) -> dict:
    return given_settings(config, "lesions", task)


UNITS: dict[str, Unit] = {
    "train": Unit(("train", "structure"), _of_group),
    "weights": Unit(("weights",)),
    "mechanism": Unit(("mechanism",)),
    "controls": Unit(("controls", "balance_by_size")),
    "annealing": Unit(("annealing",)),
    "balanced_networks": Unit(("balanced_networks",), _of_balanced),
    "lesions": Unit(("tangent_loops", "lesions"), _of_lesions),
    "published": Unit(("published",)),
    "published_training": Unit(("published_training",), protocol_settings),
    "published_lesions": Unit(("published_lesions",)),
}
"""The units by name."""

MEASURED_ON_TRAINED = tuple(name for name, unit in UNITS.items() if unit.keys == PER_MODEL)
"""Units that describe all trained networks of a task and model."""


def outdated(records: Mapping[str, Mapping], config: Mapping) -> list[str]:
    """Return the jobs that were trained with other settings than a configuration has.

    Parameters
    ----------
    records : Mapping
        The origin of each job by unit and name, e.g. ``train/mg/rnn/set/0.95/1-5``.
    config : Mapping
        The configuration.
    """
    parts = {name: name.split("/", 1) for name in records}
    asked = {name: UNITS[unit].asked(config, job) for name, (unit, job) in parts.items()}
    return [name for name, record in records.items() if record["settings"] != asked[name]]
