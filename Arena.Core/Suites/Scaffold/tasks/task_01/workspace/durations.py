"""Durations as people write them."""

import re

UNITS = (3600, 60, 1)


def parse(text):
    """The seconds of a duration.

    Hours, minutes and seconds come in this order; each may be missing, but not all: 1h30m, 90m, 45s, 1h5s.
    Raises ValueError for anything else.
    """
    if not re.fullmatch(r"(?=[0-9])([0-9]+h)?([0-9]+m)?([0-9]+s)?", text):
        raise ValueError(f"not a duration: {text!r}")
    numbers = re.findall(r"[0-9]+", text)
    return sum(int(number) * unit for number, unit in zip(numbers, UNITS))
