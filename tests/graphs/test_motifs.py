from itertools import permutations

import numpy as np
import pytest

from sparse_rnn.graphs.motifs import (
    BALANCED_SIGNS,
    FFL,
    FFL_SIGNS,
    LOOP_LINKS,
    LOOPS_OF_CODE,
    MOTIF_OF_CODE,
    MOTIFS,
    NODE_ORDERS,
    TRANSITIVE_CLASSES,
    TRANSITIVE_LOOPS,
    TRIAD_LINKS,
    UNBALANCED_SIGNS,
    class_members,
    is_balanced,
    loop_signs,
)

# By Burnside's lemma: the mean over the class's automorphisms of 2 ** (cycles on its links).
# fmt: off
PATTERNS = {"021D": 3, "021U": 3, "021C": 4, "111D": 8, "111U": 8, "030T": 8, "030C": 4,
            "201": 10, "120D": 10, "120U": 10, "120C": 16, "210": 32, "300": 16}
LOOPS = {"021D": 0, "021U": 0, "021C": 0, "111D": 0, "111U": 0, "030T": 1, "030C": 0,
         "201": 0, "120D": 2, "120U": 2, "120C": 1, "210": 3, "300": 6}
# fmt: on


def test_each_class_has_the_sign_patterns_that_burnside_counts():
    assert {triad: len(class_members(triad)) for triad in TRIAD_LINKS} == PATTERNS


def test_each_class_contains_its_feed_forward_loops():
    for motif in MOTIFS:
        assert motif.loops[0] == LOOPS[motif.triad], motif


def test_feed_forward_loops_are_in_the_agreed_order():
    assert FFL_SIGNS == ("+++", "++-", "+-+", "+--", "-++", "-+-", "--+", "---")
    assert BALANCED_SIGNS == ("+++", "+--", "-+-", "--+")
    assert UNBALANCED_SIGNS == ("++-", "+-+", "-++", "---")
    assert [MOTIFS[m].triad for m in FFL] == ["030T"] * 8


def test_a_loop_is_balanced_if_the_path_and_the_link_agree_in_sign():
    for signs, loop in zip(FFL_SIGNS, loop_signs(FFL_SIGNS), strict=True):
        ij, jk, ik = loop
        assert is_balanced(loop) == (ij * jk == ik) == (signs in BALANCED_SIGNS)
    assert is_balanced([[1e-200, -1e-200, -3], [2, 3, -1]]).tolist() == [True, False]


def test_the_table_of_loops_is_the_rule_for_every_code():
    """Each code by itself: its links, its six possible loops, and their signs multiplied."""
    names = [*(motif.triad for motif in MOTIFS), "not connected"]
    for code in range(729):
        sign = np.zeros((3, 3), int)
        for weight, x, y in ((1, 0, 1), (9, 0, 2), (81, 1, 2)):
            out, back = code // weight % 3, code // weight % 9 // 3
            sign[x, y], sign[y, x] = (0, 1, -1)[out], (0, 1, -1)[back]
        transitive = names[MOTIF_OF_CODE[code]] in TRANSITIVE_CLASSES
        for order, nodes in enumerate(NODE_ORDERS):
            ij, jk, ik = (sign[nodes[x], nodes[y]] for x, y in LOOP_LINKS)
            loop = bool(ij and jk and ik), bool(ij * jk * ik > 0)
            assert tuple(LOOPS_OF_CODE[code, order]) == loop
            assert tuple(TRANSITIVE_LOOPS[code, order]) == (loop if transitive else (False, False))


def test_codes_belong_to_one_motif_each_and_the_rest_are_not_connected():
    codes = [code for motif in MOTIFS for code in motif.codes]
    assert len(codes) == len(set(codes))
    dyads = np.array([(c % 9 > 0) + (c // 9 % 9 > 0) + (c // 81 > 0) for c in range(729)])
    assert ((MOTIF_OF_CODE >= 0) == (dyads >= 2)).all()


def test_a_pattern_turned_by_an_automorphism_is_the_same_motif():
    for motif in MOTIFS:
        links = set(TRIAD_LINKS[motif.triad])
        for order in permutations(range(3)):
            if {(order[x], order[y]) for x, y in links} == links:
                turned = {(order[x], order[y]): s for (x, y), s in motif.links.items()}
                signs = "".join("?+-"[turned[link]] for link in TRIAD_LINKS[motif.triad])
                assert signs >= motif.signs, "the first pattern of the orbit names the motif"


def test_all_positive_loops_are_balanced_and_all_negative_ones_are_not():
    for motif in MOTIFS:
        loops, balanced = motif.loops
        if set(motif.signs) == {"+"}:
            assert balanced == loops
        if set(motif.signs) == {"-"}:
            assert balanced == 0


def test_unknown_class_is_named_with_the_valid_ones():
    with pytest.raises(ValueError, match=r"no connected triad class '003'.*'030T'"):
        class_members("003")
