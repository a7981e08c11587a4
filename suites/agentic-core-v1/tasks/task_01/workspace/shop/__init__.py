"""A small shop: carts, prices and quantity discounts. All money is in whole cents."""

from shop.cart import Cart

__all__ = ["Cart"]
