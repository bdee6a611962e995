#!/usr/bin/env python3
"""Measures TextCNN against what a user would pick instead, in one run, and writes results.json and RESULTS.md.

    python3 Benchmarks/run.py                    everything: some hours
    python3 Benchmarks/run.py --quick            a smoke run of minutes, into Benchmarks/.work/quick
    python3 Benchmarks/run.py --only train,cold  some sections; the others stay as they were
    python3 Benchmarks/run.py --render           RESULTS.md again from results.json

README.md beside this file says what is measured how.
"""

import argparse
import os
import pathlib
import sys
import time
import traceback

from harness import environment, machine, report
from harness.bench import Bench, CommandFailed, Skipped
from harness.results import Results
from harness.sections import ALL

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent


def options():
    parser = argparse.ArgumentParser(
        description=__doc__.split("\n")[0], epilog="sections: " + ", ".join(ALL) + ", targets")
    parser.add_argument("--only", metavar="SECTION,…", help="measure these sections")
    parser.add_argument("--quick", action="store_true", help="small corpora, few repetitions")
    parser.add_argument("--repeat", type=int, help="samples of each contender; default 5, quick 1")
    parser.add_argument("--threads", default="1,2", help="thread counts; default 1,2")
    parser.add_argument("--sample-seconds", type=float, default=10, help="steps a PyTorch training sample takes at least")
    parser.add_argument("--train-on", default="mr,r8,polarity2000", help="corpora of the section train; default all three")
    parser.add_argument("--corpora", default=ROOT.parent / "shared" / "corpora", help="folder of the corpora")
    parser.add_argument("--programs", default=ROOT / ".build" / "release", help="folder of TextCNN's programs")
    parser.add_argument("--venv", help="another Python environment with the pinned peers; default Benchmarks/.venv")
    parser.add_argument("--no-build", action="store_true", help="use the programs as they are")
    parser.add_argument("--output", help="folder of results.json and RESULTS.md; default Benchmarks")
    parser.add_argument("--render", action="store_true", help="only write RESULTS.md again")
    chosen = parser.parse_args()
    chosen.repeat = chosen.repeat or (1 if chosen.quick else 5)
    chosen.train_on = chosen.train_on.split(",")
    chosen.threads = [int(count) for count in chosen.threads.split(",")]
    chosen.names = chosen.only.split(",") if chosen.only else list(ALL)
    unknown = [name for name in chosen.names if name not in ALL and name != "targets"]
    if unknown:
        parser.error(f"no section {', '.join(unknown)}; there are {', '.join(ALL)}, targets")
    return chosen


def write_report(folder, results):
    part = folder / "RESULTS.md.part"
    part.write_text(report.render(results.content))
    part.replace(folder / "RESULTS.md")


def measure(name, bench, results, run):
    """One section; whether it went well. Whatever goes wrong is recorded, and the next section may go on."""
    print(f"{name}: {ALL[name].TITLE}", file=sys.stderr)
    record, before = results.begin(name, run)
    start = time.time()
    try:
        if hasattr(ALL[name], "keep"):
            ALL[name].keep(bench, record["data"], before)
        ALL[name].measure(bench, record["data"])
        failed = [error for group in record["data"]["groups"] for error in group["errors"].values()]
        record["status"] = "failed" if failed else "ok"
        if failed:
            record["error"] = f"{len(failed)} contenders failed, see below"
    except Skipped as reason:
        record["status"], record["error"] = "skipped", str(reason)
        print(f"  SKIPPED: {reason}", file=sys.stderr)
    except CommandFailed as error:
        record["status"], record["error"] = "failed", str(error)
        print(f"  FAILED: {error}", file=sys.stderr)
    except Exception as error:
        record["status"], record["error"] = "failed", f"{type(error).__name__}: {error}"
        traceback.print_exc()
    record["seconds"] = time.time() - start
    results.save()
    return record["status"] != "failed"


def main():
    chosen = options()
    folder = pathlib.Path(chosen.output) if chosen.output else HERE / ".work" / "quick" if chosen.quick else HERE
    folder.mkdir(parents=True, exist_ok=True)
    results = Results(folder / "results.json")
    if chosen.render or chosen.names == ["targets"]:
        write_report(folder, results)
        return
    try:
        venv = pathlib.Path(chosen.venv or HERE / ".venv")
        python, libraries = environment.prepare_peers(venv.absolute(), may_install=chosen.venv is None)
        if not chosen.no_build:
            environment.build(ROOT)
    except environment.SetupError as error:
        sys.exit(str(error))
    results.content["machine"] = machine.describe(ROOT, libraries)
    run = {key: results.content["machine"][key] for key in ("date", "commit", "command", "load")}
    run |= {"quick": chosen.quick, "repeat": chosen.repeat, "threads": chosen.threads}
    bench = Bench(chosen, python, environment.find_fasttext(), results)
    fine = True
    try:
        for name in chosen.names:
            if name in ALL:
                fine = measure(name, bench, results, run | {"load": list(os.getloadavg())}) and fine
                write_report(folder, results)
    except KeyboardInterrupt:
        write_report(folder, results)
        sys.exit("interrupted; what was measured is in results.json")
    print(report.targets.report(results.content["sections"]))
    sys.exit(0 if fine else 1)


if __name__ == "__main__":
    main()
