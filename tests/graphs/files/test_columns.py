"""Tables with a header, with more columns than three, with other separators and encodings."""

import pytest

from sparse_rnn.graphs.files.columns import COLUMN_NAMES, columns_from_text, find_columns
from sparse_rnn.graphs.files.edge_lists import read_edge_list
from sparse_rnn.graphs.files.link_list import to_graph
from sparse_rnn.graphs.files.reading_options import ReadingOptions

LINKS = {("a", "b", 1), ("b", "c", -1)}
BY_NAME = "columns read by name: source {}, target {}, sign {}"


def read(text, separator=",", **options):
    """The links of a table by name, and its list."""
    data = text if isinstance(text, bytes) else text.encode()
    options = ReadingOptions(**options)
    links = read_edge_list(data, options, separator)
    graph, left_out = to_graph(links, options)
    edges = graph.to_networkx().edges(data="weight")
    return set(edges), links.notes, left_out


@pytest.mark.parametrize(
    ("header", "rows", "chosen", "unread"),
    [
        ("source,target,sign", "{s},{t},{w}", None, None),
        ("From,To,Weight", "{s},{t},{w}", None, None),
        ("pre,post,sign", "{s},{t},{w}", None, None),
        ("target,source,weight", "{t},{s},{w}", ("source", "target", "weight"), None),
        ("sign,source,target", "{w},{s},{t}", ("source", "target", "sign"), None),
        ("TF,Target,mode,PMID", "{s},{t},{w},1;2", ("TF", "Target", "mode"), "PMID"),
        ("id,Pre-Root-ID,post_root_id,Effect", "7,{s},{t},{w}", ("Pre-Root-ID", "post_root_id", "Effect"), "id"),
        ("regulator,gene,weight,sign", "{s},{t},3,{w}", ("regulator", "gene", "sign"), "weight"),
        ("regulator,gene,weight,effect", "{s},{t},3,{w}", ("regulator", "gene", "effect"), "weight"),
        ("regulator,gene,effect,Sign", "{s},{t},3,{w}", ("regulator", "gene", "Sign"), "effect"),
        ("source,target,type,weight", "{s},{t},electrical,{w}", ("source", "target", "weight"), "type"),
        ("source,target,weight,interaction", "{s},{t},2,{w}", ("source", "target", "interaction"), "weight"),
        ("1)tfId,2)tfName,3)function,4)geneName", "X,{s},{w},{t}", ("2)tfName", "4)geneName", "3)function"), "1)tfId"),
    ],
)  # fmt: skip
def test_a_header_finds_the_columns(header, rows, chosen, unread):
    lines = [rows.format(s=s, t=t, w=w) for s, t, w in sorted(LINKS)]
    edges, notes, _ = read("\n".join([header, *lines]))
    assert edges == LINKS
    if chosen is None:
        assert notes == ()
    else:
        told = BY_NAME.format(*map(repr, chosen)) + (f"; not read: {unread!r}" if unread else "")
        assert notes == (f"{told} (--columns chooses)",)


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("a,b,x,1\nb,c,y,-1\n", "1,2,4"),
        ("1,b,a\n-1,c,b\n", "3,2,1"),
        ("who,whom,how\na,b,1\nb,c,-1\n", "who,whom,how"),
        ("who,whom,how\na,b,1\nb,c,-1\n", "WHO,2,How"),
        ("How,whom,how,who\n2,b,1,a\n2,c,-1,b\n", "who,whom,how"),
        ("# old\n# 1)who,2)whom,3)x,how\na,b,5,1\nb,c,5,-1\n", "who,whom,how"),
        ("source,target,weight,effect\na,b,1,-\nb,c,-1,-\n", "source,target,weight"),
    ],
)
def test_columns_can_be_named_or_numbered(text, columns):
    assert read(text, columns=columns_from_text(columns))[0] == LINKS


def test_a_first_row_without_a_sign_is_told_to_be_a_header():
    edges, notes, _ = read("x,who,whom,how\n1,a,b,1\n1,b,c,-1\n", columns=("2", "3", "4"))
    assert (edges, notes) == (LINKS, ("line 1 read as a header",))
    assert read("1,a,b,1\n1,b,c,-1\n", columns=("2", "3", "4"))[1] == ()


@pytest.mark.parametrize(
    "comment", ["#source,target,sign", "# source,target,sign", "% From,to,weight"]
)
def test_a_commented_header_finds_the_columns_and_is_no_comment(comment):
    assert read(f"# more\n{comment}\na,b,1\nb,c,-1\n")[2].comments == 1
    turned = comment.replace("source,target", "target,source").replace("From,to", "To,from")
    assert read(f"{turned}\nb,a,1\nc,b,-1\n")[0] == LINKS


