"""Arithmetic on whole cents."""


def percent_of(amount, percent):
    """``percent`` per cent of ``amount`` cents, rounded half up."""
    return (amount * percent + 50) // 100


def allocate(amount, weights):
    """Split ``amount`` cents in proportion to ``weights``.

    Every part is first rounded down. The cents that are then left go, one each, to the parts that lost the most by
    the rounding; of parts that lost the same, the earlier one comes first. The parts add up to ``amount``.
    """
    total = sum(weights)
    if total <= 0:
        raise ValueError("the weights must add up to more than zero")
    parts = [amount * weight // total for weight in weights]
    lost = [amount * weight % total for weight in weights]
    left = amount - sum(parts)
    for index in sorted(range(len(parts)), key=lambda i: lost[i])[:left]:
        parts[index] += 1
    return parts


def format_cents(amount):
    """``123456`` as ``1,234.56``; a negative amount has a leading minus."""
    sign = "-" if amount < 0 else ""
    whole, cents = divmod(abs(amount), 100)
    return f"{sign}{whole:,}.{cents:02d}"
