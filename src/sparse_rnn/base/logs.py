"""What a job tells of itself: its log, and the record of the processor time that it took."""

from __future__ import annotations

import atexit
import logging
import sys
import time
from pathlib import Path
from types import TracebackType

from sparse_rnn.base.artifacts import load_record, save_record

_earlier: list[float] = []  # of the one job that a process does


def log_to(text: str, cost: str | None = None) -> None:
    """Send log lines, and the error that ends the process if there is one, to a file.

    The error is also shown on the terminal, in one line without its traceback.

    Parameters
    ----------
    text : str
        The log.
    cost : str, optional
        Where the processor time is recorded when the process ends, see `read_cost`.
    """
    logging.basicConfig(
        filename=text,
        filemode="w",
        encoding="utf-8",
        level=logging.INFO,
        format="%(asctime)s  %(message)s",
        datefmt="%Y-%m-%d %H:%M:%S",
    )
    sys.excepthook = _report
    if cost is not None:
        atexit.register(_record_cost, cost)


def _report(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    logging.getLogger(__name__).error("failed", exc_info=(kind, error, trace))
    print(f"{kind.__name__}: {error}", file=sys.stderr)


def tell(message: str) -> None:
    """Log what the reader should know at once, and show it on the terminal too."""
    logging.getLogger(__name__).warning("%s", message)
    print(message, file=sys.stderr)


def count_earlier(seconds: float) -> None:
    """Add the processor time that this job took before it was interrupted, up to its checkpoint."""
    _earlier.append(seconds)


def _record_cost(path: str) -> None:
    own, earlier = round(time.process_time(), 1), round(sum(_earlier), 1)
    save_record(path, {"cpu_seconds": own, "cpu_seconds_earlier": earlier})


def read_cost(path: str | Path) -> float | None:
    """Return the processor seconds of all stretches of a job; None if there is no record."""
    return sum(load_record(path).values()) if Path(path).is_file() else None
