"""Compiled code: the compiler, random numbers, Gaussian noise and polynomials inside kernels."""
