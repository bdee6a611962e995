"""TextCNN's own lines: `textcnn tune` and `textcnn compare`, and what they leave.

Scores come from the JSON of `compare` (`ExperimentReport` in Sources/Experiments), what each document was taken for from the
store of its runs. The folds, the dev parts and the documents are those that the peers have.
"""

import hashlib
import json
import sqlite3
import struct
import subprocess

import numpy as np

# In the order of the report. `vectors` alone knows something that is not in the corpus: a store of GoogleNews' word vectors
# (corpora/fetch-vectors.py), if there is one, and for English only. `ensemble` joins the five runs of `static`, and so costs
# nothing; with folds it would take 40 trainings more, and is left out.
VARIANTS = {
    "static": {"title": "static", "options": "--kernel static"},
    "static-wide": {"title": "static, widened", "options": "--kernel static --match-parameters-of attention"},
    "attention": {"title": "attention", "options": "--kernel attention"},
    "tuned": {"title": "tuned", "options": ""},
    "vectors": {"title": "static, pre-trained vectors", "options": "--kernel static --store {store}"},
    "ensemble": {"title": "five static", "options": "--kernel static --ensemble 5"},
}
MEMBERS = 5


class TextCNNFailed(Exception):
    """A command that failed, with the end of what it said."""


class TextCNN:
    """The program, the folder of what it leaves, and how much it may do."""

    def __init__(self, program, folder, runs, threads, say):
        self.program, self.folder, self.runs, self.threads, self.say = program, folder, runs, threads, say
        self.store = folder / "runs.sqlite"
        self.vectors = folder.parent / "vectors.sqlite"
        folder.mkdir(parents=True, exist_ok=True)

    def measure(self, corpus, variants, tune_seconds):
        """Trains the variants on a corpus, as far as that has not been done; returns the report of `compare`."""
        options = "--tokenizer characters" if corpus.is_chinese else "--tokenizer words"
        chosen = {}
        for name in variants:
            if name == "tuned":
                chosen[name] = self.tuned_options(corpus, options, tune_seconds)
            elif name == "vectors":
                if self.vectors.exists() and not corpus.is_chinese:
                    chosen[name] = VARIANTS[name]["options"].format(store=self.vectors)
            elif name != "ensemble":
                chosen[name] = VARIANTS[name]["options"]
        often = ["--folds", "10"] if corpus.is_folded else ["--runs", str(self.runs)]
        report = self.compare(corpus, options, chosen, often)
        if "ensemble" in variants and not corpus.is_folded and self.runs == MEMBERS:
            # Member m of its one run has the seed of static's run m.
            pair = {name: VARIANTS[name]["options"] for name in ("static", "ensemble")}
            joined = self.compare(corpus, options, pair, ["--runs", "1"])
            report["variants"].append(joined["variants"][1])
            report["corpora"][0]["variants"].append(joined["corpora"][0]["variants"][1])
        return report

    def compare(self, corpus, options, chosen, often):
        tables = [f"[[variant]]\nname = {json.dumps(name)}\noptions = {json.dumps(own)}\n" for name, own in chosen.items()]
        plan = self.folder / f"{corpus.name}.toml"
        plan.write_text(f"options = {json.dumps(options)}\n\n" + "\n".join(tables))
        said = self.run("compare", corpus.folder, "--plan", plan, "--results", self.store, "--json", *often)
        return json.loads(said)

    def tuned_options(self, corpus, options, seconds):
        """What a search of so many seconds finds on the dev documents; for folds on the first one's training part, as
        fastText's. The test documents have no say."""
        kept = self.folder / f"{corpus.name}.tuned.json"
        if not kept.exists():
            division = corpus.divisions[0]
            training = self.folder / f"{corpus.name}.tune.tsv"
            training.write_text(lines(corpus, division.training), encoding="utf-8")
            more = []
            if division.dev_is_apart:
                dev = self.folder / f"{corpus.name}.tune-dev.tsv"
                dev.write_text(lines(corpus, division.dev), encoding="utf-8")
                more = ["--dev", dev]
            kept.write_text(self.run("tune", training, "--time", f"{seconds}s", "--trials", "60", "--results",
                                     self.store, "--json", *more, *options.split()))
        best = json.loads(kept.read_text())["trials"][0]
        # As `tune --output` trains the best: as long as was best, and on all documents where a part of them judged.
        everything = "" if corpus.divisions[0].dev_is_apart else " --dev-fraction 0"
        return f"{best['options']} --epochs {best['bestEpoch']} --patience 0{everything}"

    def run(self, *command):
        """Runs a command of the program; returns what it printed."""
        command = [str(part) for part in (self.program, *command, "--threads", self.threads)]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode != 0:
            raise TextCNNFailed(f"textcnn {command[1]}: {' / '.join(done.stderr.strip().splitlines()[-3:])}"[:600])
        return done.stdout


