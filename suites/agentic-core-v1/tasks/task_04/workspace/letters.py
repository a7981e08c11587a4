"""Parcels that go as letters."""

from routing import step
from tariff import price


@step("letter")
def quote(grams):
    """Goes by the one tariff that letters have."""
    return price(grams)
