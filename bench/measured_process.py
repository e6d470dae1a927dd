"""Runs a command to its end, and writes to file descriptor 3, as JSON, what it took.

    measured_process.py SECONDS USER COMMAND [ARGUMENT]...

SECONDS is the time after which the command is killed, USER the number of a user to run it as, or a hyphen. Small on
purpose: until a process starts its command it is a copy of its parent, and the peak memory that the kernel tells
counts that copy (see getrusage(2) and execve(2)).
"""

import json
import os
import signal
import subprocess
import sys
import threading
import time

seconds, user, *command = sys.argv[1:]
other_user = {} if user == "-" else {"user": int(user), "group": int(user), "extra_groups": []}
killed = threading.Event()


def kill():
    killed.set()
    os.killpg(child.pid, signal.SIGKILL)


started = time.perf_counter()
child = subprocess.Popen(command, start_new_session=True, **other_user)
limit = threading.Timer(float(seconds), kill)
limit.start()
try:
    _, status, usage = os.wait4(child.pid, 0)
except BaseException:
    kill()
    raise
finally:
    limit.cancel()
elapsed = time.perf_counter() - started
child.returncode = os.waitstatus_to_exitcode(status)

# Linux counts in KiB, macOS in bytes.
unit = 1 if sys.platform == "darwin" else 1024
with os.fdopen(3, "w") as report:
    json.dump(
        {
            "status": child.returncode,
            "killed": killed.is_set(),
            "seconds": elapsed,
            "processorSeconds": usage.ru_utime + usage.ru_stime,
            "mebibytes": usage.ru_maxrss * unit / 2**20,
        },
        report,
    )
