"""The journal, on the screen."""


def report(cents):
    print(f"parcel taken in: {cents / 100:.2f} EUR")
