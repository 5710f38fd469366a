"""Which jobs of a run are archived, and which files each of them leaves.

A *job* is named by its place, e.g. ``mg/rnn/set/0.95``; it is finished when all its files
are there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sparse_rnn.base.origin import digest_of
from sparse_rnn.config import Condition, given_settings, training_settings
from sparse_rnn.results.intervals import CONDITION

GROUP = ["task", "model"]


@dataclass(frozen=True)
class Stage:
    """Jobs of one kind.

    Attributes
    ----------
    keys : list of str
        The columns that name a job in its tables, in the order of the parts of its place.
    tables : dict of str to str
        Name of each table and where a job leaves its part of it; ``{job}`` stands for the place.
    besides : tuple of str
        What else a finished job leaves.
    settings : callable or None
        Maps a configuration and the parts of a place to what the job depends on, for the jobs that
        train; these leave a record of their origin.
    """

    keys: list[str]
    tables: dict[str, str]
    besides: tuple[str, ...] = ()
    settings: Callable[..., dict] | None = field(default=None, repr=False)

    @property
    def rows(self) -> list[str]:
        """The columns that name which archived rows give way to fresh ones.

        A job of a task and model describes the conditions that its run has; the archive may have
        others.
        """
        return CONDITION if self.keys == GROUP else self.keys

    @property
    def origin(self) -> str | None:
        """Where a job that trains leaves the record of its origin."""
        return next((path for path in self.besides if path.endswith("origin.json")), None)

    def asked(self, config: Mapping, job: str) -> str | None:
        """Return the digest of what a configuration asks of a job; None if it has no such job."""
        try:
            return digest_of(self.settings(config, *job.split("/")))
        except (KeyError, ValueError):  # an unknown name, or a sparsity that is no number
            return None

    def jobs(self, data: Path) -> list[str]:
        """Return the places of the finished jobs of a run, sorted."""
        patterns = (*self.tables.values(), *self.besides)
        before, _, after = patterns[0].partition("{job}")
        first = data.glob(before + "/".join("*" * len(self.keys)) + after)
        depth = len(Path(before).parts)
        places = ("/".join(p.relative_to(data).parts[depth:][: len(self.keys)]) for p in first)
        return sorted(
            job for job in places if all((data / p.format(job=job)).is_file() for p in patterns)
        )


def _of_condition(config: Mapping, *place: str) -> dict:
    return training_settings(config, Condition.parse(*place))


def _of_balanced(config: Mapping, task: str, arm: str) -> dict:
    return given_settings(config, "balanced", task)


def _of_lesions(config: Mapping, task: str) -> dict:
    return given_settings(config, "lesions", task)


NETWORKS = "training/{job}/networks.npz"

STAGES: dict[str, Stage] = {
    "training": Stage(
        CONDITION,
        {
            "history": "training/{job}/history.csv",
            "balance": "census/{job}/balance.csv",
            "motifs": "census/{job}/motifs.csv",
        },
        (NETWORKS, "training/{job}/origin.json"),
        _of_condition,
    ),
    "weights": Stage(
        GROUP,
        {
            "weight_histograms": "weights/{job}/histograms.csv",
            "weight_shapes": "weights/{job}/shapes.csv",
            "sign_survival": "weights/{job}/survival.csv",
        },
    ),
    "mechanism": Stage(
        GROUP,
        {
            "loop_effects": "mechanism/{job}/effects.csv",
            "loop_sizes": "mechanism/{job}/loops.csv",
            "link_sizes": "mechanism/{job}/links.csv",
        },
    ),
    "controls": Stage(
        GROUP,
        {
            "control_balance": "controls/{job}/balance.csv",
            "control_motifs": "controls/{job}/motifs.csv",
            "balance_by_size": "controls/{job}/by_size.csv",
        },
    ),
    "annealing": Stage(["task"], {"annealing": "balanced/{job}/annealing.csv"}),
    "balanced": Stage(
        ["task", "arm"],
        {"balanced": "balanced/{job}/results.csv"},
        ("balanced/{job}/origin.json",),
        _of_balanced,
    ),
    "lesions": Stage(
        ["task"],
        {"lesions": "lesions/{job}/lesions.csv"},
        ("lesions/{job}/origin.json",),
        _of_lesions,
    ),
}
"""The stages of a run by name."""


def outdated(records: Mapping[str, Mapping], config: Mapping) -> list[str]:
    """Return the jobs that were trained with other settings than a configuration has.

    Parameters
    ----------
    records : Mapping
        The origin of each job by stage and place, e.g. ``training/mg/rnn/set/0.95``.
    config : Mapping
        The configuration.
    """
    parts = {name: name.split("/", 1) for name in records}
    asked = {name: STAGES[stage].asked(config, job) for name, (stage, job) in parts.items()}
    return [name for name, record in records.items() if record["settings"] != asked[name]]


JOINED = {kind for stage in STAGES.values() for kind in stage.tables}
"""The tables that are joined from parts; a run's other tables are made whole."""

LEFT_OUT = {"balanced_history", "lesions_history"}
"""Tables that are not archived: long, and read by no notebook."""
