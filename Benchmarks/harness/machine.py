"""What a run was made on: processor, versions, commit, load."""

import datetime
import os
import pathlib
import platform
import shutil
import subprocess
import sys


def output_of(*command, folder=None):
    """The first line a command prints, or nothing where it fails."""
    try:
        text = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60).stdout
    except OSError:
        return ""
    return text.strip().split("\n")[0]


def processor():
    if sys.platform == "darwin":
        return output_of("sysctl", "-n", "machdep.cpu.brand_string")
    for line in pathlib.Path("/proc/cpuinfo").read_text().split("\n"):
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.processor()


def instructions():
    """The widest vector instructions that Linux reports."""
    try:
        flags = pathlib.Path("/proc/cpuinfo").read_text()
    except OSError:
        return ""
    return next((name for name, flag in (("AVX-512", " avx512f "), ("AVX2", " avx2 ")) if flag in flags), "")


def memory_bytes():
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def commit(root):
    """The commit, and whether files differ from it, other than the results that a run writes."""
    name = output_of("git", "rev-parse", "--short=12", "HEAD", folder=root)
    results = [f":!Benchmarks/{name}" for name in ("results.json", "RESULTS.md", "league.json", "LEAGUE.md")]
    changed = output_of("git", "status", "--porcelain", "--", ".", *results, folder=root)
    return name + (" with changes" if changed else "")


def fasttext_version():
    """The package that holds the program, which itself does not say."""
    if not shutil.which("fasttext"):
        return "missing"
    return output_of("dpkg-query", "-W", "-f", "${Version}", "fasttext") or "of unknown version"


def describe(root, libraries):
    """Everything that the head of the report names."""
    return {
        "date": datetime.datetime.now().astimezone().isoformat(timespec="seconds"),
        "processor": processor(), "instructions": instructions(), "cores": os.cpu_count(),
        "memoryBytes": memory_bytes(), "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "python": platform.python_version(), "swift": output_of("swift", "--version", folder=root),
        "libraries": libraries, "fasttext": fasttext_version(), "commit": commit(root),
        "load": [round(value, 2) for value in os.getloadavg()],
        "command": " ".join(["python3", "Benchmarks/run.py", *sys.argv[1:]])}
