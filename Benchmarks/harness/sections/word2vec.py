"""Learning word vectors: words a second in the passes over the text, against gensim."""

import re

from ..corpora import lines_of, written
from ..figures import divided, median, megabytes, spread, table, times

TITLE = "Learning of word vectors"
TEXTS = ("polarity2000/all.tsv", "r8/train.tsv", "mr/all.tsv")
TOKEN = re.compile(r"\w+|[^\w\s]")


def words_of(bench):
    """The corpora as one text in lower case, words with blanks between, so that both programs see the same words."""
    target = bench.place("word2vec", f"text-{'quick' if bench.quick else 'whole'}.txt")
    if not target.exists():
        paths = [bench.corpus(name) for name in TEXTS]
        written(target, (" ".join(TOKEN.findall(line.split("\t", 1)[1].lower())) for path in paths
                         for line in lines_of(path)))
    return target


def measure(bench, data):
    text = words_of(bench)
    settings = [{"dimension": d, "subwords": False, "threads": n} for d in (100, 300) for n in bench.threads]
    settings.append({"dimension": 100, "subwords": True, "threads": bench.threads[-1]})
    for setting in settings:
        options = ["--dimension", setting["dimension"], "--threads", setting["threads"]]
        options += ["--subwords"] * setting["subwords"]
        # Libraries under gensim get one thread each; its own workers are the option's.
        bench.compare(data, setting, {
            "TextCNN": lambda: bench.sample(bench.tool("vectors", text, *options), setting["threads"]),
            "gensim": lambda: bench.sample(bench.peer("gensim_word2vec.py", text, *options)),
        })


def report(data):
    rows = []
    for group in data["groups"]:
        setting = group["setting"]
        for name in group["contenders"]:
            rate = median(group, name, "wordsPerSecond")
            rows.append([setting["dimension"], "yes" if setting["subwords"] else "", setting["threads"], name,
                         spread(group, name, "wordsPerSecond"),
                         times(divided(rate, median(group, "gensim", "wordsPerSecond"))),
                         megabytes(median(group, name, "peakBytes"))])
    return "\n".join([
        "Skip-gram, 5 negatives, window 5, sample 0.001, words that occur 5 times, one pass over the texts of "
        "polarity2000, r8 and mr. Words a second of the text as it is, before frequent ones are thinned out; reading and "
        "counting are left out. gensim's `Word2Vec(sg=1)`, with subwords `FastText(sg=1, bucket=200000)`.", "",
        table(["dimension", "subwords", "threads", "", "words/s", "against gensim", "peak memory"], rows), ""])
