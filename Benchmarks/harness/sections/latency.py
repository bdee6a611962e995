"""Latency: single documents of twenty words, in process, one thread."""

import json

from .. import corpora, models
from ..figures import median, spread, table, divided, times

TITLE = "Latency"
WORDS = 20


def measure(bench, data):
    corpus = bench.corpus("mr/all.tsv")
    for kernel in ("static", "attention"):
        model = models.trained(bench, corpus, kernel)
        export = models.exported(bench, model)
        ids = models.ids(bench, corpus, model)
        documents = json.loads(ids.read_text())["documents"]
        lines = corpora.lines_of(corpus)
        texts = corpora.written(bench.place("texts", "twenty.txt"), (
            line.split("\t", 1)[1] for line, document in zip(lines, documents) if len(document) == WORDS))
        common = [ids, "--latency", "--words", WORDS, "--seconds", min(3, bench.sample_seconds)]
        bench.compare(data, {"kernel": kernel}, {
            "TextCNN": lambda: bench.sample(bench.tool("latency", model, texts)),
            "ONNX Runtime": lambda: bench.sample(bench.peer("onnx_predict.py", export / "model.onnx", *common)),
            "torch plain": lambda: bench.sample(bench.peer("torch_predict.py", model, *common)),
            "torch folded": lambda: bench.sample(
                bench.peer("torch_predict.py", model, *common, "--variant", "folded")),
        })


def report(data):
    rows = []
    for group in data["groups"]:
        for name in group["contenders"]:
            rows.append([group["setting"]["kernel"], name, spread(group, name, "p50"), spread(group, name, "p99"),
                         times(divided(median(group, name, "p50"), median(group, "TextCNN", "p50")))])
    return "\n".join([
        f"Microseconds for one document of {WORDS} words, one thread. TextCNN from text to label, the peers from prepared "
        "ids to the label's number. The ratio is their p50 over TextCNN's.", "",
        table(["kernel", "", "p50, µs", "p99, µs", "p50 against TextCNN"], rows), ""])
