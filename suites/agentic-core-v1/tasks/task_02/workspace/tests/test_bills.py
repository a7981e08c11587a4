import unittest

from meters import electricity_bill, gas_bill, letter, water_bill

ALL = [electricity_bill, gas_bill, water_bill]


class BillTests(unittest.TestCase):
    def test_nothing_read_costs_nothing(self):
        for bill in ALL:
            self.assertEqual(bill([]), [("total", 0, 0)])

    def test_usage_is_what_lies_between_readings(self):
        readings = [("B", "2026-03-31", 700), ("A", "2026-03-01", 100), ("B", "2026-03-01", 500), ("A", "2026-03-31", 500)]
        self.assertEqual(electricity_bill(readings), [("A", 400, 12700), ("B", 200, 6350), ("total", 600, 19050)])
        self.assertEqual(gas_bill(readings), [("A", 400, 41700), ("B", 200, 20850), ("total", 600, 62550)])
        self.assertEqual(water_bill(readings), [("A", 400, 188), ("B", 200, 94), ("total", 600, 282)])

    def test_a_counter_begins_again(self):
        self.assertEqual(electricity_bill([("A", "2026-03-01", 999_990), ("A", "2026-03-02", 10)])[0][1], 20)
        self.assertEqual(gas_bill([("A", "2026-03-01", 99_990), ("A", "2026-03-02", 10)])[0][1], 20)
        self.assertEqual(water_bill([("A", "2026-03-01", 9_999_990), ("A", "2026-03-02", 10)])[0][1], 20)

    def test_other_months_are_left_out(self):
        readings = [("A", "2026-02-28", 0), ("A", "2026-03-01", 100), ("A", "2026-03-31", 300)]
        self.assertEqual([bill(readings, month="2026-03")[0][1] for bill in ALL], [200, 200, 200])

    def test_what_no_meter_can_show_is_refused(self):
        with self.assertRaisesRegex(ValueError, "electricity meter A cannot show 1000000"):
            electricity_bill([("A", "2026-03-01", 1_000_000)])
        with self.assertRaisesRegex(ValueError, "gas meter A cannot show 100000"):
            gas_bill([("A", "2026-03-01", 100_000)])
        with self.assertRaisesRegex(ValueError, "water meter A cannot show -1"):
            water_bill([("A", "2026-03-01", -1)])

    def test_the_letter(self):
        readings = [("A", "2026-03-01", 100), ("A", "2026-03-31", 200)]
        self.assertEqual(letter(readings, readings, readings, "2026-03"), "electricity: 31.75 EUR\ngas: 104.25 EUR\nwater: 0.47 EUR\n")
