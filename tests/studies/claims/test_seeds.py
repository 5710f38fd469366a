import pytest

from sparse_rnn.studies.claims.seeds import BY_SEED, KNOWN, seeds_table, verdicts_of_seeds


@pytest.fixture
def two_halves(history):
    """Networks of ten seeds: those of the first five are like dense ones, the others are not."""
    sparse = [0.9] * 5 + [0.5, 0.51, 0.5, 0.51, 0.5]
    return history(sparse, [0.9] * 10).assign(seed=lambda table: table["seed"] + 1)


def test_seeds_that_were_known_and_further_ones_are_judged_apart(two_halves):
    def told(*seeds):
        return verdicts_of_seeds("C1", {"history": two_halves}, seeds)

    assert told(*KNOWN) == "1 of 1 reproduced"
    assert told(*range(6, 11)) == "0 of 1 reproduced, 1 contradicted"
    assert told(*range(1, 11)) == "0 of 1 reproduced, 1 contradicted"
    assert told(1, 2) == "1 conditions ran, too small to judge by"
    assert told() == "none in the archive"


def test_the_table_has_a_row_per_claim_and_says_where_there_are_no_further_seeds(
    two_halves, synthetic_tables
):
    made = synthetic_tables()
    motifs = made["motifs"].query("epoch == 20").assign(decides=True)
    controls = motifs.iloc[:0].assign(control="")
    rest = made["balance"].iloc[:0], motifs.iloc[:0], controls

    def row(history):
        lines = seeds_table(history, *rest).splitlines()[2:]
        assert [line.split(" | ")[0] for line in lines] == [f"| {key}" for key in BY_SEED]
        return lines[0]

    assert row(two_halves) == (
        "| C1 | 0 of 1 reproduced, 1 contradicted | 1 of 1 reproduced"
        " | 0 of 1 reproduced, 1 contradicted |"
    )
    known = two_halves[two_halves["seed"].isin(KNOWN)]
    assert row(known) == "| C1 | 1 of 1 reproduced | 1 of 1 reproduced | none in the archive |"
