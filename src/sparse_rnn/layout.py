"""Where the files of a run lie and which tables it has, for the workflow and for the archive.

A *stage* is a rule of the workflow: its name is also that of its script, its logs and its folder.
A *job* of a stage is named by its wildcards, e.g. ``mg/rnn/set/0.95/1-5`` for the networks of a
condition with the seeds 1 to 5.  It leaves its part of each of the stage's tables as
``<stage>/<job>/<table>.csv``; joined over jobs, a table is ``tables/<table>.csv``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import product

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


@dataclass(frozen=True)
class Stage:
    """Jobs of one kind.

    Attributes
    ----------
    keys : tuple of str
        The wildcards that name a job, in the order of its folders.
    tables : tuple of str
        Tables to which a job contributes.
    files : tuple of str
        What else a job leaves.
    reads : tuple of str
        The data sets without which a job cannot run, with wildcards.
    may_be_empty : bool
        Whether its tables have no row, instead of being an error, where no job could run.
    """

    keys: tuple[str, ...]
    tables: tuple[str, ...]
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
    "train": Stage(PER_GROUP, ("history",), (NETWORKS, ORIGIN)),
    "structure": Stage(PER_GROUP, ("balance", "motifs")),
    "weights": Stage(PER_MODEL, ("weight_histograms", "weight_shapes", "sign_survival")),
    "mechanism": Stage(PER_MODEL, ("loop_effects", "loop_sizes", "link_sizes")),
    "controls": Stage((*PER_MODEL, "seeds"), ("control_balance", "control_motifs")),
    "balance_by_size": Stage(PER_MODEL, ("balance_by_size",)),
    "annealing": Stage(PER_TASK, ("annealing",), (NETWORKS,)),
    "balanced_networks": Stage(
        ("task", "arm", *PER_SERIES),
        ("balanced_networks", "balanced_networks_history"),
        (NETWORKS, ORIGIN),
    ),
    "tangent_loops": Stage(PER_TASK, ("tangent_loops_history",), (NETWORKS, ORIGIN)),
    "lesions": Stage(PER_TASK, ("lesions",)),
    "published_training": Stage(
        (*PER_PROTOCOL, *PER_SERIES),
        ("published_training", "published_training_history"),
        (ORIGIN,),
        reads=("{task}", "published"),
        may_be_empty=True,
    ),
    "published_training_effect": Stage(
        PER_PROTOCOL,
        ("published_training_effect",),
        reads=("{task}", "published"),
        may_be_empty=True,
    ),
    "published": Stage(
        PER_TASK,
        ("published_balance", "published_motifs"),
        reads=("published",),
        may_be_empty=True,
    ),
    "published_lesions": Stage(
        PER_TASK,
        ("published_lesions", "published_metrics"),
        reads=("{task}", "published"),
        may_be_empty=True,
    ),
}
"""The stages by name."""

OF_SPARSE_NETWORKS = ("mechanism", "controls", "balance_by_size")
"""Stages whose tables have no dense network, and so no job where all networks are dense."""

WHOLE_TABLES = (
    "triad_response",
    "connectome_balance",
    "connectome_motifs",
    "connectome_neurons",
)
"""Tables that a single job measures: they are joined from no parts."""


def jobs(config: Mapping, stage: str) -> list[dict[str, str]]:
    """Return the wildcards of every job that a configuration asks of a stage, once each."""
    keys = STAGES[stage].keys
    if stage in ("annealing", "balanced_networks"):
        balanced = config["balanced"]
        found = [
            {"task": task, "arm": arm, **place}
            for task in balanced["tasks"]
            for arm in value_for(balanced["arms"], task)
            for place in series_alone(
                balanced["networks"]["trials"], value_for(balanced["training"]["seeds"], task)
            )
        ]
    elif stage in ("published_training", "published_training_effect"):
        training = config["published"]["training"]
        found = [
            {"task": task, "protocol": protocol, **place}
            for task, protocol in product(training["tasks"], training["protocols"])
            for place in series_alone(training["trials"], value_for(training["seeds"], task))
        ]
    elif stage == "published":
        found = [{"task": task} for task in config["published"]["tasks"]]
    elif stage == "published_lesions":
        found = [{"task": task} for task in config["published"]["lesions"]["tasks"]]
    elif keys == PER_TASK:
        found = [{"task": task} for task in config["lesions"]["tasks"]]
    else:
        sparse_only = stage in OF_SPARSE_NETWORKS
        asked = [c for c in conditions(config) if c.sparsity or not sparse_only]
        found = [c.wildcards | {"seeds": g} for c in asked for g in seed_groups(config, c.task)]
    chosen = (tuple((key, job[key]) for key in keys) for job in found)
    return list(map(dict, dict.fromkeys(chosen)))


def series_alone(trials: int, seeds: Sequence[int]) -> list[dict[str, str]]:
    """Return the wildcards of every series of networks with every draw of their weights.

    Each has a job of its own: all series of a task together would take hours.
    """
    pairs = product(range(1, trials + 1), seeds)
    return [{"trials": group_name([trial]), "seeds": group_name([seed])} for trial, seed in pairs]


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
