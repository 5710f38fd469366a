"""Log files of jobs, and what they tell of the processor time that a job took."""

from __future__ import annotations

import atexit
import logging
import re
import sys
import time
from pathlib import Path
from types import TracebackType

BEFORE = "{} s of processor time before"
ENDED = "ended after {} s of processor time"


def log_to(path: str) -> None:
    """Send log lines, and the error that ends the process if there is one, to a file.

    The error is also shown on the terminal, in one line without its traceback.  The last line
    tells the processor time of the process.
    """
    logging.basicConfig(
        filename=path,
        filemode="w",
        level=logging.INFO,
        format="%(asctime)s  %(message)s",
        datefmt="%Y-%m-%d %H:%M:%S",
    )
    sys.excepthook = _report
    atexit.register(_log_time)


def _report(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    logging.getLogger(__name__).error("failed", exc_info=(kind, error, trace))
    print(f"{kind.__name__}: {error}", file=sys.stderr)


def _log_time() -> None:
    logging.getLogger(__name__).info(ENDED.format(f"{time.process_time():.1f}"))


def time_before(seconds: float) -> str:
    """Return how a job that resumes tells what it took before it was interrupted."""
    return BEFORE.format(f"{seconds:.1f}")


def processor_seconds(path: str | Path) -> tuple[float | None, float]:
    """Return what a log tells of processor time, in seconds.

    Parameters
    ----------
    path : path
        A log that `log_to` began; it may be missing.

    Returns
    -------
    last : float or None
        That of the last stretch of the job, None if the log does not tell.
    before : float
        That of the stretches before, each up to its last checkpoint.
    """
    text = Path(path).read_text(encoding="utf-8") if Path(path).is_file() else ""
    ended, before = (
        [float(seconds) for seconds in re.findall(words.format(r"([\d.]+)"), text)]
        for words in (ENDED, BEFORE)
    )
    return (ended[-1] if ended else None), sum(before)
