"""The other programs: fastText with fixed settings, fastText tuned by itself, a linear support vector machine.

Each is a function of a corpus, a division and a seed that returns the class number of every test document and what it
cost in seconds of the processor. Text comes as TextCNN's tokens with blanks between.
"""

import pathlib
import random
import re
import resource
import shutil
import subprocess
import tempfile
import threading
import time

# Sums of bigrams in 25 passes. The table of n-grams has 500,000 rows, not fastText's 2 million: no fewer than the corpora
# have bigrams, or nearly, and a run spends its time on learning instead of on filling and writing 800 MB.
BUCKET = ["-bucket", "500000"]
FIXED = ["-wordNgrams", "2", "-epoch", "25", "-lr", "0.5", "-dim", "100", "-minCount", "1", *BUCKET]


class PeerFailed(Exception):
    """A program that did not do its work, with the end of what it said."""


def fasttext_fixed(corpus, division, seed):
    return fasttext(corpus, division, FIXED, seed)


def fasttext(corpus, division, settings, seed):
    """Trains on all training documents with one thread; one thread and a seed give the same model again."""
    with work_folder() as folder:
        training = written(folder / "train.txt", labelled(corpus, shuffled(division.training, seed)))
        _, seconds = run(["fasttext", "supervised", "-input", training, "-output", folder / "model", *settings,
                          "-thread", "1", "-seed", str(seed), "-verbose", "0"])
        test = written(folder / "test.txt", (corpus.lines[document] for document in division.test))
        said, predicting = run(["fasttext", "predict", folder / "model.bin", test, "1"])
    said = said.splitlines()
    if len(said) != len(division.test):
        raise PeerFailed(f"fasttext predict: {len(said)} answers for {len(division.test)} documents")
    # A document without a known token has no answer; it counts as wrong.
    predictions = [int(line.removeprefix("__label__")) if line else -1 for line in said]
    return {"predictions": predictions, "trainingSeconds": seconds, "predictingSeconds": predicting}


def autotuned_settings(corpus, division, seconds, seed=1):
    """What fastText's own search finds in so many seconds by the clock on the dev documents, as options; it is cut off before
    it trains the winner once more, since `fasttext` does that on all training documents.

    The search is bounded by time, so another run or machine may find others: they are kept with the results. `cpuSeconds`
    tells how much of a core it had. A search of fastText 0.9.2 was seen not to end: one that takes twice its time is ended.

    - Raises: `PeerFailed` where it names no settings.
    """
    with work_folder() as folder:
        training = written(folder / "train.txt", labelled(corpus, shuffled(division.without_dev(), seed)))
        dev = written(folder / "dev.txt", labelled(corpus, division.dev))
        command = ["stdbuf", "-oL", "fasttext", "supervised", "-input", training, "-output", folder / "model",
                   "-autotune-validation", dev, "-autotune-duration", str(seconds), "-thread", "1", "-seed", str(seed),
                   "-verbose", "3", *BUCKET]
        found, said, isBest = {}, [], False
        before = children_seconds()
        with subprocess.Popen([str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                              text=True) as process:
            watch = threading.Timer(2 * seconds + 120, process.kill)
            watch.start()
            try:
                for line in process.stdout:
                    said.append(line.strip())
                    isBest = isBest or line.startswith("Best selected args")
                    setting = re.match(r"(\w+) = (\S+)$", line.strip())
                    if isBest and setting:
                        found[setting[1]] = setting[2]
                        if setting[1] == "loss":
                            break
            finally:
                watch.cancel()
                process.kill()
    spent = children_seconds() - before
    if "loss" not in found:
        raise PeerFailed(f"fasttext, autotune: named no best settings: {' / '.join(said[-3:])}")
    names = ("epoch", "lr", "dim", "minCount", "wordNgrams", "minn", "maxn", "loss")
    settings = [part for name in names if name in found for part in (f"-{name}", found[name])]
    trials = sum(line.startswith("Trial = ") for line in said)
    return {"settings": settings, "cpuSeconds": spent, "trials": trials}


def linear_svm(corpus, division, seed):
    """TF-IDF of words and bigrams, the counts' logarithms, and a linear support vector machine with C = 1."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.svm import LinearSVC
    vectorizer = TfidfVectorizer(
        tokenizer=str.split, token_pattern=None, lowercase=False, ngram_range=(1, 2), sublinear_tf=True)
    machine = LinearSVC(C=1, random_state=seed)
    start = time.process_time()
    features = vectorizer.fit_transform([corpus.lines[document] for document in division.training])
    machine.fit(features, [corpus.classes[document] for document in division.training])
    seconds = time.process_time() - start
    start = time.process_time()
    predictions = machine.predict(vectorizer.transform([corpus.lines[document] for document in division.test]))
    return {"predictions": [int(label) for label in predictions], "trainingSeconds": seconds,
            "predictingSeconds": time.process_time() - start}


def shuffled(documents, seed):
    """In random order: fastText goes through its file as it is, in every pass, and most corpora are sorted by class; on the first
    fold of CR as it is it is right on 71 of 100 documents, shuffled on 82."""
    documents = list(documents)
    random.Random(seed).shuffle(documents)
    return documents


def labelled(corpus, documents):
    return (f"__label__{corpus.classes[document]} {corpus.lines[document]}" for document in documents)


def written(path, lines):
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def run(command):
    """Runs a command; returns what it printed and the processor's seconds, since the machine may have other work."""
    before = children_seconds()
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    if done.returncode != 0:
        raise PeerFailed(f"{command[0]} {command[1]}: {' / '.join(done.stderr.strip().splitlines()[-3:])}"[:400])
    return done.stdout, children_seconds() - before


def children_seconds():
    """The processor's time of all commands so far."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


class work_folder(tempfile.TemporaryDirectory):
    """A folder that goes away, in memory where the system has such a place: models of 200 MB and more pass through it."""

    def __init__(self):
        memory = pathlib.Path("/dev/shm")
        super().__init__(prefix="textcnn-league-", dir=memory if memory.is_dir() else None)

    def __enter__(self):
        return pathlib.Path(super().__enter__())


def missing():
    """What must be installed first, in one sentence; nothing where all is there."""
    lacking = [name for name in ("fasttext", "stdbuf") if not shutil.which(name)]
    return f"{' and '.join(lacking)}: not found; apt-get install fasttext coreutils" if lacking else ""
