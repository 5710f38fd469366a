"""Where the files of a run lie and which tables it has, for the workflow and for the archive.

A *stage* is a rule of the workflow: its name is also that of its script, its logs and its folder.
A *job* of a stage is named by its wildcards, e.g. ``mg/rnn/set/0.95/1-5`` for the networks of a
condition with the seeds 1 to 5.  It leaves its part of each of the stage's tables as
``<stage>/<job>/<table>.csv``; joined over jobs, a table is ``tables/<table>.csv``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import reduce
from itertools import product
from operator import getitem

from sparse_rnn.config import Condition, conditions, value_for
from sparse_rnn.seed_groups import group_name, seed_groups

PER_CONDITION = tuple(field.name for field in fields(Condition))
PER_GROUP = (*PER_CONDITION, "seeds")
PER_MODEL = ("task", "model")
PER_TASK = ("task",)
PER_PROTOCOL = ("task", "protocol")
PER_SERIES = ("trials", "seeds")

GROUP_COLUMNS = {"trials": "trial", "seeds": "seed"}
"""The wildcards that name a group of numbers, and the column of a table that has each of them."""


Asked = Callable[[Mapping], Iterable[Mapping[str, str]]]
"""Wildcards that a configuration asks for; a stage whose jobs have fewer takes each job once."""


def groups_of_seeds(config: Mapping) -> list[dict[str, str]]:
    """Return the wildcards of every condition with every group of its seeds."""
    return [
        condition.wildcards | {"seeds": seeds}
        for condition in conditions(config)
        for seeds in seed_groups(config, condition.task)
    ]


def groups_of_sparse(config: Mapping) -> list[dict[str, str]]:
    """Return the groups of sparse networks: where all are dense there is no job."""
    return [group for group in groups_of_seeds(config) if float(group["sparsity"])]


def balanced_series(config: Mapping) -> list[dict[str, str]]:
    """Return the wildcards of the networks made balanced before training."""
    balanced = config["balanced"]
    return [
        {"task": task, "arm": arm, **place}
        for task in balanced["tasks"]
        for arm in value_for(balanced["arms"], task)
        for place in series_alone(
            balanced["networks"]["trials"], value_for(balanced["training"]["seeds"], task)
        )
    ]


def published_series(config: Mapping) -> list[dict[str, str]]:
    """Return the wildcards of the authors' networks that are trained again."""
    training = config["published"]["training"]
    return [
        {"task": task, "protocol": protocol, **place}
        for task, protocol in product(training["tasks"], training["protocols"])
        for place in series_alone(training["trials"], value_for(training["seeds"], task))
    ]


def series_alone(trials: int, seeds: Sequence[int]) -> list[dict[str, str]]:
    """Return the wildcards of every series of networks with every draw of their weights.

    Each has a job of its own: all series of a task together would take hours.
    """
    pairs = product(range(1, trials + 1), seeds)
    return [{"trials": group_name([trial]), "seeds": group_name([seed])} for trial, seed in pairs]


def tasks_of(*keys: str) -> Asked:
    """Return the function that lists the tasks of a part of the configuration."""
    return lambda config: [{"task": task} for task in reduce(getitem, keys, config)["tasks"]]


@dataclass(frozen=True)
class Stage:
    """Jobs of one kind.

    Attributes
    ----------
    keys : tuple of str
        The wildcards that name a job, in the order of its folders.
    tables : tuple of str
        Tables to which a job contributes.
    asked : callable
        Maps a configuration to the wildcards of the jobs that it asks for.
    of : str or None
        The stage whose files a job reads: of all its jobs that agree in the wildcards of both.
    dense : bool
        Whether it reads dense networks too.
    files : tuple of str
        What else a job leaves.
    reads : tuple of str
        The data sets without which a job cannot run, with wildcards.
    may_be_empty : bool
        Whether its tables have no row, instead of being an error, where no job could run.
    """

    keys: tuple[str, ...]
    tables: tuple[str, ...]
    asked: Asked
    of: str | None = None
    dense: bool = True
    files: tuple[str, ...] = ()
    reads: tuple[str, ...] = ("{task}",)
    may_be_empty: bool = False

    @property
    def job(self) -> str:
        """The path of a job's folder with its wildcards."""
        return "/".join(f"{{{key}}}" for key in self.keys)


NETWORKS, ORIGIN = "networks.npz", "origin.json"
MODEL_FOLDER, MODEL_ENDING = "models", ".safetensors"
"""The folder in which a job of ``train`` leaves its networks, ``<seed>.safetensors`` each."""

