"""Keep finished results in git, tell what they cost, and check them by doing some again."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from sparse_rnn.archive.budget import asked_as_markdown, costs_as_markdown, with_asked
from sparse_rnn.archive.cause_deviations import causes_as_markdown, measure_causes
from sparse_rnn.archive.changes import changed_since, changes_as_markdown
from sparse_rnn.archive.collect import collect
from sparse_rnn.archive.deviations import (
    changes_nothing,
    deviations_as_markdown,
    measure,
    named_deviations,
)
from sparse_rnn.archive.documents import unfounded_in_documents, write_documents
from sparse_rnn.archive.load import archived_table
from sparse_rnn.archive.reanalyses import REANALYSES
from sparse_rnn.archive.recount import disagreements
from sparse_rnn.archive.rejudge import changed_verdicts
from sparse_rnn.archive.requote import requote_documents
from sparse_rnn.archive.verify import verify
from sparse_rnn.base.root import ARCHIVE, ARCHIVED_FIGURES
from sparse_rnn.base.streams import run_command
from sparse_rnn.config import load_yaml, overlay

DEFAULT = "workflow/config/paper.yaml"


def config_of(files: Sequence[str]) -> dict:
    """Return the configuration as Snakemake lays it together: the paper's, then the files."""
    config = load_yaml(DEFAULT)
    for file in files:
        config = overlay(config, load_yaml(file))
    return config


def run_collect(options: argparse.Namespace) -> int:
    """Archive what is finished."""
    config = config_of(options.configfile)
    found = collect(f"data/{config['profile']}", options.archive, config)
    for stage, jobs in found.items():
        print(f"{stage}: {len(jobs)}")
    for job in found["outdated"]:
        print(f"left out, for the configuration has changed since it was trained: {job}")
    for job in found["diverged"]:
        print(f"left out, for all networks of a condition diverged: {job}")
    for job in found["outdated_in_archive"]:
        print(f"archived before the configuration changed, train and archive it anew: {job}")
    if found["train"]:  # these deviations only read the archive, which is another now
        for name in REANALYSES:
            measure(name, options.archive, config, options.configfile, cores=1)
    return 0


def run_budget(options: argparse.Namespace) -> int:
    """Print what the archived run cost, and how near its jobs came to what they ask for."""
    print(costs_as_markdown(archived_table(options.archive, "stages")))
    jobs = with_asked(archived_table(options.archive, "jobs"), config_of(options.configfile))
    print("", asked_as_markdown(jobs), sep="\n")
    return 0


def run_verify(options: argparse.Namespace) -> int:
    """Do a sample of the archived groups of networks again."""
    config = config_of(options.configfile)
    table = verify(
        options.archive, config, options.configfile, options.number, options.seed, options.cores
    )
    columns = ["job", "same_origin", "quantity", "archived", "fresh", "tolerance", "agree", "note"]
    print(table[columns].to_string(index=False, na_rep="-", float_format="{:.4g}".format))
    if not table["agree"].all():
        print("DISAGREEMENT, see the rows that do not agree", file=sys.stderr)
        return 1
    print("all agree")
    return 0


def run_recount(options: argparse.Namespace) -> int:
    """Count the archived networks afresh."""
    found = disagreements(options.archive)
    print(*found or ["balance and loops of all archived networks are as the tables say"], sep="\n")
    return 1 if found else 0


def run_verdicts(options: argparse.Namespace) -> int:
    """Judge the claims afresh."""
    found = changed_verdicts(options.archive)
    print(*found or ["the verdicts on all claims follow from the tables"], sep="\n")
    return 1 if found else 0


def run_changes(options: argparse.Namespace) -> int:
    """Set the verdicts beside those of a former archive."""
    print(changes_as_markdown(changed_since(Path(options.former) / ARCHIVE, options.archive)))
    return 0


