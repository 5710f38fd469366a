"""Matrices of text without names, in which rows and columns look alike by chance or by symmetry."""

import io

import numpy as np
import pytest

from sparse_rnn.graphs.files.bare_matrices import is_bare_matrix

SEPARATORS = {"commas": ",", "tabs": "\t", "spaces": " ", "semicolons": ";"}


def signs_of(seed, size=20):
    """A random matrix of -1, 0 and 1 whose first row and column hold the same values."""
    matrix = np.random.default_rng(seed).integers(-1, 2, (size, size))
    assert set(matrix[0, 1:]) == set(matrix[1:, 0])
    return matrix.astype(float)


def with_zero_row_and_column(seed):
    matrix = signs_of(seed)
    matrix[0] = matrix[:, 0] = 0
    return matrix


def correlations(seed, size=6):
    """A symmetric matrix whose first row and column are the same, all different."""
    values = np.random.default_rng(seed).uniform(-1, 1, (size, size)).round(2)
    return np.triu(values, 1) + np.triu(values, 1).T + np.eye(size)


MATRICES = {"signs": signs_of, "zeros": with_zero_row_and_column, "symmetric": correlations}


def savetxt(matrix, delimiter, **options):
    file = io.StringIO()
    np.savetxt(file, matrix, delimiter=delimiter, **options)
    return file.getvalue()


@pytest.mark.parametrize("separator", SEPARATORS)
@pytest.mark.parametrize("kind", MATRICES)
@pytest.mark.parametrize("ending", ["csv", "tsv", "txt", "matrix"])
def test_what_savetxt_writes_is_read_back(read, kind, separator, ending):
    for seed in range(3):
        matrix = MATRICES[kind](seed)
        expected = np.sign(matrix - np.diag(np.diag(matrix)))
        for form in ("%.18e", "%d" if kind != "symmetric" else "%g"):
            network = read(f"net.{ending}", savetxt(matrix, SEPARATORS[separator], fmt=form))
            assert network.graph.names is None
            assert (network.graph.to_weights() == expected).all()
            assert network.notes == (f"read as a matrix of {len(matrix)} rows and columns",)


def test_a_header_that_savetxt_writes_is_a_comment(read):
    network = read("net.csv", savetxt(signs_of(1), ",", header="weights, post by pre"))
    assert (network.graph.n, network.left_out.comments) == (20, 1)


@pytest.mark.parametrize("separator", SEPARATORS)
def test_a_format_that_is_named_goes_before_the_ending(read, separator):
    small = np.array([[0, 1, -1], [1, 0, 1], [-1, 1, 0]])
    text = savetxt(small, SEPARATORS[separator], fmt="%d")
    assert (read("net.out", text, format="matrix").graph.to_weights() == small).all()
    pair = savetxt([[0, 1], [1, 0]], SEPARATORS[separator], fmt="%d")
    assert read("net.matrix", pair).graph.edges == 2


def test_three_links_are_a_list_though_rows_and_columns_look_alike(read):
    network = read("net.tsv", "5 2 1\n2 3 1\n1 4 -1\n")
    assert (network.graph.edges, network.graph.names) == (3, (1, 2, 3, 4, 5))


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        (" ,7,8\n7,0,1\n8,-1,0", False),  # an empty corner
        ("id,7,8\n7,0,1\n8,-1,0", False),  # a corner of text
        ("0,1,2,3\n1,0,1,1\n2,1,0,1\n3,-1,1,0", False),  # names that count up
        ("0,1,2\n1,0,1\n2,1,0", True),  # too few of these
        ("0,7,8\n7,0,1\n8,-1,0", True),  # a corner that is a number
        ("nan,7,8\n7,nan,1\n8,-1,nan", True),
        (",7,7\n7,,1\n7,-1,", True),  # names that are not different
        ("0,+,-\n+,0,?\n-,-,0", True),
        ("0,a,b\na,0,1\nb,-1,0", False),
        ("0,1\n1,0\n0,0", False),
        ("", False),
    ],
)
def test_names_are_told_from_weights(text, bare):
    rows = [[field.strip() for field in line.split(",")] for line in text.splitlines()]
    assert is_bare_matrix(rows) is bare


def test_a_place_is_a_line_and_a_column(read):
    with pytest.raises(ValueError, match=r"line 3, column 1: sign nan is unknown"):
        read("net.csv", "# weights\n0,1,1,1\nnan,0,1,1\n1,1,0,-1\n1,1,1,0\n")
    with pytest.raises(ValueError, match=r"line 2, column 4: sign '\?' is unknown"):
        read("net.csv", "0,+,+,+\n+,0,+,?\n-,-,0,-\n+,+,+,0\n")
    with pytest.raises(ValueError, match=r"line 1, column 2: weight inf is not finite"):
        read("net.csv", "0,inf,1,1\n1,0,1,1\n1,1,0,-1\n1,1,1,0\n")


def test_codes_mean_what_is_said(read):
    codes = "0,1,2,1\n2,0,0,1\n1,1,0,2\n0,0,1,0\n"
    with pytest.raises(ValueError, match="only the numbers 1 and 2, which may be codes"):
        read("net.csv", codes)
    weights = read("net.csv", codes, signs={1: "+", 2: "-", 0: 0}).graph.to_weights()
    assert weights.tolist() == [[0, 1, -1, 1], [-1, 0, 0, 1], [1, 1, 0, -1], [0, 0, 1, 0]]
