"""What Snakemake costs and how runs grow with cores: python benchmarks/scaling.py COMMAND.

overhead [JOBS] [WORD ...]  what a job costs beside its work, from 50 jobs that do nothing; the
                            words are for Snakemake: --cores 1, or --profile profiles/slurm
efficiency [CORES ...]      work / (cores x wall time) of the quick profile, on 1 and on 2 cores
planning [REPEATS]          time to plan about 10^2, 10^3 and 10^4 jobs, median of 3 dry runs
schedule [FOLDER]           wall time of the paper with 10 and 100 seeds on 1 to 1,000 cores,
                            simulated from archived jobs: scaling.json, .png and .pdf, by default in
                            figures/reference

The first three want a machine that does nothing else.  The first run of the quick profile also
compiles kernels, so efficiency tells more when it is run again.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple

import yaml
from schedule import CONFIGS, ROOT, simulate
from schedule_figure import schedule_figure

from sparse_rnn.archive.budget import job_costs
from sparse_rnn.base.artifacts import save_record
from sparse_rnn.drawing.style import save_figure
from sparse_rnn.layout import Run

PLANS = (("quick", 2), ("paper", 4), ("paper", 40))
"""Profiles with numbers of seeds, a job for each, that make 10^2, 10^3 and 10^4 jobs."""
NOTHING = """
rule all:
    input: expand("{{job}}.done", job=range({jobs}))

rule nothing:
    output: "{{job}}.done"
    script: "nothing.py"
"""


class Cost(NamedTuple):
    """Seconds of a command by the clock and of the processors, and what it printed."""

    wall: float
    processor: float
    text: str


def snakemake(*words: str) -> Cost:
    """Run Snakemake in the root of the repository and return its cost.

    Raises
    ------
    RuntimeError
        If it fails; the message ends with the last that it printed.
    """
    before = os.times()
    command = [sys.executable, "-m", "snakemake", *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    text, after = done.stdout + done.stderr, os.times()
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} failed:\n{text[-2000:]}")
    processor = sum(after[2:4]) - sum(before[2:4])  # of children, and theirs
    return Cost(after.elapsed - before.elapsed, processor, text)


@contextmanager
def overlay_file(**values: object) -> Iterator[str]:
    """Write values into a file that Snakemake lays over a configuration."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "overlay.yaml"
        path.write_text(yaml.safe_dump(values), encoding="utf-8")
        yield str(path)


def overhead(number: str = "50", *words: str) -> None:
    """Print what a job costs beside its work: what many cost more than one."""
    one, many = (nothing(jobs, words or ("--cores", "1")) for jobs in (1, int(number)))
    wall, processor = ((many[k] - one[k]) / (int(number) - 1) for k in range(2))
    print(
        f"{number} jobs, each: {wall:.2f} s of time, {processor:.2f} s of this machine's processors"
    )


def nothing(jobs: int, words: tuple[str, ...]) -> Cost:
    """Return the cost of some jobs that do nothing, in a folder that a whole cluster sees."""
    with TemporaryDirectory(dir=ROOT, prefix=".overhead_") as folder:
        snakefile = Path(folder) / "Snakefile"
        snakefile.write_text(NOTHING.format(jobs=jobs), encoding="utf-8")
        job = "from pathlib import Path\n\nPath(snakemake.output[0]).touch()\n"
        snakefile.with_name("nothing.py").write_text(job, encoding="utf-8")
        return snakemake("--snakefile", str(snakefile), "--directory", folder, *words)


def efficiency(*numbers: str) -> None:
    """Print for each number of cores how much of their time was work of jobs."""
    for cores in map(int, numbers or ("1", "2")):
        run = Run(f"scaling_{cores}")
        folders = [ROOT / run.data, ROOT / run.figures]
        for folder in folders:
            shutil.rmtree(folder, ignore_errors=True)
        with overlay_file(profile=run.profile) as path:
            files = str(CONFIGS / "quick.yaml"), path
            wall = snakemake("--cores", str(cores), "--configfile", *files).wall
        work = job_costs(ROOT / run.data)["cpu_seconds"].sum()
        print(f"{cores} cores: {wall:.0f} s, work {work:.0f} s: {work / (cores * wall):.2f}")
        for folder in folders:
            shutil.rmtree(folder)


def planning(repeats: str = "3") -> None:
    """Print the jobs of each plan, and the median times that it takes to make."""
    for profile, seeds in PLANS:
        with overlay_file(seeds=list(range(1, seeds + 1)), seeds_per_job=1) as path:
            files = "--configfile", str(CONFIGS / f"{profile}.yaml"), path
            words = "--dry-run", "--quiet", "rules", *files
            costs = [snakemake(*words) for _ in range(int(repeats))]
        jobs = int(re.search(r"^total +(\d+)", costs[0].text, re.MULTILINE)[1])
        wall, processor = (median(cost[k] for cost in costs) for k in range(2))
        print(
            f"{profile}, {seeds} seeds: {jobs:,} jobs, {wall:.1f} s ({processor:.1f} s of one core)"
        )


def schedule(folder: str | Path = ROOT / "figures" / "reference") -> None:
    """Write the simulated wall times of the paper, and draw them."""
    record = simulate()
    save_record(Path(folder) / "scaling.json", record)
    note = "Simulated from the processor times of archived jobs; dashed: no run takes less"
    print(save_figure(schedule_figure(record, note), folder, "scaling"))


COMMANDS = {act.__name__: act for act in (overhead, efficiency, planning, schedule)}

if __name__ == "__main__":
    if sys.argv[1:2] == [] or sys.argv[1] not in COMMANDS:
        sys.exit(__doc__)
    COMMANDS[sys.argv[1]](*sys.argv[2:])
