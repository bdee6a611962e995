"""LEAGUE.md from league.json and the per-document outcomes."""

import statistics

from harness.figures import table

from . import corpora, outcomes, running, textcnn

LINES = {f"textcnn-{name}": variant["title"] for name, variant in textcnn.VARIANTS.items()}
PEERS = {name: peer["title"] for name, peer in running.PEERS.items()}

# Chosen before anything is measured on a test part, unlike the best of the lines.
SINGLE = ("textcnn-static", "textcnn-static-wide", "textcnn-attention", "textcnn-tuned")


class League:
    """What the tables are made of."""

    def __init__(self, content, store):
        self.store, self.records = store, content.get("corpora", {})
        self.machine, self.options = content.get("machine", {}), content.get("options", {})
        self.names = [name for name in corpora.ALL if self.records.get(name, {}).get("lines")]

    def runs(self, corpus, line):
        return self.records[corpus]["lines"].get(line, {}).get("runs", [])

    def mean(self, corpus, line, key="accuracy"):
        found = [100 * run[key] for run in self.runs(corpus, line)]
        return statistics.mean(found) if found else None

    def cell(self, corpus, line, key="accuracy"):
        """mean ± standard deviation, in points."""
        found = [100 * run[key] for run in self.runs(corpus, line)]
        if not found:
            return ""
        said = f"{statistics.mean(found):.1f}" + (f" ± {statistics.stdev(found):.1f}" if len(found) > 1 else "")
        return said + ("†" if self.was_starved(corpus, line) else "")

    def was_starved(self, corpus, line):
        search = self.records[corpus]["lines"][line].get("autotune")
        return search and search["cpuSeconds"] < running.CORE_SHARE * search["limit"]

    def best(self, corpus, lines):
        scored = [(self.mean(corpus, line), line) for line in lines if self.runs(corpus, line)]
        return max(scored)[1] if scored else None

    def difference(self, corpus, first, second):
        """The gap of two lines in points, with its interval where both lines' documents are there."""
        one, two = self.mean(corpus, first), self.mean(corpus, second)
        if one is None or two is None:
            return None
        judged = [self.store.read(corpus, line) for line in (first, second)]
        if None in judged:
            return {"mean": one - two, "low": None, "high": None}
        found = outcomes.difference(*judged, self.records[corpus]["split"].endswith("folds"))
        return {key: 100 * value for key, value in found.items()}

    def differences(self, first, second):
        """A gap for each corpus that has both lines. `best` stands for the best single TextCNN line of the corpus."""
        found = {}
        for corpus in self.names:
            line = self.best(corpus, SINGLE) if first == "best" else first
            gap = self.difference(corpus, line, second) if line else None
            if gap:
                found[corpus] = gap
        return found


def render(content, store):
    """The whole report as Markdown."""
    league = League(content, store)
    present = [line for line in LINES if any(league.runs(corpus, line) for corpus in league.names)]
    text = [*head(league), "## Accuracy", "", "In %, mean ± standard deviation over runs or folds."
            + (" **Bold**: the best single TextCNN line of a corpus." if present else " TextCNN's lines are not measured yet."), "",
            accuracies(league, present), "", *marks(league),
            "## Macro-F1", "", "In %, of the classes that occur as truth or as prediction; with folds the mean over folds.", "",
            scores(league, present, "macroF1"), "", "## What it cost", "",
            "Seconds of training one model (of the processor for the peers, by the clock for TextCNN), the mean over runs. For the "
            "autotuned line in parentheses the search.", "", costs(league, present), ""]
    if present:
        text += ["## TextCNN against the others", "", *against(league, present)]
    text += ["## The others among themselves", "", comparisons(league, [
        ("fasttext-autotune", "fasttext"), ("svm", "fasttext"), ("svm", "fasttext-autotune")]), "", NOTE, "", *autotuned(league)]
    return "\n".join(text).rstrip() + "\n"


NOTE = (
    "Clearly: the corpus' own 95 % interval, over documents and seeds, leaves out zero. The mean and its interval (Student's t) and "
    "the p value take corpora for draws; r8 and r52, trec and trec-fine, sst1 and sst2 share documents, so they are fewer than they "
    "look.")


def head(league):
    machine = league.machine
    libraries = ", ".join(f"{name} {version}" for name, version in machine.get("libraries", {}).items())
    quick = ["**A quick run: small parts of the work. It shows that all goes, not how well.**", ""] if league.options.get("quick") else []
    return [
        "# The league", "",
        "TextCNN and other programs on many corpora: the same documents to learn from, the same to be judged on, the same tokens. Made by "
        "`Benchmarks/league.py`; how, and what differs in spite of that, is in [README.md](README.md#the-league). Every run is in "
        "`league.json`.", "",
        f"- {machine.get('date', '')}, commit {machine.get('commit', '')}",
        f"- {machine.get('processor', '')} {machine.get('instructions', '')}, {machine.get('cores', '')} cores, {machine.get('system', '')}",
        f"- Python {machine.get('python', '')}; {libraries}; fastText {machine.get('fasttext', '')}",
        f"- `{machine.get('command', '')}`; the last of the runs that made this, for what is there is not measured again", "",
        *quick]


