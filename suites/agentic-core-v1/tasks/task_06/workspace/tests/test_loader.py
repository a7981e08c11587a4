import unittest

from pricelist import load


class LoadTests(unittest.TestCase):
    def test_example_of_the_specification(self):
        text = "# prices of May\nA-100; 12.50\na-100; 0.99\nbolt M6;0.05\n"
        self.assertEqual(load(text), {"A-100": 1250, "a-100": 99, "bolt M6": 5})

    def test_empty_text_gives_an_empty_dictionary(self):
        self.assertEqual(load(""), {})

    def test_carriage_returns_are_part_of_line_ends(self):
        self.assertEqual(load("A;1.00\r\n\r\nB;2.00\r\n"), {"A": 100, "B": 200})

    def test_price_without_point_is_refused_with_its_line(self):
        with self.assertRaises(ValueError) as caught:
            load("# May\n\nA;12\n")
        self.assertTrue(str(caught.exception).startswith("line 3:"), str(caught.exception))
