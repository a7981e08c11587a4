import unittest

from billing import FixedDiscount, PercentDiscount
from billing.discounts import share_discount


class DiscountsTest(unittest.TestCase):
    def test_percent(self):
        self.assertEqual(PercentDiscount(10).on(12345), 1235)

    def test_never_more_than_the_subtotal(self):
        self.assertEqual(FixedDiscount(500).on(300), 300)

    def test_nothing_to_share(self):
        self.assertEqual(share_discount(0, [0, 100]), [0, 0])

    def test_share_in_proportion(self):
        self.assertEqual(share_discount(300, [1000, 2000]), [100, 200])


if __name__ == "__main__":
    unittest.main()
