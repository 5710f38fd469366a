"""Write down the tables of the schema: docs/tables.md, and the data package of the archive."""

from sparse_rnn.base.artifacts import atomic
from sparse_rnn.results.schema.document import documents


def main() -> None:
    """Write the documents into the repository, at whose root it is called."""
    for path, text in documents().items():
        with atomic(path) as temporary:
            temporary.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
