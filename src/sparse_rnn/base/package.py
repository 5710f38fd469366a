"""Where this package lies."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).parents[1]
"""Folder of the package ``sparse_rnn``."""
