"""Runs that are killed at random moments; benchmarks/kill.py does it more often and tells."""

import runpy
from pathlib import Path

import pytest

from sparse_rnn.sparsify.registry import STRATEGY_CLASSES

KILL = runpy.run_path(str(Path(__file__).parents[2] / "benchmarks" / "kill.py"))


@pytest.mark.parametrize("strategy", STRATEGY_CLASSES)
def test_a_killed_run_ends_in_the_same_bytes(tmp_path, strategy):
    outcome = KILL["kill_often"](strategy, tmp_path, kills=3)
    assert outcome.same
    assert len(outcome.epochs) == 3
