"""Tax on net amounts."""

from .money import percent_of


def tax_by_rate(nets):
    """``{rate: tax in cents}`` for pairs of (rate, net amount), rates in ascending order."""
    sums = {}
    for rate, net in nets:
        sums[rate] = sums.get(rate, 0) + net
    return {rate: percent_of(sums[rate], rate) for rate in sorted(sums)}
