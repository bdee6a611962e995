"""Loads a GloVe text file with gensim, looks words up and asks for neighbours, and prints the seconds of each as JSON.

    gensim_neighbors.py FILE WORDS [--queries 20]

WORDS has a word a line. Loading is not counted; the first question, which norms all vectors, is counted apart.
"""

import argparse
import json
import pathlib
import time

from gensim.models import KeyedVectors


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("file")
    parser.add_argument("words")
    parser.add_argument("--queries", type=int, default=20)
    options = parser.parse_args()
    vectors = KeyedVectors.load_word2vec_format(options.file, binary=False, no_header=True)
    words = pathlib.Path(options.words).read_text().split()
    start = time.perf_counter()
    rows = vectors[words]
    lookup = time.perf_counter() - start
    start = time.perf_counter()
    vectors.similar_by_word(words[0], topn=10)
    first = time.perf_counter() - start
    start = time.perf_counter()
    for word in words[1:options.queries + 1]:
        vectors.similar_by_word(word, topn=10)
    warm = (time.perf_counter() - start) / options.queries
    print(json.dumps({"lookup": lookup, "first": first, "warm": warm, "rows": len(rows)}))


if __name__ == "__main__":
    main()
