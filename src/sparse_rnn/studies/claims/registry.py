"""The claims by name: what is said, by which tables it is judged, and where it is drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial

import pandas as pd

from sparse_rnn.studies.balanced_networks.claim import balance_helps, beside_balance_helps
from sparse_rnn.studies.continuous_time.claim import holds_in_continuous_time
from sparse_rnn.studies.controls.claim import without_excess
from sparse_rnn.studies.growth.claim import growth_towards_balance_helps
from sparse_rnn.studies.lesions.claim import authors_networks_lose, removal_is_harmless
from sparse_rnn.studies.performance.claim import comparable, improves_or_preserves
from sparse_rnn.studies.published.training_claim import authors_networks_help
from sparse_rnn.studies.structure.profile_claim import universal_profile
from sparse_rnn.studies.structure.rise_claim import rises
from sparse_rnn.studies.weights.claim import bimodal_and_settled
from sparse_rnn.verdicts.findings import Finding
from sparse_rnn.verdicts.limits import CONTINUOUS, DISCRETE, GROWTH_TASKS, PAPER_TASKS


@dataclass(frozen=True)
class Claim:
    """A claim and how it is judged.

    Attributes
    ----------
    statement : str
        What is claimed.
    plain : str
        The same for a reader outside the field.
    see : str
        The notebook that draws it.
    findings : callable
        Maps tables by name to the findings of all conditions in them.
    tables : tuple of str
        The tables that it needs.
    tasks : tuple of str
        The tasks that it is claimed of.
    models : tuple of str
        The models that it is claimed of one by one; none where a task may have any.
    wording : {"paper", "summary", "ours"}
        Whose words it follows: the paper's own, those of a summary of it, or ours.
    beside : tuple of callable
        Each maps tables by name to findings that are reported only, such as the claim read
        literally, or judged on the authors' networks.
    beside_tables : tuple of str
        Further tables that these read; a run may lack them.
    units : tuple of str
        What its n counts: one, and several.
    """

    statement: str
    plain: str
    see: str
    findings: Callable[[Mapping[str, pd.DataFrame]], Iterable[Finding]]
    tables: tuple[str, ...]
    tasks: tuple[str, ...] = PAPER_TASKS
    models: tuple[str, ...] = ()
    wording: str = "ours"
    beside: tuple[Callable[[Mapping[str, pd.DataFrame]], Iterable[Finding]], ...] = ()
    beside_tables: tuple[str, ...] = ()
    units: tuple[str, str] = ("network", "networks")

    def places(self) -> list[dict[str, str]]:
        """Return the tasks, or tasks and models, that must all have been run."""
        if not self.models:
            return [{"task": task} for task in self.tasks]
        return [{"task": task, "model": model} for task in self.tasks for model in self.models]


CLAIMS: dict[str, Claim] = {
    "C1": Claim(
        "Sparse networks perform like dense ones",
        "Networks with 5 or 10 % of their links perform like dense ones",
        "01_performance",
        partial(comparable, models=DISCRETE),
        ("history",),
        wording="summary",
        beside=(partial(improves_or_preserves, models=DISCRETE),),
    ),
    "C2": Claim(
        "Pruning leaves weights of two modes, and their signs are settled",
        "Pruning leaves two groups of weights, positive and negative, that keep their signs",
        "06_weights",
        bimodal_and_settled,
        ("weight_shapes", "sign_survival"),
        wording="summary",
    ),
    "C3": Claim(
        "Balanced feed-forward loops are over-represented and unbalanced ones under-represented,"
        " whatever the task and strategy",
        "Balanced loops are more frequent than chance and unbalanced ones rarer, in any task",
        "02_motif_profile",
        universal_profile,
        ("motifs",),
        wording="paper",
    ),
    "C4": Claim(
        "Global balance rises along training",
        "Balance rises during training",
        "03_balance_rises",
        partial(rises, models=DISCRETE),
        ("balance",),
        wording="paper",
    ),
    "C5": Claim(
        "Networks made balanced before training perform better",
        "A network made balanced before training performs better",
        "04_balanced_networks",
        balance_helps,
        ("balanced_networks",),
        ("mnist", "sms", "mg", "hgs"),
        wording="paper",
        beside=(beside_balance_helps, authors_networks_help),
        beside_tables=("published_training",),
        units=("series", "series"),
    ),
    "C6": Claim(
        "Removing unbalanced loops from a trained network does it no harm",
        "A trained network loses its unbalanced loops without harm",
        "05_lesions",
        removal_is_harmless,
        ("lesions",),
        ("mnist", "mg", "hgs"),
        wording="paper",
        beside=(authors_networks_lose,),
        beside_tables=("published_lesions",),
    ),
    "C7": Claim(
        "Networks in continuous time are no exception: C1 and C4 hold for them",
        "C1 and C4 hold for networks in continuous time too",
        "03_balance_rises",
        holds_in_continuous_time,
        ("history", "balance"),
        ("hgs", "har"),
        CONTINUOUS,
        wording="summary",
    ),
    "C8": Claim(
        "Ours: no excess of balanced loops without training, or with signs shuffled",
        "Ours: without training, or with signs shuffled, there is no such excess",
        "08_controls",
        without_excess,
        ("control_motifs",),
        wording="ours",
    ),
    "C9": Claim(
        "Ours: growing links towards balance improves the test metric",
        "Ours: growing balanced loops improves performance",
        "03_balance_rises",
        growth_towards_balance_helps,
        ("history", "balance"),
        GROWTH_TASKS,
    ),
}
