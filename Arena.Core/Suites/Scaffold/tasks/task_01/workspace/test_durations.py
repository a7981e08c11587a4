import unittest

from durations import parse


class DurationTests(unittest.TestCase):
    def test_hours_and_minutes(self):
        self.assertEqual(parse("1h30m"), 5400)

    def test_minutes_alone(self):
        self.assertEqual(parse("90m"), 5400)

    def test_other_texts(self):
        for text in ("", "90", "m", "1.5h"):
            with self.assertRaises(ValueError):
                parse(text)
