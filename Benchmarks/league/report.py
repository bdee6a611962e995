"""LEAGUE.md from league.json and the per-document outcomes."""

import statistics

from harness.figures import table

from . import outcomes, running, textcnn
from .standing import SINGLE, League

OWN = {f"textcnn-{name}": variant["title"] for name, variant in textcnn.VARIANTS.items()}
PEERS = {name: peer["title"] for name, peer in running.PEERS.items()}
TITLES = OWN | PEERS | {"best": "best single TextCNN line"}

CLEARLY = (
    "Clearly: the corpus' own 95 % interval, over documents and seeds, leaves out zero. The mean and its interval (Student's t) "
    "and the p value take corpora for draws; r8 and r52, trec and trec-fine, sst1 and sst2 share documents, so they are fewer "
    "than they look.")


def render(content, store):
    """The whole report as Markdown."""
    league = League(content, store)
    present = [line for line in OWN if any(league.runs(corpus, line) for corpus in league.names)]
    said = " **Bold**: the best single TextCNN line of a corpus." if present else " TextCNN's lines are not measured yet."
    text = [
        *head(league),
        "## Accuracy", "", f"In %, mean ± standard deviation over runs or folds.{said}", "",
        accuracies(league, present), "", *remarks(league),
        "## Macro-F1", "",
        "In %, of the classes that occur as truth or as prediction; with folds the mean over folds.", "",
        macro_scores(league, present), "",
        "## What it cost", "",
        "Seconds of training one model (of the processor for the others, by the clock for TextCNN), the mean over runs. In "
        "parentheses fastText's search.", "",
        costs(league, present), ""]
    if present:
        text += against(league, present)
    pairs = [("fasttext-autotune", "fasttext"), ("svm", "fasttext"), ("svm", "fasttext-autotune")]
    text += ["## The others among themselves", "", comparisons(league, pairs), "", CLEARLY, "", *searches(league)]
    return "\n".join(text).rstrip() + "\n"


def head(league):
    machine = league.machine
    libraries = ", ".join(f"{name} {version}" for name, version in machine.get("libraries", {}).items())
    text = [
        "# The league", "",
        "TextCNN and other programs on many corpora: the same documents to learn from, the same to be judged on, the same "
        "tokens. Made by `Benchmarks/league.py`; how, and what differs in spite of that, is in "
        "[README.md](README.md#the-league). Every run is in `league.json`.", "",
        f"- {machine.get('date', '')}, commit {machine.get('commit', '')}",
        f"- {machine.get('processor', '')} {machine.get('instructions', '')}, {machine.get('cores', '')} cores, "
        f"{machine.get('system', '')}",
        f"- Python {machine.get('python', '')}; {libraries}; fastText {machine.get('fasttext', '')}",
        f"- `{machine.get('command', '')}`, the last of the runs that made this: what is there is not measured again", ""]
    if league.options.get("quick"):
        text += ["**A quick run: small parts of the work. It shows that all goes, not how well.**", ""]
    return text


def accuracies(league, present):
    rows = []
    for corpus in league.names:
        record, best = league.records[corpus], league.best(corpus, SINGLE)
        own = [league.cell(corpus, line) for line in present]
        own = [f"**{cell}**" if line == best else cell for line, cell in zip(present, own)]
        rows.append([corpus, f"{sum(record['sizes'].values()):,}", record["classes"], split(record), *own,
                     *(league.cell(corpus, line) for line in PEERS), record["published"]])
    titles = [TITLES[line] for line in [*present, *PEERS]]
    return table(["corpus", "documents", "classes", "train / dev / test", *titles, "published, %"], rows)


def split(record):
    if record["split"].endswith("folds"):
        return record["split"]
    sizes = record["sizes"]
    return " / ".join(f"{sizes[part]:,}" if part in sizes else "–" for part in ("train", "dev", "test"))


def macro_scores(league, present):
    lines = [*present, *PEERS]
    rows = [[corpus, *(league.cell(corpus, line, "macroF1") for line in lines)] for corpus in league.names]
    return table(["corpus", *(TITLES[line] for line in lines)], rows)


