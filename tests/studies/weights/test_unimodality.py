import numpy as np
import pytest

from sparse_rnn.studies.weights.unimodality import dip_test


def test_dips_that_can_be_worked_out_by_hand():
    # equally spaced values are a sample of one mode as good as any
    assert dip_test(np.arange(50.0)) == (0, 1)
    # two points of equal mass are as far from one mode as any distribution can be: 1 / 4
    assert dip_test(np.repeat([0.0, 1.0], 500)).dip == pytest.approx(0.25, abs=1e-3)


def test_two_modes_are_told_from_one():
    rng = np.random.default_rng(0)
    one = rng.normal(size=(20, 50))
    two = one + np.where(rng.random(one.shape) < 0.5, -3, 3)
    assert dip_test(one).p > 0.05
    assert dip_test(two).p < 0.001
    assert dip_test(two).dip > 4 * dip_test(one).dip


def test_the_p_value_is_uniform_where_the_sample_is():
    p = [dip_test(np.random.default_rng(seed).random(300)).p for seed in range(400)]
    assert np.mean(np.array(p) < 0.1) == pytest.approx(0.1, abs=0.06)
    assert np.median(p) == pytest.approx(0.5, abs=0.1)


def test_the_published_critical_value():
    # Maechler's table (R package diptest): for n = 50, 95 % of uniform samples lie below 0.0703
    samples = np.random.default_rng(1).random((4000, 50))
    dips = [dip_test(sample).dip for sample in samples]
    assert np.quantile(dips, 0.95) == pytest.approx(0.0703, abs=0.002)


@pytest.mark.parametrize("n", [0, 3])
def test_too_few_values_have_no_dip(n):
    assert np.isnan(dip_test(np.arange(float(n)))).all()
