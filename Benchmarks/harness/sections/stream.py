"""Whole commands on a million documents: text in, label out, against fastText."""

from .. import corpora, models
from ..bench import Skipped
from ..figures import divided, median, megabytes, spread, table, times

TITLE = "A million documents"


def fasttext_model(bench, corpus, words):
    """fastText's model of the corpus, with n-grams of so many words, otherwise its defaults."""
    output = bench.place("models", f"fasttext-{words}")
    bench.run([bench.fasttext, "supervised", "-input", corpora.fasttext_of(corpus, bench.place("texts", "mr.ft")),
               "-output", output, "-wordNgrams", words, "-dim", 100, "-verbose", 0])
    output.with_suffix(".vec").unlink(missing_ok=True)
    return output.with_suffix(".bin")


def measure(bench, data):
    corpus = bench.corpus("mr/all.tsv")
    lines = [line.split("\t", 1)[1] for line in corpora.lines_of(corpus)]
    count = 20_000 if bench.quick else max(1_000_000, 94 * len(lines))
    texts = corpora.repeated(lines, count, bench.place("texts", "stream.txt"))
    one = corpora.written(bench.place("texts", "one.txt"), lines[:1])
    out = bench.place("stream.out")

    def take(command, threads):
        whole = bench.run([*command(texts)], threads, output=out)
        load = bench.run([*command(one)], threads, output=out)["seconds"]
        rest = whole["seconds"] - load
        return {"documentsPerSecond": count / whole["seconds"], "loadSeconds": load, "seconds": whole["seconds"],
                "loadedPerSecond": count / rest if rest > 0 else None, "peakBytes": whole["peakBytes"]}

    contenders, files = {}, {}
    for kernel in ("static", "attention"):
        model = models.trained(bench, corpus, kernel)
        files[f"TextCNN {kernel}"] = model.stat().st_size
        for flag in ("", "--half-rows"):
            if flag and not bench.offers("predict", flag):
                continue
            for threads in bench.threads:
                name = f"TextCNN {kernel}{' ' + flag if flag else ''}, {threads} thread{'s' * (threads > 1)}"
                contenders[name] = lambda m=model, f=flag, t=threads: take(
                    lambda file: bench.textcnn("predict", m, file, "--threads", t, *([f] if f else [])), t)
    if bench.fasttext:
        for name, words in (("fastText bigrams", 2), ("fastText words", 1)):
            model = fasttext_model(bench, corpus, words)
            files[name] = model.stat().st_size
            contenders[name] = lambda m=model: take(lambda file: [bench.fasttext, "predict", m, file], 1)
    data["files"] = files
    bench.compare(data, {"documents": count}, contenders)
    texts.unlink()
    out.unlink(missing_ok=True)
    if not bench.fasttext:
        raise Skipped("fasttext is missing, so TextCNN was measured alone")


def report(data):
    text = [
        "Whole commands, from a file of texts to a file of labels; MR's texts over and over. `loaded` leaves out the time "
        "that the same command takes for one document. fastText 100 numbers, otherwise its defaults, trained on the same "
        "corpus; its predict has one thread.", ""]
    for group in data["groups"]:
        peer = median(group, "fastText bigrams", "loadedPerSecond")
        rows = []
        for name in group["contenders"]:
            file = next((size for model, size in data["files"].items() if name.startswith(model)), None)
            rows.append([
                name, spread(group, name, "documentsPerSecond"), spread(group, name, "loadedPerSecond"),
                times(divided(median(group, name, "loadedPerSecond"), peer)), spread(group, name, "loadSeconds", 1e3),
                megabytes(median(group, name, "peakBytes")), megabytes(file)])
        text += [f"{group['setting']['documents']:,} documents.", "",
                 table(["", "documents/s", "loaded, documents/s", "against fastText bigrams, loaded",
                        "one document, ms", "peak memory", "model file"], rows), ""]
    return "\n".join(text)
