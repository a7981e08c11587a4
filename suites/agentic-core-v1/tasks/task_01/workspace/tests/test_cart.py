import unittest

from shop import Cart


class CartTests(unittest.TestCase):
    def test_empty_cart_costs_nothing(self):
        self.assertEqual(Cart().total(), 0)

    def test_few_items_cost_the_full_price(self):
        cart = Cart()
        cart.add(250, 3)
        self.assertEqual(cart.total(), 750)

    def test_ten_items_get_ten_percent_off(self):
        cart = Cart()
        cart.add(200, 10)
        self.assertEqual(cart.total(), 1800)

    def test_each_line_has_its_own_discount(self):
        cart = Cart()
        cart.add(100, 20)
        cart.add(100, 5)
        self.assertEqual(cart.total(), 2300)

    def test_quantity_below_one_is_refused(self):
        with self.assertRaises(ValueError):
            Cart().add(100, 0)