def costs(league, present):
    rows = []
    for corpus in league.names:
        row = [corpus]
        for line in [*present, *PEERS]:
            found = [run["trainingSeconds"] for run in league.runs(corpus, line)]
            search = league.search(corpus, line)
            row.append((f"{statistics.mean(found):.1f}" if found else "")
                       + (f" ({search['cpuSeconds']:.0f})" if search else ""))
        rows.append(row)
    return table(["corpus", *(TITLES[line] for line in [*present, *PEERS])], rows)


def remarks(league):
    """What a dagger means, and which runs are fewer than the others'."""
    text = []
    if any(league.was_starved(corpus, line) for corpus in league.names for line in PEERS):
        text += [f"† The search had less than {100 * running.CORE_SHARE:.0f} % of its time on a core, because the machine had "
                 "other work: it tried fewer settings than it should have. Another run repeats it.", ""]
    counts = {}
    for corpus in league.names:
        for line in ("fasttext", "fasttext-autotune"):
            number = len(league.runs(corpus, line))
            if number and not league.is_folded(corpus):
                counts.setdefault((line, number), []).append(corpus)
    usual = max((number for _, number in counts), default=0)
    fewer = [f"{TITLES[line]} {number} of {usual} seeds on {', '.join(names)}"
             for (line, number), names in counts.items() if number < usual]
    if fewer:
        text += [f"Fewer seeds, for want of time: {'; '.join(fewer)}.", ""]
    lacking = [f"{TITLES[line]} on {', '.join(names)}" for line in PEERS
               if (names := [corpus for corpus in league.names if not league.runs(corpus, line)])]
    if lacking:
        text += [f"Not measured yet: {'; '.join(lacking)}.", ""]
    return text


def comparisons(league, pairs):
    """Lines against lines over all corpora that have both."""
    rows = []
    for first, second in pairs:
        gaps = league.differences(first, second).values()
        whole = outcomes.mean_over_corpora([gap["mean"] for gap in gaps])
        if not whole:
            continue
        judged = [gap for gap in gaps if gap["low"] is not None]
        above, below = sum(gap["low"] > 0 for gap in judged), sum(gap["high"] < 0 for gap in judged)
        rows.append([
            f"{TITLES[first]} − {TITLES[second]}", f"{whole['wins']} of {whole['count']}", whole["losses"],
            f"{above}, {below} of {len(judged)}",
            f"{whole['mean']:+.2f} ({whole['low']:+.2f} to {whole['high']:+.2f})", f"{whole['wilcoxon']:.2g}"])
    header = ["lines", "above on", "below on", "clearly above, below", "mean difference, 95 % interval", "Wilcoxon's p"]
    return table(header, rows)


def against(league, present):
    pairs = [(line, peer) for line in [*present, "best"] for peer in PEERS]
    own = [("textcnn-attention", "textcnn-static"), ("textcnn-attention", "textcnn-static-wide"),
           ("textcnn-tuned", "textcnn-static"), ("textcnn-ensemble", "textcnn-static")]
    text = ["## TextCNN against the others", "", comparisons(league, pairs), "",
            "The best single line of a corpus is chosen by its test documents: its lead is too high by what that choice gains. The "
            "other lines chose nothing by them.", "",
            "## TextCNN's lines among themselves", "", comparisons(league, own), ""]
    gaps = league.differences("textcnn-attention", "textcnn-static")
    rows = [[corpus, f"{gap['mean']:+.2f}",
             f"{gap['low']:+.2f} to {gap['high']:+.2f}" if gap["low"] is not None else ""] for corpus, gap in gaps.items()]
    return text + (["Attention − static, in points of accuracy:", "", table(["corpus", "mean", "95 % interval"], rows), ""]
                   if rows else [])


def searches(league):
    """Which settings fastText's search found."""
    rows = []
    for corpus in league.names:
        search = league.search(corpus, "fasttext-autotune")
        if search:
            rows.append([corpus, search["trials"], f"{search['cpuSeconds']:.0f} of {search['limit']}",
                         f"`{' '.join(search['settings'])}`"])
    header = ["corpus", "trials", "seconds of a core", "settings"]
    said = ("A search begins with fastText's own defaults (5 epochs, rate 0.1, no bigrams), and draws at random from there: in so "
            "short a time it tries a handful, and where it found nothing better than its beginning it is below the fixed settings. "
            "fastText's usual time is 300 s.")
    return ["## What fastText's search found", "", said, "", table(header, rows), ""] if rows else []
