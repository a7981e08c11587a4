"""Surcharges as they were in 2019. Letters still have them."""

import ledger


def with_fuel(cents):
    """Adds the fuel surcharge and enters the price."""
    return ledger.enter(cents + 15)
