"""Compares price lists."""


def changes(old, new):
    """What changed from one list to the next: article number to (old cents, new cents), None where it is not listed."""
    articles = sorted(old.keys() | new.keys())
    return {article: (old.get(article), new.get(article)) for article in articles if old.get(article) != new.get(article)}
