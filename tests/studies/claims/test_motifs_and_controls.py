import numpy as np
import pandas as pd
import pytest

from sparse_rnn.results.intervals import mean_interval
from sparse_rnn.studies.controls.claim import without_excess
from sparse_rnn.studies.structure.profile_claim import universal_profile
from sparse_rnn.verdicts.findings import DECIDING, REPORTED
from sparse_rnn.verdicts.power import of_mean
from sparse_rnn.verdicts.words import PROFILE, SIMILARITY

SIGNS = ["+++", "++-", "+-+", "+--", "-++", "-+-", "--+", "---"]
BALANCED = np.array([signs.count("-") % 2 == 0 for signs in SIGNS])
CLAIMED = np.where(BALANCED, 1.0, -1.0)


def motifs(*profiles, null="global-const", strategy="set", sd=5.0, diverged=None):
    """The eight z after training of one seed per profile."""
    keys = dict(task="mg", model="rnn", strategy=strategy, sparsity=0.9, null_model=null)
    keys |= {"decides": null == "global-const"}
    return pd.concat(
        [
            pd.DataFrame({"signs": SIGNS, "balanced": BALANCED, "z": profile})
            .assign(**keys, seed=seed, epoch=epoch, sd=sd, diverged=(diverged or {}).get(seed, 0))
            .assign(z=lambda table, e=epoch: table["z"] if e else -99.0)
            for seed, profile in enumerate(profiles)
            for epoch in (0, 9)
        ],
        ignore_index=True,
    )


def judge(*tables):
    return list(universal_profile({"motifs": pd.concat(tables, ignore_index=True)}))


def wrong(places, to=-1.0):
    """The claimed profile with some loops turned (or set to a share of it)."""
    profile = CLAIMED.copy()
    profile[places] *= to
    return profile


@pytest.mark.parametrize(
    ("first", "second", "clear", "verdict"),
    [
        (4 * CLAIMED, 4.1 * CLAIMED, 8, "reproduced"),
        (CLAIMED, 9 * CLAIMED, 0, "not shown"),  # all means have the sign, no interval is off 0
        (
            np.r_[np.full(4, 4.0), 1, 1, 1, 1] * CLAIMED,
            np.r_[np.full(4, 4.1), 9, 9, 9, 9] * CLAIMED,
            4,
            "partly",
        ),
        (wrong([0, 3]), 1.01 * wrong([0, 3]), 6, "partly"),
        (wrong([0, 1, 2]), 1.01 * wrong([0, 1, 2]), 5, "contradicted"),
        (wrong([0, 1, 2]), 1.1 * wrong([0, 1, 2]), 5, "not shown"),  # 95 %, but not 99.4 %
        (wrong([0, 1, 2], 0.0), wrong([0, 1, 2], 0.0), 5, "not shown"),
        (wrong([7], 0.0), wrong([7], 0.0), 7, "partly"),
        (-4 * CLAIMED, -4.01 * CLAIMED, 0, "contradicted"),
    ],
)
def test_how_many_of_the_eight_loops_are_as_claimed(first, second, clear, verdict):
    (finding,) = judge(motifs(first, second))
    assert finding.statistic == PROFILE
    assert (finding.interval[:2], finding.limit) == ((2, clear), 8)
    assert (finding.verdict, finding.variant, finding.scope) == (verdict, "global-const", DECIDING)


def test_the_smallest_effect_is_that_of_the_least_certain_loop():
    spread = np.r_[2.0, np.full(7, 1.1)]
    (finding,) = judge(motifs(CLAIMED, spread * CLAIMED))
    assert finding.smallest == pytest.approx(of_mean(2, *mean_interval([1, 2])[2:]))


def test_a_loop_with_fewer_z_scores_than_networks_is_named_and_hides_any_effect_if_it_has_one():
    table = motifs(CLAIMED, 1.1 * CLAIMED, 1.2 * CLAIMED)
    last = (table["signs"] == "-+-") & (table["seed"] > 0)
    table.loc[last, "sd"] = 0.0
    (finding,) = judge(table)
    assert finding.note == "z defined of -+- in 1 of 3 networks"
    assert np.isnan(finding.smallest), "the loop has no interval"
    table.loc[table["seed"] == 1, "sd"] = 5.0
    table.loc[(table["signs"] == "+++") & (table["seed"] == 0), "sd"] = 0.0
    (finding,) = judge(table)
    assert finding.note == "z defined of +++ in 2, -+- in 2 of 3 networks"
    assert finding.smallest == pytest.approx(of_mean(2, *mean_interval([1.1, 1.2])[2:]))


def test_diverged_replicas_and_z_scores_without_a_scale_do_not_count():
    table = motifs(4 * CLAIMED, 4.1 * CLAIMED, -99 * CLAIMED, diverged={2: 7})
    (finding,) = judge(table)
    assert (finding.interval[:2], finding.verdict) == ((2, 8), "reproduced")
    assert finding.note == "1 of 3 left out: diverged, or not defined"
    (finding,) = judge(table.assign(sd=0.0))
    assert (finding.interval.n, finding.verdict) == (0, "not run")
    assert np.isnan(finding.interval.mean)


def test_the_rows_that_decide_do_and_the_others_are_reported_whatever_their_order():
    found = judge(
        motifs(-CLAIMED, -CLAIMED, null="sign-permutation"),
        motifs(CLAIMED, CLAIMED),
        motifs(CLAIMED, CLAIMED, strategy="static"),
    )
    assert {f.variant: (f.verdict, f.scope) for f in found} == {
        "global-const": ("reproduced", DECIDING),
        "sign-permutation": ("contradicted", REPORTED),
    }


