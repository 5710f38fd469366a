"""Instructions of the processor that Python has no word for."""

from __future__ import annotations

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

FOR_WRITING, TO_KEEP, DATA = 1, 3, 1


@intrinsic
def prefetch(typing, array, place):
    """Have ``array[place]`` brought into the cache, without waiting for it."""

    def emit(context, builder, signature, arguments):
        data = context.make_array(signature.args[0])(context, builder, arguments[0]).data
        byte, word = ir.IntType(8).as_pointer(), ir.IntType(32)
        address = builder.bitcast(builder.gep(data, [arguments[1]]), byte)
        kind = ir.FunctionType(ir.VoidType(), [byte, word, word, word])
        hint = cgutils.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0")
        builder.call(hint, [address, word(FOR_WRITING), word(TO_KEEP), word(DATA)])
        return context.get_dummy_value()

    return types.void(array, types.int64), emit


@intrinsic
def lowest_bit(typing, word):
    """Return the number of the lowest bit that is set in a uint64, which must not be 0."""

    def emit(context, builder, signature, arguments):
        return builder.cttz(arguments[0], ir.Constant(ir.IntType(1), 1))

    return types.uint64(types.uint64), emit
