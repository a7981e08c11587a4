"""The letter to a tenant."""

from meters.bills import electricity_bill, gas_bill, water_bill


def letter(electricity, gas, water, month):
    """What a tenant owes for a month, one line for each kind of meter."""
    text = ""
    for name, bill in [
        ("electricity", electricity_bill(electricity, month)),
        ("gas", gas_bill(readings=gas, month=month)),
        ("water", water_bill(water, month=month)),
    ]:
        text += f"{name}: {bill[-1][2] / 100:.2f} EUR\n"
    return text
