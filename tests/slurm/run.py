"""A run of the workflow in a checkout of its own, by this Python's snakemake."""

import os
import re
import signal
import subprocess
import sys
from hashlib import sha256

LONGEST = 90 * 60
"""Seconds that anything may take, many times those that it does take alone on two cores."""


class Run:
    """Snakemake, once or several times one after the other.

    Parameters
    ----------
    checkout : Path
        Where it runs.
    options : sequence of str
        How it runs.
    environment : mapping, optional
        What it finds in its environment.
    """

    def __init__(self, checkout, options, environment=os.environ):
        self.checkout, self.options, self.environment = checkout, options, environment
        self.output, self.process = checkout / "output.txt", None

    def start(self, *arguments):
        """Start snakemake; what it says is appended to the output."""
        with self.output.open("a") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "snakemake", *self.options, *arguments],
                cwd=self.checkout, env=self.environment, stdout=out, stderr=out,
                start_new_session=True,
            )  # fmt: skip

    def finish(self):
        """Wait for snakemake and return its exit code; TimeoutExpired if it hangs."""
        return self.process.wait(LONGEST)

    def stop(self):
        """Kill snakemake if it runs, and what it started on this machine."""
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(60)

    def complete(self, *arguments):
        """Run snakemake to its end, which must be a good one; return this run."""
        self.start(*arguments)
        try:
            assert self.finish() == 0, self.text
        finally:
            self.stop()
        return self

    @property
    def text(self):
        """All that snakemake said."""
        return self.output.read_text()

    @property
    def slurm_jobs(self):
        """The numbers of the jobs that were submitted to Slurm."""
        return re.findall(r"submitted with SLURM jobid (\d+)", self.text)

    @property
    def results(self):
        """The digest of each file of results, by name; logs and costs are none."""
        folder = self.checkout / "data" / "smoke"
        names = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
        kept = sorted(name for name in names if name.parts[0] not in ("logs", "benchmarks"))
        return {str(name): sha256((folder / name).read_bytes()).hexdigest() for name in kept}