def run_deviations(options: argparse.Namespace) -> int:
    """Measure what deviations from the paper change."""
    config = config_of(options.configfile)
    for name in named_deviations(options.names):
        print(f"{name}:", flush=True)
        if changes_nothing(name, config):
            print("not measured: networks are trained like this by the configuration itself")
            continue
        table = measure(name, options.archive, config, options.configfile, options.cores)
        print(deviations_as_markdown(table))
        causes = measure_causes(name, options.archive, config, options.configfile, options.cores)
        if len(causes):
            print(causes_as_markdown(causes))
    return 0


def run_figures(options: argparse.Namespace) -> int:
    """Draw the archived tables."""
    from sparse_rnn.archive.figures import draw_figures  # needs jupytext, which the others do not

    missing = draw_figures(options.archive, options.figures, options.executed)
    for name, kinds in missing.items():
        print(f"{name}: {'not drawn, no table ' + ', '.join(kinds) if kinds else 'drawn'}")
    return 0


def run_documents(options: argparse.Namespace) -> int:
    """Put the archive's tables into the documents, and look up the intervals that they quote."""
    if options.former:
        now = options.archive, options.figures
        for line in requote_documents(options.former, options.root, *now):
            print(f"not replaced: {line}")
    for path in write_documents(options.archive, options.root):
        print(f"{path}: tables written")
    found = unfounded_in_documents(options.archive, options.figures, options.root)
    for line in found:
        print(f"not in the archive: {line}", file=sys.stderr)
    return 1 if found else 0


ARCHIVE_COMMANDS = {
    run_collect: "archive the finished jobs of a run; what is archived of others stays",
    run_budget: "print costs by stage as markdown, and what jobs took of what they ask for",
    run_verify: "train a random sample of the archived groups of networks again and compare",
    run_recount: "count balance and loops of the archived networks afresh and compare",
    run_verdicts: "judge the claims afresh from the archived tables and compare",
    run_changes: "print the verdicts that a former archive has otherwise, and what else is new",
    run_deviations: "measure what deviations from the paper change: all, or those named",
    run_figures: "draw the notebooks whose tables are archived",
    run_documents: "put the archived tables into the documents and check what these quote",
}
"""What each command does."""

_CONFIGFILE = {"nargs": "+", "default": [], "help": f"as Snakemake's, over {DEFAULT}"}
ARCHIVE_OPTIONS = {
    "--archive": (ARCHIVE_COMMANDS, {"default": ARCHIVE}),
    "--configfile": ((run_collect, run_budget, run_verify, run_deviations), _CONFIGFILE),
    "--number": ((run_verify,), {"type": int, "default": 2}),
    "--seed": ((run_verify,), {"type": int, "default": 0}),
    "--cores": ((run_verify, run_deviations), {"type": int, "default": os.cpu_count() or 1}),
    "--figures": ((run_figures, run_documents), {"default": ARCHIVED_FIGURES}),
    "--executed": ((run_figures,), {"default": "notebooks"}),
    "--root": ((run_documents,), {"default": "."}),
    "former": ((run_changes,), {"metavar": "FORMER", "help": "checkout with the former archive"}),
    "--former": (
        (run_documents,),
        {"help": "checkout with the archive that documents quote still"},
    ),
    "names": ((run_deviations,), {"nargs": "*", "metavar": "NAME", "help": "default: all"}),
}
"""The arguments: which commands have them, and how they are read."""


def _parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    parser = argparse.ArgumentParser("python -m sparse_rnn.archive", description=__doc__)
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for act, text in ARCHIVE_COMMANDS.items():
        name = act.__name__.removeprefix("run_")
        command = commands.add_parser(name, help=text, description=text)
        command.set_defaults(act=act)
        for option, (acts, how) in ARCHIVE_OPTIONS.items():
            if act in acts:
                command.add_argument(option, **{"help": "default: %(default)s"} | how)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return 0, 1 where a check disagrees, 2 where it was impossible."""
    return run_command(_parser(), arguments)


if __name__ == "__main__":
    sys.exit(main())
