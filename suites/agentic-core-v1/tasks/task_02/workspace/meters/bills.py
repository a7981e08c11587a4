"""Bills: what the meters of a house have counted and what it costs."""


def electricity_bill(readings, month=None):
    """What electricity costs.

    ``readings`` are (meter, day, value) in any order; of two readings of one meter on one day the later in the list counts.
    ``month``, like 2026-03, leaves out all others. Answers (meter, kWh, cents) for each meter in the order of their names,
    and last ("total", kWh, cents).
    """
    by_meter = {}
    for meter, day, value in readings:
        if month is not None and not day.startswith(month):
            continue
        if value < 0 or value >= 1_000_000:
            raise ValueError(f"electricity meter {meter} cannot show {value}")
        by_meter.setdefault(meter, {})[day] = value
    lines = []
    total = 0
    for meter in sorted(by_meter):
        days = sorted(by_meter[meter])
        used = 0
        for before, after in zip(days, days[1:]):
            step = by_meter[meter][after] - by_meter[meter][before]
            if step < 0:
                # After 999,999 the counter begins again.
                step += 1_000_000
            used += step
        lines.append((meter, used, used * 3175 // 100))
        total += used
    lines.append(("total", total, total * 3175 // 100))
    return lines


def gas_bill(readings, month=None):
    """What gas costs.

    ``readings`` are (meter, day, value) in any order; of two readings of one meter on one day the later in the list counts.
    ``month``, like 2026-03, leaves out all others. Answers (meter, cubic metres, cents) for each meter in the order of their
    names, and last ("total", cubic metres, cents).
    """
    meters = {}
    for name, date, shown in readings:
        if month is not None and not date.startswith(month):
            continue
        if shown < 0 or shown >= 100_000:
            raise ValueError(f"gas meter {name} cannot show {shown}")
        meters.setdefault(name, {})[date] = shown
    bill = []
    volume = 0
    cents = 0
    for name in sorted(meters):
        dates = sorted(meters[name])
        burnt = 0
        for first, second in zip(dates, dates[1:]):
            more = meters[name][second] - meters[name][first]
            if more < 0:
                # After 99,999 the counter begins again.
                more += 100_000
            burnt += more
        bill.append((name, burnt, burnt * 10425 // 100))
        volume += burnt
        cents += burnt * 10425 // 100
    bill.append(("total", volume, cents))
    return bill


def water_bill(readings, month=None):
    """What water costs.

    ``readings`` are (meter, day, value) in any order; of two readings of one meter on one day the later in the list counts.
    ``month``, like 2026-03, leaves out all others. Answers (meter, litres, cents) for each meter in the order of their names,
    and last ("total", litres, cents).
    """
    values = {}
    for meter, day, litres in readings:
        if month is not None and not day.startswith(month):
            continue
        if litres < 0 or litres >= 10_000_000:
            raise ValueError(f"water meter {meter} cannot show {litres}")
        values.setdefault(meter, {})[day] = litres
    result = []
    together = 0
    for meter in sorted(values):
        when = sorted(values[meter])
        flow = 0
        for earlier, later in zip(when, when[1:]):
            difference = values[meter][later] - values[meter][earlier]
            if difference < 0:
                # After 9,999,999 the counter begins again.
                difference += 10_000_000
            flow += difference
        result.append((meter, flow, flow * 47 // 100))
        together += flow
    result.append(("total", together, together * 47 // 100))
    return result
