"""What comes on top of a price, under the names that the tariffs use."""

from surcharge import with_fuel as add
from surcharge_2019 import with_fuel as add_old

__all__ = ["add", "add_old"]
