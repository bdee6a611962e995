"""Writes a GloVe text file of random vectors, five decimals each, for words given or made up.

    make_vectors.py OUTPUT --rows 400000 --dimension 300
    make_vectors.py OUTPUT --words FILE --dimension 300
"""

import argparse
import pathlib

import numpy as np


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("output")
    parser.add_argument("--rows", type=int)
    parser.add_argument("--words", help="a file with a word a line")
    parser.add_argument("--dimension", type=int, default=300)
    options = parser.parse_args()
    if options.words:
        words = pathlib.Path(options.words).read_text().split("\n")
        words = [word for word in words if word]
    else:
        words = [f"word{number}" for number in range(options.rows)]
    generator = np.random.default_rng(1)
    # 0.4 is about the spread of GloVe's own vectors. Numbers are drawn from a table of their texts, for speed.
    texts = np.array([f"{value:.5f}" for value in generator.normal(0, 0.4, 100_000)], dtype=object)
    output = pathlib.Path(options.output)
    part = output.with_name(output.name + ".part")
    with part.open("w") as file:
        for word in words:
            file.write(word + " " + " ".join(texts[generator.integers(0, len(texts), options.dimension)]) + "\n")
    part.rename(output)


if __name__ == "__main__":
    main()