def test_the_similarity_of_profiles_is_over_all_pairs_of_conditions():
    place = np.arange(8.0)
    profiles = {"set": place, "deep_r": 3 * place + 1, "pruning_1": -place, "pruning_2": place**2}
    found = judge(*(motifs(z, z, strategy=name) for name, z in profiles.items()))
    (finding,) = [f for f in found if f.statistic == SIMILARITY]
    r = np.corrcoef(place, place**2)[0, 1]
    pairs = [1, -1, r, -1, r, -r]
    expected = (4, np.mean(pairs), *np.percentile(pairs, [2.5, 97.5]))
    assert finding.interval == pytest.approx(expected)
    assert (finding.verdict, finding.scope, dict(finding.condition)) == ("", REPORTED, {})


def controls(*excesses, control="signs_shuffled", strategy="set", diverged=0, null="global-const"):
    """The eight z of one seed per excess, the first draw of a control."""
    keys = dict(task="mg", model="rnn", strategy=strategy, sparsity=0.9, control=control, draw=0)
    return pd.concat(
        [
            pd.DataFrame({"balanced": BALANCED, "z": 0.7 + excess / 2 * CLAIMED, "sd": 5.0})
            .assign(**keys, seed=seed, null_model=null, decides=null == "global-const")
            .assign(diverged=diverged if seed == 2 else 0)
            for seed, excess in enumerate(excesses)
        ],
        ignore_index=True,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("excesses", "verdict"),
    [
        ([-1.0, 2.0], "partly"),
        ([0.5, 0.51], "reproduced"),
        ([1.5, 1.51], "contradicted"),
        ([0.5, 1.7], "not shown"),
        ([0.5], "partly"),
    ],
)
def test_controls_have_no_clear_excess(excesses, verdict):
    (finding,) = without_excess({"control_motifs": controls(*excesses)})
    assert finding.interval[:2] == (len(excesses), pytest.approx(np.mean(excesses)))
    assert (finding.variant, finding.verdict) == ("signs_shuffled", verdict)


def test_which_controls_are_asked():
    parts = [
        controls(0.0, 0.0, 99.0, diverged=3),
        controls(9.0, 9.0, null="sign-permutation"),
        controls(0.0, 0.0, control="untrained_magnitude_cut", strategy="dense"),
        controls(9.0, 9.0, control="trained_magnitude_cut", strategy="dense"),
        controls(9.0, 9.0, control="as_trained"),
        controls(9.0, 9.0, strategy="static"),
        controls(9.0, 9.1, control="signs_exchanged"),
    ]
    found = list(without_excess({"control_motifs": pd.concat(parts, ignore_index=True)}))
    assert {(f.variant, f.condition["strategy"]): (f.verdict, f.scope) for f in found} == {
        ("untrained_magnitude_cut", "dense"): ("reproduced", DECIDING),
        ("signs_shuffled", "set"): ("reproduced", DECIDING),
        ("signs_exchanged", "set"): ("contradicted", REPORTED),
    }
    assert found[1].note == "1 of 3 left out: diverged, or not defined"


def test_untrained_networks_decide_once_where_several_conditions_start_from_the_same_weights():
    words = {"control": "untrained_magnitude_cut", "strategy": "dense"}
    same, other = controls(0.0, 0.1, **words), controls(0.0, 0.2, **words)
    shuffled = controls(0.0, 0.1)
    parts = [part.assign(model=m) for m in ("rnn", "ct_rnn") for part in (same, shuffled)]
    parts.append(other.assign(task="sms"))
    found = without_excess({"control_motifs": pd.concat(parts, ignore_index=True)})
    assert [(f.variant, *list(f.condition.values())[:2], f.scope, f.note) for f in found] == [
        ("untrained_magnitude_cut", "mg", "rnn", DECIDING, ""),
        ("untrained_magnitude_cut", "mg", "ct_rnn", REPORTED, "the networks of mg, rnn"),
        ("untrained_magnitude_cut", "sms", "rnn", DECIDING, ""),
        ("signs_shuffled", "mg", "rnn", DECIDING, ""),
        ("signs_shuffled", "mg", "ct_rnn", DECIDING, ""),
    ]


def test_untrained_networks_are_the_same_though_one_of_them_diverged_in_training():
    words = {"control": "untrained_magnitude_cut", "strategy": "dense"}
    whole = controls(0.0, 0.1, 0.2, **words)
    less = controls(0.0, 0.1, 0.2, **words, diverged=7)
    like_one = controls(0.0, 0.2, 0.3, **words)  # the same network of one seed, by chance
    one_left = less[less["seed"] > 1]  # no network is left
    parts = [
        less.assign(task="mnist"),
        whole.assign(task="mg"),
        like_one.assign(task="sms"),
        one_left.assign(task="hgs"),
    ]
    found = list(without_excess({"control_motifs": pd.concat(parts, ignore_index=True)}))
    assert [(f.condition["task"], f.interval.n, f.scope, f.note) for f in found] == [
        ("mnist", 2, DECIDING, "1 of 3 left out: diverged, or not defined"),
        ("mg", 3, REPORTED, "the networks of mnist, rnn"),
        ("sms", 3, DECIDING, ""),
        ("hgs", 0, DECIDING, "1 of 1 left out: diverged, or not defined"),
    ]
