"""The corpora of the league, their parts, and what others have published on them."""

import dataclasses
import functools
import pathlib

from . import folds, tokens

FOLDS = 10

# Accuracy in %, unless another measure is named. Kim 2014, Table 2: random vectors / vectors trained on. Text GCN: Yao et
# al. 2019, Table 2. From memory where the corpus' README says so.
KIM = "CNN {} / {} (Kim 2014)"
ENGLISH = {
    "mr": KIM.format("76.1", "81.5"),
    "sst1": KIM.format("45.0", "48.0") + ", trained on phrases too",
    "sst2": KIM.format("82.7", "87.2") + ", trained on phrases too",
    "subj": KIM.format("89.6", "93.4"),
    "trec": KIM.format("91.2", "93.6"),
    "cr": KIM.format("79.8", "84.3"),
    "mpqa": KIM.format("83.4", "89.5"),
    "trec-fine": "84.2, features made by hand (Li & Roth 2002)",
    "r8": "CNN 94.0 / 95.7, fastText 96.1 (Text GCN)",
    "r52": "CNN 85.4 / 87.6, fastText 92.8 (Text GCN)",
    "polarity2000": "SVM 87.2 (Pang & Lee 2004)",
    "sms-spam": "SVM 97.6 (Almeida et al. 2011)",
    "banking77": "BERT 93.7 (Casanueva et al. 2020)",
    "clinc150": "CNN 91.2, SVM 91.0, fastText 89.0 (Larson et al. 2019)",
    "stackoverflow": "SVM 81.6, another protocol (Xu et al. 2015)",
    "tweeteval-emotion": "macro-F1: SVM 64.7, fastText 65.2 (TweetEval)",
    "tweeteval-hate": "macro-F1: SVM 36.7, fastText 50.6 (TweetEval)",
    "tweeteval-irony": "F1 of irony: SVM 61.7, fastText 63.1 (TweetEval)",
    "tweeteval-offensive": "macro-F1: SVM 52.3, fastText 73.4 (TweetEval)",
}
FETCHED = {"bbc-news": "", "election-tweets": "", "fortunes": "", "debian-packages": ""}
CHINESE = {
    "chnsenticorp": "BERT 94.3 (Sun et al. 2019)",
    "waimai10k": "",
    "thucnews-titles-20k": "CNN 91.2, fastText 92.2, with 18 times the training titles",
    "dataclue-tnews": "macro-F1: RoBERTa of 3 layers 46.8 (DataCLUE)",
}
ALL = ENGLISH | FETCHED | CHINESE


class CorpusMissing(Exception):
    """Files that are not there, and what brings them."""


@dataclasses.dataclass(frozen=True)
class Document:
    label: str
    text: str

    def line(self, cut):
        """The tokens, with blanks between."""
        return " ".join(cut(self.text))


@dataclasses.dataclass(frozen=True)
class Division:
    """What one run learns from, chooses by and is judged on. Places in `Corpus.documents`.

    `dev` is published and apart from `training`, or a tenth of it that is held out where a program chooses: one that does
    not choose learns from all of `training`.
    """
    training: list
    dev: list
    test: list
    dev_is_apart: bool

    def without_dev(self):
        """What a program learns from while it chooses."""
        if self.dev_is_apart:
            return self.training
        dev = set(self.dev)
        return [document for document in self.training if document not in dev]


class Corpus:
    """A corpus with its divisions: one where a split is published, else ten folds."""

    def __init__(self, name, shared, fetched):
        self.name, self.published = name, ALL[name]
        self.is_chinese = name in CHINESE
        self.folder = (fetched if name in FETCHED else shared) / name
        files = [part for part in ("all", "train", "dev", "test") if (self.folder / f"{part}.tsv").exists()]
        if files != ["all"] and not {"train", "test"} <= set(files):
            script = next(fetched.joinpath(name).glob("fetch.*"), None) if name in FETCHED else None
            raise CorpusMissing(f"{name}: no all.tsv, nor train.tsv and test.tsv, in {self.folder}; "
                                + (f"run corpora/{name}/{script.name}" if script else "choose another folder with --shared"))
        self.documents, self.parts = [], {}
        for part in files:
            read = list(documents_of(self.folder / f"{part}.tsv"))
            self.parts[part] = range(len(self.documents), len(self.documents) + len(read))
            self.documents += read
        self.labels = sorted({document.label for document in self.documents})
        place = {label: number for number, label in enumerate(self.labels)}
        self.classes = [place[document.label] for document in self.documents]

    @property
    def is_folded(self):
        return "all" in self.parts

    def split_name(self):
        return f"{FOLDS} folds" if self.is_folded else "published" if self.name not in FETCHED else "by hash"

    def sizes(self):
        return {part: len(places) for part, places in self.parts.items()}

    @functools.cached_property
    def lines(self):
        """Every document's tokens, cut as TextCNN cuts them."""
        cut = tokens.characters if self.is_chinese else tokens.words
        return [document.line(cut) for document in self.documents]

    @functools.cached_property
    def divisions(self):
        """One for a published split, ten for folds; the same for every program, and TextCNN's own."""
        if not self.is_folded:
            training, test = list(self.parts["train"]), list(self.parts["test"])
            if "dev" in self.parts:
                return [Division(training, list(self.parts["dev"]), test, True)]
            return [Division(training, self.held_out(training), test, False)]
        made = []
        for test in folds.folds(self.classes, FOLDS):
            tested = set(test)
            training = [document for document in range(len(self.documents)) if document not in tested]
            made.append(Division(training, self.held_out(training), test, False))
        return made

    def held_out(self, training):
        """TextCNN's dev documents, a tenth of the training ones."""
        return [training[place] for place in folds.dev_split([self.classes[document] for document in training])[1]]


def documents_of(path):
    """Lines `label<TAB>text`; a line of blanks is none."""
    with path.open(encoding="utf-8", newline="\n") as file:
        for line in file:
            line = line.rstrip("\r\n")
            if line.strip(" "):
                label, _, text = line.partition("\t")
                yield Document(label.strip(), text)
