"""Learns word vectors with gensim from a file whose words have blanks between, and prints the seconds of learning as JSON.

    gensim_word2vec.py FILE --dimension D --epochs E --threads N [--subwords]

Reading, and counting the words, are not counted.
"""

import argparse
import json
import time

from gensim.models import FastText, Word2Vec


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("file")
    parser.add_argument("--dimension", type=int, default=100)
    parser.add_argument("--epochs", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--subwords", action="store_true")
    chosen = parser.parse_args()
    with open(chosen.file, encoding="utf-8") as file:
        documents = [line.split() for line in file]
    tokens = sum(map(len, documents))
    kind = FastText if chosen.subwords else Word2Vec
    # The buckets of TextCNN.
    more = {"bucket": 200_000} if chosen.subwords else {}
    model = kind(sg=1, negative=5, window=5, vector_size=chosen.dimension, sample=1e-3, min_count=5,
                 workers=chosen.threads, epochs=chosen.epochs, **more)
    model.build_vocab(documents)
    start = time.perf_counter()
    model.train(documents, total_examples=model.corpus_count, epochs=chosen.epochs)
    seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, "wordsPerSecond": tokens * chosen.epochs / seconds, "words": len(model.wv),
                      "tokens": tokens}))


if __name__ == "__main__":
    main()
