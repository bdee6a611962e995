#!/usr/bin/env python3
"""Writes a labelled corpus of any size, the same bytes for the same arguments.

    python3 Benchmarks/large-corpus.py --bytes 5G > large.tsv

A line is `label<TAB>text`, some 500 bytes, of one of ten classes. Words follow Zipf's law; two words of a document tell its class, one of them
wrongly in a tenth of the documents, and two come from a long tail of rare words, whose numbers are log-uniform: the more text, the
more distinct words, as in real text. Python's standard library is all it takes; 5 GB take some minutes.
"""

import argparse
import itertools
import random
import sys


def size(text):
    units = {"K": 1 << 10, "M": 1 << 20, "G": 1 << 30}
    return int(float(text[:-1]) * units[text[-1].upper()]) if text[-1].upper() in units else int(text)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bytes", type=size, default=size("5G"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rare", type=float, default=2e6, help="how many rare words there are")
    options = parser.parse_args()

    draw = random.Random(options.seed)
    vocabulary = ["".join(draw.choices("abcdefghijklmnoprstuvwyz", k=draw.randint(2, 9))) for _ in range(30_000)]
    weights = list(itertools.accumulate(1 / (rank + 3) for rank in range(len(vocabulary))))
    # Sentences are drawn once and put together anew for every document, or Python would take hours.
    sentences = [" ".join(draw.choices(vocabulary, cum_weights=weights, k=draw.randint(8, 24))) for _ in range(50_000)]
    topics = [[f"topic{label}{word}" for word in "abcdefghij"] for label in range(10)]

    written = 0
    lines = []
    while written < options.bytes:
        label = int(draw.random() * 10)
        other = label if draw.random() < 0.9 else int(draw.random() * 10)
        parts = [sentences[int(draw.random() * 50_000)] for _ in range(3 + int(draw.random() * 5))]
        parts.insert(1, topics[label][int(draw.random() * 10)])
        parts.append(topics[other][int(draw.random() * 10)])
        parts.append(f"rare{int(options.rare ** draw.random())} rare{int(options.rare ** draw.random())}")
        line = f"class{label}\t{' '.join(parts)}\n"
        written += len(line)
        lines.append(line)
        if len(lines) == 10_000:
            sys.stdout.write("".join(lines))
            lines = []
    sys.stdout.write("".join(lines))


main()
