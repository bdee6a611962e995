#!/usr/bin/env python3
"""Lets TextCNN and other programs learn the same documents of many corpora, and writes league.json and LEAGUE.md.

    python3 Benchmarks/league.py                    all that is not there yet; may be interrupted at any time
    python3 Benchmarks/league.py --corpora mr,trec  some corpora; the others stay as they were
    python3 Benchmarks/league.py --only peers       the other programs alone; or textcnn, or report
    python3 Benchmarks/league.py --quick            a smoke run of minutes, into Benchmarks/.league/quick

README.md beside this file says what is measured how.
"""

import argparse
import fcntl
import os
import pathlib
import signal
import sys

from league import environment

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
QUICK = ["trec", "election-tweets"]


def options(names, lines, variants):
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0], epilog="corpora: " + ", ".join(names))
    parser.add_argument("--corpora", metavar="NAME,…", help="these corpora; default all")
    parser.add_argument("--only", choices=["peers", "textcnn", "report"], help="this part of the work")
    parser.add_argument("--lines", metavar="LINE,…", help="these peers: " + ", ".join(lines))
    parser.add_argument("--variants", metavar="NAME,…", help="these of TextCNN's lines: " + ", ".join(variants))
    parser.add_argument("--quick", action="store_true", help="two corpora, one seed, seconds of search")
    parser.add_argument("--seeds", type=int, help="runs of fastText where a split is published; default 3, quick 1")
    parser.add_argument("--autotune-seconds", type=int, help="time of fastText's search on a corpus; default 20, quick 5")
    parser.add_argument("--runs", type=int, help="runs of TextCNN where a split is published; default 5, quick 2")
    parser.add_argument("--tune-seconds", type=int, help="time of TextCNN's search on a corpus; default 60, quick 5")
    parser.add_argument("--threads", type=int, default=1, help="threads of TextCNN; the others have one")
    parser.add_argument("--shared", type=pathlib.Path, default=ROOT.parent / "shared" / "corpora", help="folder of corpora")
    parser.add_argument("--textcnn", type=pathlib.Path, default=ROOT / ".build" / "release" / "textcnn", help="the program")
    chosen = parser.parse_args()
    for name, whole, quick in (("seeds", 3, 1), ("autotune_seconds", 20, 5), ("runs", 5, 2), ("tune_seconds", 60, 5)):
        if getattr(chosen, name) is None:
            setattr(chosen, name, quick if chosen.quick else whole)
    for name, known in (("corpora", names), ("lines", lines), ("variants", variants)):
        given = getattr(chosen, name)
        wanted = given.split(",") if given else QUICK if chosen.quick and name == "corpora" else list(known)
        unknown = [one for one in wanted if one not in known]
        if unknown:
            parser.error(f"--{name}: no {', '.join(unknown)}; there are {', '.join(known)}")
        setattr(chosen, name, wanted)
    return chosen


def alone(folder):
    """Holds the folder for this process: two at once would overwrite each other's results. Returns what must stay open."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = (folder / "lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        sys.exit(f"{folder}: another league.py is at work there; wait for it, or end it")
    return lock


def say(text):
    print(text, file=sys.stderr, flush=True)


def main():
    environment.enter()
    # What follows needs the pinned libraries.
    from harness import machine
    from harness.results import Results
    from league import corpora, outcomes, peers, report, running, textcnn
    chosen = options(corpora.ALL, running.PEERS, textcnn.VARIANTS)
    work = environment.FOLDER / "quick" if chosen.quick else environment.FOLDER
    # An exception ends what is running with this process.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    lock = alone(work) if chosen.only != "report" else None  # noqa: F841
    results = Results((work if chosen.quick else HERE) / "league.json")
    store = outcomes.Outcomes(work / "documents")
    if chosen.only != "report":
        os.nice(max(0, 10 - os.nice(0)))
        described = machine.describe(ROOT, environment.PINNED)
        described["command"] = " ".join(["python3", "Benchmarks/league.py", *sys.argv[1:]])
        results.content |= {"machine": described, "options": {"quick": chosen.quick}}
    failed = []
    found = {}
    for name in chosen.corpora if chosen.only != "report" else []:
        try:
            found[name] = corpora.Corpus(name, chosen.shared, ROOT / "corpora")
        except corpora.CorpusMissing as error:
            failed.append(str(error))
            say(f"SKIPPED {error}")
    try:
        if chosen.only in (None, "peers"):
            if peers.missing():
                sys.exit(peers.missing())
            runner = running.Runner(results, store, chosen.seeds, chosen.autotune_seconds, say)
            failed += run_peers(runner, found, chosen, peers.PeerFailed)
        if chosen.only in (None, "textcnn"):
            program = textcnn.TextCNN(chosen.textcnn, work / "textcnn", chosen.runs, chosen.threads, say)
            failed += run_textcnn(program, results, store, found, chosen, textcnn, described["commit"])
    except KeyboardInterrupt:
        failed.append("interrupted; what was measured is kept, and the same command goes on from there")
        say(failed[-1])
    target = results.path.with_name("LEAGUE.md")
    target.with_suffix(".md.part").write_text(report.render(results.content, store))
    target.with_suffix(".md.part").replace(target)
    sys.exit(1 if failed else 0)


def run_peers(runner, found, chosen, expected):
    """All corpora once, then again with more seeds, so that an early end leaves no corpus out. What is quick goes first."""
    failed = []
    found = dict(sorted(found.items(), key=lambda one: one[1].work()))
    for seeds in sorted({1, chosen.seeds}):
        for line in (line for line in ("svm", "fasttext", "fasttext-autotune") if line in chosen.lines):
            for name, corpus in found.items():
                try:
                    runner.measure(corpus, line, seeds)
                except expected as error:
                    failed.append(f"{name}: {line}: {error}")
                    say(f"FAILED {failed[-1]}")
    return failed


def run_textcnn(program, results, store, found, chosen, textcnn, commit):
    failed = []
    for name, corpus in found.items():
        results.content.setdefault("corpora", {}).setdefault(name, {"lines": {}})
        try:
            report = program.measure(corpus, chosen.variants, chosen.tune_seconds)
        except (textcnn.TextCNNFailed, OSError) as error:
            failed.append(f"{name}: {error}")
            say(f"FAILED {failed[-1]}")
            continue
        textcnn.record(results, corpus, report, store, program.store, commit)
        say(f"{name}: " + ", ".join(f"{variant['name']} {100 * variant['accuracy']['mean']:.2f} %"
                                    for variant in report["corpora"][0]["variants"]))
    return failed


if __name__ == "__main__":
    main()
