"""Use cases: what the two front ends share, one function each."""
