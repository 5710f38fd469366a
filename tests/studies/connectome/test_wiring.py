from pathlib import Path

import pandas as pd
import pytest

from sparse_rnn.studies.connectome.wiring import (
    SIGN_RULES,
    read_wiring,
    signed_wiring,
)

LINKS = Path(__file__).parents[3] / "data" / "connectome" / "celegans_chemical_signs.tsv"
TOY = pd.DataFrame(
    [
        ("a", "b", "+", "ACh"),
        ("a", "c", "-", "ACh"),
        ("a", "d", "-", "ACh"),
        ("a", "a", "+", "ACh"),  # a self-loop never counts
        ("b", "c", "complex", "GABA"),
        ("b", "a", "no pred", "GABA"),
        ("c", "a", "+", "Glu"),
        ("d", "a", "+", ""),
        ("d", "b", "-", ""),
    ],
    columns=["source", "target", "sign", "transmitter"],
)


def signs(rule):
    graph = signed_wiring(TOY, rule)
    ends = zip(graph.source, graph.target, graph.sign, strict=True)
    return {f"{graph.names[i]}{graph.names[j]}": int(sign) for i, j, sign in ends}


def test_the_rules_of_sign():
    assert signs("predicted") == {"ab": 1, "ac": -1, "ad": -1, "ca": 1, "da": 1, "db": -1}
    # a sends two of three with -; d is a tie
    assert signs("majority") == {"ab": -1, "ac": -1, "ad": -1, "ca": 1}
    excites = {"ab": 1, "ac": 1, "ad": 1, "bc": -1, "ba": -1, "ca": 1}
    assert signs("glutamate_excites") == excites
    assert signs("glutamate_inhibits") == excites | {"ca": -1}


def test_an_unknown_rule_is_refused():
    with pytest.raises(ValueError, match=r"no rule of sign 'x'; there are predicted, majority"):
        signed_wiring(TOY, "x")


def test_rules_of_one_sign_give_every_neuron_one():
    links = read_wiring(LINKS)
    for name, rule in SIGN_RULES.items():
        graph = signed_wiring(links, name)
        both = (graph.degrees("out", 1) > 0) & (graph.degrees("out", -1) > 0)
        assert both.any() != rule.one_sign
