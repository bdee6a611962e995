"""TextCNN's own divisions of a corpus, number for number, so that every program learns and is judged on the same documents.

The twin of `SeededGenerator`, `Folds` and `HoldOut` in Sources; `crossvalidate --seed 1` makes these folds, and `train
--seed 1` holds out these dev documents.
"""

import math

MASK = (1 << 64) - 1


class SeededGenerator:
    """xoshiro256++, seeded by SplitMix64 from a seed and the name of a purpose."""

    def __init__(self, seed, purpose=""):
        mixed = seed
        for byte in purpose.encode():
            mixed = ((mixed ^ byte) * 0x100000001B3) & MASK
        self.state = []
        for _ in range(4):
            mixed = (mixed + 0x9E3779B97F4A7C15) & MASK
            z = mixed
            z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
            z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
            self.state.append(z ^ (z >> 31))

    def next(self):
        a, b, c, d = self.state
        result = (rotated((a + d) & MASK, 23) + a) & MASK
        c, d = c ^ a, d ^ b
        self.state = [a ^ d, b ^ c, c ^ ((b << 17) & MASK), rotated(d, 45)]
        return result

    def below(self, bound):
        """A uniform number below a bound, by Lemire's multiplication with rejection."""
        rejected = (1 << 64) % bound
        while True:
            product = self.next() * bound
            if product & MASK >= rejected:
                return product >> 64

    def shuffle(self, items):
        for last in range(len(items) - 1, 0, -1):
            chosen = self.below(last + 1)
            items[last], items[chosen] = items[chosen], items[last]


def rotated(x, by):
    return ((x << by) | (x >> (64 - by))) & MASK


def shuffled_groups(classes, generator):
    """The documents of each class, shuffled; classes ascending."""
    groups = {}
    for document, label in enumerate(classes):
        groups.setdefault(label, []).append(document)
    for label in sorted(groups):
        generator.shuffle(groups[label])
    return [groups[label] for label in sorted(groups)]


def folds(classes, count=10, seed=1):
    """The documents that each fold holds out, ascending; stratified."""
    made = [[] for _ in range(count)]
    place = 0
    for group in shuffled_groups(classes, SeededGenerator(seed, "folds")):
        for document in group:
            made[place].append(document)
            place = (place + 1) % count
    return [sorted(fold) for fold in made]


def dev_split(classes, fraction=0.1, seed=1):
    """The places that stay in training and those that are held out to choose by, both ascending; stratified."""
    generator = SeededGenerator(seed, "dev split")
    groups = shuffled_groups(classes, generator)
    generator.shuffle(groups)
    sizes = [min(int(fraction * len(group)), len(group) - 1) for group in groups]
    missing = max(1, math.floor(fraction * len(classes) + 0.5)) - sum(sizes)
    order = sorted(range(len(groups)), key=lambda i: (-(fraction * len(groups[i]) - sizes[i]), i))
    for i in order:
        if missing > 0 and sizes[i] < len(groups[i]) - 1:
            sizes[i] += 1
            missing -= 1
    held_out = sorted(document for group, size in zip(groups, sizes) for document in group[:size])
    training = sorted(document for group, size in zip(groups, sizes) for document in group[size:])
    return training, held_out
