"""``python -m sparse_rnn.site``: write the sources of the site, for Sphinx to turn into pages."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from sparse_rnn.base.root import enter_root
from sparse_rnn.base.streams import explained, prepare_streams
from sparse_rnn.site.build import write_site


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return 0, or 1 with a message on stderr."""
    parser = argparse.ArgumentParser("python -m sparse_rnn.site", description=__doc__)
    parser.add_argument("--out", default="build/site", help="folder, default: %(default)s")
    prepare_streams()
    options = parser.parse_args(arguments)
    try:
        enter_root()
        write_site(Path(), Path(options.out))
    except (OSError, RuntimeError, ValueError) as error:
        print(f"error: {explained(error)}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
