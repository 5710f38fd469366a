"""TensorFlow checkpoints, read without TensorFlow.

A checkpoint is two files.  ``.index`` is a sorted table of names, each with the type, shape, offset
and size of a tensor; ``.data-00000-of-00001`` holds the values end to end.  The package
tensorflow-checkpoint-reader reads the table and its messages.  Its top module needs names that
NumPy 2 and Python 3.11 no longer have, so the modules below it are used, which need none.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from types import SimpleNamespace

import numpy as np

SUFFIXES = (".index", ".data-00000-of-00001")
"""What the names of the two files of a checkpoint end with."""

_FLOAT = 1  # DT_FLOAT in TensorFlow's types.proto
_CUT_SHORT = "is cut short or no part of a checkpoint ({}); delete it and fetch it again"
_NEEDED = (
    "the authors' checkpoints are read with tensorflow-checkpoint-reader and protobuf below 3.19;"
    " install them: pip install -c constraints.txt -e '.[workflow]'"
)


def read_tensors(index: bytes, data: bytes, name: str) -> dict[str, np.ndarray]:
    """Return the tensors of a checkpoint, all 32-bit floats, by name.

    Parameters
    ----------
    index, data : bytes
        Content of its two files, see `SUFFIXES`.  It must be verified, as `tasks.raw_files.read`
        does: the reader compares no checksums.
    name : str
        What the checkpoint is called in messages.

    Raises
    ------
    ImportError
        If the reader is not installed; the message says how to get it.
    ValueError
        If a file is cut short or no part of a checkpoint; the message names the file.
    """
    reader = _reader()
    faults = (reader.errors.Status, LookupError, NotImplementedError, ValueError, struct.error)
    try:
        (_, *rows) = _table(reader, index)  # the first row, of no name, describes the table
        entries = {key.decode(): reader.BundleEntryProto.FromString(row) for key, row in rows}
    except faults as error:
        raise ValueError(f"{name}{SUFFIXES[0]} {_CUT_SHORT.format(error)}") from None
    place = f"{name}{SUFFIXES[1]}"
    return {key: _values(entry, data, f"{place}, {key}") for key, entry in entries.items()}


def _values(entry: object, data: bytes, place: str) -> np.ndarray:
    """Return the values of one tensor, which its entry in the table describes."""
    if entry.dtype != _FLOAT:
        raise ValueError(f"{place}: the type is number {entry.dtype}, not 1, a 32-bit float")
    content = data[entry.offset : entry.offset + entry.size]
    if len(content) < entry.size:
        reason = f"the values end at byte {entry.offset + entry.size} of {len(data)}"
        raise ValueError(f"{place} {_CUT_SHORT.format(reason)}")
    return np.frombuffer(content, "<f4").reshape([axis.size for axis in entry.shape.dim])


def _table(reader: SimpleNamespace, index: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the keys and values of a sorted table; one of its blocks lists the others."""
    footer = reader.table.Footer()
    footer.decode_from(reader.core.StringPiece(index[-footer.kEncodedLength :]))
    for _, place in _block(reader, index, footer.index_handle):
        handle = reader.table.BlockHandle()
        handle.decode_from(reader.core.StringPiece(place))
        yield from _block(reader, index, handle)


def _block(reader: SimpleNamespace, index: bytes, handle: object) -> Iterator[tuple[bytes, bytes]]:
    """Yield the keys and values of one block."""
    contents = reader.table.read_block(_File(reader, index), handle)
    rows = reader.table.Block(contents).new_iterator()
    rows.seek_to_first()
    while rows.valid():
        yield rows.key().bytes(), rows.value().bytes()
        rows.next()


class _File:
    """Bytes that offer what the reader asks of a file."""

    def __init__(self, reader: SimpleNamespace, content: bytes) -> None:
        self.reader, self.content = reader, content

    def read(self, offset: int, size: int) -> tuple:
        """Return a status and a part of the content."""
        part = self.reader.core.StringPiece(self.content[offset : offset + size])
        return self.reader.errors.Status.OK(), part


def _reader() -> SimpleNamespace:
    """Return the modules of the reader and the message that describes a tensor.

    They are imported here, not above: a run without the authors' networks does without them.
    """
    try:
        from tensorflow_checkpoint_reader import core, errors, table
        from tensorflow_checkpoint_reader.pb.tensorflow.core.protobuf import tensor_bundle_pb2
    except (ImportError, TypeError) as error:  # TypeError: a later protobuf refuses the messages
        raise ImportError(f"{_NEEDED} ({error})") from None
    message = tensor_bundle_pb2.BundleEntryProto
    return SimpleNamespace(core=core, errors=errors, table=table, BundleEntryProto=message)