STAGES: dict[str, Stage] = {
    "train": Stage(PER_GROUP, ("history",), groups_of_seeds, files=(NETWORKS, ORIGIN)),
    "structure": Stage(PER_GROUP, ("balance", "motifs"), groups_of_seeds, "train"),
    "weights": Stage(
        PER_MODEL, ("weight_histograms", "weight_shapes", "sign_survival"), groups_of_seeds, "train"
    ),
    "mechanism": Stage(
        PER_MODEL,
        ("loop_effects", "loop_sizes", "link_sizes"),
        groups_of_sparse,
        "train",
        dense=False,
    ),
    "controls": Stage(
        (*PER_MODEL, "seeds"), ("control_balance", "control_motifs"), groups_of_sparse, "train"
    ),
    "balance_by_size": Stage(
        PER_MODEL, ("balance_by_size",), groups_of_sparse, "train", dense=False
    ),
    "annealing": Stage(PER_TASK, ("annealing",), balanced_series, files=(NETWORKS,)),
    "balanced_networks": Stage(
        ("task", "arm", *PER_SERIES),
        ("balanced_networks", "balanced_networks_history"),
        balanced_series,
        "annealing",
        files=(NETWORKS, ORIGIN),
    ),
    "tangent_loops": Stage(
        PER_TASK, ("tangent_loops_history",), tasks_of("lesions"), files=(NETWORKS, ORIGIN)
    ),
    "lesions": Stage(PER_TASK, ("lesions",), tasks_of("lesions"), "tangent_loops"),
    "published_training": Stage(
        (*PER_PROTOCOL, *PER_SERIES),
        ("published_training", "published_training_history"),
        published_series,
        files=(ORIGIN,),
        reads=("{task}", "published"),
        may_be_empty=True,
    ),
    "published_training_effect": Stage(
        PER_PROTOCOL,
        ("published_training_effect",),
        published_series,
        "published_training",
        reads=("{task}", "published"),
        may_be_empty=True,
    ),
    "published": Stage(
        PER_TASK,
        ("published_balance", "published_motifs"),
        tasks_of("published"),
        reads=("published",),
        may_be_empty=True,
    ),
    "published_lesions": Stage(
        PER_TASK,
        ("published_lesions", "published_metrics"),
        tasks_of("published", "lesions"),
        reads=("{task}", "published"),
        may_be_empty=True,
    ),
}
"""The stages by name."""

WHOLE_TABLES = (
    "triad_response",
    "connectome_balance",
    "connectome_motifs",
    "connectome_neurons",
)
"""Tables that a single job measures: they are joined from no parts."""


def jobs(config: Mapping, stage: str) -> list[dict[str, str]]:
    """Return the wildcards of every job that a configuration asks of a stage, once each."""
    keys, asked = STAGES[stage].keys, STAGES[stage].asked(config)
    return list(map(dict, dict.fromkeys(tuple((key, job[key]) for key in keys) for job in asked)))


@dataclass(frozen=True)
class Run:
    """The folders of a run of the workflow.

    Attributes
    ----------
    profile : str
        Name of the configuration.
    """

    profile: str

    @property
    def data(self) -> str:
        """Folder of all that is computed."""
        return f"data/{self.profile}"

    @property
    def figures(self) -> str:
        """Folder of the figures."""
        return f"figures/{self.profile}"

    @property
    def tables(self) -> str:
        """Folder of the joined tables."""
        return f"{self.data}/tables"

    def table(self, name: str) -> str:
        """Return the path of a joined table."""
        return f"{self.tables}/{name}.csv"

    def file(self, stage: str, name: str) -> str:
        """Return the path of a file that the jobs of a stage leave, with its wildcards."""
        return f"{self.data}/{stage}/{STAGES[stage].job}/{name}"

    def parts(self, stage: str) -> dict[str, str]:
        """Return the paths of the tables that the jobs of a stage leave, by name."""
        return {name: self.file(stage, f"{name}.csv") for name in STAGES[stage].tables}

    def logs(self, name: str) -> dict[str, str]:
        """Return what a job tells of itself: its log, and the record of its processor time.

        The latter lies beside the benchmark, which Snakemake takes from outside.
        """
        return {
            "text": f"{self.data}/logs/{name}.log",
            "cost": f"{self.data}/benchmarks/{name}.json",
        }

    def benchmark(self, name: str) -> str:
        """Return the path of what Snakemake measures of a job."""
        return f"{self.data}/benchmarks/{name}.tsv"

    def jobs_of(self, stage: str) -> str:
        """Return the name of a stage's jobs with their wildcards, for logs and benchmarks."""
        return f"{stage}/{STAGES[stage].job}"
