"""Where attention over the words of a window pays: the trainings behind docs/attention.md.

    python3 Benchmarks/attention-study.py run --corpora FOLDER --store news.sqlite   # resumable; an hour or two
    python3 Benchmarks/attention-study.py run --corpora FOLDER --only heads,dropout
    python3 Benchmarks/attention-study.py tables                                     # Markdown, from the results

A cell is one `textcnn train` of a variant with one seed, and one `textcnn predict` of held-out documents. Every cell goes to
attention-study.json, with a bit for each held-out document: right or wrong. Cells that are there are not trained again.

No published test set is touched: both the documents to learn from and those to be judged on come from the training part
(with its dev part, where there is one). The judged ones are always the same; those learned from are drawn for
each seed, the same ones for all variants. So runs are paired, and vary by first weights, order, dropout and documents.
"""

import argparse
import json
import math
import random
import re
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "attention-study.json"

# name: files of the pool, documents to learn from, documents to be judged on. Corpora without a published test set are those
# that others cross-validate whole.
CORPORA = {
    "trec-fine": (["trec-fine/train.tsv"], 3900, 1500),
    "trec": (["trec/train.tsv"], 3900, 1500),
    "head-noun": (["head-noun/train.tsv", "head-noun/dev.tsv"], 432, 144),
    "banking77": (["banking77/train.tsv"], 2500, 3000),
    # The same documents in eleven classes: seven of the 77, neighbours by name, in each.
    "banking77-11": (["banking77/train.tsv"], 2500, 3000),
    "stackoverflow": (["stackoverflow/all.tsv"], 2000, 3000),
    "sst2": (["sst2/train.tsv", "sst2/dev.tsv"], 3000, 2000),
    "mr-split": (["mr-split/train.tsv"], 3000, 2000),
    "cr": (["cr/all.tsv"], 2400, 1200),
    "subj": (["subj/all.tsv"], 2000, 3000),
    "r8": (["r8/train.tsv"], 1500, 1500),
    # The same documents, of each its first twenty words.
    "r8-20": (["r8/train.tsv"], 1500, 1500),
}
CLASSES = {"trec-fine": 50, "banking77": 77, "stackoverflow": 20, "sst2": 2}
VECTORS = {"random-100": "d = 100", "random": "d = 300", "tuned": "tuned vectors"}
# Long enough for every variant to be past its best epoch; a tenth of the documents to learn from says which that is.
USUAL = ["--epochs", "40", "--patience", "5"]
# Few documents want more and smaller steps, and too few are left to choose an epoch by: those of `make demo`.
OWN = {
    "head-noun": ["--batch", "10", "--learning-rate", "0.005", "--epochs", "40", "--patience", "0",
                  "--dev-fraction", "0"],
}

ATTENTION = ["--kernel", "attention"]
VARIANTS = {
    "static": ["--kernel", "static"],
    "static shared": ["--kernel", "static", "--offsets", "shared"],
    "attention": ATTENTION,
    "shared": ATTENTION + ["--offsets", "shared"],
    "position": ATTENTION + ["--mode", "position"],
    "center": ATTENTION + ["--mode", "center"],
    "sigmoid": ATTENTION + ["--normalizer", "sigmoid"],
    "linear": ATTENTION + ["--normalizer", "linear"],
    "heads 1": ATTENTION + ["--heads", "1"],
    "heads 2": ATTENTION + ["--heads", "2"],
    "heads 10": ATTENTION + ["--heads", "10"],
    "dropout 0.1": ATTENTION + ["--attention-dropout", "0.1"],
    "dropout 0.3": ATTENTION + ["--attention-dropout", "0.3"],
    "rate 0.03": ATTENTION + ["--generator-rate", "0.03"],
    "rate 0.1": ATTENTION + ["--generator-rate", "0.1"],
    "rate 0.3": ATTENTION + ["--generator-rate", "0.3"],
    "rate 3": ATTENTION + ["--generator-rate", "3"],
    "decay 1": ATTENTION + ["--generator-decay", "1"],
    "decay 10": ATTENTION + ["--generator-decay", "10"],
    "rate 0.1, dropout 0.1": ATTENTION + ["--generator-rate", "0.1", "--attention-dropout", "0.1"],
    "shared, rate 0.3": ATTENTION + ["--offsets", "shared", "--generator-rate", "0.3"],
    "gate": ATTENTION + ["--gate"],
    "context 1": ATTENTION + ["--context", "1"],
    "context 3": ATTENTION + ["--context", "3"],
}

