"""Makes the shop's database, and tells what comes out rightly and by each careless way: python3 make_shop.py shop.db

The database in the workspace was made by this program, and the checker takes the right figure from it.
"""

import datetime
import itertools
import os
import sqlite3
import sys

CUSTOMERS = [
    (1, "Baraka Traders", "Nairobi"), (2, "Jambo Crafts", "Mombasa"), (3, "Kilima Coffee", "Nyeri"), (4, "Mto Supplies", "Kisumu"),
    (5, "Nuru Books", "Nairobi"), (6, "Pwani Fish", "Malindi"), (7, "Simba Tools", "Nakuru"), (8, "Tausi Textiles", "Eldoret"),
]

# (customer, placed at, cents, times imported, [(cents paid back, when)]): the orders that make careless ways differ.
SPECIAL = [
    # Kilima Coffee: two orders early on 1 April by local time, two equal ones in the same second, two equal refunds of one.
    (3, "2026-03-31 21:14:09", 184350, 1, []),
    (3, "2026-03-31 23:51:40", 96875, 1, []),
    (3, "2026-04-14 09:30:00", 42500, 1, []),
    (3, "2026-04-14 09:30:00", 42500, 1, []),
    (3, "2026-04-21 15:02:33", 121990, 1, [(5495, "2026-04-24 08:00:00"), (5495, "2026-04-24 08:00:10")]),
    # Pwani Fish: a large order on the evening of 30 April by UTC, which is May in Nairobi.
    (6, "2026-04-30 22:05:51", 268400, 1, []),
    (6, "2026-04-11 07:45:12", 131075, 1, []),
    # Simba Tools: a file that was delivered twice, and one that was delivered three times.
    (7, "2026-04-08 10:10:10", 88040, 2, []),
    (7, "2026-04-08 12:44:01", 97310, 2, [(12000, "2026-04-12 09:00:00")]),
    (7, "2026-04-19 16:20:45", 73205, 3, []),
    # Nuru Books: large orders, most of which was paid back, in May.
    (5, "2026-03-30 09:05:00", 20000, 1, [(1500, "2026-04-03 10:00:00")]),
    (5, "2026-04-04 11:00:30", 312000, 1, [(2500, "2026-04-10 10:30:00"), (250000, "2026-05-03 10:30:00")]),
    (5, "2026-04-26 18:59:59", 147060, 1, [(47060, "2026-05-06 12:00:00")]),
    # Tausi Textiles: an order with many small refunds, which a join counts as many orders.
    (8, "2026-04-17 06:12:00", 99900, 1, [(1000, "2026-04-20 07:00:00"), (1200, "2026-04-21 07:00:00"), (900, "2026-04-23 07:00:00"), (1500, "2026-05-02 07:00:00"), (700, "2026-05-04 07:00:00")]),
    (8, "2026-04-02 13:37:11", 118820, 1, []),
    # Baraka Traders: refunds in April of an order placed in March.
    (1, "2026-03-27 08:20:00", 150000, 1, [(60000, "2026-04-02 09:15:00")]),
    (1, "2026-04-09 14:01:59", 205600, 1, []),
]


def everyday():
    """Orders of every day from February to May, small enough to decide nothing; a fixed sequence, so that the file stays as it is."""
    state = 20260401
    start = datetime.datetime(2026, 2, 20, 5, 0, 0)
    for number in range(180):
        state = (state * 1103515245 + 12345) % 2147483648
        customer = 1 + (state >> 8) % 8
        placed = start + datetime.timedelta(minutes=(number * 761) + (state >> 16) % 600)
        yield customer, placed.strftime("%Y-%m-%d %H:%M:%S"), 1200 + (state >> 10) % 11000, 2 if number % 41 == 7 else 1, \
            [(300 + (state >> 12) % 700, (placed + datetime.timedelta(days=4)).strftime("%Y-%m-%d %H:%M:%S"))] if number % 17 == 3 else []


def orders():
    return sorted([*SPECIAL, *everyday()], key=lambda order: order[1])


