from lib.words import HELLO
import sys

print(HELLO, sys.argv[1])
