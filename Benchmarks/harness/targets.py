"""The targets: what each ratio should be, and what the medians of the other sections say."""

from .figures import divided, find, median, number, ratio, table, times
from .sections import limit

MEGABYTE = 1e6


def rows(sections):
    """Name, measured value, floor, goal, unit, whether more is better; a row for each target and thread count."""
    def data(name):
        return sections.get(name, {}).get("data")

    made = []

    def add(name, value, floor, goal, unit="×", more=True, note=""):
        made.append((name, value, floor, goal, unit, more, note))

    def training(corpus, threads, vectors="random", kernel="static", mode="", offsets="each"):
        return find(data("train"), corpus=corpus, threads=threads, vectors=vectors, kernel=kernel, mode=mode,
                    offsets=offsets)

    def rate(group):
        return median(group, "TextCNN", "documentsPerSecond")

    key = "documentsPerSecond"
    for corpus in ("mr", "r8", "polarity2000"):
        for threads in (1, 2):
            group = training(corpus, threads)
            if corpus != "mr" and not group:
                continue
            where = f"{corpus}, {threads} thread{'s' * (threads > 1)}"
            add(f"training, random vectors, against torch plain ({where})",
                ratio(group, "TextCNN", "torch plain", key), 10, 25)
            add(f"… against torch careful ({where})", ratio(group, "TextCNN", "torch careful", key), 4, 10)
            add(f"… against torch rewritten ({where})", ratio(group, "TextCNN", "torch rewritten", key), 4, 10,
                note="TextCNN's own method in PyTorch")
            frozen = training(corpus, threads, "frozen")
            if frozen or corpus == "mr":
                add(f"training, frozen vectors, against torch careful ({where})",
                    ratio(frozen, "TextCNN", "torch careful", key), 3, 8)
                add(f"… against torch rewritten ({where})",
                    ratio(frozen, "TextCNN", "torch rewritten", key), 3, 8, note="TextCNN's own method in PyTorch")
    for threads in (1, 2):
        where = f"mr, {threads} thread{'s' * (threads > 1)}"
        static = rate(training("mr", threads))
        add(f"attention (window) against static, offsets each, time ({where})",
            divided(static, rate(training("mr", threads, kernel="attention", mode="window"))), 1.6, 1.25, more=False)
        add(f"attention (window), offsets shared, against static, offsets each, time ({where})",
            divided(static, rate(training("mr", threads, kernel="attention", mode="window", offsets="shared"))),
            0.8, 0.5, more=False)
    for threads in (1, 2):
        group = find(data("limit"), corpus="mr", threads=threads)
        add(f"whole training step against its forward GEMM at peak (mr, {threads} thread{'s' * (threads > 1)})",
            limit.share(group) if group else None, 3, 2, more=False)
    for threads in (1, 2):
        groups = [group for group in (data("predict") or {}).get("groups", [])
                  if group["setting"]["kernel"] == "static" and group["setting"]["threads"] == threads]
        ours = greatest(groups, ("TextCNN",))
        where = f"best batch of each, {threads} thread{'s' * (threads > 1)}"
        add(f"batch inference, text to label, against ONNX Runtime ({where})",
            divided(ours, greatest(groups, ("ONNX Runtime",))), 60, 150)
        add(f"… against ONNX Runtime, sorted by length ({where})",
            divided(ours, greatest(groups, ("ONNX Runtime by length",))), 60, 150)
        add(f"… against torch rewritten ({where})", divided(ours, greatest(groups, ("torch rewritten",))), 15, 40)
        add(f"… against torch folded ({where})", divided(ours, greatest(groups, ("torch folded",))), 15, 40,
            note="TextCNN's own method in PyTorch")
    stream = find(data("stream"))
    add("text to label against fastText's loaded model, bigrams, one thread",
        ratio(stream, "TextCNN static, 1 thread", "fastText bigrams", "loadedPerSecond"), 0.7, 1.5)
    add("single document in process, 20 words, p50", median(find(data("latency"), kernel="static"), "TextCNN", "p50"),
        20, 4, " µs", more=False)
    cold = find(data("cold"))
    add("cold start, one document, against fastText, small model",
        ratio(cold, "TextCNN static", "fastText words", "seconds"), 2, 1, more=False)
    add("… against fastText, bigrams", ratio(cold, "TextCNN static", "fastText bigrams", "seconds"), 2, 1, more=False)
    vectors = find(data("import"))
    add("import of a GloVe file against gensim's load", ratio(vectors, "gensim", "TextCNN", "seconds"), 3, 10)
    add("… peak memory", divided(median(vectors, "TextCNN", "peakBytes"), MEGABYTE), 200, 100, " MB", more=False)
    for dimension, threads in ((100, 1), (100, 2), (300, 2)):
        group = find(data("word2vec"), dimension=dimension, subwords=False, threads=threads)
        add(f"learning word vectors against gensim, words/s (d {dimension}, {threads} thread{'s' * (threads > 1)})",
            ratio(group, "TextCNN", "gensim", "wordsPerSecond"), 0.5, 1)
    for name in ("mr", "r8"):
        add(f"2 threads against 1, training ({name})", divided(rate(training(name, 2)), rate(training(name, 1))), 1.7, 1.9)
    for threads in (1, 2):
        add(f"peak memory of training MR ({threads} thread{'s' * (threads > 1)})",
            divided(median(training("mr", threads), "TextCNN", "peakBytes"), MEGABYTE), 150, 80, " MB", more=False)
    return made


def greatest(groups, names):
    """The greatest median rate of the named contenders over groups."""
    found = [median(group, name, "documentsPerSecond") for group in groups for name in names]
    return max((rate for rate in found if rate), default=None)


def verdict(value, floor, goal, more):
    if value is None:
        return "not measured"
    if value >= goal if more else value <= goal:
        return "goal reached"
    if value >= floor if more else value <= floor:
        return "above the floor"
    return "**below the floor**"


def report(sections):
    lines = []
    for name, value, floor, goal, unit, more, note in rows(sections):
        sign = "≥" if more else "≤"
        measured = times(value) if unit == "×" else (number(value) + unit if value is not None else "")
        lines.append([name + (f"; {note}" if note else ""), measured, f"{sign} {floor}{unit}", f"{sign} {goal}{unit}",
                      verdict(value, floor, goal, more)])
    return table(["target", "measured", "floor", "goal", "verdict"], lines)
