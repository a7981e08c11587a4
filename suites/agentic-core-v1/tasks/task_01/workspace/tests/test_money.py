import unittest

from billing.money import allocate, format_cents, percent_of


class MoneyTest(unittest.TestCase):
    def test_percent_is_rounded_half_up(self):
        self.assertEqual(percent_of(250, 1), 3)
        self.assertEqual(percent_of(249, 1), 2)

    def test_allocate_in_proportion(self):
        self.assertEqual(allocate(1000, [1, 4, 5]), [100, 400, 500])

    def test_allocate_needs_weights(self):
        with self.assertRaises(ValueError):
            allocate(10, [0, 0])

    def test_format(self):
        self.assertEqual(format_cents(123456), "1,234.56")
        self.assertEqual(format_cents(-5), "-0.05")


if __name__ == "__main__":
    unittest.main()
