import itertools
import math

import numpy as np
import pytest
import torch
from scipy.stats import chisquare

from sparse_rnn.catalog import TASKS
from sparse_rnn.tasks.base import Batch
from sparse_rnn.tasks.cognition import Cognition
from sparse_rnn.tasks.raw_files import raw_files
from sparse_rnn.tasks.trial_rules import RULES

SETTINGS = {
    "batch_size": 6,
    "batches_per_epoch": 8,
    "eval_batches_per_rule": 2,
    "eval_batch_size": 5,
    "sigma_x": 0.01,
}


def make(seed=1, **settings):
    return Cognition.build({**SETTINGS, **settings}, None, seed)


def logits(targets):
    return torch.logit(targets.double())


def as_bytes(batch, replica=None):
    """The arrays of a batch, or of one of its replicas; the mask is the same for all."""
    rows = slice(None) if replica is None else slice(replica, replica + 1)
    own = (batch.inputs[rows], batch.targets[rows], batch.weights, batch.extra[rows])
    return [tensor.numpy().tobytes() for tensor in own]


def test_shapes_and_types():
    task = make()
    batch = next(task.train_batches([4, 5, 6], 1))
    steps = batch.inputs.shape[1]
    assert batch.inputs.shape == (3, steps, 6, 85) == (3, steps, 6, task.n_inputs)
    assert batch.targets.shape == (3, steps, 6, 33) == (3, steps, 6, task.n_outputs)
    assert batch.weights.shape == (1, steps, 6, 33)
    assert batch.extra.shape == (3, steps, 6)
    assert {t.dtype for t in vars(batch).values()} == {torch.float32}
    assert batch.inputs.is_contiguous()
    assert (task.name, task.splits, raw_files("mtc")) == ("mtc", ("test",), ())
    assert TASKS["mtc"].metric == "Performance (fraction)"
    assert task.reads_every_step


def test_a_replica_is_the_same_alone_and_among_others():
    task = make(batches_per_epoch=120)
    together = task.train_batches([3, 5, 9], 2)
    swapped = task.train_batches([5, 3], 2)
    seen = set()
    for many, two, alone in zip(together, swapped, task.train_batches([5], 2), strict=True):
        assert as_bytes(many, 1) == as_bytes(two, 0) == as_bytes(alone)
        assert as_bytes(many, 0) == as_bytes(two, 1)
        assert not torch.equal(many.inputs[0], many.inputs[1])
        rule_units = many.inputs[:, 0, 0, 65:]
        seen |= set(rule_units.argmax(-1).tolist())
    assert seen == set(range(20))


def test_epochs_can_be_drawn_in_any_order():
    task = make()
    first, second = (list(map(as_bytes, task.train_batches([3], epoch))) for epoch in (1, 2))
    assert list(map(as_bytes, task.train_batches([3], 1))) == first != second
    assert len(first) == 8
    steps = [[b.inputs.shape[1] for b in task.train_batches([3], epoch)] for epoch in (1, 2)]
    assert steps[0] != steps[1]


def test_noise_is_drawn_anew_in_every_epoch():
    first, second = (
        next(make().train_batches([3], epoch)).inputs[0, 0]
        - next(make(sigma_x=0).train_batches([3], epoch)).inputs[0, 0]
        for epoch in (1, 2)
    )
    correlation = (first * second).mean() / first.var()
    assert correlation.abs() < 5 / math.sqrt(first.numel())


def test_replicas_have_own_trials_and_noise_but_one_rule_and_timing():
    quiet = make(sigma_x=0, batches_per_epoch=20)
    for batch in quiet.train_batches([3, 4], 1):
        one, two = batch.inputs
        assert torch.equal(one[..., 65:], two[..., 65:])
        assert torch.equal(one[..., 0], two[..., 0])
        assert not torch.equal(batch.extra[0, -1], batch.extra[1, -1]) or (batch.extra < 0).all()
        assert not torch.equal(one, two)


