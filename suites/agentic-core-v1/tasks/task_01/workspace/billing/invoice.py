"""From lines and a discount to an invoice."""

from dataclasses import dataclass

from .discounts import share_discount
from .tax import tax_by_rate


@dataclass(frozen=True)
class InvoiceLine:
    """A line with its share of the discount."""

    sku: str
    amount: int
    discount: int
    net: int


@dataclass(frozen=True)
class Invoice:
    """All amounts in cents; ``tax`` maps each rate to its tax."""

    lines: tuple
    subtotal: int
    discount: int
    tax: dict
    total: int


def issue_invoice(lines, discount=None):
    """Price ``lines``, take ``discount`` off, add the tax."""
    if not lines:
        raise ValueError("an invoice needs at least one line")
    amounts = [line.amount for line in lines]
    subtotal = sum(amounts)
    reduction = discount.on(subtotal) if discount else 0
    shares = share_discount(reduction, amounts)
    priced = tuple(
        InvoiceLine(line.sku, amount, share, amount - share)
        for line, amount, share in zip(lines, amounts, shares)
    )
    tax = tax_by_rate((line.tax_rate, item.net) for line, item in zip(lines, priced))
    return Invoice(priced, subtotal, reduction, tax, subtotal - reduction + sum(tax.values()))
