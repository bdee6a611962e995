"""The peers' Python environment, and TextCNN's programs."""

import json
import pathlib
import shutil
import subprocess
import sys

SUFFIX = "" if sys.platform == "darwin" else "+cpu"
PEERS = {
    "torch": f"2.13.0{SUFFIX}", "onnx": "1.23.2", "onnxruntime": "1.32.0", "onnxscript": "0.7.2", "numpy": "2.4.6",
    "gensim": "4.4.0", "safetensors": "0.8.0", "regex": "2026.11.19",
}

ASK = """
import importlib.metadata as m, json, sys
found = {}
for name in sys.argv[1:]:
    try: found[name] = m.version(name)
    except m.PackageNotFoundError: pass
print(json.dumps(found))
"""


class SetupError(Exception):
    """What the user must mend before anything can be measured."""


def installed(python):
    """Versions of the peers in an environment; empty where there is none."""
    if not pathlib.Path(python).exists():
        return {}
    answer = subprocess.run([str(python), "-c", ASK, *PEERS], capture_output=True, text=True)
    return json.loads(answer.stdout) if answer.returncode == 0 else {}


def prepare_peers(folder, may_install):
    """The Python of an environment that has the pinned peers; it is made or completed where allowed."""
    python = folder / "bin" / "python"
    found = installed(python)
    if found == PEERS:
        return python, found
    lacking = [f"{name}=={version}" for name, version in PEERS.items() if found.get(name) != version]
    if not may_install:
        raise SetupError(f"{folder}: not the pinned peers; it lacks {' '.join(lacking)}")
    print(f"installing into {folder}: {' '.join(lacking)}", file=sys.stderr)
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    command = [str(python), "-m", "pip", "install", "--quiet", *lacking]
    if subprocess.run(command).returncode != 0:
        raise SetupError("pip failed; it must know an index that has the CPU builds of PyTorch (PIP_EXTRA_INDEX_URL)")
    return python, installed(python)


def build(root):
    """Builds the two programs that are measured, as `make build` does."""
    static = [] if sys.platform == "darwin" else ["--static-swift-stdlib"]
    for product in ("textcnn", "textcnn-benchmark"):
        command = ["swift", "build", "-c", "release", "--product", product, *static]
        if subprocess.run(command, cwd=root, stdout=sys.stderr).returncode != 0:
            raise SetupError(f"{' '.join(command)} failed")


def find_fasttext():
    path = shutil.which("fasttext")
    if not path:
        print("fasttext: not found, so it is left out; apt-get install fasttext", file=sys.stderr)
    return path
