"""The claims as notebook 09 lists them: how many hold, and every condition that decides."""

from __future__ import annotations

import pandas as pd

from sparse_rnn.results.quote import ANY, quote
from sparse_rnn.studies.controls.contrasts import CUT_LABELS, SIGN_LABELS
from sparse_rnn.verdicts.findings import DECIDING, OVERALL
from sparse_rnn.verdicts.rules import VERDICTS
from sparse_rnn.verdicts.words import LITERALLY, POSSIBLE

_SHOWN = ["claim", "task", "model", "strategy", "sparsity", "variant", "statistic", "n", "limit"]


def verdicts_in_words(verdicts: pd.Series) -> str:
    """Return how often each verdict was given: ``1 reproduced, 5 partly``."""
    counts = verdicts.value_counts()
    return ", ".join(f"{counts[verdict]} {verdict}" for verdict in VERDICTS if verdict in counts)


def claims_in_words(claims: pd.DataFrame) -> str:
    """Return how many claims hold over all, and what those hold that are also read literally."""
    over_all = claims.loc[claims["scope"] == OVERALL, "verdict"]
    text = f"of {len(over_all)} claims over all: {verdicts_in_words(over_all)}."
    literal = claims[claims["variant"].str.endswith(LITERALLY, na=False)]
    for claim, verdicts in literal.groupby("claim")["verdict"]:
        found = verdicts_in_words(verdicts)
        text += f" {claim}, read literally: {found}, of {len(verdicts)} conditions."
    return text


def deciding_rows(claims: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that decide on a claim and ran."""
    return claims[(claims["scope"] == DECIDING) & (claims["n"] > 0)]


def deciding_table(claims: pd.DataFrame) -> pd.DataFrame:
    """Return every condition that decides as a notebook shows it, with its estimate quoted."""
    rows = deciding_rows(claims)
    numbers = rows[["estimate", "low", "high", "statistic"]].itertuples(index=False)
    quotes = [quote(*row, bounds=POSSIBLE.get(name, ANY)) for *row, name in numbers]
    every = rows[_SHOWN].assign(estimate=quotes).join(rows[["smallest_effect", "verdict", "note"]])
    every["smallest_effect"] = [f"{x:.2g}" if x == x else "" for x in every["smallest_effect"]]
    every["variant"] = every["variant"].replace(CUT_LABELS | SIGN_LABELS)
    return every.fillna({"variant": "", "note": ""})
