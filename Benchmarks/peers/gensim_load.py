"""Loads a GloVe text file with gensim and prints the seconds of loading, without imports, as JSON.

    gensim_load.py FILE
"""

import json
import sys
import time

from gensim.models import KeyedVectors


def main():
    start = time.perf_counter()
    vectors = KeyedVectors.load_word2vec_format(sys.argv[1], binary=False, no_header=True)
    print(json.dumps({"seconds": time.perf_counter() - start, "words": len(vectors)}))


if __name__ == "__main__":
    main()
