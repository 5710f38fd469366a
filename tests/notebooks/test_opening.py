"""What opens a notebook says what the archive's verdicts say."""

import re
from pathlib import Path

import pandas as pd
import pytest

from sparse_rnn.notebooks.opening import (
    answered,
    conditions_in_words,
    number_in_words,
    opening,
    where_of,
)
from sparse_rnn.results.quote import ANY, quote
from sparse_rnn.results.schema import read_table
from sparse_rnn.studies.claims.headline import HEADLINES, middle_row
from sparse_rnn.studies.claims.registry import CLAIMS
from sparse_rnn.studies.claims.table import judged_claim
from sparse_rnn.verdicts.findings import DECIDING, OVERALL
from sparse_rnn.verdicts.rules import CANNOT_JUDGE
from sparse_rnn.verdicts.words import POSSIBLE

ROOT = Path(__file__).parents[2]
TABLES = ROOT / "data" / "reference" / "tables"


def tables_of(key):
    return {name: read_table(name, TABLES / f"{name}.csv") for name in CLAIMS[key].tables}


def slug(heading):
    """The heading as GitHub's links name it."""
    return re.sub(r"[^a-z ]", "", heading.lower()).replace(" ", "-")


@pytest.fixture(scope="module")
def archived():
    return read_table("claims", TABLES / "claims.csv")


def test_every_claim_has_a_headline():
    assert list(HEADLINES) == list(CLAIMS)


@pytest.mark.parametrize("key", CLAIMS)
def test_the_opening_of_a_claim_tells_its_archived_verdict_and_counts(key, archived):
    text = opening(key, tables_of(key), "reference")
    (over_all,) = archived[(archived["claim"] == key) & (archived["scope"] == OVERALL)].itertuples()
    assert text.startswith(f"**{key}. ") and HEADLINES[key].shown in text
    told = over_all.verdict != CANNOT_JUDGE
    assert (f"**Our verdict: {over_all.verdict}.**" if told else "**No verdict.**") in text
    if over_all.n:
        assert f"Of {over_all.n} conditions " in text and "**The number:** " in text
        assert over_all.note.split("; ")[0].split(" of ")[0] in text or not over_all.estimate > 0


@pytest.mark.parametrize("key", CLAIMS)
def test_an_opening_says_how_we_differ_and_where_that_is_told(key):
    differs = HEADLINES[key].differs
    assert (differs is None) == (CLAIMS[key].wording == "ours")
    if differs:
        text = (ROOT / "docs" / "deviations.md").read_text(encoding="utf-8")
        sections = {slug(part.partition("\n")[0]): part for part in text.split("\n## ")}
        assert f"\n| {differs.row} |" in sections[differs.section]
        assert f"deviations.md#{differs.section}), row *{differs.row}*" in opening(
            key, tables_of(key), "reference"
        )


@pytest.mark.parametrize("key", ["C1", "C2", "C4", "C5", "C6", "C7", "C8"])
def test_the_number_of_an_opening_is_an_archived_estimate_with_its_interval(key, archived):
    text = opening(key, tables_of(key), "reference")
    rows = archived[(archived["claim"] == key) & (archived["scope"] == DECIDING)]
    numbers = rows[["estimate", "low", "high", "statistic"]].dropna().itertuples(index=False)
    quotes = [quote(*row, bounds=POSSIBLE.get(name, ANY)) for *row, name in numbers]
    assert any(f"**{number.replace('-', '−')}**" in text for number in quotes)


def test_the_number_of_the_profile_is_that_of_notebook_02():
    record = pd.read_json(
        TABLES.parents[2] / "figures/reference/02_motif_profile.json", typ="series"
    )
    rows = [row for row in record["balanced_less_unbalanced"] if row["low"] is not None]
    text = opening("C3", tables_of("C3"), "reference")
    assert any(f"**{quote(row['mean'], row['low'], row['high'])}**" in text for row in rows)


