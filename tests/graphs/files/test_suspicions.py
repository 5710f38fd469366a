"""What looks as if a file meant something else is told; what is usual is not."""

import numpy as np
import pytest

from sparse_rnn.graphs.files.suspicions import suspicions
from sparse_rnn.graphs.signed_graph import SignedGraph

N = 12
rng = np.random.default_rng(0)
RANDOM = (rng.random((N, N)) < 0.4) * rng.choice([-1, 1], (N, N))
SENT = (rng.random((N, N)) < 0.5) * np.where(np.arange(N) % 4 == 0, -1, 1)[:, None]
BIPARTITE = np.block([[np.zeros((4, 4)), RANDOM[:4, 4:]], [np.zeros((8, 12))]])


@pytest.mark.parametrize(
    ("weights", "words"),
    [
        (RANDOM, []),
        (SENT, []),
        (abs(RANDOM), ["all links are positive, so that balance is trivially 1"]),
        (-abs(RANDOM), ["all links are negative, so that balance is trivially 0"]),
        (np.triu(RANDOM), ["in every link the source comes before the target"]),
        (np.tril(RANDOM), ["in every link the target comes before the source"]),
        (np.triu(RANDOM) + np.triu(RANDOM).T, []),
        (SENT.T, ["each node receives links of one sign only, but nodes send both"]),
        (BIPARTITE, []),
        (np.triu(abs(RANDOM)), ["all links are positive", "in every link the source"]),
        (np.diag([1.0, 2, -1], 1), []),
        (np.diag([1.0], 1), []),
        (np.zeros((2, 2)), []),
    ],
)
def test_suspicions(weights, words):
    found = suspicions(SignedGraph.from_weights(weights))
    assert len(found) == len(words)
    assert all(told.startswith(start) for told, start in zip(found, words, strict=True))


def test_each_names_its_option():
    told = " ".join(
        sentence
        for weights in (abs(RANDOM), np.triu(RANDOM), SENT.T)
        for sentence in suspicions(SignedGraph.from_weights(weights))
    )
    assert all(option in told for option in ("--signs", "--columns", "--undirected", "--transpose"))
