"""What is sold."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """A number of pieces of one article."""

    sku: str
    quantity: int
    unit_price: int
    tax_rate: int = 19

    def __post_init__(self):
        if self.quantity < 1:
            raise ValueError(f"{self.sku}: the quantity must be at least 1")
        if self.unit_price < 0:
            raise ValueError(f"{self.sku}: the price must not be negative")

    @property
    def amount(self):
        """Price of the line before discount and tax, in cents."""
        return self.quantity * self.unit_price
