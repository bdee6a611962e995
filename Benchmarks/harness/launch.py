"""Runs one command and writes its wall time, peak memory and exit code as JSON.

    launch.py REPORT COMMAND…

A process of its own, because a new process inherits the peak memory of the one that starts it: this one is small, so
what it reports (above some 10 MB) is the command's. Input, output and environment pass through.
"""

import json
import os
import sys
import time


def main():
    report, *command = sys.argv[1:]
    start = time.perf_counter()
    try:
        process = os.posix_spawnp(command[0], command, os.environ)
    except OSError as error:
        raise SystemExit(f"{command[0]}: {error.strerror}")
    try:
        _, status, usage = os.wait4(process, 0)
    except KeyboardInterrupt:
        os.kill(process, 15)
        raise SystemExit(130)
    seconds = time.perf_counter() - start
    unit = 1 if sys.platform == "darwin" else 1024
    with open(report, "w") as file:
        json.dump({
            "seconds": seconds, "peakBytes": usage.ru_maxrss * unit, "cpuSeconds": usage.ru_utime + usage.ru_stime,
            "code": os.waitstatus_to_exitcode(status)}, file)


if __name__ == "__main__":
    main()
