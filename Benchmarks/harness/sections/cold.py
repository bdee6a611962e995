"""Cold start: one document from the shell, process start to exit."""

from .. import corpora, models
from ..bench import Skipped
from ..figures import divided, median, megabytes, spread, table, times
from .stream import fasttext_model

TITLE = "Cold start"


def measure(bench, data):
    corpus = bench.corpus("mr/all.tsv")
    text = corpora.lines_of(corpus)[0].split("\t", 1)[1]
    one = corpora.written(bench.place("texts", "one.txt"), [text])
    static, attention = (models.trained(bench, corpus, kernel) for kernel in ("static", "attention"))
    export = models.exported(bench, static)
    contenders = {
        "TextCNN static": lambda: bench.run(bench.textcnn("predict", static, one)),
        "TextCNN attention": lambda: bench.run(bench.textcnn("predict", attention, one)),
    }
    if bench.fasttext:
        for name, words in (("fastText words", 1), ("fastText bigrams", 2)):
            model = fasttext_model(bench, corpus, words)
            contenders[name] = lambda m=model: bench.run([bench.fasttext, "predict", m, one])
    contenders["ONNX Runtime"] = lambda: bench.run(bench.peer("onnx_cold.py", export, text))
    contenders["torch"] = lambda: bench.run(bench.peer("torch_cold.py", export, text))
    for take in contenders.values():
        take()
    bench.compare(data, {"documents": 1}, contenders, repeat=3 if bench.quick else max(20, bench.repeat))
    if not bench.fasttext:
        raise Skipped("fasttext is missing, so it was left out")


def report(data):
    rows = []
    for group in data["groups"]:
        ours = median(group, "TextCNN static", "seconds")
        for name in group["contenders"]:
            rows.append([name, spread(group, name, "seconds", 1e3),
                         times(divided(median(group, name, "seconds"), ours)),
                         megabytes(median(group, name, "peakBytes"))])
    return "\n".join([
        "Milliseconds from the start of the process to its end, with files in the system's cache, for one text of MR. "
        "`fastText words` has a small model without n-grams; the bigram model is some 800 MB.", "",
        table(["", "ms", "against TextCNN static", "peak memory"], rows), ""])
