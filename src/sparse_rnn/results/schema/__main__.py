"""Write down the tables of the schema: docs/tables.md, and the data package of the archive."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from sparse_rnn.base.artifacts import atomic
from sparse_rnn.results.schema.document import documents


def _out_of_step() -> list[str]:
    """Return the paths of the documents that are not what the schema says."""
    return [
        path
        for path, text in documents().items()
        if not Path(path).is_file() or Path(path).read_text(encoding="utf-8") != text
    ]


def _write() -> None:
    """Write the documents."""
    for path, text in documents().items():
        with atomic(path) as temporary:
            temporary.write_text(text, encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line from the root of the repository; return 1 if a document is not right."""
    parser = argparse.ArgumentParser("python -m sparse_rnn.results.schema", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, compare")
    if not parser.parse_args(arguments).check:
        _write()
    late = _out_of_step()
    if late:
        print(f"not in step with the schema: {', '.join(late)}; run make tables", file=sys.stderr)
    return bool(late)


if __name__ == "__main__":
    sys.exit(main())
