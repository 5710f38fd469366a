"""Sparse products on rows that are whole vectors, in the processor's vector registers.

A loop over a short row costs more than the arithmetic in it, and a sum kept in memory is loaded
and stored for each link.  These parts of a kernel are therefore written as instructions for LLVM:
the columns of a row go in blocks of `LANES`, several at a time, whose sums stay in registers while
the links pass by.  LLVM splits the vectors where the processor's are shorter; `WIDE`
tells how many sums its registers hold.
"""

from __future__ import annotations

from collections.abc import Callable

from llvmlite import ir
from llvmlite.binding import get_host_cpu_features
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

from sparse_rnn.numerics.jit import arithmetic, inlined

LANES = 16  # columns of a vector; every row is a whole number of vectors
WIDE = get_host_cpu_features().get("avx512f", False)  # whether registers hold whole vectors
SIDE_BY_SIDE = 8 if WIDE else 4  # vectors that are summed up side by side
# rows of a tile by its vectors
TALL = {4: 6, 2: 8, 1: 16} if WIDE else {4: 1, 2: 2, 1: 5}
FUSE = ("contract", "reassoc", "nsz")


@arithmetic
def padded(columns):
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


@intrinsic
def _turn(typing, rows, place, width, out, there, length):
    """Write `LANES` rows of as many columns from ``rows[place:]`` to ``out[there:]``, turned.

    Rows are ``width`` apart in ``rows`` and ``length`` apart in ``out``.  Vectors change halves,
    then quarters and so on, as in a fast Fourier transform.
    """
    signature = types.void(rows, place, width, out, there, length)

    def generate(context, builder, signature, arguments):
        rows, place, width, out, there, length = operands(context, builder, signature, arguments)
        block = []
        for _ in range(LANES):
            block.append(rows.load(place))
            place = builder.add(place, width)
        half = LANES // 2
        while half:
            swapped = list(block)
            for k in range(LANES):
                if k & half == 0:
                    one, other = block[k], block[k + half]
                    for own, shift in ((k, 0), (k + half, half)):
                        picks = [
                            (j & ~half) + shift + (LANES if j & half else 0) for j in range(LANES)
                        ]
                        picked = ir.Constant(ir.VectorType(ir.IntType(32), LANES), picks)
                        swapped[own] = builder.shuffle_vector(one, other, picked)
            block, half = swapped, half // 2
        for vector in block:
            out.store(vector, there)
            there = builder.add(there, length)
        return context.get_dummy_value()

    return signature, generate


