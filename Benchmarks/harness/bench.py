"""A run: where things are, how commands are run and measured, and how contenders take turns."""

import json
import os
import pathlib
import subprocess
import sys
import time

from . import corpora

HARNESS = pathlib.Path(__file__).resolve().parent


class CommandFailed(Exception):
    """A command that ended with another code than 0, with the end of what it said."""


class Skipped(Exception):
    """A section that cannot be measured here, and why."""


class Bench:
    """What every section is given."""

    def __init__(self, options, python, fasttext, results):
        self.root = HARNESS.parents[1]
        self.work = HARNESS.parent / ".work"
        self.work.mkdir(exist_ok=True)
        self.programs = pathlib.Path(options.programs)
        self.corpora = pathlib.Path(options.corpora)
        self.python, self.fasttext, self.results = python, fasttext, results
        self.quick, self.repeat, self.threads = options.quick, options.repeat, options.threads
        self.train_on = options.train_on
        self.sample_seconds = 1.0 if options.quick else options.sample_seconds
        self.group = ""
        self.help_texts = {}

    # Places

    def corpus(self, name):
        """A corpus file, `mr/all.tsv`. In a quick run its first documents, every tenth or so, of all classes."""
        path = self.corpora / name
        if not path.exists():
            raise Skipped(f"no {name} in the corpora folder (--corpora)")
        return corpora.thinned(path, self.place("quick", name.replace("/", "-")), 1000) if self.quick else path

    def place(self, *parts):
        """A path in the ignored work folder, whose folder exists."""
        path = self.work.joinpath(*parts)
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    # Commands

    def run(self, command, threads=1, output=None):
        """Runs a command in a process of its own.

        Returns `seconds` (start to exit), `peakBytes`, `cpuSeconds` and `text`, its standard output, unless that goes to
        the file `output`.
        """
        report, said = self.place("launch.json"), self.place("launch.err")
        printed = pathlib.Path(output) if output else self.place("launch.out")
        count = str(threads)
        environment = os.environ | {name: count for name in (
            "OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMEXPR_NUM_THREADS")}
        report.unlink(missing_ok=True)
        with printed.open("wb") as out, said.open("wb") as err:
            subprocess.run(
                [sys.executable, "-I", "-S", str(HARNESS / "launch.py"), str(report), *map(str, command)],
                stdin=subprocess.DEVNULL, stdout=out, stderr=err, env=environment, cwd=self.root)
        result = json.loads(report.read_text()) if report.exists() else {"code": 127}
        if result.pop("code") != 0:
            last = said.read_text(errors="replace").strip().split("\n")[-3:]
            raise CommandFailed(f"{pathlib.Path(str(command[0])).name} {command[1]}: {' / '.join(last)}"[:600])
        if not output:
            result["text"] = printed.read_text(errors="replace")
        return result

    def sample(self, command, threads=1):
        """Runs a command that prints a JSON object last; returns that with the process' `peakBytes`."""
        result = self.run(command, threads)
        lines = [line for line in result["text"].split("\n") if line.startswith("{")]
        if not lines:
            raise CommandFailed(f"{pathlib.Path(str(command[0])).name} {command[1]}: printed no JSON")
        return json.loads(lines[-1]) | {"peakBytes": result["peakBytes"], "processSeconds": result["seconds"]}

    def textcnn(self, *arguments):
        return [self.programs / "textcnn", *arguments]

    def tool(self, *arguments):
        return [self.programs / "textcnn-benchmark", *arguments]

    def peer(self, script, *arguments):
        return [self.python, HARNESS.parent / "peers" / script, *arguments]

    def offers(self, command, option):
        """Whether a command of textcnn lists an option in its help."""
        if command not in self.help_texts:
            self.help_texts[command] = self.run(self.textcnn("help", command))["text"]
        return option in self.help_texts[command]

    # Turns

    def compare(self, data, setting, contenders, repeat=None):
        """Lets contenders take turns, A B C A B C …, and stores each sample as soon as it is there.

        `contenders` are functions that return a sample. One that fails is left out of the following turns, and the
        section counts as failed; the others go on.
        """
        group = {"setting": setting, "contenders": {name: [] for name in contenders}, "errors": {}}
        data["groups"].append(group)
        label = " ".join(str(value) for value in setting.values() if value != "")
        count = repeat or self.repeat
        for turn in range(count):
            for name, take in contenders.items():
                if name in group["errors"]:
                    continue
                start = time.perf_counter()
                try:
                    sample = take()
                    sample.pop("text", None)
                    group["contenders"][name].append(sample)
                    said = summary(sample)
                except CommandFailed as error:
                    group["errors"][name] = said = str(error)
                    said = "FAILED " + said
                self.results.save()
                spent = time.perf_counter() - start
                self.say(f"{label}: {name} {turn + 1}/{count}: {said} [{spent:.1f} s]")
        return group

    def say(self, text):
        print(f"  {text}", file=sys.stderr, flush=True)


def summary(sample):
    """The figure of a sample that is worth a look while a run goes on."""
    if "difference" in sample:
        return f"losses differ by {sample['difference']:.1e}"
    for key, unit in (("documentsPerSecond", "documents/s"), ("p50", "µs"), ("gflops", "GFLOP/s"), ("megabytesPerSecond", "MB/s"), ("seconds", "s")):
        if key in sample:
            return f"{sample[key]:,.4g} {unit}" if sample[key] < 1000 else f"{sample[key]:,.0f} {unit}"
    return ""
