"""The parser of pandas and the careful reading line by line give the same network, or complaint."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sparse_rnn.graphs.files import edge_lists
from sparse_rnn.graphs.files.columns import Columns
from sparse_rnn.graphs.files.edge_lists import read_carefully, read_edge_list
from sparse_rnn.graphs.files.link_list import to_graph
from sparse_rnn.graphs.files.plain_tables import read_plain
from sparse_rnn.graphs.files.reading_options import ReadingOptions

BY_ORDER = Columns((0, 1, 2), 3)
NAMES = [
    "a",
    "b",
    "c",
    "1",
    "2",
    "01",
    "two words",
    " a",
    "a ",
    "ä",
    "NA",
    "nan",
    "#",
    "",
    '"a"',
    '"a, b"',
    '"a\tb c"',
    '"say ""a"""',
    '""',
    'a"b',
    '" a"',
    "\u2003b",
]
SIGNS = [
    "1",
    "-1",
    "+",
    "-",
    "+1",
    "0.5",
    "-2e3",
    "\u22121",
    "0",
    "?",
    "",
    "nan",
    "inf",
    "Activation",
    "x",
    " 1",
    "1_0",
    "0,5",
]
SEPARATORS = {"\t": "\t", " ": "\t", ",": ",", ";": ","}
ODD = [
    "",
    " ",
    "\t",
    "# note",
    "%x",
    "a",
    "a b",
    "a,b,1,2",
    "a;b",
    '"',
    "#a\tb\t1",
    "\t\t",
    ",,",
    '""',
    "\ufeff",
]


@st.composite
def tables(draw):
    """A table that may have a header, odd lines, and ends of any kind."""
    mark = draw(st.sampled_from(list(SEPARATORS)))
    spaced = [mark, " " + mark, mark + " "] if draw(st.booleans()) else [mark]
    row = st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES), st.sampled_from(SIGNS))
    lines = [draw(st.sampled_from(spaced)).join(r) for r in draw(st.lists(row, max_size=8))]
    if draw(st.booleans()):
        lines.insert(0, mark.join(("source", "target", "sign")))
    for odd in draw(st.lists(st.sampled_from(ODD), max_size=2)):
        lines.insert(draw(st.integers(0, len(lines))), odd)
    end = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    return (end.join(lines) + draw(st.sampled_from(["", end, end * 2]))).encode(), SEPARATORS[mark]


def outcome(data, separator, options):
    """What reading gives: the network and what was left out, or what is said against it."""
    try:
        links = read_edge_list(data, options, separator)
        graph, left_out = to_graph(links, options)
    except ValueError as error:
        return str(error)
    places = [links.place(number) for number in range(len(links.source))]
    return graph.digest(), graph.names, left_out, links.notes, places


@settings(max_examples=600, deadline=None, derandomize=True)
@given(
    tables(),
    st.builds(
        ReadingOptions,
        merge=st.booleans(),
        unknown=st.sampled_from(["error", "drop"]),
        conflicts=st.sampled_from(["error", "drop", "majority", "last"]),
        signs=st.sampled_from([None, {"1": 1, "-": -1, "0": 0, "?": 2}]),
        columns=st.sampled_from([None, ("1", "2", "3"), ("2", "1", "3")]),
    ),
)
def test_both_ways_of_reading_agree(table, options):
    with pytest.MonkeyPatch.context() as patch:
        quick = outcome(*table, options)
        patch.setattr(edge_lists, "read_plain", lambda *_: None)
        assert quick == outcome(*table, options)


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ("a\tb\t1\nb\tc\t-0.5\n", "\t"),
        ("a b 1\n\n   b   c -1  \n", "\t"),
        ("a,b,1\nb , c, -\n", ","),
        ("a;b;0,5\nb;c;-0,5", ";"),
        ('"a","b",1\n"b","c",-1\n', ","),
        ('"a, ""x""",b,1\nb,"c;",-1\n', ","),
        ('"a b" b 1\nb "#c" "-1"\n', "\t"),
        ("two words\tb\t1\nb\tc\t-\n", "\t"),
    ],
)
def test_plain_tables_are_read_at_once(text, separator):
    source, target, sign, names = read_plain(text, separator, BY_ORDER, 0)
    careful = read_carefully(text, separator, BY_ORDER, 0)
    assert [names[i] for i in source] == [careful[3][i] for i in careful[0]]
    assert [names[i] for i in target] == [careful[3][i] for i in careful[1]]
    assert len(sign) == len(careful[2]) == 2


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ('"a" b,c,1\n', ","),
        ('a, "b",1\n', ","),
        ("a\tb\t1\na\tb\n", "\t"),
        ("a\tb\t1\na b 1\n", "\t"),
        ("a b 1\na b\n", "\t"),
        ("a\u2003b c 1\n", "\t"),
        ("a,b,1\n,b,1\n", ","),
        ("a,b,1\na,b,1,2\n", ","),
        ("", ","),
    ],
)
def test_other_tables_are_left_to_the_careful_reading(text, separator):
    assert read_plain(text, separator, BY_ORDER, 0) is None
