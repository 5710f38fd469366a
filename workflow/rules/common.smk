# What several rules need: the run's folders, its conditions, and what is known at the end.
import os
import shlex
import sys
from pathlib import Path

from sparse_rnn.base.code_digest import digest
from sparse_rnn.base.streams import prepare_streams
from sparse_rnn.layout import MODEL_FOLDER, NETWORKS, ORIGIN, Run, jobs
from sparse_rnn.resources import asked
from sparse_rnn.seed_groups import seed_groups, seeds_of_group
from sparse_rnn.tasks.registry import task_module

if Path(sys.executable).exists():  # else it is quoted already
    # Snakemake writes this path into shell commands as it is, whatever folders it has
    sys.executable = shlex.quote(sys.executable)

# "." unless --directory names another folder: what is read of the checkout is found from there
CHECKOUT = Path(os.path.relpath(Path(workflow.basedir).resolve()))
RUN = Run(config["profile"])
CONDITIONS = conditions(config)
GROUP = r"\d+(-\d+)?(_\d+(-\d+)?)*"


wildcard_constraints:
    task="[a-z_]+",
    arm="[a-z]+",
    protocol="[a-z]+",
    model="[a-z_]+",
    strategy="[a-z_0-9]+",
    sparsity=r"0\.\d+",
    seeds=GROUP,
    trials=GROUP,


def condition_of(wildcards):
    """Return the condition that a job's wildcards name."""
    return Condition.of_job(dict(wildcards.items()))


def trained_on(wildcards):
    """Return the conditions of the task and model that a job's wildcards name."""
    place = wildcards.task, wildcards.model
    return [c for c in CONDITIONS if (c.task, c.model) == place]


def sparse_on(wildcards):
    """Return the sparse conditions of the task and model that a job's wildcards name."""
    return [c for c in trained_on(wildcards) if c.sparsity]


def groups_of(wildcards):
    """Return the groups of seeds that a job reads: the one that it names, or all of its task."""
    named = wildcards.get("seeds")
    return [named] if named else seed_groups(config, wildcards.task)


def networks_of(conditions):
    """Return the input function that lists the networks of a job's conditions, group by group."""
    return lambda wildcards: [
        RUN.file("train", NETWORKS).format(**c.wildcards, seeds=seeds)
        for c in conditions(wildcards)
        for seeds in groups_of(wildcards)
    ]


def labels_of(conditions):
    """Return the parameter function that names the condition of each file of `networks_of`."""
    return lambda wildcards: [
        c.label for c in conditions(wildcards) for _ in groups_of(wildcards)
    ]


def digest_with_task(*modules):
    """Return the parameter function that digests modules' code and that of a job's task."""
    return lambda wildcards: digest(*modules, task_module(wildcards.task))


def asks(stage):
    """Return the `resources` of a rule: memory in MB and minutes, more at each attempt."""

    def ask(name):
        return lambda wildcards, attempt: asked(
            config, stage, dict(wildcards.items()), attempt
        )[name]

    return {name: ask(name) for name in ("mem_mb", "runtime")}


def show_summary():
    """Print the closing summary, where the run came that far."""
    summary = Path(f"{RUN.data}/summary.txt")
    if summary.exists():
        prepare_streams()
        print(summary.read_text(encoding="utf-8"))