PACES = ["static", "attention", "rate 0.1"]
# Corpora that had no part in choosing what is confirmed.
FRESH = ["trec", "banking77-11", "mr-split", "cr", "subj"]
SCREEN = ["trec-fine", "head-noun", "banking77", "stackoverflow", "sst2"]
# question: corpora, variants, seeds, shares in % of the documents to learn from, vectors. "random-100" has d = 100, which
# trains in a third of the time: what it finds is confirmed with the default d = 300.
QUESTIONS = {
    "documents": (["trec-fine", "banking77", "stackoverflow", "sst2"], ["static", "rate 0.1"], 3, [10, 30], "random-100"),
    "fine": (["trec-fine"], PACES, 3, [100], "random"),
    "confirm": (FRESH, PACES + ["rate 0.3"], 2, [100], "random-100"),
    "offsets": (SCREEN, ["shared", "static shared"], 1, [100], "random-100"),
    "decay": (SCREEN, ["decay 1", "decay 10"], 1, [100], "random-100"),
    "rate": (SCREEN, ["rate 0.1", "rate 0.3", "rate 3"], 1, [100], "random-100"),
    "both": (SCREEN, ["shared, rate 0.3"], 1, [100], "random-100"),
    "dropout": (SCREEN, ["dropout 0.1", "dropout 0.3"], 1, [100], "random-100"),
    "a little dropout": (SCREEN, ["dropout 0.1"], 2, [100], "random-100"),
    "mode": (SCREEN, ["position", "center"], 1, [100], "random-100"),
    "context": (SCREEN, ["context 1", "context 3"], 1, [100], "random-100"),
    "normalizer": (SCREEN, ["sigmoid", "linear"], 1, [100], "random-100"),
    "heads": (SCREEN, ["heads 1", "heads 10"], 1, [100], "random-100"),
    "gate": (SCREEN, ["gate"], 1, [100], "random-100"),
    "kernel": (SCREEN, ["static", "attention"], 3, [100], "random-100"),
    "slow": (SCREEN, ["rate 0.1", "rate 0.3"], 3, [100], "random-100"),
    "slower": (SCREEN, ["rate 0.03", "rate 0.1, dropout 0.1"], 1, [100], "random-100"),
    "default": (SCREEN, PACES + ["rate 0.3"], 2, [100], "random"),
    "vectors": (SCREEN + ["trec", "mr-split", "cr"], PACES + ["rate 0.3"], 2, [100], "tuned"),
    "length": (["r8", "r8-20"], ["static", "rate 0.1"], 1, [100], "random-100"),
}


# MARK: corpora

