import pytest

from sparse_rnn.graphs.files.readers import read_network
from sparse_rnn.graphs.files.reading_options import ReadingOptions


@pytest.fixture
def read(tmp_path):
    """Write a file and read it as a network."""

    def read(name, content, **options):
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read_network(path, ReadingOptions(**options))

    return read
