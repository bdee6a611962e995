"""Tokenizers: megabytes of text a second on one thread."""

from .. import corpora
from ..figures import divided, median, spread, table, times

TITLE = "Tokenizers"
# A hundred megabytes of running English; a tenth of it for peers, which are slower.
BYTES = 100_000_000


def measure(bench, data):
    lines = corpora.lines_of(bench.corpus("polarity2000/all.tsv"))
    texts = [line.split("\t", 1)[1] for line in lines]
    size = sum(len(text.encode()) + 1 for text in texts)
    count = max(len(texts), (BYTES // (100 if bench.quick else 1)) * len(texts) // size)
    large = corpora.repeated(texts, count, bench.place("texts", "tokenize.txt"))
    small = corpora.repeated(texts, max(len(texts), count // 10), bench.place("texts", "tokenize-small.txt"))
    pieces = bench.place("texts", "pieces.tokenizer")
    bench.run(bench.textcnn("tokenizer", "train", bench.corpus("polarity2000/all.tsv"), "--output", pieces))
    seconds = ["--seconds", 1 if bench.quick else 3]

    def ours(*options):
        return lambda: bench.sample(bench.tool("tokenize", large, *options, *seconds))

    contenders = {
        "words": ours("--kind", "words"), "unicode": ours("--kind", "unicode"),
        "unicode, nfkc": ours("--kind", "unicode", "--normalize", "nfkc"),
        "whitespace": ours("--kind", "whitespace"), "byte-pairs": ours("--tokenizer-file", pieces),
    }
    for peer in ("split", "re", "regex", "gensim"):
        contenders[f"Python {peer}"] = lambda p=peer: bench.sample(bench.peer("tokenize_lines.py", p, small))
    bench.compare(data, {"text": "English"}, contenders)


def report(data):
    rows = []
    for group in data["groups"]:
        ours = median(group, "words", "megabytesPerSecond")
        for name in group["contenders"]:
            own = median(group, name, "megabytesPerSecond")
            rows.append([name, spread(group, name, "megabytesPerSecond"), times(divided(own, ours)),
                         f"{median(group, name, 'tokens') or 0:,.0f}"])
    return "\n".join([
        "Megabytes of English reviews a second of the processor, one thread, from lines in memory to tokens; TextCNN's in "
        "lower case. `split` is `str.split`, `re` the pattern `\\w+|[^\\w\\s]`, `regex` Unicode's word boundaries by the "
        "module `regex`, `gensim` its `simple_preprocess`. The peers have a tenth of the text.", "",
        table(["", "MB/s", "against words", "tokens"], rows), ""])