def test_root_seed_changes_the_curriculum_and_evaluation():
    one, other = make(1, sigma_x=0), make(2, sigma_x=0)
    steps = [[b.inputs.shape[1] for b in task.train_batches([3], 1)] for task in (one, other)]
    assert steps[0] != steps[1]
    assert as_bytes(next(one.eval_batches("test"))) != as_bytes(next(other.eval_batches("test")))


def noise_of(batches, quiet_batches):
    pairs = zip(batches, quiet_batches, strict=True)
    return torch.cat([(a.inputs - b.inputs).flatten(0, 2) for a, b in pairs])


def test_noise_has_the_same_standard_deviation_on_every_input():
    tasks = [make(sigma_x=sigma, batches_per_epoch=60) for sigma in (0.01, 0)]
    for batches in (
        [task.train_batches([3, 4], 1) for task in tasks],
        [task.eval_batches("test") for task in tasks],
    ):
        noise = noise_of(*batches)
        n = len(noise)
        spread = 5 * 0.0316 / math.sqrt(n)  # five standard errors, over 85 inputs
        assert n > 10_000
        assert noise.std(0).sub(0.01 * math.sqrt(10)).abs().max() < spread
        assert noise.mean(0).abs().max() < spread
        largest = torch.corrcoef(noise.T).fill_diagonal_(0).abs().max()
        assert largest < 6 / math.sqrt(n), "of 3,570 pairs"


def test_noise_is_independent_over_steps_trials_and_replicas():
    noisy, quiet = (
        make(batch_size=40, rules=["fdgo"]),
        make(sigma_x=0, batch_size=40, rules=["fdgo"]),
    )
    pairs = zip(noisy.train_batches([3, 4], 1), quiet.train_batches([3, 4], 1), strict=True)
    noise = next(a.inputs - b.inputs for a, b in pairs)
    for one, two in [
        (noise[0], noise[1]),
        (noise[:, 1:], noise[:, :-1]),
        (noise[:, :, 1:], noise[:, :, :-1]),
    ]:
        correlation = (one * two).mean() / noise.var()
        assert correlation.abs() < 5 / math.sqrt(one.numel())


@pytest.mark.parametrize("name", RULES)
def test_the_targets_themselves_are_judged_right(name):
    task = make(rules=[name], batch_size=64, batches_per_epoch=5)
    for batch in itertools.chain(task.train_batches([3, 4], 1), task.eval_batches("test")):
        right, trials = task.score(logits(batch.targets), batch)
        assert trials == batch.targets.shape[2]
        assert right.tolist() == [trials] * len(batch.targets)


def judged(fixation, pointing, direction, steps=2):
    """Score of one trial in which the ring is a narrow bump at ``pointing``."""
    preferred = torch.arange(32, dtype=torch.float64) * math.tau / 32
    outputs = torch.full((1, steps, 1, 33), 0.05, dtype=torch.float64)
    outputs[..., 0] = fixation
    outputs[..., 1:] += 0.3 * (1 + torch.cos(preferred - pointing))
    extra = torch.full((1, steps, 1), direction, dtype=torch.float32)
    batch = Batch(outputs, outputs, extra=extra)
    return make().score(torch.logit(outputs), batch)[0].item()


@pytest.mark.parametrize("direction", [0.0, 0.1, 1.0, 3.1, 3.2, 6.28])
@pytest.mark.parametrize("sign", [-1, 1])
def test_responses_must_point_within_36_degrees(direction, sign):
    assert judged(0.1, direction + sign * math.radians(35.9), direction) == 1
    assert judged(0.1, direction + sign * math.radians(36.1), direction) == 0
    assert judged(0.1, direction + math.pi, direction) == 0


