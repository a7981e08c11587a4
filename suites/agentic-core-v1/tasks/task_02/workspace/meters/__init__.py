"""Bills from the readings of meters. All money is in whole cents."""

from meters.bills import electricity_bill, gas_bill, water_bill
from meters.letter import letter

__all__ = ["electricity_bill", "gas_bill", "letter", "water_bill"]
