"""The classes of the tasks by name."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the Snakefile reads the names and must not wait for torch
    from sparse_rnn.tasks.base import Task

TASK_CLASSES = {
    "mnist": ("sparse_rnn.tasks.mnist", "Mnist"),
    "sms": ("sparse_rnn.tasks.sms", "Sms"),
    "mg": ("sparse_rnn.tasks.mackey_glass", "Forecast"),
    "hgs": ("sparse_rnn.tasks.gestures", "Gestures"),
    "har": ("sparse_rnn.tasks.activity", "Activity"),
    "har_part": ("sparse_rnn.tasks.activity", "ActivityPart"),
    "mtc": ("sparse_rnn.tasks.cognition", "Cognition"),
}
"""Module and class of each task; what tables and figures call it stands in `catalog.TASKS`."""


def task_module(name: str) -> str:
    """Return the dotted name of the module that defines a task."""
    return TASK_CLASSES[name][0]


def task_class(name: str) -> type[Task]:
    """Return the class of a task; an unknown name raises ValueError and lists the legal ones."""
    if name not in TASK_CLASSES:
        raise ValueError(f"unknown task {name!r}; legal: {', '.join(TASK_CLASSES)}")
    module, kind = TASK_CLASSES[name]
    return getattr(import_module(module), kind)


def make_task(name: str, settings: Mapping, raw: str | Path, seed: int) -> Task:
    """Build a task from its raw files.

    Parameters
    ----------
    name : str
        Key of `TASK_CLASSES`.
    settings : Mapping
        ``batch_size`` and the task's own settings.
    raw : path
        Folder of the raw data files.
    seed : int
        Root seed of what all replicas share, such as the split.

    Raises
    ------
    ValueError
        If the name is unknown or a setting impossible.
    OSError
        If a raw file is missing.
    """
    return task_class(name).build(settings, raw, seed)
