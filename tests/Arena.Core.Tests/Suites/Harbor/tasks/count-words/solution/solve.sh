#!/bin/bash
set -e
wc -w < /app/data/text.txt | tr -d ' ' > /app/count.txt