def lines(corpus, documents):
    return "".join(f"{corpus.documents[d].label}\t{corpus.documents[d].text}\n" for d in documents)


def record(results, corpus, report, store, database, commit):
    """Enters a report of `compare` on one corpus into the results, and into the store which documents each run had right.

    `report` needs `corpora[0].variants[]` with `name` and `runs[]` (`seed`, `accuracy`, `macroF1`, `trainingSeconds`).
    Where the database has not a variant's runs, only its scores are entered.
    """
    rows = rows_of(database, corpus)
    entries = results.content["corpora"][corpus.name]["lines"]
    static = None
    for variant in report["corpora"][0]["variants"]:
        line = f"textcnn-{variant['name']}"
        runs = [{"seed": run["seed"], "accuracy": run["accuracy"], "macroF1": run["macroF1"],
                 "trainingSeconds": run["trainingSeconds"]} for run in variant["runs"]]
        options = next((said["options"] for said in report["variants"] if said["name"] == variant["name"]), "")
        # Where a store lies is nobody's business.
        options = options.replace(f"{database.parent.parent}/", "")
        entries[line] = {"settings": options, "date": report["date"], "commit": commit, "runs": runs,
                         "cost": variant["cost"]}
        if variant["name"] == "ensemble":
            found = ensemble_rows(rows, static and static[:len(runs)], len(runs))
        else:
            found = [rows.get((run["seed"], run["trainingSeconds"])) for run in runs]
        if variant["name"] == "static":
            static = found
        judged = judge(corpus, found, runs)
        if judged:
            store.write(corpus.name, line, judged)
        else:
            store.path(corpus.name, line).unlink(missing_ok=True)
    results.save()


def rows_of(database, corpus):
    """A corpus' finished runs by seed and training time, which no two have alike."""
    if not database.exists():
        return {}
    trained = digest(corpus.documents[d] for d in corpus.parts["all" if corpus.is_folded else "train"])
    rows = {}
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        query = "SELECT configuration, outcome, probabilities FROM run"
        for configuration, outcome, probabilities in connection.execute(query):
            key, outcome = json.loads(configuration), json.loads(outcome)
            if key["corpus"] == trained:
                table = np.frombuffer(probabilities, dtype="<f4").reshape(-1, len(outcome["labels"]))
                seed = key["configuration"].pop("seed")
                rows[(seed, outcome["trainingSeconds"])] = {
                    "labels": outcome["labels"], "probabilities": table, "seed": seed, "key": json.dumps(key, sort_keys=True)}
    return rows


def ensemble_rows(rows, static, runs):
    """The mean probabilities of the members: run r's have the seeds of static's run r, and then every `runs`-th."""
    made = []
    for first in static or [None] * runs:
        members = first and [row for row in rows.values() if row["key"] == first["key"]
                             and row["seed"] in range(first["seed"], first["seed"] + MEMBERS * runs, runs)]
        if members and len(members) == MEMBERS:
            made.append(first | {"probabilities": np.mean([row["probabilities"] for row in members], axis=0)})
        else:
            made.append(None)
    return made


def judge(corpus, rows, runs):
    """Which test documents each run had right; nothing where a run is missing or says other than the report."""
    if not all(rows):
        return None
    judged = []
    for number, (row, run) in enumerate(zip(rows, runs)):
        test = corpus.divisions[number if corpus.is_folded else 0].test
        if len(row["probabilities"]) != len(test):
            return None
        said = [row["labels"][label] for label in row["probabilities"].argmax(axis=1)]
        right = [label == corpus.documents[document].label for label, document in zip(said, test)]
        if abs(sum(right) / len(right) - run["accuracy"]) > 1e-9:
            return None
        judged.append((test, right))
    return judged


def digest(documents):
    """SHA-256 of labels and texts, each behind its length, as TextCNN has it."""
    hashed = hashlib.sha256()
    for document in documents:
        for text in (document.label.encode(), document.text.encode()):
            hashed.update(struct.pack("<Q", len(text)) + text)
    return hashed.hexdigest()
