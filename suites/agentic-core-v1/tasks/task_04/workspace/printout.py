"""The printout, which looks like the journal."""


def report(cents):
    print(f"parcel taken in: {cents / 100:.2f} EUR")
