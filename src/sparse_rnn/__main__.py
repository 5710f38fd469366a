"""``python -m sparse_rnn`` does what the command ``sparse-rnn`` does."""

from __future__ import annotations

import sys

from sparse_rnn.cli import main

if __name__ == "__main__":
    sys.exit(main())