def accuracies(league, present):
    rows = []
    for corpus in league.names:
        record = league.records[corpus]
        best = league.best(corpus, SINGLE)
        own = [f"**{cell}**" if line == best and (cell := league.cell(corpus, line)) else league.cell(corpus, line) for line in present]
        rows.append([corpus, f"{sum(record['sizes'].values()):,}", record["classes"], split(record), *own,
                     *(league.cell(corpus, line) for line in PEERS), record["published"]])
    return table(["corpus", "documents", "classes", "train / dev / test", *(LINES[line] for line in present), *PEERS.values(),
                  "published, %"], rows)


def split(record):
    if record["split"].endswith("folds"):
        return record["split"]
    return " / ".join(f"{record['sizes'].get(part, 0):,}" if part in record["sizes"] else "–" for part in ("train", "dev", "test"))


def scores(league, present, key):
    lines = [*present, *PEERS]
    rows = [[corpus, *(league.cell(corpus, line, key) for line in lines)] for corpus in league.names]
    return table(["corpus", *((LINES | PEERS)[line] for line in lines)], rows)


def costs(league, present):
    rows = []
    for corpus in league.names:
        row = [corpus]
        for line in [*present, *PEERS]:
            found = [run["trainingSeconds"] for run in league.runs(corpus, line)]
            said = f"{statistics.mean(found):.1f}" if found else ""
            search = league.records[corpus]["lines"].get(line, {}).get("autotune")
            row.append(said + (f" ({search['cpuSeconds']:.0f})" if search else ""))
        rows.append(row)
    return table(["corpus", *((LINES | PEERS)[line] for line in [*present, *PEERS])], rows)


def marks(league):
    """What a dagger means, and which runs are fewer than the others'."""
    said = []
    starved = [corpus for corpus in league.names for line in PEERS if line in league.records[corpus]["lines"] and league.was_starved(corpus, line)]
    if starved:
        said += [f"† The search had less than {100 * running.CORE_SHARE:.0f} % of its time on a core, because the machine had other work: "
                 "it tried fewer settings than it should have. Another run repeats it.", ""]
    counts = {}
    for corpus in league.names:
        for line in PEERS:
            number = len(league.runs(corpus, line))
            if number and line != "svm" and not league.records[corpus]["split"].endswith("folds"):
                counts.setdefault((line, number), []).append(corpus)
    usual = max((number for _, number in counts), default=0)
    fewer = [f"{PEERS[line]} {number} of {usual} seeds on {', '.join(names)}" for (line, number), names in counts.items() if number < usual]
    return said + ([f"Fewer seeds, for want of time: {'; '.join(fewer)}.", ""] if fewer else [])


def comparisons(league, pairs):
    """Lines against lines over all corpora."""
    rows = []
    names = LINES | PEERS | {"best": "best single TextCNN line"}
    for first, second in pairs:
        gaps = league.differences(first, second)
        whole = outcomes.mean_over_corpora([gap["mean"] for gap in gaps.values()])
        if not whole:
            continue
        clear = [gap for gap in gaps.values() if gap["low"] is not None]
        above, below = sum(gap["low"] > 0 for gap in clear), sum(gap["high"] < 0 for gap in clear)
        rows.append([f"{names[first]} − {names[second]}", f"{whole['wins']} of {whole['count']}", f"{whole['losses']}",
                     f"{above}, {below} of {len(clear)}",
                     f"{whole['mean']:+.2f} ({whole['low']:+.2f} to {whole['high']:+.2f})", f"{whole['wilcoxon']:.2g}"])
    return table(["lines", "above on", "below on", "clearly above, below", "mean difference, 95 % interval", "Wilcoxon's p"], rows)


def against(league, present):
    pairs = [(line, peer) for line in present for peer in PEERS]
    own = [("textcnn-attention", "textcnn-static"), ("textcnn-attention", "textcnn-static-wide"),
           ("textcnn-tuned", "textcnn-static"), ("textcnn-ensemble", "textcnn-static")]
    text = [comparisons(league, pairs + [("best", peer) for peer in PEERS]), "",
            "The best single line is chosen by the test documents: its lead is too high by what that choice gains. The other lines chose nothing "
            "by them.", "", "### TextCNN's lines among themselves", "", comparisons(league, own), ""]
    gaps = league.differences("textcnn-attention", "textcnn-static")
    rows = [[corpus, f"{gap['mean']:+.2f}", f"{gap['low']:+.2f} to {gap['high']:+.2f}" if gap["low"] is not None else ""]
            for corpus, gap in gaps.items()]
    return text + ["### Attention − static, corpus by corpus", "", table(["corpus", "points", "95 % interval"], rows), ""] if rows else text


def autotuned(league):
    """Which settings fastText's search found."""
    rows = []
    for corpus in league.names:
        search = league.records[corpus]["lines"].get("fasttext-autotune", {}).get("autotune")
        if search:
            rows.append([corpus, search["trials"], f"{search['cpuSeconds']:.0f} of {search['limit']}", f"`{' '.join(search['settings'])}`"])
    return ["## What fastText's search found", "", table(["corpus", "trials", "seconds of a core", "settings"], rows), ""] if rows else []
