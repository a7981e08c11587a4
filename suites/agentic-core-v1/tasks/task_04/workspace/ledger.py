"""The ledger of the post office."""

import journal
import printout

ENTRIES = []


def enter(cents):
    """Enters a price and has it printed."""
    ENTRIES.append(cents)
    return printout.report(cents)


def post(cents):
    """Enters a price that the till has booked."""
    ENTRIES.append(cents)
    return journal.report(cents)
