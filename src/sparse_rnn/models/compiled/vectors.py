"""Sparse products on rows that are whole vectors, in the processor's vector registers.

A loop over a short row costs more than the arithmetic in it, and a sum kept in memory is loaded
and stored for each link.  These parts of a kernel are therefore written as instructions for LLVM:
the columns of a row go in blocks of `LANES`, several at a time, whose sums stay in registers while
the links pass by.  LLVM splits the vectors where the processor's are shorter.
"""

from __future__ import annotations

from collections.abc import Callable

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

from sparse_rnn.numerics.jit import arithmetic

LANES = 16  # columns of a vector; every row is a whole number of vectors
WIDE = 4  # vectors taken together where a row has as many
FUSE = ("contract", "reassoc", "nsz")


def padded(columns: int) -> int:
    """Return how many columns a row of whole vectors needs to hold a number of columns."""
    return -(-columns // LANES) * LANES


class Rows:
    """Emits loads and stores of vectors in an array of numbers, given by the offset."""

    def __init__(self, context, builder, array_type, array) -> None:
        self.builder = builder
        self.data = context.make_array(array_type)(context, builder, array).data
        self.element = context.get_data_type(array_type.dtype)
        self.vector = ir.VectorType(self.element, LANES)

    def number(self, offset):
        """Load one number."""
        return self.builder.load(self.builder.gep(self.data, [offset]))

    def place(self, offset, k: int):
        """Return the address of the vector that starts ``k`` vectors after an offset."""
        offset = self.builder.add(offset, ir.Constant(offset.type, k * LANES))
        address = self.builder.gep(self.data, [offset])
        return self.builder.bitcast(address, self.vector.as_pointer())

    def load(self, offset, k: int = 0):
        """Load a vector."""
        return self.builder.load(self.place(offset, k), align=self.size)

    def store(self, vector, offset, k: int = 0) -> None:
        """Store a vector."""
        self.builder.store(vector, self.place(offset, k), align=self.size)

    def fill(self, number):
        """Return a vector of one number in every lane."""
        zero = ir.Constant(ir.IntType(32), 0)
        single = self.builder.insert_element(ir.Constant(self.vector, ir.Undefined), number, zero)
        everywhere = ir.Constant(ir.VectorType(ir.IntType(32), LANES), [0] * LANES)
        return self.builder.shuffle_vector(single, single, everywhere)

    @property
    def size(self) -> int:
        """Bytes of a number."""
        return 8 if isinstance(self.element, ir.DoubleType) else 4


def operands(context, builder, signature, arguments) -> list:
    """Return the arguments of a part: arrays as `Rows`, numbers as they are."""
    return [
        Rows(context, builder, kind, value) if isinstance(kind, types.Array) else value
        for kind, value in zip(signature.args, arguments, strict=True)
    ]


def _product_added(builder, total, one, other):
    """Return ``total + one * other``."""
    return builder.fadd(total, builder.fmul(one, other, flags=FUSE), flags=FUSE)


def _row_offset(builder, ends: Rows, e, width, column):
    """Return where the row of the node at the end of link ``e`` has its block of columns."""
    node = builder.sext(ends.number(e), width.type)
    return builder.add(builder.mul(node, width), column)


def _weighted_sum(vectors: int) -> Callable:
    """Make ``f(values, ends, first, last, rows, width, column, out, place)``.

    It sets ``out[place:] = sum_e values[e] rows[ends[e] * width + column:]`` for a number of
    vectors, over the links from ``first`` to ``last - 1``.
    """

    @intrinsic
    def weighted_sum(typing, values, ends, first, last, rows, width, column, out, place):
        signature = types.void(values, ends, first, last, rows, width, column, out, place)

        def generate(context, builder, signature, arguments):
            values, ends, first, last, rows, width, column, out, place = operands(
                context, builder, signature, arguments
            )
            nothing = ir.Constant(rows.vector, None)
            sums = [cgutils.alloca_once_value(builder, nothing) for _ in range(vectors)]
            one = ir.Constant(first.type, 1)
            with cgutils.for_range_slice(builder, first, last, one) as (e, _):
                weight = values.fill(values.number(e))
                offset = _row_offset(builder, ends, e, width, column)
                for k, total in enumerate(sums):
                    row = rows.load(offset, k)
                    builder.store(_product_added(builder, builder.load(total), weight, row), total)
            for k, total in enumerate(sums):
                out.store(builder.load(total), place, k)
            return context.get_dummy_value()

        return signature, generate

    return weighted_sum


def _correlation(vectors: int) -> Callable:
    """Make ``f(row, place, ends, first, last, rows, width, column, totals)``.

    It adds ``row[place:] rows[ends[e] * width + column:]``, number by number and over a number of
    vectors, to the vector ``totals[e * LANES:]`` of each link from ``first`` to ``last - 1``.
    """

    @intrinsic
    def correlation(typing, row, place, ends, first, last, rows, width, column, totals):
        signature = types.void(row, place, ends, first, last, rows, width, column, totals)

        def generate(context, builder, signature, arguments):
            row, place, ends, first, last, rows, width, column, totals = operands(
                context, builder, signature, arguments
            )
            own = [row.load(place, k) for k in range(vectors)]
            one, lanes = (ir.Constant(first.type, x) for x in (1, LANES))
            with cgutils.for_range_slice(builder, first, last, one) as (e, _):
                offset = _row_offset(builder, ends, e, width, column)
                total = totals.load(builder.mul(e, lanes))
                for k in range(vectors):
                    total = _product_added(builder, total, own[k], rows.load(offset, k))
                totals.store(total, builder.mul(e, lanes))
            return context.get_dummy_value()

        return signature, generate

    return correlation


_weighted_sum_wide, _weighted_sum_one = _weighted_sum(WIDE), _weighted_sum(1)
_correlation_wide, _correlation_one = _correlation(WIDE), _correlation(1)


@arithmetic
def sparse_product(pointer, ends, values, rows, width, out):
    """Set row ``i`` of ``out`` to ``sum_e values[e] rows[ends[e]]`` over the links of ``i``.

    Parameters
    ----------
    pointer, ends, values : ndarray
        Links in rows: ``(N + 1,)`` int64, ``(E,)`` int32 and their weights ``(E,)``.
    rows, out : ndarray
        ``(N * width,)``, the width a multiple of ``LANES``.
    """
    for i in range(len(pointer) - 1):
        first, last, column = pointer[i], pointer[i + 1], 0
        while column + WIDE * LANES <= width:
            place = i * width + column
            _weighted_sum_wide(values, ends, first, last, rows, width, column, out, place)
            column += WIDE * LANES
        while column < width:
            place = i * width + column
            _weighted_sum_one(values, ends, first, last, rows, width, column, out, place)
            column += LANES


@arithmetic
def add_correlations(pointer, ends, left, right, width, totals):
    """Add ``left[i] . right[ends[e]]`` of each link ``e`` of each ``i``, lane by lane.

    Parameters
    ----------
    pointer, ends : ndarray
        Links in rows, see `sparse_product`.
    left, right : ndarray
        ``(N * width,)``.
    totals : ndarray
        ``(E * LANES,)``; the sum over a link's lanes is its correlation.
    """
    for i in range(len(pointer) - 1):
        first, last, column = pointer[i], pointer[i + 1], 0
        while column + WIDE * LANES <= width:
            place = i * width + column
            _correlation_wide(left, place, ends, first, last, right, width, column, totals)
            column += WIDE * LANES
        while column < width:
            place = i * width + column
            _correlation_one(left, place, ends, first, last, right, width, column, totals)
            column += LANES
