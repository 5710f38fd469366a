"""The conditions in which a claim is not reproduced, in words, and the worst number of each task.

The number in the middle says nothing of the conditions that decide on a verdict of "partly".
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from sparse_rnn.catalog import MODELS, STRATEGIES, TASKS
from sparse_rnn.results.quote import ANY, quote
from sparse_rnn.studies.claims.headline import HEADLINES, carrying_numbers
from sparse_rnn.studies.controls.contrasts import CUT_LABELS, SIGN_LABELS
from sparse_rnn.verdicts.rules import REPRODUCED, VERDICTS
from sparse_rnn.verdicts.words import LOW_IS_CLAIMED, POSSIBLE

PLAIN_MODEL = "rnn"
"""The model that goes without saying."""


def unmet_in_words(key: str, numbers: pd.DataFrame) -> str:
    """Return the conditions of a claim that are not reproduced, as a list with a line per task.

    Parameters
    ----------
    key : str
        The claim.
    numbers : pandas.DataFrame
        As `studies.claims.headline.condition_numbers` returns them.

    Returns
    -------
    str
        Markdown; empty where all conditions are reproduced.
    """
    unmet = numbers[numbers["verdict"] != REPRODUCED]
    if unmet.empty:
        return ""
    told, _ = carrying_numbers(key, numbers)
    tasks = [(task, unmet[unmet["task"] == task]) for task in TASKS]
    lines = [f"  - {_task_in_words(key, rows, told)}" for _, rows in tasks if len(rows)]
    head = "- **Not reproduced**, and the least favourable estimate of each task:"
    return "\n".join([head, *lines])


def _task_in_words(key: str, rows: pd.DataFrame, told: str) -> str:
    """Return the conditions of one task by verdict, and the estimate farthest from the claim."""
    parts = [
        f"*{verdict}* {where_unmet(own)}".rstrip()
        for verdict in VERDICTS
        if len(own := rows[rows["verdict"] == verdict])
    ]
    label = TASKS[rows["task"].iloc[0]].label
    return f"{label}: {'; '.join(parts)}. Worst: {worst_in_words(key, rows, told)}."


def worst_in_words(key: str, rows: pd.DataFrame, told: str = "") -> str:
    """Return the estimate farthest from the claim, of each statistic of some conditions.

    Parameters
    ----------
    key, rows
        As for `unmet_in_words`.
    told : str, optional
        The words of a statistic that goes without saying.
    """
    found = []
    for name, same in rows.groupby("statistic", sort=False):
        worst = same.sort_values("estimate", ascending=name not in LOW_IS_CLAIMED).iloc[:1]
        what = HEADLINES[key].numbers.get(name, name)
        parts = [("" if what == told else f"{what} ") + _number_in_words(worst.iloc[0])]
        parts += [where_unmet(worst)] if len(rows) > 1 else []
        found.append(", ".join(filter(None, parts)))
    return "; ".join(found)


def _number_in_words(row: pd.Series) -> str:
    """Return an estimate with its interval and n."""
    bounds = POSSIBLE.get(row["statistic"], ANY)
    number = quote(row["estimate"], row["low"], row["high"], bounds=bounds)
    return f"{number.replace('-', '−')} (n = {row['n']})"


def where_unmet(rows: pd.DataFrame) -> str:
    """Return strategies, sparsities, models and controls of the conditions of one task.

    Strategies that have the same sparsities stand together: ``DeepR and SET at 90 and 95 %``.
    """
    groups = rows.groupby(["model", "variant"], sort=False, dropna=False)
    return ", ".join(filter(None, (_where_of(*key, own) for key, own in groups)))


def _where_of(model: str | float, variant: str | float, rows: pd.DataFrame) -> str:
    """Return the conditions of a model and control; nothing where they are pooled."""
    named = model in MODELS and model != PLAIN_MODEL
    control = (CUT_LABELS | SIGN_LABELS).get(variant)
    names = [*([MODELS[model].label] if named else []), *([control] if control else [])]
    where = _strategies_in_words(rows)
    return f"{where} ({', '.join(names)})" if names and where else where


def _strategies_in_words(rows: pd.DataFrame) -> str:
    """Return the strategies with their sparsities; nothing where these are pooled."""
    together: dict[tuple[float, ...], list[str]] = {}
    for strategy in STRATEGIES:
        sparsities = tuple(sorted(rows.loc[rows["strategy"] == strategy, "sparsity"].unique()))
        if sparsities:
            together.setdefault(sparsities, []).append(STRATEGIES[strategy].label)
    return ", ".join(
        f"{_listed(names)} at {_listed([f'{100 * s:g}' for s in sparsities])} %"
        for sparsities, names in together.items()
    )


def _listed(names: Sequence[str]) -> str:
    """Return names as a sentence lists them: ``a, b and c``."""
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last