def test_fixation_must_be_kept_exactly_when_it_is_right():
    assert judged(0.51, 1.0, -1) == 1
    assert judged(0.49, 1.0, -1) == 0
    assert judged(0.5, 1.0, -1) == 0  # strictly above one half
    assert judged(0.5, 1.0, 1.0) == 1
    assert judged(0.51, 1.0, 1.0) == 0


def test_only_the_last_step_is_judged():
    task = make(rules=["fdgo"])
    batch = next(task.eval_batches("test"))
    outputs = torch.zeros_like(batch.targets)
    outputs[:, -1] = logits(batch.targets)[:, -1].float()
    assert task.score(outputs, batch)[0].item() == 5


def test_scores_of_replicas_on_common_trials_are_separate():
    task = make(rules=["fdgo"])
    batch = next(task.eval_batches("test"))
    right = logits(batch.targets)
    fixating = torch.ones_like(right)
    opposite = torch.cat([right[..., :1], right[..., 1:].roll(16, -1)], -1)
    outputs = torch.cat([right, fixating, opposite])
    assert task.score(outputs, batch)[0].tolist() == [5, 0, 0]


def test_loss_is_the_masked_mean_square_after_a_sigmoid():
    task = make()
    rng = torch.Generator().manual_seed(0)
    for batch in (next(task.train_batches([3, 4], 1)), next(task.eval_batches("test"))):
        outputs = torch.randn((2, *batch.targets.shape[1:]), generator=rng, requires_grad=True)
        loss = task.loss(outputs, batch)
        sigmoid = 1 / (1 + np.exp(-outputs.detach().double().numpy()))
        error = batch.weights.numpy() * (batch.targets.numpy() - sigmoid)
        np.testing.assert_allclose(loss.detach(), (error**2).mean((1, 2, 3)), rtol=1e-5)
        loss.sum().backward()
        assert (outputs.grad[:, :5] == 0).all()
        assert (outputs.grad[:, -1] != 0).all()


def test_loss_of_the_targets_is_nothing():
    batch = next(make().train_batches([3], 1))
    assert make().loss(logits(batch.targets), batch).item() == pytest.approx(0, abs=1e-12)


def test_evaluation_is_fixed_and_goes_rule_by_rule():
    task = make()
    batches = list(task.eval_batches("test"))
    assert len(batches) == 40
    assert {len(b.inputs) for b in batches} == {1}
    assert {b.inputs.shape[2] for b in batches} == {5}
    assert [b.inputs[0, 0, 0, 65:].argmax().item() for b in batches] == sorted([*range(20)] * 2)
    assert list(map(as_bytes, task.eval_batches("test"))) == list(map(as_bytes, batches))
    assert list(map(as_bytes, make().eval_batches("test"))) == list(map(as_bytes, batches))


def test_evaluation_of_a_rule_is_the_same_whichever_others_are_in_use():
    whole, part = make(), make(rules=["dmsgo", "fdgo"])
    batches = list(map(as_bytes, part.eval_batches("test")))
    assert batches[:2] == list(map(as_bytes, whole.eval_batches_of("dmsgo")))
    assert batches[2:] == list(map(as_bytes, whole.eval_batches_of("fdgo")))


def test_performance_by_rule_averages_to_that_of_the_split():
    task = make(eval_batch_size=50)

    def always_fixate(inputs):
        return torch.ones((*inputs.shape[:3], 33))

    by_rule = {}
    for rule in task.rules:
        pairs = [task.score(always_fixate(b.inputs), b) for b in task.eval_batches_of(rule)]
        by_rule[rule] = sum(right for right, _ in pairs) / sum(n for _, n in pairs)
    assert list(by_rule) == list(RULES)
    for name, performance in by_rule.items():
        expected = 0.5 if name.startswith(("dms", "dmc")) else 0
        assert performance.tolist() == pytest.approx([expected], abs=0.2)  # 4 sd of 100 trials
    scores = [task.score(always_fixate(b.inputs), b) for b in task.eval_batches("test")]
    total = sum(right for right, _ in scores) / sum(n for _, n in scores)
    assert torch.stack(list(by_rule.values())).mean(0).tolist() == pytest.approx(total.tolist())


