"""The raw data files: what each is called, where it lives, and the content it must have.

A file is known by the hash of its *content*: the decompressed bytes of an archive, the plain text
of a text file.  The same content passes however a mirror packed it, and what is verified is exactly
what the parsers are given.
"""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from sparse_rnn.tasks.manifest import parse_manifest

MIRROR_VARIABLE = "DATA_MIRROR"
"""Environment variable that names a local folder laid out like ``data/raw``."""


@dataclass(frozen=True)
class Content:
    """What of a file is hashed and parsed: how to get it, and how to call it in a message."""

    extract: Callable[[bytes], bytes]
    name: str


@dataclass(frozen=True)
class RawFile:
    """One raw file and where to find it.

    Attributes
    ----------
    path : str
        Place below ``data/raw`` (and below a mirror folder), ``"<task>/<name>"``.
    hash : str
        ``"<algorithm>:<hexadecimal digest>"`` of its content.
    content : Content
        What is hashed.
    urls : tuple of str
        Public homes, tried in turn; in a ``.zip`` the member of the same name is taken.
    member : str
        Path of that member below the one top folder of a ``.zip``, where names repeat.
    """

    path: str
    hash: str
    content: Content
    urls: tuple[str, ...]
    member: str = ""

    @property
    def name(self) -> str:
        """Name of the file without its folder."""
        return PurePosixPath(self.path).name


def _plain_text(data: bytes) -> bytes:
    """Drop what copies of a text file differ in: non-ASCII bytes, line ends, empty last lines."""
    return data.translate(None, b"\r" + bytes(range(128, 256))).rstrip(b"\n") + b"\n"


DECOMPRESSED = Content(gzip.decompress, "its decompressed bytes")
PLAIN_TEXT = Content(
    _plain_text, "its text without non-ASCII bytes, carriage returns and empty last lines"
)
WHOLE = Content(bytes, "the file")

_MNIST = (
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
    "https://raw.githubusercontent.com/fgnt/mnist/master/",
)
_UCI = "https://archive.ics.uci.edu/static/public"
_UCI_FORMER = "https://archive.ics.uci.edu/ml/machine-learning-databases"
_SMS_COPY = (
    "https://raw.githubusercontent.com/learn-co-students/"
    "dsc-document-classification-with-naive-bayes-lab-online-ds-pt-051319/"
    "183a3b58ac5d25fd3031f91d1d9ebd79a25db762/SMSSpamCollection"
)


def _mnist(name: str, digest: str) -> RawFile:
    """Return one of the four MNIST files."""
    urls = tuple(home + name for home in _MNIST)
    return RawFile(f"mnist/{name}", f"sha256:{digest}", DECOMPRESSED, urls)


def _gestures(recording: str, digest: str) -> RawFile:
    """Return one of the seven processed Gesture Phase Segmentation files (UCI 302)."""
    urls = (
        f"{_UCI}/302/gesture+phase+segmentation.zip",
        f"{_UCI_FORMER}/00302/gesture_phase_dataset.zip",
    )
    return RawFile(f"hgs/{recording}_va3.csv", f"sha256:{digest}", PLAIN_TEXT, urls)


