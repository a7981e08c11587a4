"""Invoices in whole cents."""

from .discounts import FixedDiscount, PercentDiscount
from .invoice import Invoice, InvoiceLine, issue_invoice
from .lines import Line
from .money import format_cents
from .split import split_bill

__all__ = [
    "FixedDiscount",
    "Invoice",
    "InvoiceLine",
    "Line",
    "PercentDiscount",
    "format_cents",
    "issue_invoice",
    "split_bill",
]
