"""Where a result comes from: the code, the settings, the packages and the processor.

There is no date in it: the same run gives the same record.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import subprocess
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

import llvmlite.binding

from sparse_rnn.base.package import PACKAGE

PACKAGES = ("llvmlite", "numba", "numpy", "pandas", "scipy", "torch")
"""The packages whose versions can change a number."""


def origin(code: str, settings: Mapping) -> dict:
    """Return the record of a training job.

    Parameters
    ----------
    code : str
        Digest of the code that trained, see `code_digest.digest`.
    settings : Mapping
        All that the job depends on beside its code; ``seeds`` among it.
    """
    return {
        "code": code,
        "commit": commit(),
        "environment": environment(),
        "seeds": list(settings["seeds"]),
        "settings": digest_of(settings),
    }


def digest_of(settings: Mapping) -> str:
    """Return a digest of settings that are numbers, texts, lists and mappings of such."""
    return hashlib.sha256(json.dumps(settings, sort_keys=True).encode()).hexdigest()[:16]


def commit() -> str | None:
    """Return the commit of this package's code, with ``-dirty`` if the code was edited since.

    It is None outside a git repository, or where there is no git.
    """
    head = _git("rev-parse", "HEAD")
    edited = bool(_git("status", "--porcelain", "--", str(PACKAGE)))
    return head and head + "-dirty" * edited


def _git(*words: str) -> str | None:
    """Return what git says of the repository that holds the package; None if that is nothing."""
    command = ["git", "-C", str(PACKAGE), *words]
    try:
        done = subprocess.run(command, capture_output=True, check=False)
    except OSError:
        return None
    return os.fsdecode(done.stdout).strip() or None


def environment() -> dict:
    """Return the processor and the versions of Python and `PACKAGES`.

    Where ``OPENBLAS_CORETYPE`` is set it is there too: OpenBLAS then rounds as on that processor.
    """
    coretype = os.environ.get("OPENBLAS_CORETYPE")
    return ({"openblas_coretype": coretype} if coretype else {}) | {
        "packages": {name: version(name) for name in PACKAGES},
        "processor": processor(),
        "python": platform.python_version(),
    }


def processor() -> str:
    """Return the name of the processor, and what the compiler of the kernels calls its kind."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.is_file() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    name = models[0] if models else platform.processor() or platform.machine()
    return f"{name} ({llvmlite.binding.get_host_cpu_name()})"
