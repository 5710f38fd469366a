"""Memory in large pages for the processes of a run, where the C library can be asked for them.

An array of less than 4 MB lies in pages of 4 kB.  Where a virtual machine translates addresses
twice, going through many of them takes up to ten times as long as through pages of 2 MB.  The
settings are read when a process starts: they are for the processes that a run starts.
"""

from __future__ import annotations

import os
from collections.abc import MutableMapping

VARIABLE = "GLIBC_TUNABLES"  # of glibc 2.35 or later; others do not know it
MIB = 2**20
TUNABLES = {
    "hugetlb": 1,  # ask for large pages (madvise)
    "mmap_threshold": 1024 * MIB,  # arrays lie side by side, not each in pages of its own
    "trim_threshold": 256 * MIB,  # freed memory is kept for the next array
    "top_pad": 16 * MIB,
}


def ask_for_large_pages(environment: MutableMapping[str, str] = os.environ) -> None:
    """Set the variable for processes to come, unless the user has set it."""
    words = (f"glibc.malloc.{name}={value}" for name, value in TUNABLES.items())
    environment.setdefault(VARIABLE, ":".join(words))
