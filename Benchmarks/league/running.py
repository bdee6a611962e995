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

# A line whose training takes longer has one seed; and a search lasts at most so long.
SLOW_SECONDS = 12
MOST_SECONDS = 60


class Runner:
    """What a run of the league needs to measure peers."""

    def __init__(self, results, store, seeds, autotune_seconds, say):
        self.results, self.store = results, store
        self.seeds, self.autotune_seconds, self.say = seeds, autotune_seconds, say
        # Half a core: what other work leaves on a machine of two, for a start.
        self.core_share = 0.5

    def had_a_core(self, search):
        """Whether a search may be kept: where other work took most of the core, less was tried than its time says; and one
        of less time than is asked for now is repeated."""
        return search is None or (
            search["limit"] >= self.autotune_seconds and search["cpuSeconds"] >= CORE_SHARE * search["limit"])

    def kept(self, corpus, line):
        """What is there of a line and may stay: its entry, and which documents its runs had right."""
        entry, judged = self.record(corpus)["lines"].get(line), self.store.read(corpus.name, line)
        if (entry is None or judged is None or entry["settings"] != PEERS[line]["settings"]
                or not self.had_a_core(entry.get("autotune"))):
            return {"settings": PEERS[line]["settings"], "runs": []}, []
        return entry, judged

    def wanted_runs(self, corpus, line, entry, seeds):
        """Each fold once, or the given split with each seed; with one where that is slow, or the program draws nothing that
        matters."""
        if corpus.is_folded:
            return len(corpus.divisions)
        is_slow = entry["runs"] and entry["runs"][0]["trainingSeconds"] > SLOW_SECONDS
        return 1 if line == "svm" or is_slow else seeds

    def record(self, corpus):
        """The corpus' entry, with its description brought up to date."""
        records = self.results.content.setdefault("corpora", {})
        record = records.setdefault(corpus.name, {"lines": {}})
        record |= {"split": corpus.split_name(), "sizes": corpus.sizes(), "classes": len(corpus.labels),
                   "isChinese": corpus.is_chinese, "published": corpus.published}
        return record

    def measure(self, corpus, line, seeds):
        """Runs what is missing of a line, and stores it."""
        entry, judged = self.kept(corpus, line)
        runs = self.wanted_runs(corpus, line, entry, seeds)
        if len(entry["runs"]) >= runs:
            return
        start = time.perf_counter()
        run = {"fasttext": peers.fasttext_fixed, "svm": peers.linear_svm}.get(line)
        if line == "fasttext-autotune":
            if "autotune" not in entry:
                entry["autotune"] = self.search(corpus)
            settings = entry["autotune"]["settings"] + peers.BUCKET
            run = lambda corpus, division, seed: peers.fasttext(corpus, division, settings, seed)  # noqa: E731
        for number in range(len(entry["runs"]), runs):
            division = corpus.divisions[number if corpus.is_folded else 0]
            seed = 1 if corpus.is_folded else number + 1
            outcome = run(corpus, division, seed)
            predictions = outcome.pop("predictions")
            truth = [corpus.classes[document] for document in division.test]
            entry["runs"].append({"seed": seed} | ({"fold": number} if corpus.is_folded else {})
                                 | outcomes.scores(truth, predictions, len(corpus.labels)) | outcome)
            judged.append((division.test, [said == true for said, true in zip(predictions, truth)]))
        entry["date"] = datetime.datetime.now().astimezone().isoformat(timespec="seconds")
        self.store.write(corpus.name, line, judged)
        self.record(corpus)["lines"][line] = entry
        self.results.save()
        mean = 100 * sum(one["accuracy"] for one in entry["runs"]) / runs
        self.say(f"{corpus.name}: {line}: {mean:.2f} % in {runs} runs [{time.perf_counter() - start:.0f} s]")

    def search(self, corpus):
        """What fastText's search finds: once a corpus, for folds on the first one's training part. Where a training is slow it
        has the time of three. Its time by the clock is stretched by what the search before lacked of a core."""
        fixed = self.record(corpus)["lines"].get("fasttext", {}).get("runs")
        seconds = max(self.autotune_seconds, min(MOST_SECONDS, round(3 * fixed[0]["trainingSeconds"])) if fixed else 0)
        start = time.monotonic()
        clock = round(seconds / self.core_share)
        found = {"limit": seconds} | peers.autotuned_settings(corpus, corpus.divisions[0], seconds, clock)
        self.core_share = min(1, max(0.1, found["cpuSeconds"] / (time.monotonic() - start)))
        if not self.had_a_core(found):
            had = found["cpuSeconds"]
            self.say(f"{corpus.name}: the search had {had:.0f} of {seconds} s of a core; the next run repeats it")
        return found
