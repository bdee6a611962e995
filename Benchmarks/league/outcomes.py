"""Which documents each run of a line had right, and the statistics of that.

A file `documents/CORPUS/LINE.npz` of the ignored folder holds for run r the documents `documents{r}` (places in the corpus:
train.tsv, dev.tsv and test.tsv one behind the other, or all.tsv) and whether they were right, `right{r}`.
"""

import math

import numpy as np
from scipy import stats


class Outcomes:
    """The files of per-document outcomes."""

    def __init__(self, folder):
        self.folder = folder

    def path(self, corpus, line):
        return self.folder / corpus / f"{line}.npz"

    def write(self, corpus, line, runs):
        """`runs`: a list of (documents, right or wrong)."""
        path = self.path(corpus, line)
        path.parent.mkdir(parents=True, exist_ok=True)
        arrays = {}
        for number, (documents, right) in enumerate(runs):
            arrays[f"documents{number}"] = np.asarray(documents, dtype=np.int32)
            arrays[f"right{number}"] = np.asarray(right, dtype=bool)
        part = path.with_name(f".{path.name}")
        np.savez_compressed(part, **arrays)
        part.replace(path)

    def read(self, corpus, line):
        """The runs of a line, or None where there is no file."""
        path = self.path(corpus, line)
        if not path.exists():
            return None
        with np.load(path) as file:
            return [(file[f"documents{r}"], file[f"right{r}"]) for r in range(len(file.files) // 2)]


def scores(truth, predictions, classes):
    """Accuracy, and the plain mean of F1 over the classes that occur as truth or as prediction."""
    truth, predictions = np.asarray(truth), np.asarray(predictions)
    hits = np.bincount(truth[truth == predictions], minlength=classes)
    asked = np.bincount(truth, minlength=classes)
    said = np.bincount(predictions[predictions >= 0], minlength=classes)
    occurring = asked + said > 0
    return {"accuracy": float(np.mean(truth == predictions)),
            "macroF1": float(np.mean(2 * hits[occurring] / (asked + said)[occurring]))}


def mean_right(runs):
    """Every tested document and how often it was right, over the runs that tested it."""
    documents = np.concatenate([documents for documents, _ in runs])
    right = np.concatenate([right for _, right in runs]).astype(float)
    distinct, place = np.unique(documents, return_inverse=True)
    return distinct, np.bincount(place, right) / np.bincount(place)


def difference(first, second, is_folded):
    """How much more often `first` is right than `second` on the same documents, with its 95 % interval.

    The variance is that of documents, and for a given split also that of the runs' means, added (a single run of a
    program that draws nothing has none). Runs' means vary by documents' draws too, so the sum errs on the safe side. Folds test every
    document once: documents alone count, and that training parts overlap is not in the interval.
    """
    documents, one = mean_right(first)
    others, two = mean_right(second)
    if not np.array_equal(documents, others):
        raise ValueError("two lines were not judged on the same documents")
    gaps = one - two
    variance = gaps.var(ddof=1) / len(gaps)
    if not is_folded:
        for runs in (first, second):
            if len(runs) > 1:
                variance += np.var([right.mean() for _, right in runs], ddof=1) / len(runs)
    half = 1.96 * math.sqrt(variance)
    mean = float(gaps.mean())
    return {"mean": mean, "low": mean - half, "high": mean + half}


def mean_over_corpora(differences):
    """The mean of differences, one a corpus, with Student's 95 % interval; corpora are the draws."""
    values = np.asarray(differences)
    if len(values) < 2:
        return None
    half = stats.t.ppf(0.975, len(values) - 1) * values.std(ddof=1) / math.sqrt(len(values))
    wilcoxon = float(stats.wilcoxon(values).pvalue) if np.any(values != 0) else 1.0
    return {"mean": float(values.mean()), "low": float(values.mean() - half), "high": float(values.mean() + half),
            "count": len(values), "wins": int((values > 0).sum()), "losses": int((values < 0).sum()), "wilcoxon": wilcoxon}
