"""Takes parcels in and sends them on by their channel."""

import courier
import freight
import letters
import routing
from audit import seen


def accept(grams, channel):
    """Checks a parcel and hands it to the step of its channel."""
    check(grams)
    step = routing.choose(channel)
    return step(seen("intake", round_up(grams)))


def check(grams):
    if not 0 < grams <= 31_500:
        raise ValueError(f"no parcel has {grams} g")


def round_up(grams):
    """Weights are charged in steps of 50 g."""
    return -(-grams // 50) * 50