def test_rules_are_drawn_by_weight():
    task = make(
        rule_weights={"contextdm1": 5, "contextdm2": 5},
        batch_size=1,
        batches_per_epoch=1000,
        sigma_x=0,
    )
    expected = [5 / 28 if name in ("contextdm1", "contextdm2") else 1 / 28 for name in RULES]
    np.testing.assert_allclose(task.rule_probabilities, expected)
    drawn = [b.inputs[0, 0, 0, 65:].argmax() for b in task.train_batches([3], 1)]
    counts = np.bincount(drawn, minlength=20)
    assert chisquare(counts, 1000 * np.array(expected)).pvalue > 1e-3


def test_a_subset_of_rules_keeps_its_units():
    task = make(rules=["multidm", "dmcnogo"], rule_weights={"contextdm1": 5})
    batches = [*task.train_batches([3], 1), *task.eval_batches("test")]
    assert {b.inputs[0, 0, 0, 65:].argmax().item() for b in batches} == {10, 19}
    assert {b.inputs.shape[-1] for b in batches} == {85}
    assert task.rule_probabilities.tolist() == [0.5, 0.5]


def test_a_rule_of_weight_0_is_evaluated_but_not_trained():
    task = make(rules=["fdgo", "dm1"], rule_weights={"fdgo": 0})
    assert {b.inputs[0, 0, 0, 65:].argmax().item() for b in task.train_batches([3], 1)} == {6}
    assert len(list(task.eval_batches("test"))) == 4


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"rules": ["fdgo", "go"]}, "unknown rule 'go'; legal: fdgo, .*, dmcnogo"),
        ({"rules": ["dm1", "dm1"]}, "at least one rule and none twice"),
        ({"rules": []}, "at least one rule and none twice"),
        ({"rule_weights": {"dm3": 2}}, "unknown rule 'dm3'; legal: fdgo, "),
        ({"rule_weights": {"dm1": -1}}, "weight of dm1 must be at least 0, got -1"),
        ({"rule_weights": {"dm1": math.nan}}, "weight of dm1 must be at least 0, got nan"),
        ({"rules": ["dm1"], "rule_weights": {"dm1": 0}}, "0 for every rule in use: dm1"),
        ({"batch_size": 0}, "batch_size must be a whole number of at least 1, got 0"),
        (
            {"batches_per_epoch": 2.5},
            "batches_per_epoch must be a whole number of at least 1, got 2.5",
        ),
        ({"eval_batches_per_rule": -1}, "eval_batches_per_rule must be a whole number"),
        ({"eval_batch_size": 0}, "eval_batch_size must be a whole number"),
        ({"sigma_x": -0.01}, "sigma_x must be a number of at least 0, got -0.01"),
        ({"sigma_x": math.inf}, "sigma_x must be a number of at least 0, got inf"),
        ({"bach_size": 3}, r"unknown: \['bach_size'\]; required: batch_size, .* optional: rules"),
    ],
)
def test_bad_settings_are_named(settings, message):
    with pytest.raises(ValueError, match=f"mtc: .*{message}"):
        make(**settings)


def test_missing_settings_are_named():
    with pytest.raises(ValueError, match=r"mtc: settings missing: \['batches_per_epoch'"):
        Cognition.build({"batch_size": 3}, None, 1)


def test_unknown_split_is_named():
    with pytest.raises(ValueError, match="mtc: no split 'valid'; legal: test"):
        next(make().eval_batches("valid"))


def test_unknown_rule_is_named_where_a_batch_is_asked_for():
    with pytest.raises(ValueError, match="mtc: unknown rule 'go'; legal: fdgo"):
        next(make().eval_batches_of("go"))


def test_the_rules_in_use_default_to_all():
    assert Cognition(1, **SETTINGS).rules == tuple(RULES)
