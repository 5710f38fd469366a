"""What a run says of itself while it trains: one line per epoch."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

import numpy as np

from sparse_rnn.training.loop import EVALUATION_COLUMNS, Loop

log = logging.getLogger(__name__)


class Progress:
    """Logs loss, metric, density, balance and seconds left after each epoch.

    All are means over the replicas that still train.  The metric is that of the last evaluation and
    the balance that of the last snapshot: counting the triads of dense networks after every short
    epoch could take half as long as training them.

    Parameters
    ----------
    loop : Loop
        The run, new or resumed, before it goes on.
    eta : callable
        Maps recurrent weights ``(R, N, N)`` to their mean global balance.
    """

    def __init__(self, loop: Loop, eta: Callable[[np.ndarray], float]) -> None:
        self.measure, self.eta, self.measured = eta, np.nan, -1
        self.first_epoch, self.began = loop.epoch, time.monotonic()

    def __call__(self, loop: Loop) -> None:
        """Report on the epoch that has just ended."""
        epochs, trained = loop.plan.epochs, loop.epoch - self.first_epoch
        left = (time.monotonic() - self.began) / trained * (epochs - loop.epoch)
        means = loop.history[-1][loop.alive].mean(0).tolist()
        latest = dict(zip(EVALUATION_COLUMNS, means, strict=True))
        self.update_balance(loop)
        log.info(
            "epoch %d/%d  loss %.4g  test metric %.4g (epoch %d)  density %.4f  "
            "eta %.3f (epoch %d)  %.0f s left",
            loop.epoch, epochs, loop.latest_losses.mean(), latest["test"], latest["epoch"],
            loop.structure.mask.double().mean(), self.eta, self.measured, left,
        )  # fmt: skip

    def update_balance(self, loop: Loop) -> None:
        """Measure the last snapshot, once."""
        last = max(loop.snapshots)
        if last != self.measured:
            self.eta = self.measure(loop.snapshots[last][loop.alive].numpy())
            self.measured = last
