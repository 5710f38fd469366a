"""Which columns of a table hold the source, the target and the sign of a link."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sparse_rnn.graphs.files.quoting import shown
from sparse_rnn.graphs.files.reading_options import ReadingOptions
from sparse_rnn.graphs.files.sign_words import NOT_A_SIGN, complaint, number_of, sign_of

ROLES = ("source", "target", "sign")

_SOURCES = """source from src pre i regulator tf regulator_name tf_name source_name source_node
    from_node_id sender presynaptic pre_name pre_id pre_root_id pre_pt_root_id bodyid_pre
    source_id from_id source_genesymbol entitya"""
_TARGETS = """target to dst post j gene target_gene regulated regulated_name gene_name
    target_name target_node to_node_id tg receiver postsynaptic post_name post_id post_root_id
    post_pt_root_id bodyid_post target_id to_id target_genesymbol entityb"""
_SIGNS = """sign effect mode mode_of_regulation mor regulation function polarity interaction
    interaction_type type weight value w"""
COLUMN_NAMES: dict[str, tuple[str, ...]] = {
    "source": tuple(_SOURCES.split()),
    "target": tuple(_TARGETS.split()),
    "sign": tuple(_SIGNS.split()),
}
"""What a header may call each column, the more specific names first; capitals, spaces, hyphens and
underscores make no difference."""

_NUMBERING = re.compile(r"\(?[0-9]+\)\s*")  # RegulonDB: "4)tfName"


@dataclass(frozen=True)
class Columns:
    """Where a link stands in a row.

    Attributes
    ----------
    places : tuple of int
        Indices from 0 of the columns of source, target and sign.
    width : int
        Number of columns.
    heading : {"row", "comment", ""}
        What names the columns: the first row, which then is no link, or the comment above it.
    notes : tuple of str
        What was chosen, where there was a choice.
    """

    places: tuple[int, int, int]
    width: int
    heading: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class TableHead:
    """The beginning of a table, from which its columns are known.

    Attributes
    ----------
    line : int
        Number of the first row's line.
    first, second : list of str
        Fields of the first two rows; the second may be missing (empty).
    above : list of str
        Fields of the comment above the first row, if it has one; a commented header.
    separated : str
        What separates the fields, in words.
    """

    line: int
    first: list[str]
    second: list[str]
    above: list[str]
    separated: str


def columns_from_text(text: str) -> tuple[str, ...]:
    """Return three columns given as ``"source,target,sign"``, by names or numbers from 1.

    Raises
    ------
    ValueError
        If they are not three.
    """
    columns = tuple(part.strip() for part in text.split(","))
    if len(columns) != 3 or not all(columns):
        raise ValueError(f"{text!r} does not name three columns, as source,target,sign does")
    return columns


def find_columns(head: TableHead, options: ReadingOptions) -> Columns:
    """Return where a table has its source, target and sign.

    Raises
    ------
    ValueError
        If they are not where ``options.columns`` says, or cannot be told without it.
    """
    if options.columns is not None:
        return _given(head, options)
    for names, row, heading in (
        (head.first, head.second, "row"),
        (head.above, head.first, "comment"),
    ):
        if len(names) == len(head.first) and (places := _by_name(names, row, head.line, options)):
            return Columns(places, len(names), heading, _choice(names, places))
    if _filled(head.first) != 3:
        raise ValueError(_wrong_width(head, options))
    if sign_of(head.first[2], options.signs) == NOT_A_SIGN:
        told = complaint(head.first[2], options.signs)
        hint = _if_header(head.first) if number_of(head.first[2]) is None else ""
        raise ValueError(f"line {head.line}: {told}{hint}")
    return Columns((0, 1, 2), len(head.first))


def _given(head: TableHead, options: ReadingOptions) -> Columns:
    """Return the columns that the user names."""
    names, heading = head.first, "row"
    named = any(not wanted.isdecimal() for wanted in options.columns)
    if named and len(head.above) == len(names) and not _knows(names, options.columns):
        names, heading = head.above, "comment"
    places = tuple(_place(wanted, names, head.line) for wanted in options.columns)
    if len(set(places)) != 3:
        raise ValueError(f"line {head.line}: --columns names one column twice; name three")
    if not named and sign_of(names[places[2]], options.signs) != NOT_A_SIGN:
        heading = ""
    notes = (f"line {head.line} read as a header",) if heading and not named else ()
    return Columns(places, len(names), heading, notes)


def _knows(names: list[str], wanted: tuple[str, ...]) -> bool:
    """Return whether each of the wanted columns that is no number is among some names."""
    known = set(map(_spelled, names))
    return all(_spelled(name) in known for name in wanted if not name.isdecimal())


def _place(wanted: str, names: list[str], line: int) -> int:
    """Return the index of a column by its name or its number from 1."""
    if wanted.isdecimal():
        if not 1 <= int(wanted) <= len(names):
            raise ValueError(
                f"line {line}: has {len(names)} columns, no column {wanted} (--columns)"
            )
        return int(wanted) - 1
    exact = [place for place, name in enumerate(names) if name == wanted]
    found = exact or [p for p, name in enumerate(names) if _spelled(name) == _spelled(wanted)]
    if len(found) == 1:
        return found[0]
    several = "several columns" if found else "no column"
    raise ValueError(
        f"line {line}: {several} {shown(wanted)} among {_listed(names)}; name one of these or"
        " its number from 1 (--columns)"
    )


def _by_name(
    names: list[str], row: list[str], line: int, options: ReadingOptions
) -> tuple[int, int, int] | None:
    """Return the columns that have names of `COLUMN_NAMES`, None unless all three are there.

    Of several that may hold the sign, the most specific one is taken that has a sign in ``row``,
    the first row of links.
    """
    found = {role: _candidates(names, role) for role in ROLES}
    if not all(found.values()):
        return None
    signs = [
        place
        for place in found["sign"]
        if place < len(row) and sign_of(row[place], options.signs) != NOT_A_SIGN
    ]
    places = found["source"][0], found["target"][0], (signs or found["sign"])[0]
    for place, role in zip(places, ROLES, strict=True):
        _check_only(place, names, role, line)
    return places


def _candidates(names: list[str], role: str) -> list[int]:
    """Return the columns that may have a role, the one of the most specific name first."""
    known = list(map(_spelled, COLUMN_NAMES[role]))
    found = [(known.index(_spelled(n)), p) for p, n in enumerate(names) if _spelled(n) in known]
    return [place for _, place in sorted(found)]


def _check_only(place: int, names: list[str], role: str, line: int) -> None:
    """Raise if another column has the same name, but for capitals and hyphens."""
    same = [name for name in names if _spelled(name) == _spelled(names[place])]
    if len(same) > 1:
        raise ValueError(
            f"line {line}: columns {' and '.join(map(shown, same))} may both hold the {role}; say"
            " which by number (--columns)"
        )


def _choice(names: list[str], places: tuple[int, int, int]) -> tuple[str, ...]:
    """Return a note on the columns that are read, unless they are the only ones, in order."""
    if places == (0, 1, 2) and len(names) == 3:
        return ()
    chosen = ", ".join(f"{role} {shown(names[p])}" for role, p in zip(ROLES, places, strict=True))
    others = [name for place, name in enumerate(names) if place not in places]
    unread = f"; not read: {_listed(others)}" if others else ""
    return (f"columns read by name: {chosen}{unread} (--columns chooses)",)


def _wrong_width(head: TableHead, options: ReadingOptions) -> str:
    """Return what is wrong with a table that has more or fewer than three columns."""
    number = len(head.first)
    told = (
        f"line {head.line}: {number} field{'s'[number == 1 :]} instead of 3; a line holds source,"
        f" target and sign or weight, separated by {head.separated}"
    )
    if number < 3:
        return told
    if head.first[2].startswith("{"):
        return f"{told}; write it with networkx.write_weighted_edgelist"
    ends = [_candidates(head.first, role)[:1] for role in ROLES[:2]]
    if all(ends):
        known = ",".join(head.first[place] for (place,) in ends)
        return (
            f"line {head.line}: none of the columns {_listed(head.first)} is called sign, effect or"
            f" weight; say which one it is (--columns {known},NAME)"
        )
    signs = (p for p in range(2, number) if sign_of(head.first[p], options.signs) != NOT_A_SIGN)
    return (
        f"{told}; say which columns these are, by number or name (--columns"
        f" 1,2,{next(signs, 2) + 1}); if this is a matrix of weights, save it as .npy (numpy.save)"
    )


def _if_header(names: list[str]) -> str:
    """Return what to do about a first row that may be a header."""
    columns = ",".join(names)
    columns = columns if len(columns) < 60 else "1,2,3"
    return f"; if this is a header, say which columns to read (--columns {columns})"


def _filled(fields: list[str]) -> int:
    """Return the number of fields up to the last one that holds something, 3 at least."""
    rest = [place for place, field in enumerate(fields) if field and place > 2]
    return rest[-1] + 1 if rest else min(len(fields), 3)


def _listed(names: list[str]) -> str:
    """Return names as a message lists them, a few of them."""
    few = ", ".join(map(shown, names[:8]))
    return few if len(names) <= 8 else f"{few} and {len(names) - 8} more"


def _spelled(name: str) -> str:
    """Return a name in small letters, without numbering, spaces, hyphens and underscores."""
    return re.sub(r"[\s.\-_]+", "", _NUMBERING.sub("", name.strip(), count=1)).casefold()
