#!/usr/bin/env bash
set -eu
test "$NAME" = "it's"
test ! -x /solution/files/greet.py
cp /solution/files/greet.py "$PWD/greet.py"
cmp -s /solution/files/no-newline.txt <(printf 'x')
cmp -s /solution/files/bytes.bin <(printf '\xff\x00')
