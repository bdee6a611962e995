"""Runs the peers over the corpora; every line of every corpus is stored as soon as it is there, and not run again."""

import datetime
import time

from . import outcomes, peers

# Lines with these settings; the version is part of what is stored, so that a change of settings runs them again.
PEERS = {
    "fasttext": {"title": "fastText", "settings": " ".join(peers.FIXED)},
    "fasttext-autotune": {"title": "fastText, autotuned", "settings": " ".join(peers.BUCKET)},
    "svm": {"title": "TF-IDF + linear SVM", "settings": "1-2-grams, sublinear, C 1"},
}

# A search that had less than this part of its time on a core is repeated by the next run.
CORE_SHARE = 0.8


class Runner:
    """What a run of the league needs to measure peers."""

    def __init__(self, results, store, seeds, autotune_seconds, say):
        self.results, self.store = results, store
        self.seeds, self.autotune_seconds, self.say = seeds, autotune_seconds, say

    def is_done(self, corpus, line, runs):
        record = self.record(corpus)["lines"].get(line)
        return (record is not None and record["settings"] == PEERS[line]["settings"] and len(record["runs"]) >= runs
                and self.store.path(corpus.name, line).exists() and self.had_a_core(record.get("autotune")))

    def had_a_core(self, search):
        """Whether a search may be kept: where other work took most of the core, less was tried than its time says."""
        return search is None or (search["limit"] == self.autotune_seconds and search["cpuSeconds"] >= CORE_SHARE * search["limit"])

    def record(self, corpus):
        """The corpus' entry, with its description brought up to date."""
        records = self.results.content.setdefault("corpora", {})
        record = records.setdefault(corpus.name, {"lines": {}})
        record |= {"split": corpus.split_name(), "sizes": corpus.sizes(), "classes": len(corpus.labels),
                   "isChinese": corpus.is_chinese, "published": corpus.published}
        return record

    def measure(self, corpus, line, seeds):
        """Runs a line: each fold once, or the published split with each seed. The machine draws nothing that matters: once."""
        runs = len(corpus.divisions) if corpus.is_folded else 1 if line == "svm" else seeds
        if self.is_done(corpus, line, runs):
            return
        start = time.perf_counter()
        entry = {"settings": PEERS[line]["settings"], "date": datetime.datetime.now().isoformat(timespec="seconds"), "runs": []}
        run = {"fasttext": peers.fasttext_fixed, "svm": peers.linear_svm}.get(line)
        if line == "fasttext-autotune":
            entry["autotune"] = self.autotuned(corpus)
            run = lambda *call: peers.fasttext(*call[:2], entry["autotune"]["settings"] + peers.BUCKET, call[2])  # noqa: E731
        judged = []
        for number in range(runs):
            division = corpus.divisions[number if corpus.is_folded else 0]
            seed = 1 if corpus.is_folded else number + 1
            outcome = run(corpus, division, seed)
            predictions = outcome.pop("predictions")
            truth = [corpus.classes[document] for document in division.test]
            entry["runs"].append({"seed": seed} | ({"fold": number} if corpus.is_folded else {})
                                 | outcomes.scores(truth, predictions, len(corpus.labels)) | outcome)
            judged.append((division.test, [said == true for said, true in zip(predictions, truth)]))
        entry["seconds"] = time.perf_counter() - start
        self.store.write(corpus.name, line, judged)
        self.record(corpus)["lines"][line] = entry
        self.results.save()
        accuracies = [one["accuracy"] for one in entry["runs"]]
        self.say(f"{corpus.name}: {line}: {100 * sum(accuracies) / runs:.2f} % in {runs} runs [{entry['seconds']:.0f} s]")

    def autotuned(self, corpus):
        """What fastText's search found: once a corpus, for folds on the first one's training part."""
        before = self.record(corpus)["lines"].get("fasttext-autotune", {})
        if before.get("settings") == PEERS["fasttext-autotune"]["settings"] and self.had_a_core(before["autotune"]):
            return before["autotune"]
        seconds = self.autotune_seconds
        found = {"limit": seconds} | peers.autotuned_settings(corpus, corpus.divisions[0], seconds)
        if not self.had_a_core(found):
            self.say(f"{corpus.name}: the search had {found['cpuSeconds']:.0f} of {seconds} s of a core; the next run repeats it")
        return found
