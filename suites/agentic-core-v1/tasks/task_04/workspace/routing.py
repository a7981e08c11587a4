"""Which step a parcel takes next."""

from settings import NAMES

STEPS = {}


def step(channel):
    """Makes a function the step of a channel."""
    def keep(function):
        STEPS[channel] = function
        return function
    return keep


def choose(channel):
    """The step of a channel."""
    return STEPS[NAMES.get(channel, channel)]
