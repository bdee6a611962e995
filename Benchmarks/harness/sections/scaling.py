"""Scaling: TextCNN alone, over the number of documents, their length, and threads."""

import json

from .. import corpora
from ..figures import divided, median, megabytes, number, spread, table, times

TITLE = "Scaling"
WORDS = 2_000_000


def measure(bench, data):
    lines = corpora.lines_of(bench.corpus("mr/all.tsv"))
    repeat = min(3, bench.repeat)
    for count in (1_000, 4_000) if bench.quick else (10_000, 100_000, 1_000_000):
        corpus = corpora.repeated(lines, count, bench.place("scaling", "documents.tsv"), shuffled=True)
        measure_corpus(bench, data, corpus, {"by": "documents", "documents": count}, count, repeat)
        corpus.unlink()
    words = 100_000 if bench.quick else WORDS
    for length in (10, 1_000) if bench.quick else (10, 100, 1_000, 10_000):
        corpus = corpora.made_up(words, length, bench.place("scaling", "lengths.tsv"))
        count = max(1, words // length)
        measure_corpus(bench, data, corpus, {"by": "length", "length": length, "documents": count}, count, repeat)
        corpus.unlink()


def measure_corpus(bench, data, corpus, setting, count, repeat):
    texts = corpora.texts_of(corpus, corpus.with_suffix(".txt"))
    model, log, out = corpus.with_suffix(".safetensors"), corpus.with_suffix(".log"), corpus.with_suffix(".out")

    def train(threads):
        result = bench.run(bench.textcnn(
            "train", corpus, "--output", model, "--epochs", 1, "--patience", 0, "--dev-fraction", 0,
            "--threads", threads, "--log", log), threads)
        epoch = json.loads(log.read_text().splitlines()[0])
        return result | {"documentsPerSecond": epoch["documentsPerSecond"]}

    def predict(threads):
        result = bench.run(bench.textcnn("predict", model, texts, "--threads", threads), threads, output=out)
        return result | {"documentsPerSecond": count / result["seconds"]}

    contenders = {}
    for threads in bench.threads:
        contenders[f"train {threads}"] = lambda t=threads: train(t)
        contenders[f"predict {threads}"] = lambda t=threads: predict(t)
    bench.compare(data, setting, contenders, repeat)
    for path in (texts, model, log, out):
        path.unlink(missing_ok=True)


def report(data):
    text = [
        "TextCNN alone, static kernels, random vectors. Training: the steps of one epoch, the first. Predicting: the "
        "whole command, loading included. By documents: MR's texts over and over with their words in another order. By "
        "length: made-up words by Zipf's law, vocabulary 20,000, the same number of words in all. Medians of at most "
        "three runs.", ""]
    for by, caption in (("documents", "documents"), ("length", "words a document")):
        rows = []
        for group in data["groups"]:
            setting = group["setting"]
            if setting["by"] != by:
                continue
            row = [f"{setting[by]:,}"]
            for work in ("train", "predict"):
                rates = {threads: median(group, f"{work} {threads}", "documentsPerSecond") for threads in (1, 2)}
                row += [spread(group, f"{work} {threads}", "documentsPerSecond") for threads in (1, 2)]
                row += [times(divided(rates[2], rates[1]))]
                if by == "length":
                    row += [number(rates[1] * setting["length"] / 1e6) if rates[1] else ""]
                row += [megabytes(median(group, f"{work} 1", "peakBytes"))]
            rows.append(row)
        header = [caption]
        for work in ("training", "predicting"):
            header += [f"{work}, documents/s, 1 thread", "2 threads", "2 against 1"]
            header += ["million words/s, 1 thread"] * (by == "length") + ["peak memory"]
        text += [f"### By {caption}", "", table(header, rows), ""]
    return "\n".join(text)
