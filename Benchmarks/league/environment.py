"""The Python environment of scikit-learn and SciPy, pinned, in the ignored folder `.league`."""

import importlib.metadata
import os
import pathlib
import subprocess
import sys

FOLDER = pathlib.Path(__file__).resolve().parents[1] / ".league"
PINNED = {"scikit-learn": "1.7.2", "numpy": "2.4.6", "scipy": "1.17.1"}

# fastText and the support vector machine are given one core; the rest of the machine is others'.
ONE_THREAD = {name: "1" for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")}


def installed():
    """Which of the pinned libraries this Python has, and in which version."""
    found = {}
    for name in PINNED:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            pass
    return found


def enter():
    """Goes on in the pinned environment, which is made where it is missing, with one thread for each library."""
    if installed() == PINNED and ONE_THREAD.items() <= os.environ.items():
        return
    python = FOLDER / ".venv" / "bin" / "python"
    if os.environ.get("TEXTCNN_LEAGUE") == "entered":
        sys.exit(f"{python}: has not the pinned libraries; remove {FOLDER / '.venv'} and start again")
    wanted = [f"{name}=={version}" for name, version in PINNED.items()]
    if not python.exists():
        print(f"installing {' '.join(wanted)}", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", str(FOLDER / ".venv")], check=True)
        if subprocess.run([str(python), "-m", "pip", "install", "--quiet", *wanted]).returncode != 0:
            (FOLDER / ".venv" / "bin" / "python").unlink()
            sys.exit(f"pip install {' '.join(wanted)} failed; it must know an index that has them")
    os.execve(python, [str(python), *sys.argv], os.environ | ONE_THREAD | {"TEXTCNN_LEAGUE": "entered"})
