"""Discounts on a whole invoice."""

from dataclasses import dataclass

from .money import allocate, percent_of


@dataclass(frozen=True)
class PercentDiscount:
    """A percentage of the subtotal."""

    percent: int

    def on(self, subtotal):
        return min(subtotal, percent_of(subtotal, self.percent))


@dataclass(frozen=True)
class FixedDiscount:
    """A number of cents, but never more than the subtotal."""

    cents: int

    def on(self, subtotal):
        return min(subtotal, self.cents)


def share_discount(discount, amounts):
    """The part of ``discount`` cents that each of ``amounts`` bears, in proportion to them."""
    if discount == 0:
        return [0] * len(amounts)
    return allocate(discount, amounts)
