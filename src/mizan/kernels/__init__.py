"""Compiled hot loops: numba functions, arrays in and arrays out, one flat function each."""
