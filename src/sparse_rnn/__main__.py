"""The command ``sparse-rnn``, which ``python -m sparse_rnn`` calls too."""

from __future__ import annotations

import sys

from sparse_rnn.base.interrupts import leaving_at_once


def main() -> int:
    """Run the command line and return its exit code."""
    with leaving_at_once():  # it takes two seconds to load, and Ctrl-C would show where it was
        from sparse_rnn import cli
    return cli.main()


if __name__ == "__main__":
    sys.exit(main())