def pool_of(corpus, folder):
    """The pool's lines, each once and in an order of the study's own: first those to be judged on."""
    files, _, judged = CORPORA[corpus]
    lines = []
    for name in files:
        path = HERE.parent / "corpora" / name if corpus == "head-noun" else folder / name
        lines += path.read_text(encoding="utf-8").splitlines()
    # By text, so that corpora of the same documents with other labels are cut alike.
    lines = sorted(set(lines), key=lambda line: line.split("\t", 1)[::-1])
    if corpus == "banking77-11":
        group = {label: n // 7 for n, label in enumerate(sorted({line.split("\t")[0] for line in lines}))}
        lines = [f"group{group[line.split(chr(9))[0]]}\t{line.split(chr(9), 1)[1]}" for line in lines]
    random.Random(corpus.split("-")[0]).shuffle(lines)
    if corpus == "r8-20":
        lines = [" ".join(line.split(" ")[:20]) for line in lines]
    return lines, judged


def split(corpus, folder, seed, share):
    """Documents to learn from and to be judged on. Every class is learned from at least twice."""
    lines, judged = pool_of(corpus, folder)
    generator = random.Random(f"{corpus.split('-')[0]} {seed}")
    if corpus == "head-noun":
        # 576 documents are too few to hold the same ones out each time.
        generator.shuffle(lines)
    held_out, rest = lines[:judged], lines[judged:]
    generator.shuffle(rest)
    wanted = round(CORPORA[corpus][1] * share / 100)
    seen, first, others = {}, [], []
    for line in rest:
        label = line.split("\t", 1)[0]
        seen[label] = seen.get(label, 0) + 1
        (first if seen[label] <= 2 else others).append(line)
    return (first + others)[:max(wanted, len(first))], [l for l in held_out if l.split("\t", 1)[0] in seen]


# MARK: cells

def key_of(cell):
    return tuple(cell[name] for name in ("corpus", "share", "vectors", "variant", "seed"))


def cells_of(questions):
    """Seed by seed, so that a study that is broken off has something to say on each question."""
    for seed in range(1, 1 + max(QUESTIONS[question][2] for question in questions)):
        for question in questions:
            corpora, variants, seeds, shares, vectors = QUESTIONS[question]
            for corpus in corpora if seed <= seeds else []:
                for share in shares:
                    for variant in variants:
                        yield dict(corpus=corpus, share=share, vectors=vectors, variant=variant, seed=seed)


def options_of(cell, store):
    options = list(OWN.get(cell["corpus"], USUAL))
    if cell["share"] < 100 and "--patience" in options:
        # As many steps from fewer documents: what a curve of documents shows is then not a shorter training.
        for name in ("--epochs", "--patience"):
            at = options.index(name) + 1
            options[at] = str(round(int(options[at]) * 100 / cell["share"]))
    options += VARIANTS[cell["variant"]]
    if cell["vectors"] == "random-100":
        options += ["--dimension", "100"]
    elif cell["vectors"] == "tuned":
        options += ["--vectors", "tuned", "--store", str(store), "--extra-words", "0"]
    return options


def run_cell(cell, arguments, work):
    training, held_out = split(cell["corpus"], arguments.corpora, cell["seed"], cell["share"])
    (work / "train.tsv").write_text("\n".join(training) + "\n", encoding="utf-8")
    labels, texts = zip(*(line.split("\t", 1) for line in held_out))
    options = options_of(cell, arguments.store)
    train = subprocess.run(
        [arguments.textcnn, "train", "train.tsv", "-o", "m.safetensors", "--seed", str(cell["seed"]), "--threads", "1",
         *options], cwd=work, capture_output=True, text=True)
    if train.returncode != 0:
        raise SystemExit(f"{cell}: {train.stderr}")
    summary = re.search(r"([\d,]+) parameters, (\d+) epochs? in ([\d.]+) (s|min).*", train.stderr)
    best = re.search(r"best epoch (\d+)", train.stderr)
    predict = subprocess.run(
        [arguments.textcnn, "predict", "m.safetensors", "--threads", "1"], cwd=work, input="\n".join(texts) + "\n",
        capture_output=True, text=True, check=True)
    right = [a == b for a, b in zip(predict.stdout.splitlines(), labels, strict=True)]
    bits = int("1" + "".join("01"[r] for r in right), 2)
    return dict(
        cell, options=" ".join("news.sqlite" if o == str(arguments.store) else o for o in options),
        train=len(training), judged=len(right), accuracy=round(100 * sum(right) / len(right), 3),
        parameters=int(summary[1].replace(",", "")), epochs=int(summary[2]), best=int(best[1]) if best else None,
        seconds=float(summary[3]) * (60 if summary[4] == "min" else 1), right=f"{bits:x}")


def load():
    return {key_of(cell): cell for cell in json.loads(RESULTS.read_text())} if RESULTS.exists() else {}


def save(results):
    cells = [json.dumps(results[key]) for key in sorted(results)]
    part = RESULTS.with_name(RESULTS.name + ".part")
    part.write_text("[\n" + ",\n".join(cells) + "\n]\n")
    part.replace(RESULTS)


def run(arguments):
    results = load()
    wanted = [c for c in cells_of(arguments.only or QUESTIONS) if key_of(c) not in results]
    with tempfile.TemporaryDirectory() as work:
        for number, cell in enumerate(wanted, 1):
            if key_of(cell) in results:
                continue
            cell = run_cell(cell, arguments, Path(work))
            results[key_of(cell)] = cell
            save(results)
            print(f"{number}/{len(wanted)} {cell['corpus']} {cell['share']} % {cell['vectors']} {cell['variant']} seed "
                  f"{cell['seed']}: {cell['accuracy']:.2f} % after {cell['epochs']} epochs, {cell['seconds']:.1f} s",
                  file=sys.stderr, flush=True)


# MARK: tables

# Two-sided 95 % quantiles of Student's t by degrees of freedom.
T = [math.nan, 12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145]


def mean_and_half(values):
    """Mean, and half the width of its 95 % interval by Student's t; nil with one value."""
    mean = sum(values) / len(values)
    if len(values) < 2:
        return mean, None
    variance = sum((v - mean) ** 2 for v in values) / (len(values) - 1)
    return mean, T[min(len(values) - 1, len(T) - 1)] * math.sqrt(variance / len(values))


def seeds_of(results, corpus, variant, share, vectors):
    return {k[4]: c for k, c in results.items() if k[:4] == (corpus, share, vectors, variant)}


def differences(results, corpus, variant, against, share, vectors, seeds=None):
    """Accuracy of `variant` − `against` in points, of each seed that both have."""
    own, base = (seeds_of(results, corpus, name, share, vectors) for name in (variant, against))
    return [own[s]["accuracy"] - base[s]["accuracy"] for s in sorted(own.keys() & base.keys()) if not seeds or s in seeds]


def signed(mean, half=None, digits=1):
    text = f"{mean:+.{digits}f}".replace("-", "−")
    return text if half is None else f"{text} ± {half:.{digits}f}"


def seed_error(results):
    """Standard deviation over seeds of a difference on a real corpus, pooled, as each has few seeds."""
    squares = degrees = 0
    for corpus, share, vectors, variant in {k[:4] for k in results}:
        against = "attention" if variant != "attention" else "static"
        if corpus == "head-noun" or share < 100 or variant == "static":
            continue
        values = differences(results, corpus, variant, against, share, vectors)
        if len(values) > 1:
            mean = sum(values) / len(values)
            squares += sum((v - mean) ** 2 for v in values)
            degrees += len(values) - 1
    return math.sqrt(squares / degrees) if degrees else math.nan


def table(results, title, corpora, pairs, share=100, vectors="random", seeds=None):
    """A row for each (variant, against): differences in points, mean over seeds, and the mean of the real corpora ± half
    the width of its 95 % interval by Student's t, the corpora being the sample."""
    real = [c for c in corpora if c != "head-noun"]
    shown = real + [c for c in corpora if c == "head-noun"]
    print(f"| {title} | " + " | ".join(real) + " | their mean |" + " head-noun |" * (len(shown) - len(real)))
    print("|---" * (len(shown) + 2) + "|")
    for variant, against in pairs:
        values = {c: differences(results, c, variant, against, share, vectors, seeds) for c in shown}
        means = {c: sum(v) / len(v) for c, v in values.items() if v}
        if len([c for c in real if c in means]) < 2:
            continue
        cells = {c: signed(means[c]) + (f" ({len(values[c])})" if not seeds else "") if c in means else "" for c in shown}
        mean, half = mean_and_half([means[c] for c in real if c in means])
        row = [cells[c] for c in real] + [signed(mean, half)] + [cells[c] for c in shown if c == "head-noun"]
        print(f"| {variant} − {against} | " + " | ".join(row) + " |")
    print()


def overall(results, pairs):
    """Over all sets of vectors: of each real corpus the mean of its sets, and of those the mean and its 95 % interval."""
    for variant, against in pairs:
        means = []
        for corpus in CORPORA:
            own = [differences(results, corpus, variant, against, 100, vectors) for vectors in VECTORS]
            own = [sum(v) / len(v) for v in own if v]
            if own and corpus != "head-noun":
                means.append(sum(own) / len(own))
        print(f"{variant} − {against}: {signed(*mean_and_half(means), digits=2)}, {len(means)} corpora")
    print()


def curve(results, variant, against, vectors="random-100"):
    """By the documents to learn from: accuracy of `against`, and the difference of `variant`; seeds in brackets."""
    print(f"| documents | a class | {against} | {variant} − {against} |")
    print("|---|---|---|---|")
    by_share = {}
    for corpus, classes in CLASSES.items():
        for share in (10, 30, 100):
            values = differences(results, corpus, variant, against, share, vectors)
            if not values:
                continue
            base = list(seeds_of(results, corpus, against, share, vectors).values())
            mean = sum(values) / len(values)
            by_share.setdefault(share, []).append(mean)
            print(f"| {corpus}, {base[0]['train']:,} | {base[0]['train'] / classes:.0f} | "
                  f"{sum(c['accuracy'] for c in base) / len(base):.1f} | {signed(mean)} ({len(values)}) |")
    for share, means in by_share.items():
        print(f"\n{share} %: {signed(*mean_and_half(means), digits=2)}")
    print()


def tables(arguments):
    results = load()
    print(f"{len(results)} trainings; standard deviation over seeds of a difference: {seed_error(results):.1f} points\n")
    others = [v for v in VARIANTS if v not in ("static", "attention")]
    table(results, "d = 100, seed 1", SCREEN, [("static", "attention")] + [(v, "attention") for v in others],
          vectors="random-100", seeds=[1])
    pairs = [("attention", "static"), ("rate 0.3", "static"), ("rate 0.1", "static"), ("rate 0.3", "attention"),
             ("rate 0.1", "attention"), ("dropout 0.1", "attention")]
    for vectors, title in VECTORS.items():
        corpora = [c for c in CORPORA if any(k[0] == c and k[1:3] == (100, vectors) for k in results)]
        table(results, title, corpora, pairs, vectors=vectors)
    curve(results, "rate 0.1", "static")
    overall(results, pairs)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    runs = commands.add_parser("run")
    runs.add_argument("--textcnn", type=Path, default=HERE.parent / ".build/release/textcnn")
    runs.add_argument("--corpora", type=Path, required=True)
    runs.add_argument("--store", type=Path, help="word vectors, for the questions about tuned ones")
    runs.add_argument("--only", type=lambda names: names.split(","), help="questions, with commas between")
    commands.add_parser("tables")
    arguments = parser.parse_args()
    for name in ("textcnn", "corpora", "store"):
        if getattr(arguments, name, None):
            setattr(arguments, name, getattr(arguments, name).resolve())
    {"run": run, "tables": tables}[arguments.command](arguments)


if __name__ == "__main__":
    main()
