"""Splitting a bill between people."""

from .money import allocate


def split_bill(total, people):
    """What each of ``people`` persons pays of ``total`` cents; the first ones pay the odd cents."""
    if people < 1:
        raise ValueError("at least one person must pay")
    return allocate(total, [1] * people)
