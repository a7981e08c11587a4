"""The tariff of branches with zones."""

import extras
import tariff

LIGHT = 1_000
FACTORS = {"A": 100, "B": 115, "C": 140}


def zone():
    return "B"


def price(grams):
    """The price of a weight in the zone of this branch. What is light costs the same in all zones."""
    if grams <= LIGHT:
        return tariff.price(grams)
    return extras.add(tariff.cents(grams) * FACTORS[zone()] // 100)
