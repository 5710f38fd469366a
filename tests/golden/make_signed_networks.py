"""Pack published signed networks and FANMOD's figures for them: python make_signed_networks.py SOURCE.

SOURCE holds networks/*.tsv (source, target, sign; published by the authors of
doi 10.1038/s42005-023-01364-0), networks.csv (their eta and counts) and fanmod_signed_ffl.csv
(what FANMOD 1.1 printed for two of them).
"""

import shutil
import sys
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent / "signed_networks"


def main(source: Path) -> None:
    links = {
        path.name: np.loadtxt(path, dtype=np.int16)
        for path in sorted(source.glob("networks/*.tsv"))
    }
    np.savez_compressed(HERE / "links.npz", **links)
    for name in ("networks.csv", "fanmod_signed_ffl.csv"):
        shutil.copyfile(source / name, HERE / name)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