def write(path):
    if os.path.exists(path):
        os.remove(path)
    db = sqlite3.connect(path)
    db.executescript("""
        create table customers (id integer primary key, name text not null, city text not null);
        create table orders (
            row_id integer primary key, order_no text not null, customer_id integer not null references customers (id),
            placed_at text not null, amount_cents integer not null, imported_at text not null);
        create table refunds (
            refund_no integer primary key, order_no text not null, amount_cents integer not null, refunded_at text not null);
        create index orders_by_number on orders (order_no);
    """)
    db.executemany("insert into customers values (?, ?, ?)", CUSTOMERS)
    rows, refunds = [], []
    for number, (customer, placed, cents, times, paid_back) in enumerate(orders()):
        order_no = f"W-{40021 + number}"
        for again in range(times):
            night = datetime.datetime.fromisoformat(placed).date() + datetime.timedelta(days=1 + 2 * again)
            rows.append((f"{night} 01:{10 + again:02}:00", order_no, customer, placed, cents))
        refunds += [(when, order_no, back) for back, when in paid_back]
    rows.sort()
    refunds.sort()
    db.executemany("insert into orders (imported_at, order_no, customer_id, placed_at, amount_cents) values (?, ?, ?, ?, ?)", rows)
    db.executemany("insert into refunds (refunded_at, order_no, amount_cents) values (?, ?, ?)", refunds)
    db.commit()
    db.execute("vacuum")
    db.close()


# Each way to be careless, and how it changes the reckoning below.
MISTAKES = {
    "utc": "April is taken in UTC",
    "wrong_sign": "three hours are taken off instead of added",
    "repeated_imports": "an order that was imported several times counts several times",
    "equal_orders_merged": "different orders of the same customer, second and amount count once",
    "no_refunds": "refunds are not taken off",
    "refunds_of_april": "only refunds paid in April are taken off",
    "all_refunds_of_april": "the refunds paid in April are taken off, whichever order they belong to",
    "equal_refunds_merged": "equal refunds of one order count once",
    "join_multiplies": "an order counts once for each of its refunds",
}
EXCLUSIVE = [{"utc", "wrong_sign"}, {"repeated_imports", "equal_orders_merged"}, {"no_refunds", "refunds_of_april", "all_refunds_of_april", "equal_refunds_merged", "join_multiplies"}]


def reckon(mistakes=()):
    """The customers with what each brought, the most first."""
    hours = 0 if "utc" in mistakes else -3 if "wrong_sign" in mistakes else 3

    def april(when, shift):
        local = datetime.datetime.fromisoformat(when) + datetime.timedelta(hours=shift)
        return (local.year, local.month) == (2026, 4)

    net = dict.fromkeys((customer for customer, _, _ in CUSTOMERS), 0)
    seen = set()
    for customer, placed, cents, times, paid_back in orders():
        if "all_refunds_of_april" in mistakes:
            net[customer] -= sum(back for back, when in paid_back if april(when, hours))
        if not april(placed, hours):
            continue
        if "equal_orders_merged" in mistakes and (customer, placed, cents) in seen:
            cents = 0
        seen.add((customer, placed, cents))
        count = times if "repeated_imports" in mistakes else 1
        if "join_multiplies" in mistakes:
            net[customer] += count * (cents * max(1, len(paid_back)) - sum(back for back, _ in paid_back))
            continue
        backs = [(back, when) for back, when in paid_back if "refunds_of_april" not in mistakes or april(when, hours)]
        if "equal_refunds_merged" in mistakes:
            backs = [(back, "") for back in {back for back, _ in backs}]
        net[customer] += count * cents
        if "no_refunds" not in mistakes and "all_refunds_of_april" not in mistakes:
            net[customer] -= count * sum(back for back, _ in backs)
    names = {customer: name for customer, name, _ in CUSTOMERS}
    ranking = sorted(net.items(), key=lambda entry: -entry[1])
    return [(names[customer], cents) for customer, cents in ranking]


def main():
    right = reckon()
    print("right:", right)
    for count in range(1, 4):
        for mistakes in itertools.combinations(MISTAKES, count):
            if any(len(group & set(mistakes)) > 1 for group in EXCLUSIVE):
                continue
            wrong = reckon(mistakes)
            assert wrong[0] != right[0], mistakes
            if count == 1:
                print(f"{mistakes[0]}: {wrong[0]}")
    if len(sys.argv) > 1:
        write(sys.argv[1])


if __name__ == "__main__":
    main()
