# What several rules need: where files of one condition lie, and what is known at the end.
from pathlib import Path

from sparse_rnn.base.code_digest import digest


wildcard_constraints:
    task="[a-z]+",
    arm="[a-z]+",
    model="[a-z_]+",
    strategy="[a-z_0-9]+",
    sparsity=r"0\.\d+",


CONDITION = "{task}/{model}/{strategy}/{sparsity}"
TASK_AND_MODEL = "{task}/{model}"


def condition_of(wildcards):
    """Return the condition that a job's wildcards name."""
    return Condition.parse(*wildcards)


def trained_on(wildcards):
    """Return the conditions of the task and model that a job's wildcards name."""
    return [c for c in CONDITIONS if (c.task, c.model) == tuple(wildcards)]


def networks_of(conditions):
    """Return the input function that lists the networks of the conditions of a job."""
    return lambda wildcards: [
        rules.train.output.networks.format(**c.wildcards) for c in conditions(wildcards)
    ]


def show_summary():
    """Print the closing summary, where the run came that far."""
    summary = Path(f"{DATA}/summary.txt")
    if summary.exists():
        print(summary.read_text())
