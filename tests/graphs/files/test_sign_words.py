"""What files call a sign."""

import math
import re

import numpy as np
import pytest

from sparse_rnn.graphs.files.sign_words import (
    NOT_A_SIGN,
    SIGN_WORDS,
    UNKNOWN_SIGN,
    complaint,
    read_signs,
    sign_of,
    signs_from_text,
    suspected_codes,
)

MEANINGS = {
    1: [
        "+", "1", "+1", "0.5", "0,5", "1e-9", "Activation", "ACTIVATOR", " activates ", "positive",
        "up", "excitatory", "Exc", "up-regulates quantity by expression", "-->", 2, 0.1, True, np.int8(3),
    ],
    -1: [
        "-", "-1", "\u2212", "\u22121", "\u22120,5", "-.5", "Repression", "repressor", "inhibition", "negative",
        "down", "inhibitory", "inh", "down-regulates activity", "--|", "-|", -2, -0.1,
    ],
    0: ["0", "-0", "0.0", "0,00", 0, 0.0, False],
    UNKNOWN_SIGN: ["?", "+-", "-+", "\u00b1", "dual", "Unknown", "", " ", "NA", "#N/A", "nan", None, math.nan],
    NOT_A_SIGN: ["x", "1.2.3", "0,5,", "activ", "up-regulated by", "inf", "1e999", math.inf, [1], "1 2"],
}  # fmt: skip
CASES = [(value, sign) for sign, values in MEANINGS.items() for value in values]


@pytest.mark.parametrize(("value", "sign"), CASES)
def test_a_value_means(value, sign):
    assert sign_of(value) == sign
    values = np.empty(3, dtype=object)
    values[:] = ["-", value, "word"]
    assert read_signs(values).tolist() == [-1, sign, NOT_A_SIGN]
    values[:] = [-1.5, value, 2]
    assert read_signs(values).tolist() == [-1, sign, 1]


def test_words_are_in_small_letters():
    assert all(word == word.casefold() for word in SIGN_WORDS)


def test_many_numbers():
    numbers = np.array([3.5, -1e-300, 0, -0.0, np.nan, np.inf, -np.inf])
    signs = [1, -1, 0, 0, UNKNOWN_SIGN, NOT_A_SIGN, NOT_A_SIGN]
    assert read_signs(numbers).tolist() == signs
    assert read_signs(np.array([str(x) for x in numbers], dtype=object)).tolist() == signs
    assert read_signs(np.array([1, 0, 250], dtype=np.uint8)).tolist() == [1, 0, 1]
    assert read_signs(np.array([], dtype=object)).tolist() == []


@pytest.mark.parametrize(
    ("codes", "values", "signs"),
    [
        ("1=+,2=-", ["1", "2", "2.0", 1, 2.0, "3", "+"], [1, -1, -1, 1, -1, NOT_A_SIGN, NOT_A_SIGN]),
        ("ACH=+, GABA = -", ["ach", "Gaba ", "GLUT"], [1, -1, NOT_A_SIGN]),
        ("0=-,1=+", [0, 1, False, "0"], [-1, 1, -1, -1]),
        ("1=-1,2=0,3=?", ["1", "2", "3"], [-1, 0, UNKNOWN_SIGN]),
        ("+=-,-=+", ["+", "-", "\u2212"], [-1, 1, 1]),
        ("1=+,2=-", ["", " ", "nan", None, math.nan, "?"], [*[UNKNOWN_SIGN] * 5, NOT_A_SIGN]),
        ("1=+,2=-,nan=-", ["", "nan"], [UNKNOWN_SIGN, -1]),
        ("a=b=+,x=inhibition", ["a=b", "x"], [1, -1]),
    ],
)  # fmt: skip
def test_codes_decide_alone(codes, values, signs):
    found = read_signs(np.array(values, dtype=object), signs_from_text(codes))
    assert found.tolist() == signs


def test_codes_of_numbers():
    codes = signs_from_text("1=+,2=-")
    assert read_signs(np.array([1.0, 2.0, 3.0]), codes).tolist() == [1, -1, NOT_A_SIGN]
    assert read_signs(np.array([2, 1], dtype=np.int8), codes).tolist() == [-1, 1]


@pytest.mark.parametrize("text", ["", "1", "1=", "=+", "1=x", "1=+,", "1=+,2"])
def test_what_says_nothing_of_codes_is_refused(text):
    with pytest.raises(ValueError, match=f"^{re.escape(repr(text))} does not say what codes mean"):
        signs_from_text(text)


def test_a_code_has_one_sign():
    with pytest.raises(ValueError, match="gives the code '1' two signs"):
        signs_from_text("1=+,1=-")


@pytest.mark.parametrize(
    ("values", "meaning"),
    [
        (["1", "2"], "1=+,2=-"),
        (["0", "1"], "0=-,1=+"),
        (["0", "1", "2"], "0=0,1=+,2=-"),
        (["3", "1", "2", "1.0"], "1=+,2=-,3=?"),
        ([1, 2], "1=+,2=-"),
        ([1.0, 3.0], "1=+,3=-"),
        (["1", "2", "?"], "1=+,2=-"),
        (["0", "1", "2", "3"], "0=0,1=+,2=-,3=?"),
        (["1", "1"], ""),
        (["1", "1.0", "01"], ""),
        (["1", "+2"], ""),
        (["1", "2", "+"], ""),
        (["1", "2", "up"], ""),
        (["1", "2", "-1"], ""),
        (["1", "2", "4"], ""),
        (["1", "1.5"], ""),
        ([], ""),
    ],
)
def test_numbers_that_may_be_codes(values, meaning):
    assert suspected_codes(np.array(values, dtype=object)) == meaning
    if all(isinstance(value, float) for value in values):
        assert suspected_codes(np.array(values)) == meaning


def test_what_is_wrong_is_told():
    assert complaint("x") == "'x' is neither a sign (+ or -) nor a number"
    assert complaint("-inf") == "weight -inf is not finite"
    assert complaint("3", {"1": 1, "2": -1}) == (
        "'3' is not among the codes '1', '2' of --signs; say what it means too"
    )