def test_no_name_stands_where_a_label_belongs(archived):
    names = ("har", "hgs", "mnist", "pruning_2", "deep_r", "neural_ode", "untrained_magnitude_cut")
    text = " ".join(opening(key, tables_of(key), "reference") for key in ("C1", "C7", "C8"))
    words = {word.strip(".,;:()") for word in text.split()}
    assert words.isdisjoint(names) and "Human" in words


def test_a_run_of_few_networks_cannot_judge(synthetic_tables):
    tables = synthetic_tables(seeds=(0, 1, 2))
    text = opening("C4", tables, "quick")
    assert "Our verdict" not in text
    assert "**No verdict.** The profile quick cannot judge: a condition has n = 3" in text
    assert "Of 4 conditions 4 are reproduced (n = 3 networks in each)." in text
    assert "**0.310 [0.285, 0.335]** (95 % interval, n = 3)" in text
    enough = opening("C4", synthetic_tables(seeds=range(5)), "mine")
    assert "**Our verdict: reproduced.**" in enough
    toys = opening("C4", synthetic_tables(seeds=range(5)), "mine", judge=False)
    assert "**No verdict.** The profile mine cannot judge: its networks, seeds or training" in toys


def test_a_claim_without_networks_was_not_run(synthetic_tables):
    text = opening("C9", synthetic_tables(), "quick")
    assert text.endswith("**Our verdict: not run.** These tables have no such network.")


def test_an_answer_without_enough_networks_is_none():
    told = answered("Is it?", "nothing", "it is.", [2], "quick")
    assert told.splitlines()[0] == "**Is it?**"
    assert "**No answer.** The profile quick cannot judge" in told and told.endswith(" it is.")
    assert "**Answer:** it is." in answered("Is it?", "nothing", "it is.", [5], "paper")


ROW = {
    "claim": "C1",
    "task": "mg",
    "model": "rnn",
    "strategy": "set",
    "sparsity": 0.9,
    "variant": "",
    "limit": 0,
}


def test_the_middle_row_is_the_lower_of_two():
    rows = pd.DataFrame([ROW | {"estimate": x, "low": x, "high": x, "n": 5} for x in (3, 1, 2, 4)])
    assert middle_row(rows)["estimate"] == 2
    assert "in the middle one of 4: Mackey–Glass" in number_in_words("it", rows)
    assert "in the lower one of 2: " in number_in_words("it", rows.iloc[:2])
    assert "**–3".replace("–", "−") in number_in_words("it", rows.assign(estimate=-3.0, low=-4.0))


def test_a_control_is_named_where_it_is_one():
    cut = ROW | {"strategy": "dense", "variant": "untrained_magnitude_cut"}
    assert where_of(pd.Series(cut)) == "Mackey–Glass, RNN, Untrained, small |w| cut to 90 %"
    shuffled = pd.Series(ROW | {"variant": "signs_shuffled"})
    assert where_of(shuffled).endswith("90 % sparse, signs shuffled over the links")


def test_conditions_are_counted_once_though_they_have_several_statistics():
    rows = [
        ROW | {"verdict": "partly", "n": n, "statistic": name} for n, name in ((5, "a"), (9, "b"))
    ]
    told = conditions_in_words(pd.DataFrame(rows))
    assert told == "Of 1 condition 1 is partly (n = 5 to 9 networks in each)."
    of_series = conditions_in_words(pd.DataFrame(rows).assign(claim="C5"))
    assert of_series.endswith("(n = 5 to 9 series in each).")


def test_one_claim_judged_alone_is_as_in_the_table_of_all(archived):
    alone = judged_claim("C4", tables_of("C4"))
    kept = archived[archived["claim"] == "C4"].reset_index(drop=True)
    pd.testing.assert_frame_equal(
        alone[["verdict", "note"]].fillna(""), kept[["verdict", "note"]].fillna("")
    )
