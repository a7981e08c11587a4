"""Surcharges."""

import till

FUEL_PERCENT = 9
FREE_BELOW = 300


def with_fuel(cents):
    """Adds the fuel surcharge and books the price."""
    if cents < FREE_BELOW:
        return till.enter(cents)
    return till.book(cents + fuel(cents))


def fuel(cents):
    return cents * FUEL_PERCENT // 100
