# What several rules need: where files of one condition lie, and what is known at the end.
from pathlib import Path

from sparse_rnn.code_digest import digest


wildcard_constraints:
    task="[a-z]+",
    model="[a-z_]+",
    strategy="[a-z_0-9]+",
    sparsity=r"0\.\d+",


CONDITION = "{task}/{model}/{strategy}/{sparsity}"


def condition_of(wildcards):
    """Return the condition that a job's wildcards name."""
    return Condition.parse(*wildcards)


def show_summary():
    """Print the closing summary, where the run came that far."""
    summary = Path(f"{DATA}/summary.txt")
    if summary.exists():
        print(summary.read_text())
