"""Prices of single lines."""

from shop.discounts import percent_for


def line_total(unit_cents, quantity):
    """What a line costs in cents. Fractions of a cent are dropped in the customer's favour."""
    full = unit_cents * quantity
    return full * (100 - percent_for(quantity)) // 100
