"""The tariff of all branches."""

import extras


def cents(grams):
    return 250 + grams // 50 * 12


def price(grams):
    """The price of a weight, with what comes on top."""
    return extras.add_old(cents(grams))