FILES = (
    _mnist(
        "train-images-idx3-ubyte.gz",
        "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    ),
    _mnist(
        "train-labels-idx1-ubyte.gz",
        "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    ),
    _mnist(
        "t10k-images-idx3-ubyte.gz",
        "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    ),
    _mnist(
        "t10k-labels-idx1-ubyte.gz",
        "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
    ),
    RawFile(
        "sms/SMSSpamCollection",
        "sha256:10df07941dc6d71fc6f7c5d4130f0a624d1d9ade0c784a8ea662d2c5e4b4a2fd",
        PLAIN_TEXT,
        (
            f"{_UCI}/228/sms+spam+collection.zip",
            f"{_UCI_FORMER}/00228/smsspamcollection.zip",
            _SMS_COPY,
        ),
    ),
    _gestures("a1", "54e174983592f10a739e15a39cb433559a4313bbb090404d90e057b6ad14c4d0"),
    _gestures("a2", "a067eac95288fdf569e3e8a4a3264431483e1c761974b17397004ca6b4bcd366"),
    _gestures("a3", "8c654d8aa8c3827a8cd70cffbb03c121eef7a63f733c44612320db286e7a76f1"),
    _gestures("b1", "1e368713eafe49fcad7066ca7bb656146ec4fab07f5321fb28c18d67d5f990ee"),
    _gestures("b3", "1015ae81042cd97729367aea8fb370eb6a93669959a5065863309de20e89ba5c"),
    _gestures("c1", "4bd3d53f36e2ade19844b31a143b93b1c9410aad5eead3f7dcb37b0b84fb64db"),
    _gestures("c3", "e9bf6faa2271bb28c6008564ebe331ee86d963d7f468ffea979da39389d970a2"),
    RawFile(  # md5 is the only hash of it that anyone published
        "har/ConfLongDemo_JSI.txt",
        "md5:280a677ae0d673ec9a50ada480d8a529",
        WHOLE,
        (
            f"{_UCI}/196/localization+data+for+person+activity.zip",
            f"{_UCI_FORMER}/00196/ConfLongDemo_JSI.txt",
        ),
    ),
    RawFile(  # three of the 25 recordings
        "har_part/ConfLongDemo_JSI.txt",
        "sha256:fbed2baaf8b796ae8c23f55ef0d355c9a091d86144250c5fce8727d963b8d428",
        WHOLE,
        (
            "https://raw.githubusercontent.com/Sobhan1996/XGB_Experiment/"
            "a235f941fd61f04819aae79cebdd1cace78a26b9/ConfLongDemo_JSI.txt",
        ),
    ),
)
"""Every raw file of the tasks; those of the authors' repository are in a manifest."""

PUBLISHED = "published"
"""The data set of what the authors published: its folder below ``data/raw`` and below a mirror."""
MANIFEST = Path(__file__).with_name("published.sha256")
"""Hash of every file of it, by path in the authors' repository."""
_COMMIT = "XinjieZhang/sparse-RNNs", "739428a487dead322ac9a5f849abb27544386839"


@cache
def published_files() -> dict[str, RawFile]:
    """Return what the authors published (MIT licence, see its ``LICENSE``), by path.

    Raises
    ------
    ValueError
        If the manifest is damaged; the message names the line.
    """
    digests = parse_manifest(MANIFEST.read_text(encoding="utf-8"), MANIFEST.name)
    files = (_published(path, digest) for path, digest in digests.items())
    return {file.path: file for file in files}


def _published(path: str, digest: str) -> RawFile:
    """Return one file of the authors' repository; the archive of the commit brings all at once."""
    repository, commit = _COMMIT
    urls = (
        f"https://github.com/{repository}/archive/{commit}.zip",
        f"https://raw.githubusercontent.com/{repository}/{commit}/{quote(path)}",
    )
    return RawFile(f"{PUBLISHED}/{path}", f"sha256:{digest}", WHOLE, urls, member=path)


def raw_files(task: str) -> tuple[str, ...]:
    """Return the paths below ``data/raw`` that a task reads, in the order of the table."""
    return tuple(_data_set(task))


def _data_set(name: str) -> dict[str, RawFile]:
    """Return the raw files of a task, or what the authors published, by path."""
    if name == PUBLISHED:
        return published_files()
    return {file.path: file for file in FILES if file.path.startswith(f"{name}/")}


def read(path: str, raw: str | Path) -> bytes:
    """Return the content of a raw file after verifying it.

    Parameters
    ----------
    path : str
        One of the paths of :func:`raw_files`, relative to ``raw``.
    raw : path
        The folder of raw files, ``data/raw``.

    Raises
    ------
    FileNotFoundError
        If the file is not there; the message says where to put it.
    ValueError
        If its content is not the known one (corrupt or cut short).
    """
    file, target = lookup(path), Path(raw) / path
    try:
        return verified(file, target.read_bytes())
    except FileNotFoundError:
        raise FileNotFoundError(f"{target} is missing. {advice(file, target)}") from None
    except ValueError as error:
        raise ValueError(
            f"{target} is corrupt or cut short: {error}. Delete it. {advice(file, target)}"
        ) from None


def lookup(path: str) -> RawFile:
    """Return the entry of the table for a path.

    Raises
    ------
    ValueError
        If there is no such entry; the message lists those there are, or names the manifest.
    """
    name = path.partition("/")[0]
    known = _data_set(name)
    if path in known:
        return known[path]
    if name == PUBLISHED:
        raise ValueError(
            f"unknown raw file {path!r}: {MANIFEST} lists {len(known)} files, and not this one"
        )
    raise ValueError(f"unknown raw file {path!r}; known: {', '.join(f.path for f in FILES)}")


def verified(file: RawFile, data: bytes) -> bytes:
    """Return the content of a file's bytes if it has the known hash.

    Raises
    ------
    ValueError
        If not; the message has the expected and the actual hash.
    """
    algorithm, expected = file.hash.split(":")
    note = ""
    try:
        content = file.content.extract(data)
    except (EOFError, OSError, zlib.error) as error:
        content, note = data, f" of the file as it is, for it cannot be unpacked ({error})"
    actual = hashlib.new(algorithm, content, usedforsecurity=False).hexdigest()
    if actual != expected:
        raise ValueError(
            f"{len(data)} bytes; expected {algorithm} {expected} of {file.content.name}, "
            f"got {actual}{note}"
        )
    return content


def advice(file: RawFile, target: Path) -> str:
    """Return the sentence that says where to put a file by hand."""
    algorithm, digest = file.hash.split(":")
    return (
        f"Put {file.name} with {algorithm} {digest} (of {file.content.name}) into "
        f"{target.parent}, or set {MIRROR_VARIABLE} to a folder that holds {file.path}, "
        f"and run again; its public home is {file.urls[0]}"
    )
