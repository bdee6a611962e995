"""What the league's tables are made of: scores of lines, and differences between them."""

import statistics

from . import corpora, outcomes, running

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

    def is_folded(self, corpus):
        return self.records[corpus]["split"].endswith("folds")

    def search(self, corpus, line):
        """What fastText's own search found, and what it had; None for other lines."""
        return self.records[corpus]["lines"].get(line, {}).get("autotune")

    def was_starved(self, corpus, line):
        search = self.search(corpus, line)
        return search is not None and search["cpuSeconds"] < running.CORE_SHARE * search["limit"]

    def best(self, corpus, lines):
        scored = [(self.mean(corpus, line), line) for line in lines if self.runs(corpus, line)]
        return max(scored)[1] if scored else None

    def difference(self, corpus, first, second):
        """The gap of two lines in points, with its interval where both lines' documents are there."""
        one, two = self.mean(corpus, first), self.mean(corpus, second)
        if one is None or two is None:
            return None
        judged = [self.store.read(corpus, line) for line in (first, second)]
        if any(runs is None for runs in judged):
            return {"mean": one - two, "low": None, "high": None}
        found = outcomes.difference(*judged, self.is_folded(corpus))
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
