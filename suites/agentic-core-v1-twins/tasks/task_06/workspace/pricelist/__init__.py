"""Price lists of suppliers. All money is in whole cents."""

from pricelist.compare import changes
from pricelist.loader import load

__all__ = ["changes", "load"]