@pytest.mark.parametrize(
    ("text", "columns", "message"),
    [
        ("a,b,1,7\n", None, r"line 1: 4 fields instead of 3; .* \(--columns 1,2,3\)"),
        ("a,b,x,+\n", None, r"line 1: 4 fields instead of 3; .* \(--columns 1,2,4\)"),
        ("a,b\n", None, "line 1: 2 fields instead of 3"),
        ("a b {'weight': 1}\n", None, "write it with networkx.write_weighted_edgelist"),
        ("pre,post,n,nt\na,b,1,ACH\n", None, r"line 1: none of the columns 'pre', 'post', 'n', 'nt' is called sign, .* \(--columns pre,post,NAME\)"),
        ("who,to,sign\na,b,1\n", None, r"line 1: 'sign' is neither .* \(--columns who,to,sign\)"),
        ("source,target,sign,Sign\na,b,1,1\n", None, "line 1: columns 'sign' and 'Sign' may both hold the sign"),
        ("source,Source,to,Sign\na,b,1,1\n", None, "line 1: columns 'source' and 'Source' may both hold the source"),
        ("source,target,sign\na,b,1\n", "source,target,effect", "line 1: no column 'effect' among 'source', 'target', 'sign'; name one of these"),
        ("source,target,SIGN,Sign\na,b,1,1\n", "source,target,sign", "line 1: several columns 'sign' among"),
        ("a,b,1\n", "1,2,4", r"line 1: has 3 columns, no column 4 \(--columns\)"),
        ("a,b,1\n", "0,2,3", r"line 1: has 3 columns, no column 0 \(--columns\)"),
        ("a,b,1\n", "1,2,2", "line 1: --columns names one column twice"),
        ("a,b,1,2\na,b,1\n", "1,2,3", "line 2: 3 fields instead of 4, as the first row has, separated by commas"),
        ("source,target,sign\na,b,1,2\n", None, "line 2: 4 fields instead of 3"),
    ],
)  # fmt: skip
def test_columns_that_cannot_be_told_are_refused(text, columns, message):
    columns = columns and columns_from_text(columns)
    separator = "\t" if "{" in text else ","
    with pytest.raises(ValueError, match=f"^{message}" if "line" in message else message):
        read(text, separator, columns=columns)


@pytest.mark.parametrize("text", ["", "a", "a,b", "a,,b", "a,b,c,d"])
def test_three_columns_are_named(text):
    with pytest.raises(ValueError, match="does not name three columns, as source,target,sign does"):
        columns_from_text(text)


def test_no_name_has_two_roles():
    names = [name for role in COLUMN_NAMES.values() for name in role]
    assert len(names) == len(set(names))
    assert find_columns.__doc__


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ("a;b;0,5\nb;c;-0,5\n", ","),
        ("source;target;weight;note\na;b;0,5;x,y\nb;c;-1,25;\n", ","),
        ("a\tb\t1\nb\tc\t-1\n", ","),
        ("a,b,1\nb,c,-1\n", "\t"),
        ("a, b, 1\nb, c, -1\n", "\t"),
        ("a; b; 1\nb; c; -1\n", "\t"),
        ("a b 0,5\nb c -0,5\n", "\t"),
        ("a\tb\t+\t\nb\tc\t-\t\n", "\t"),
        ("a b \u22121\nb c \u22122\n".replace("\u22121", "1"), "\t"),
        ('"a";"b";1\n"b";"c";-1\n', ","),
        ('"a","b","1"\n"b","c","-1"\n', ","),
        ("a,b,1\nb,c,-1,,\n", ","),
    ],
)
def test_separators_and_decimal_commas(text, separator):
    assert read(text, separator)[0] == LINKS


@pytest.mark.parametrize(
    ("encoding", "notes"), [("utf-8", 0), ("utf-8-sig", 0), ("latin-1", 1), ("cp1252", 1), ("utf-16", 0)]
)  # fmt: skip
def test_encodings(encoding, notes):
    edges, told, _ = read("Müller,b,1\nb,façade,-1\n".encode(encoding))
    assert edges == {("Müller", "b", 1), ("b", "façade", -1)}
    assert len(told) == notes
    assert all(note.startswith("not UTF-8, so read as Windows-1252 (Latin-1)") for note in told)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("source,target,sign\n#1,b,1\nb,c,-1\n", 2),
        ("a\tb\t1\n#N/A\tc\t-1\n", 2),
        ("#1,b,+\nb,c,-1\n", 1),
        ("a b 1\n\n%x b -0.5\n", 3),
        ("a,b,1\n  #1 , b , repressor\n", 2),
    ],
)
def test_a_comment_that_looks_like_a_link_is_refused_with_its_line(text, line):
    separator = "," if "," in text else "\t"
    for signs in (None, {"1": 1, "-1": -1}):
        with pytest.raises(
            ValueError, match=rf"^line {line}: .* looks like a link; if it is one, put"
        ):
            read(text, separator, signs=signs)


@pytest.mark.parametrize(
    "comment", ["# 1,b,1", "#", "#1,b", "#made, by, hand", "% 2 3 1", "#1,b,1,2", '#a,"b,1']
)
def test_other_comments_are_counted(comment):
    edges, _, left_out = read(f"a,b,1\n{comment}\nb,c,-1\n# end")
    assert (edges, left_out.comments) == (LINKS, 2)


def test_a_name_that_begins_as_a_comment_may_stand_in_quotes():
    assert read('"#1",b,1\n"%2",b,-1\n')[0] == {("#1", "b", 1), ("%2", "b", -1)}
