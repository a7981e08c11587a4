"""The counter of a post office: python3 counter.py 1250 takes in a parcel of 1250 grams."""

import sys

import audit
import intake
from settings import CHANNEL


def entry(grams):
    """Takes in a parcel and sees to it that its price is reported."""
    audit.seen("counter", grams)
    return intake.accept(grams, CHANNEL)


if __name__ == "__main__":
    entry(int(sys.argv[1]))
