"""What load() must do."""

# (text, prices) or (text, number of the line that the ValueError names).
VISIBLE = [
    ("# prices of May\nA-100; 12.50\na-100; 0.99\nbolt M6;0.05\n", {"A-100": 1250, "a-100": 99, "bolt M6": 5}),
    ("", {}),
    ("A;1.00\r\n\r\nB;2.00\r\n", {"A": 100, "B": 200}),
    ("# May\n\nA;12\n", 3),
]

BAD_PRICES = ["", "12", "12.5", "12.500", ".50", "12.", "12,50", "-1.00", "+1.00", "1e2", "1_0.00", "1 0.00", "1. 50", "1.000.00", "x", "nan", "1.0x", "$1.00", "0x1.00"]
GOOD_PRICES = {"0.00": 0, "0.01": 1, "0.29": 29, "0.57": 57, "1.10": 110, "1.15": 115, "4.35": 435, "8.20": 820, "19.99": 1999, "012.50": 1250, "1234567.89": 123456789}

HIDDEN = [
    ("A;1.00", {"A": 100}),
    ("\n\n  \n\t\n", {}),
    ("# a;1.00\n   # b;2.00\n\t#\n", {}),
    ("A;1.00\n#A;2.00\n", {"A": 100}),
    ("  A  ;  1.00  \n\tB\t;\t2.00\t\n", {"A": 100, "B": 200}),
    ("bolt  M6 ; 0.10\n", {"bolt  M6": 10}),
    ("A#1;1.00\nB #;2.00\n", {"A#1": 100, "B #": 200}),
    ("x;1.00\nX;2.00\nXx;3.00\nxX;4.00\n", {"x": 100, "X": 200, "Xx": 300, "xX": 400}),
    ("Schraube \u00e4\u00f6\u00fc;1.00\n\u6f22;2.00\n", {"Schraube \u00e4\u00f6\u00fc": 100, "\u6f22": 200}),
    ("1.00;2.00\n", {"1.00": 200}),
    ("".join(f"article {n};{n}.{n % 100:02}\n" for n in range(300)), {f"article {n}": n * 100 + n % 100 for n in range(300)}),
    ("".join(f"p{n};{price}\r\n" for n, price in enumerate(GOOD_PRICES)), {f"p{n}": cents for n, cents in enumerate(GOOD_PRICES.values())}),
    ("A", 1),
    ("A 1.00\n", 1),
    (";1.00\n", 1),
    ("  ; 1.00\n", 1),
    (";\n", 1),
    ("A;1.00;\n", 1),
    (";A;1.00\n", 1),
    ("A;1.00;2.00\n", 1),
    ("A;1.00 # since May\n", 1),
    ("A;1.00\nB;2.00\n\n# c\n   \nC;x\nD;4.00\n", 6),
    ("A;1.00\r\n\r\n# c\r\nB;2\r\n", 4),
    ("A;1\nB\n;3.00\n", 1),
    ("A;1.00\nB;2.00;\nC;3\n", 2),
    *((f"A;1.00\nB;{price}\n", 2) for price in BAD_PRICES),
]

# Rule 6: the first line of an article counts. The later ones have to keep the other rules all the same.
REPEATED = [
    ("A;5.00\nA;3.00\n", {"A": 500}),
    ("A;3.00\nA;5.00\n", {"A": 300}),
    ("A;3.00\nA;3.00\n", {"A": 300}),
    ("A;5.00\nB;1.00\nA;3.00\nA;9.00\nC;2.00\nA;7.00\n", {"A": 500, "B": 100, "C": 200}),
    ("# May\nB;1.00\n\n A ;7.00\nC;2.00\n# June\nA;9.00\nA;3.00\r\nB;4.00\n", {"A": 700, "B": 100, "C": 200}),
    ("A;0.00\nA;1.00\na;2.00\n", {"A": 0, "a": 200}),
    ("A;1.00\nA;x\n", 2),
]