def _weighted_sum(vectors: int) -> Callable:
    """Make ``f(values, ends, first, last, rows, width, column, init, out, place)``.

    It sets ``out[place:] = init[place:] + sum_e values[e] rows[ends[e] * width + column:]`` for a
    number of vectors, over the links from ``first`` to ``last - 1``.  Several links go together,
    each to sums of its own: a sum waits for its last product, and others fill the time.
    """
    together = max(1, SIDE_BY_SIDE // vectors)

    @intrinsic
    def weighted_sum(typing, values, ends, first, last, rows, width, column, init, out, place):
        signature = types.void(values, ends, first, last, rows, width, column, init, out, place)

        def generate(context, builder, signature, arguments):
            values, ends, first, last, rows, width, column, init, out, place = operands(
                context, builder, signature, arguments
            )
            nothing = ir.Constant(rows.vector, None)
            sums = [
                [
                    cgutils.alloca_once_value(builder, nothing if u else init.load(place, k))
                    for k in range(vectors)
                ]
                for u in range(together)
            ]

            def add(e, totals):
                weight = values.fill(values.number(e))
                offset = _row_offset(builder, ends, e, width, column)
                for k, total in enumerate(totals):
                    row = rows.load(offset, k)
                    builder.store(_product_added(builder, builder.load(total), weight, row), total)

            one, step = (ir.Constant(first.type, x) for x in (1, together))
            whole = builder.sub(last, builder.srem(builder.sub(last, first), step))
            with cgutils.for_range_slice(builder, first, whole, step) as (e, _):
                for u, totals in enumerate(sums):
                    add(builder.add(e, ir.Constant(e.type, u)), totals)
            with cgutils.for_range_slice(builder, whole, last, one) as (e, _):
                add(e, sums[0])
            for k in range(vectors):
                total = builder.load(sums[0][k])
                for further in sums[1:]:
                    total = builder.fadd(total, builder.load(further[k]))
                out.store(total, place, k)
            return context.get_dummy_value()

        return signature, generate

    return weighted_sum


def _tile(height: int, vectors: int) -> Callable:
    """Make ``f(matrix, start, terms, groups, jump, rows, width, column, init, out, place)``.

    It sets ``out[place + m * width:]`` to ``init`` there plus ``sum_g sum_k
    matrix[start + g * jump + m * terms + k] rows[(g * terms + k) * width + column:]``, for a number
    of vectors and of rows ``m`` of the matrix.
    """

    @intrinsic
    def tile(typing, matrix, start, terms, groups, jump, rows, width, column, init, out, place):
        signature = types.void(
            matrix, start, terms, groups, jump, rows, width, column, init, out, place
        )

        def generate(context, builder, signature, arguments):
            matrix, start, terms, groups, jump, rows, width, column, init, out, place = operands(
                context, builder, signature, arguments
            )
            places = [place]
            for _ in range(1, height):
                places.append(builder.add(places[-1], width))
            sums = [
                [cgutils.alloca_once_value(builder, init.load(own, k)) for k in range(vectors)]
                for own in places
            ]
            zero, one = (ir.Constant(terms.type, x) for x in (0, 1))
            with cgutils.for_range_slice(builder, zero, groups, one) as (g, _):
                starts = [builder.add(start, builder.mul(g, jump))]
                for _ in range(1, height):
                    starts.append(builder.add(starts[-1], terms))
                own_rows = builder.mul(g, terms)
                with cgutils.for_range_slice(builder, zero, terms, one) as (k, _):
                    row = builder.add(own_rows, k)
                    offset = builder.add(builder.mul(row, width), column)
                    loaded = [rows.load(offset, v) for v in range(vectors)]
                    for own, totals in zip(starts, sums, strict=True):
                        factor = matrix.fill(matrix.number(builder.add(own, k)))
                        for vector, total in zip(loaded, totals, strict=True):
                            added = _product_added(builder, builder.load(total), factor, vector)
                            builder.store(added, total)
            for own, totals in zip(places, sums, strict=True):
                for k, total in enumerate(totals):
                    out.store(builder.load(total), own, k)
            return context.get_dummy_value()

        return signature, generate

    return tile


def _columns_product(vectors: int) -> Callable:
    """Make ``f(matrix, height, terms, groups, rows, width, column, init, out)``.

    It does `dense_product` for a number of vectors from a column: in tall tiles, then rows.
    """
    tall, tile, row = TALL[vectors], _tile(TALL[vectors], vectors), _tile(1, vectors)

    @inlined
    def set_columns(matrix, height, terms, groups, rows, width, column, init, out):
        i, jump = 0, height * terms
        while i + tall <= height:
            start, place = i * terms, i * width + column
            tile(matrix, start, terms, groups, jump, rows, width, column, init, out, place)
            i += tall
        while i < height:
            start, place = i * terms, i * width + column
            row(matrix, start, terms, groups, jump, rows, width, column, init, out, place)
            i += 1

    return set_columns


def _correlation(vectors: int, steps: int) -> Callable:
    """Make ``f(left, place, jump, ends, first, last, right, skip, width, column, totals)``.

    It adds ``left[place + s * jump:] right[ends[e] * width + column + s * skip:]``, number by
    number, over a number of vectors and of steps ``s``, to the vector ``totals[e * LANES:]`` of
    each link from ``first`` to ``last - 1``.
    """

    @intrinsic
    def correlation(
        typing, left, place, jump, ends, first, last, right, skip, width, column, totals
    ):
        signature = types.void(
            left, place, jump, ends, first, last, right, skip, width, column, totals
        )

        def generate(context, builder, signature, arguments):
            left, place, jump, ends, first, last, right, skip, width, column, totals = operands(
                context, builder, signature, arguments
            )
            own = []
            for _ in range(steps):
                own += [[left.load(place, k) for k in range(vectors)]]
                place = builder.add(place, jump)
            one, lanes = (ir.Constant(first.type, x) for x in (1, LANES))
            with cgutils.for_range_slice(builder, first, last, one) as (e, _):
                offset = _row_offset(builder, ends, e, width, column)
                total = totals.load(builder.mul(e, lanes))
                for loaded in own:
                    for k, mine in enumerate(loaded):
                        total = _product_added(builder, total, mine, right.load(offset, k))
                    offset = builder.add(offset, skip)
                totals.store(total, builder.mul(e, lanes))
            return context.get_dummy_value()

        return signature, generate

    return correlation


_weighted_sum_4, _weighted_sum_2, _weighted_sum_1 = map(_weighted_sum, (4, 2, 1))
_set_columns_4, _set_columns_2, _set_columns_1 = map(_columns_product, (4, 2, 1))
_correlation_4_2, _correlation_2_4, _correlation_1_8 = map(_correlation, (4, 2, 1), (2, 4, 8))
_correlation_4_1, _correlation_2_1, _correlation_1_1 = map(_correlation, (4, 2, 1), (1, 1, 1))


@inlined
def sparse_product(pointer, ends, values, rows, width, init, out):
    """Set row ``i`` of ``out`` to that of ``init`` plus ``sum_e values[e] rows[ends[e]]``.

    Parameters
    ----------
    pointer, ends, values : ndarray
        Links in rows, see `kernels.Links`.
    rows, init, out : ndarray
        ``(N * width,)``, the width a multiple of ``LANES``.  ``init`` may be ``out``.
    """
    for i in range(len(pointer) - 1):
        first, last, column = pointer[i], pointer[i + 1], 0
        while column + 4 * LANES <= width:
            place = i * width + column
            _weighted_sum_4(values, ends, first, last, rows, width, column, init, out, place)
            column += 4 * LANES
        if column + 2 * LANES <= width:
            place = i * width + column
            _weighted_sum_2(values, ends, first, last, rows, width, column, init, out, place)
            column += 2 * LANES
        if column < width:
            place = i * width + column
            _weighted_sum_1(values, ends, first, last, rows, width, column, init, out, place)


@arithmetic
def turn(rows, width, out):
    """Set ``out`` to the transposed matrix of ``rows``.

    Parameters
    ----------
    rows : ndarray
        ``(N * width,)``, the width a multiple of ``LANES``.
    width : int
        Columns of the rows.
    out : ndarray
        ``(width * padded(N),)``; what is beyond N in a row stays as it is.
    """
    n, length = len(rows) // width, len(out) // width
    if n < LANES:
        for i in range(n):
            for column in range(width):
                out[column * length + i] = rows[i * width + column]
        return
    for first in range(0, n, LANES):
        i = min(first, n - LANES)  # the last rows may be turned twice
        for column in range(0, width, LANES):
            _turn(rows, i * width + column, width, out, column * length + i, length)


@arithmetic
def dense_product(matrix, height, groups, rows, width, init, out):
    """Set ``out`` to ``init`` plus the sum over groups ``g`` of ``matrix[g] rows[g]``.

    Parameters
    ----------
    matrix : ndarray
        ``(groups * height * K,)``, row by row.
    height : int
        Rows of each matrix and of ``out``.
    groups : int
        How many products are added up.
    rows : ndarray
        ``(groups * K * width,)`` or longer, the width a multiple of ``LANES``.
    width : int
        Columns of the rows and of ``out``.
    init, out : ndarray
        ``(height * width,)``.  ``init`` may be ``out``.
    """
    terms, column = len(matrix) // max(height * groups, 1), 0
    while column + 4 * LANES <= width:
        _set_columns_4(matrix, height, terms, groups, rows, width, column, init, out)
        column += 4 * LANES
    if column + 2 * LANES <= width:
        _set_columns_2(matrix, height, terms, groups, rows, width, column, init, out)
        column += 2 * LANES
    if column < width:
        _set_columns_1(matrix, height, terms, groups, rows, width, column, init, out)


@inlined
def add_correlations(pointer, ends, left, jump, right, skip, steps, width, totals):
    """Add ``left[i] . right[ends[e]]`` of each link ``e`` of each ``i``, lane by lane.

    Parameters
    ----------
    pointer, ends : ndarray
        Links in rows, see `kernels.Links`.
    left, right : ndarray
        ``(N * width,)`` for each of a number of steps.
    jump, skip : int
        How far the next step lies from one in ``left`` and in ``right``.
    steps, width : int
        Their number, and columns of a row.
    totals : ndarray
        ``(E * LANES,)``; the sum over a link's lanes is its correlation.
    """
    for i in range(len(pointer) - 1):
        first, last, s, start = pointer[i], pointer[i + 1], 0, i * width
        while width == 4 * LANES and s + 2 <= steps:
            place, column = start + s * jump, s * skip
            _correlation_4_2(
                left, place, jump, ends, first, last, right, skip, width, column, totals
            )
            s += 2
        while width == 2 * LANES and s + 4 <= steps:
            place, column = start + s * jump, s * skip
            _correlation_2_4(
                left, place, jump, ends, first, last, right, skip, width, column, totals
            )
            s += 4
        while width == LANES and s + 8 <= steps:
            place, column = start + s * jump, s * skip
            _correlation_1_8(
                left, place, jump, ends, first, last, right, skip, width, column, totals
            )
            s += 8
        while s < steps:
            place, column = start + s * jump, s * skip
            end = column + width
            while column + 4 * LANES <= end:
                _correlation_4_1(
                    left, place, jump, ends, first, last, right, skip, width, column, totals
                )
                place, column = place + 4 * LANES, column + 4 * LANES
            if column + 2 * LANES <= end:
                _correlation_2_1(
                    left, place, jump, ends, first, last, right, skip, width, column, totals
                )
                place, column = place + 2 * LANES, column + 2 * LANES
            if column < end:
                _correlation_1_1(
                    left, place, jump, ends, first, last, right, skip, width, column, totals
                )
            s += 1
