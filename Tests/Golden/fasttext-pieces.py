"""Writes fasttext-pieces.tsv: the pieces that fastText gives some words, and their buckets.

    python3 fasttext-pieces.py [fasttext] > fasttext-pieces.tsv

Made with Debian's fasttext 0.9.2. Two small models are trained on the words below, which are ours. `print-ngrams` has the pieces of
a word with their vectors, `dump … input` the whole table of vectors; where they agree is the piece's row, and its bucket is
that less the number of words. A line is: shortest, longest, buckets, word, and each piece with its bucket.
Also checked here: the vector that fastText gives a word, known or not, is the mean of its rows.
"""

import bisect, pathlib, subprocess, sys, tempfile

WORDS = """kernel kernels kernelled banana bananas aaaa a I of café cafés naïve naïvely straße Ünder über
обзор обзоры 我 我说 卷积核 日本語 ключ e\u0301te\u0301 🙂 🙂👍🏽 x2 3.14 don't window windowless --- word_with_underscores
internationalisation""".split()
GUESTS = """unkernelled bananarama ab b cafétería 卷积 積 🙃🙂 ключи ÿ windowlessness """.split()
FASTTEXT = sys.argv[1] if len(sys.argv) > 1 else "fasttext"


def run(*arguments, text=""):
    return subprocess.run(
        [FASTTEXT, *map(str, arguments)], input=text, capture_output=True, text=True, check=True).stdout


def pieces(model, word):
    for line in run("print-ngrams", model, word).splitlines():
        fields = line.split()
        yield fields[0], tuple(map(float, fields[1:]))


with tempfile.TemporaryDirectory() as folder:
    corpus = pathlib.Path(folder, "corpus.txt")
    corpus.write_text(" ".join(WORDS * 3) + "\n", encoding="utf-8")
    for shortest, longest, buckets in [(3, 6, 20_000), (1, 3, 997), (2, 2, 50)]:
        model = pathlib.Path(folder, f"{shortest}-{longest}")
        run("skipgram", "-input", corpus, "-output", model, "-minn", shortest, "-maxn", longest, "-bucket", buckets,
            # Ten threads: each draws a tenth of the table, and with fewer the rest stays zero.
            "-dim", 6, "-minCount", 1, "-epoch", 1, "-thread", 10)
        binary = f"{model}.bin"
        rows = [tuple(map(float, line.split())) for line in run("dump", binary, "input").splitlines()[1:]]
        words = len(rows) - buckets
        order = sorted(range(len(rows)), key=rows.__getitem__)
        keys = [rows[row][0] for row in order]

        def number(vector):
            """The row that is this vector, which is printed with one digit less."""
            near = order[bisect.bisect_left(keys, vector[0] - 1e-5):bisect.bisect_right(keys, vector[0] + 1e-5)]
            found = [row for row in near if all(abs(a - b) < 1e-5 for a, b in zip(rows[row], vector))]
            assert len(found) == 1, (vector, found)
            return found[0]

        for word in WORDS + GUESTS:
            own = list(pieces(binary, word))
            found = [(piece, number(vector)) for piece, vector in own]
            mean = [sum(float(rows[row][i]) for _, row in found) / max(1, len(found)) for i in range(6)]
            said = run("print-word-vectors", binary, text=word + "\n").split()[1:]
            assert all(abs(float(a) - b) < 1e-4 for a, b in zip(said, mean)), (word, said, mean)
            # The word itself comes first, if it is known.
            found = [(piece, row - words) for piece, row in found if row >= words]
            print(shortest, longest, buckets, word, *(f"{piece} {bucket}" for piece, bucket in found), sep="\t")
