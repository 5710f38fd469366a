"""The kernel that executes a notebook: this interpreter, whatever the reader's settings are."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir

import matplotlib as mpl
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbformat import NotebookNode
from traitlets.config import Config

SOCKET_LIMIT = 103
"""Bytes in the path of a socket, on macOS; Linux allows four more."""

SHORT_FOLDERS = ("/tmp", "/var/tmp")
"""Where sockets may go instead of a folder of temporary files whose path is too long for them."""

READERS_OWN = ("PYTHONSTARTUP", "MPLBACKEND")
"""Variables with which readers set up sessions of their own, and which a kernel would follow."""

_LONGEST_NAME = "/tmp12345678/kernel-ipc-5"


class OwnKernelManager(AsyncKernelManager):
    """Starts this interpreter, and looks for no kernel that the reader has installed."""

    def _kernel_spec_manager_default(self) -> KernelSpecManager:
        return KernelSpecManager(kernel_dirs=[], parent=self)


def execute(notebook: NotebookNode) -> None:
    """Run the cells in the current folder, in a kernel that knows nothing of the reader's settings.

    The kernel has a folder of its own, which also stands in for the reader's IPython start-up
    files.
    """
    parent = socket_folder()
    with TemporaryDirectory(dir=parent) as folder:
        # files, rather than network ports that other users of the machine can reach
        transport = "ipc" if parent else "tcp"
        channel = {"transport": transport, "connection_file": f"{folder}/kernel.json"}
        client = NotebookClient(
            notebook,
            kernel_manager_class=OwnKernelManager,
            config=Config(KernelManager=channel),
            record_timing=False,
            coalesce_streams=True,
            resources={"metadata": {"path": str(Path.cwd())}},
        )
        client.execute(env=kernel_environment(folder))


def socket_folder() -> str | None:
    """Return the first folder of temporary files that can hold sockets; None if there is none."""
    longest = SOCKET_LIMIT - len(_LONGEST_NAME)
    for folder in (gettempdir(), *SHORT_FOLDERS):
        if len(os.fsencode(folder)) <= longest and os.access(folder, os.W_OK | os.X_OK):
            return folder
    return None


def kernel_environment(folder: str) -> dict[str, str]:
    """Return the variables that a kernel gets: those of this process but the reader's settings.

    Parameters
    ----------
    folder : str
        Where IPython looks for settings and start-up files.
    """
    kept = {name: value for name, value in os.environ.items() if name not in READERS_OWN}
    own = {
        "IPYTHONDIR": folder,
        "MATPLOTLIBRC": f"{mpl.get_data_path()}/matplotlibrc",  # the package's
        "MPLCONFIGDIR": mpl.get_cachedir(),  # its list of fonts, or a folder that can be written
    }
    return kept | own
