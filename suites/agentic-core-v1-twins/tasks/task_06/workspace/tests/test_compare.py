import unittest

from pricelist import changes


class ChangesTests(unittest.TestCase):
    def test_same_lists_have_no_changes(self):
        self.assertEqual(changes({"A": 100}, {"A": 100}), {})

    def test_new_dropped_and_changed_articles_are_told(self):
        self.assertEqual(
            changes({"A": 100, "B": 5}, {"A": 90, "C": 7}), {"A": (100, 90), "B": (5, None), "C": (None, 7)})
