"""Corpora as the sections need them: thinned, stripped of labels, repeated, made up. All seeded, all cached by name."""

import itertools
import random


def lines_of(path):
    with open(path, encoding="utf-8") as file:
        return [line.rstrip("\n") for line in file]


def written(target, lines):
    """Writes lines to a file, beside and renamed."""
    part = target.with_name(target.name + ".part")
    with part.open("w", encoding="utf-8") as file:
        for line in lines:
            file.write(line)
            file.write("\n")
    part.replace(target)
    return target


def thinned(path, target, count):
    """About `count` lines, evenly over the file, since most corpora are sorted by class."""
    if target.exists():
        return target
    lines = lines_of(path)
    step = max(1, len(lines) // count)
    return written(target, lines[::step])


def texts_of(path, target):
    """The texts without their labels."""
    return written(target, (line.split("\t", 1)[1] for line in lines_of(path)))


def fasttext_of(path, target):
    """The corpus as fastText reads it."""
    split = (line.split("\t", 1) for line in lines_of(path))
    return written(target, (f"__label__{label} {text}" for label, text in split))


def repeated(lines, count, target, shuffled=False):
    """`count` lines, over and over; `shuffled`: with each line's words in a new order, so that lines differ.

    A label before a tab stays where it is.
    """
    generator = random.Random(1)

    def changed(line):
        label, tab, text = line.rpartition("\t")
        words = text.split(" ")
        generator.shuffle(words)
        return label + tab + " ".join(words)

    endless = itertools.islice(itertools.cycle(lines), count)
    return written(target, map(changed, endless) if shuffled else endless)


def made_up(words, length, target, vocabulary=20_000):
    """A corpus of about `words` words in documents of `length` words, drawn by Zipf's law, with two labels."""
    generator = random.Random(length)
    names = [f"w{rank}" for rank in range(vocabulary)]
    bounds = list(itertools.accumulate(1 / (rank + 1) for rank in range(vocabulary)))
    lines = (
        generator.choice("ab") + "\t" + " ".join(generator.choices(names, cum_weights=bounds, k=length))
        for _ in range(max(1, words // length)))
    return written(target, lines)
