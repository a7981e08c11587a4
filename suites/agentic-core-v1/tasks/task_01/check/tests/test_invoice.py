import unittest

from billing import FixedDiscount, Line, PercentDiscount, issue_invoice, split_bill


class InvoiceTest(unittest.TestCase):
    def test_without_discount(self):
        invoice = issue_invoice([Line("pen", 3, 250), Line("bread", 2, 199, tax_rate=7)])
        self.assertEqual(invoice.subtotal, 1148)
        self.assertEqual(invoice.tax, {7: 28, 19: 143})
        self.assertEqual(invoice.total, 1319)

    def test_percent_discount(self):
        invoice = issue_invoice([Line("desk", 1, 20000), Line("lamp", 2, 5000)], PercentDiscount(10))
        self.assertEqual([line.discount for line in invoice.lines], [2000, 1000])
        self.assertEqual(invoice.total, 32130)

    def test_odd_cents_of_a_discount(self):
        lines = [Line("bag", 1, 1999), Line("tea", 1, 500, tax_rate=7), Line("mug", 1, 350)]
        invoice = issue_invoice(lines, FixedDiscount(500))
        self.assertEqual([line.discount for line in invoice.lines], [351, 88, 61])
        self.assertEqual(invoice.total, 2349 + 29 + 368)

    def test_needs_a_line(self):
        with self.assertRaises(ValueError):
            issue_invoice([])

    def test_split_bill(self):
        self.assertEqual(split_bill(900, 3), [300, 300, 300])


if __name__ == "__main__":
    unittest.main()
