"""Log files of jobs."""

from __future__ import annotations

import logging
import sys
from types import TracebackType


def log_to(path: str) -> None:
    """Send log lines, and the error that ends the process if there is one, to a file.

    The error is also shown on the terminal, in one line without its traceback.
    """
    logging.basicConfig(
        filename=path,
        filemode="w",
        level=logging.INFO,
        format="%(asctime)s  %(message)s",
        datefmt="%Y-%m-%d %H:%M:%S",
    )
    sys.excepthook = _report


def _report(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    logging.getLogger(__name__).error("failed", exc_info=(kind, error, trace))
    print(f"{kind.__name__}: {error}", file=sys.stderr)
