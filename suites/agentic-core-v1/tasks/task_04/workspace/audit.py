"""What the auditors want to know. Nothing is reported from here."""

SEEN = []


def seen(place, value):
    """Keeps a value that came by."""
    SEEN.append((place, value))
    return value


def report(value):
    """For the yearly audit only."""
    print("audit:", seen("audit", value), len(SEEN))
