"""Quantity discounts."""

# (quantity, percent): from this quantity on, this many percent off the line. The largest that is reached counts.
TIERS = [(10, 10), (50, 15), (200, 25)]


def percent_for(quantity):
    """The discount of a line of this quantity, in percent."""
    percent = 0
    for threshold, tier_percent in TIERS:
        if quantity > threshold:
            percent = tier_percent
    return percent
