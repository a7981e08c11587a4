"""Carts."""

from shop.pricing import line_total


class Cart:
    """Lines of a unit price and a quantity each."""

    def __init__(self):
        self._lines = []

    def add(self, unit_cents, quantity):
        """Adds a line. Prices are whole cents of at least 0, quantities whole numbers of at least 1."""
        if unit_cents < 0:
            raise ValueError("a price cannot be negative")
        if quantity < 1:
            raise ValueError("a quantity is at least 1")
        self._lines.append((unit_cents, quantity))

    def total(self):
        """What the cart costs in cents: the sum of its lines, each with its own discount."""
        return sum(line_total(unit, quantity) for unit, quantity in self._lines)
