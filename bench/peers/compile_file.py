"""Compiles a Python file, and prints how many seconds that takes."""

import sys
import time

with open(sys.argv[1], encoding="utf-8") as file:
    source = file.read()
started = time.perf_counter()
compile(source, sys.argv[1], "exec")
print(time.perf_counter() - started)
