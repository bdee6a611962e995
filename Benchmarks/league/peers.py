"""The other programs: fastText with fixed settings, fastText tuned by itself, a linear support vector machine.

Each is a function of a corpus, a division and a seed that returns the class number of every test document and what it
cost in seconds of the processor. Text comes as TextCNN's tokens with blanks between.
"""

import os
import pathlib
import random
import re
import resource
import shutil
import subprocess
import tempfile
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


def autotuned_settings(corpus, division, seconds, clock, seed=1):
    """What fastText's own search finds in so many seconds of the processor on the dev documents, as options.

    The search itself goes by the clock, from wide steps to small ones in `clock` seconds; it does not cut off a trial that
    is at work when they are over, which may be one of minutes. So it is ended here, and of the trials that were done the
    first of the best is taken, as fastText would. It is bounded by time: another run may find other settings, and so they
    are kept with the results. `cpuSeconds` tells how much of a core it had.

    - Raises: `PeerFailed` where no trial was done.
    """
    with work_folder() as folder:
        training = written(folder / "train.txt", labelled(corpus, shuffled(division.without_dev(), seed)))
        dev = written(folder / "dev.txt", labelled(corpus, division.dev))
        command = ["stdbuf", "-oL", "fasttext", "supervised", "-input", training, "-output", folder / "model",
                   "-autotune-validation", dev, "-autotune-duration", str(clock), "-thread", "1", "-seed", str(seed),
                   "-verbose", "3", *BUCKET]
        before, start = children_seconds(), time.monotonic()
        said = folder / "said.txt"
        with said.open("w") as out, subprocess.Popen(
                [str(part) for part in command], stdout=out, stderr=subprocess.DEVNULL) as process:
            try:
                while process.poll() is None and process_seconds(process.pid) < seconds:
                    if time.monotonic() - start > 2 * clock + 60 or "Best selected args" in said.read_text():
                        break
                    time.sleep(0.2)
            finally:
                process.kill()
        text = said.read_text().split("Best selected args")[0]
    spent = children_seconds() - before
    trials = [dict(re.findall(r"^(\w+) = (\S+)$", trial, re.M)) for trial in text.split("Trial = ")[1:]]
    trials = [trial for trial in trials if "currentScore" in trial]
    if not trials:
        raise PeerFailed(f"fasttext, autotune: no trial was done in {spent:.0f} s of the processor")
    best = max(trials, key=lambda trial: float(trial["currentScore"]))
    names = ("epoch", "lr", "dim", "minCount", "wordNgrams", "minn", "maxn", "loss")
    return {"settings": [part for name in names for part in (f"-{name}", best[name])], "trials": len(trials),
            "devScore": float(best["currentScore"]), "cpuSeconds": spent}


def process_seconds(process):
    """The processor's time of a running process; where the system does not tell, 0, so that the clock decides."""
    try:
        fields = pathlib.Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


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
