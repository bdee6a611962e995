"""Batch inference in process: TextCNN from text, the peers from ids."""

import json

from .. import corpora, modelfile, models
from ..figures import divided, median, spread, table, times

TITLE = "Batch inference"
TEXTCNN = "TextCNN"
PEERS = ("ONNX Runtime", "ONNX Runtime by length", "torch plain", "torch rewritten", "torch folded")
# The share of documents that rounding may label otherwise.
TOLERANCE = 0.001


def measure(bench, data):
    corpus = bench.corpus("mr/all.tsv")
    texts = corpora.texts_of(corpus, bench.place("texts", "mr.txt"))
    data["agreement"] = {}
    for kernel in ("static", "attention"):
        model = models.trained(bench, corpus, kernel)
        export = models.exported(bench, model)
        ids = models.ids(bench, corpus, model)
        data["agreement"][kernel] = agreement(bench, model, export, ids, texts)
        bench.say(f"{kernel}: documents labelled otherwise: {data['agreement'][kernel]}")
        counts = data["agreement"][kernel]
        disagree = [peer for peer in PEERS if counts[peer] > TOLERANCE * counts["documents"]]
        for batch in (1, 50, 512) if kernel == "static" else (50,):
            for threads in bench.threads:
                contenders = {TEXTCNN: lambda: bench.sample(bench.tool(
                    "batch", model, texts, "--batch", batch, "--threads", threads), threads)}
                for peer in PEERS if kernel == "static" else ("ONNX Runtime by length", "torch folded"):
                    # Of one document a batch, sorting is nothing.
                    if batch == 1 and peer == "ONNX Runtime by length":
                        continue
                    contenders[peer] = lambda p=peer: bench.sample(
                        command(bench, p, model, export, ids, batch, threads), threads)
                group = bench.compare(data, {"kernel": kernel, "batch": batch, "threads": threads}, contenders)
                for peer in disagree:
                    group["errors"].setdefault(peer, f"{counts[peer]} documents labelled otherwise than by TextCNN")


def command(bench, peer, model, export, ids, batch, threads, *more):
    options = [ids, "--batch", batch, "--threads", threads, "--seconds", min(2, bench.sample_seconds), *more]
    if peer.startswith("ONNX"):
        return bench.peer("onnx_predict.py", export / "model.onnx", *options,
                          *["--by-length"] * peer.endswith("by length"))
    variant = peer.split()[1]
    return bench.peer("torch_predict.py", model, *options, "--variant", variant,
                      *["--by-length"] * (variant != "plain"))


def agreement(bench, model, export, ids, texts):
    """How many documents each peer labels otherwise than TextCNN."""
    names = modelfile.labels(model)
    ours = [names.index(line) for line in bench.run(bench.textcnn("predict", model, texts))["text"].splitlines()]
    answers = bench.place("answers.json")
    counts = {}
    for peer in PEERS:
        bench.run(command(bench, peer, model, export, ids, 50, 1, "--labels", answers, "--seconds", 0))
        theirs = json.loads(answers.read_text())
        counts[peer] = sum(a != b for a, b in zip(ours, theirs)) + abs(len(ours) - len(theirs))
    return counts | {"documents": len(ours)}


def report(data):
    rows = []
    for group in data["groups"]:
        setting = group["setting"]
        ours = median(group, TEXTCNN, "documentsPerSecond")
        row = [setting["kernel"], setting["batch"], setting["threads"], spread(group, TEXTCNN, "documentsPerSecond")]
        for peer in PEERS:
            theirs = spread(group, peer, "documentsPerSecond")
            ratio = times(divided(ours, median(group, peer, "documentsPerSecond")))
            row.append(f"{theirs}: **{ratio}**" if ratio else theirs)
        rows.append(row)
    text = [
        "Documents a second on MR, models and texts loaded. TextCNN reads text and returns a label; the peers start from "
        "ids that are looked up, padded and stacked before their clock starts, which favours them. All have the same "
        "weights. `by length`, `rewritten` and `folded` see the documents sorted by length; `folded` also projects the "
        "whole vocabulary beforehand, as TextCNN does.", "",
        table(["kernel", "batch", "threads", TEXTCNN, *PEERS], rows), ""]
    for kernel, counts in data.get("agreement", {}).items():
        others = ", ".join(f"{peer} {counts[peer]}" for peer in PEERS if peer in counts)
        text += [f"Labelled otherwise than TextCNN, {kernel}, of {counts['documents']:,} documents: {others}.", ""]
    return "\n".join(text)
