import os

import pytest
import torch

from sparse_rnn.tasks import sms
from sparse_rnn.tasks.sms import Sms, encode, parse_messages, vocabulary_of, words

MIRROR = os.environ.get("DATA_MIRROR")
PAPER = dict(
    steps=25, count_above=10, embedding=50, train_share=0.8, batch_size=128, batches_per_epoch=None
)
SMALL = dict(
    steps=3, count_above=1, embedding=4, train_share=0.8, batch_size=2, batches_per_epoch=None
)
LINES = [f"{'spam' if i % 5 == 0 else 'ham'}\tWin {'cash ' * i}now!" for i in range(10)]


@pytest.fixture
def content(monkeypatch):
    content = "\n".join(LINES).encode() + b"\n"
    monkeypatch.setattr(sms, "read", lambda path, raw: content)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Don't go, OK?", ["dont", "go", "ok"]),
        ("WIN £100 now!!", ["win", "now"]),
        ("a1b\tc_d  e-f", ["ab", "cd", "ef"]),
        (":) 645", []),
    ],
)
def test_everything_but_letters_is_taken_out(text, expected):
    assert words(text) == expected


def test_the_vocabulary_holds_words_seen_more_often_than_the_bound():
    messages = [["b", "a", "a"], ["b", "c"], ["b"]]
    assert vocabulary_of(messages, 1) == {"a": 1, "b": 2}
    assert vocabulary_of(messages, 2) == {"b": 1}
    assert vocabulary_of(messages, 3) == {}


def test_messages_are_padded_in_front_and_cut_behind():
    numbers = {"a": 1, "b": 2}
    encoded = encode([["a", "b"], ["b", "x", "a", "a"], []], numbers, 3)
    assert encoded.tolist() == [[0, 1, 2], [2, 0, 1], [0, 0, 0]]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "x is empty"),
        (b"ham\tok\nspam no tab\n", "x, line 2: expected ham or spam, a tab .* got 'spam no tab'"),
        (b"ham\tok\nhma\tok\n", r"x, line 2: expected ham or spam, .* got 'hma\\tok'"),
        (b"ham\tok\nsp", "x, line 2: expected ham or spam"),
        (b"ham\tok\n\nham\tok", "x, line 2: expected ham or spam, .* got ''"),
        (b"\xffam\tok\n", "x, line 1: expected ham or spam"),
    ],
)
def test_files_of_another_form_are_refused(content, message):
    with pytest.raises(ValueError, match=message):
        parse_messages(content, "x")


def test_lines_become_classes_and_texts():
    assert parse_messages(b"ham\ta\tb\nspam\t\n", "x") == ([0, 1], ["a\tb", ""])


def test_every_message_is_in_one_split(content):
    task = Sms.build(SMALL, "raw", 0)
    assert {split: len(x) for split, (x, _) in task.data.items()} == {"train": 8, "test": 2}
    # alphabetical: cash 1, now 2, win 3; "win now" padded, "win cash now" whole, the others cut
    rows = torch.cat([task.data["train"][0], task.data["test"][0]])
    assert sorted(rows.tolist()) == [[0, 3, 2], [3, 1, 1], *[[3, 1, 1]] * 7, [3, 1, 2]]
    assert torch.cat([task.data[split][1] for split in task.data]).sum() == 2
    assert (task.vocabulary, task.n_inputs, task.n_outputs) == (4, 4, 2)


def test_the_split_depends_on_the_seed(content):
    splits = [Sms.build(SMALL, "raw", seed).data["test"] for seed in range(8)]
    again = Sms.build(SMALL, "raw", 3).data["test"]
    assert torch.equal(again[0], splits[3][0])
    assert torch.equal(again[1], splits[3][1])
    assert len({tuple(x.flatten().tolist()) for x, _ in splits}) > 1


def test_batches_are_word_numbers(content):
    batches = list(Sms.build(SMALL, "raw", 0).train_batches([1, 2, 3], 1))
    assert [batch.inputs.shape for batch in batches] == [(3, 3, 2)] * 4
    assert batches[0].inputs.dtype == torch.int64
    assert batches[0].targets.shape == (3, 2)


def test_a_missing_file_is_reported(tmp_path):
    with pytest.raises(FileNotFoundError, match="SMSSpamCollection is missing"):
        Sms.build(PAPER, tmp_path, 0)


@pytest.mark.skipif(not MIRROR, reason="DATA_MIRROR is not set")
def test_the_real_messages():
    task = Sms.build(PAPER, MIRROR, 0)
    train, test = task.data["train"], task.data["test"]
    assert (train[0].shape, test[0].shape) == ((4459, 25), (1115, 25))
    assert torch.cat([train[1], test[1]]).bincount().tolist() == [4827, 747]
    # 932 words seen more than ten times, and the number for all else
    assert task.vocabulary == 933
    used = torch.cat([train[0], test[0]]).unique()
    assert (used.min(), used.max()) == (0, 932)
    assert task.batches_per_epoch == 34
