"""What a user may say of a file."""

import pytest

from sparse_rnn.graphs.files.reading_options import AS_IT_STANDS, ReadingOptions
from sparse_rnn.graphs.files.sign_words import signs_from_text


def test_codes_and_columns_may_be_spelled_in_several_ways():
    spelled = [
        {"1": "+", "2": "-"},
        {1: 1, 2: -1},
        {"1": "up", 2: -1.0},
        signs_from_text("1=+,2=-"),
    ]
    assert all(ReadingOptions(signs=signs).signs == {"1": 1, "2": -1} for signs in spelled)
    assert (
        ReadingOptions(signs={"x": "?"}).signs == ReadingOptions(signs=signs_from_text("x=?")).signs
    )
    assert ReadingOptions(columns=["a", 2, "3"]).columns == ("a", "2", "3")


def test_a_file_says_all_itself_by_default():
    assert ReadingOptions() == AS_IT_STANDS


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"unknown": "keep"}, "unknown is 'keep'; choose one of error, drop"),
        ({"conflicts": "first"}, "conflicts is 'first'; choose one of error, drop, majority, last"),
        ({"columns": "abc"}, "columns are 'abc'; give three: source, target and sign"),
        ({"columns": ("a", "b")}, "give three"),
        ({"signs": {"1": 5}}, "code '1' has no sign; give it 1 or -1"),
        ({"signs": {"1": "x"}}, "code '1' has no sign"),
    ],
)
def test_what_is_no_choice_is_refused(options, message):
    with pytest.raises(ValueError, match=message):
        ReadingOptions(**options)
