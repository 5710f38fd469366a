"""The claims by name: what is said, by which tables it is judged, and where it is drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial

import pandas as pd

from sparse_rnn.results.intervals import RUN
from sparse_rnn.studies.balanced_networks.claim import balance_helps
from sparse_rnn.studies.continuous_time.claim import holds_in_continuous_time
from sparse_rnn.studies.controls.claim import without_excess
from sparse_rnn.studies.lesions.claim import removal_is_harmless
from sparse_rnn.studies.performance.claim import comparable
from sparse_rnn.studies.structure.profile_claim import universal_profile
from sparse_rnn.studies.structure.rise_claim import rises
from sparse_rnn.studies.weights.claim import bimodal_and_settled
from sparse_rnn.verdicts.findings import Finding
from sparse_rnn.verdicts.limits import CONTINUOUS, DISCRETE, TASKS

HISTORY = {"history": [*RUN, "epoch", "valid", "test", "density", "diverged"]}
BALANCE = {"balance": [*RUN, "epoch", "eta", "diverged"]}


@dataclass(frozen=True)
class Claim:
    """A claim and how it is judged.

    Attributes
    ----------
    statement : str
        What is claimed.
    see : str
        The notebook that draws it.
    findings : callable
        Maps tables by name to the findings of all conditions in them.
    tables : Mapping of str to list of str
        The tables that it needs, and their columns.
    tasks : tuple of str
        The tasks that it is claimed of.
    models : tuple of str
        The models that it is claimed of one by one; none where a task may have any.
    """

    statement: str
    see: str
    findings: Callable[[Mapping[str, pd.DataFrame]], Iterable[Finding]]
    tables: Mapping[str, list[str]]
    tasks: tuple[str, ...] = TASKS
    models: tuple[str, ...] = ()

    def places(self) -> list[dict[str, str]]:
        """Return the tasks, or tasks and models, of which each must have been run."""
        if not self.models:
            return [{"task": task} for task in self.tasks]
        return [{"task": task, "model": model} for task in self.tasks for model in self.models]


CLAIMS: dict[str, Claim] = {
    "C1": Claim(
        "Sparse networks perform like dense ones",
        "01_sparse_networks_perform",
        partial(comparable, models=DISCRETE),
        HISTORY,
    ),
    "C2": Claim(
        "Pruning leaves weights of two modes, and their signs are settled",
        "06_weight_dynamics",
        bimodal_and_settled,
        {
            "weight_shapes": [*RUN, "phase", "p", "diverged"],
            "sign_survival": [*RUN, "share", "diverged"],
        },
    ),
    "C3": Claim(
        "Balanced feed-forward loops are over-represented and unbalanced ones under-represented,"
        " whatever the task and strategy",
        "02_motif_profile",
        universal_profile,
        {"motifs": [*RUN, "epoch", "null_model", "signs", "balanced", "sd", "z", "diverged"]},
    ),
    "C4": Claim(
        "Global balance rises along training",
        "03_balance_rises",
        partial(rises, models=DISCRETE),
        BALANCE,
    ),
    "C5": Claim(
        "Networks made balanced before training perform better",
        "04_balanced_networks",
        balance_helps,
        {"balanced": ["task", "arm", "trial", "level", "seed", "eta", "metric", "diverged"]},
        ("mnist", "sms", "mg", "hgs"),
    ),
    "C6": Claim(
        "Removing unbalanced loops from a trained network does it no harm",
        "05_lesions",
        removal_is_harmless,
        {"lesions": ["task", "network", "kind", "order", "removed", "size", "metric"]},
        ("mnist", "mg", "hgs"),
    ),
    "C7": Claim(
        "Networks in continuous time are no exception: C1 and C4 hold for them",
        "01_sparse_networks_perform",
        holds_in_continuous_time,
        HISTORY | BALANCE,
        ("hgs", "har"),
        CONTINUOUS,
    ),
    "C8": Claim(
        "Ours: no excess of balanced loops without training, or with signs shuffled",
        "08_controls",
        without_excess,
        {"control_motifs": [*RUN, "control", "draw", "null", "balanced", "sd", "z", "diverged"]},
    ),
}
