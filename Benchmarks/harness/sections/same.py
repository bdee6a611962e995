"""Equal mathematics: TextCNN's first steps, taken again by each PyTorch twin from the same start."""

import json

from .. import models
from ..figures import table

TITLE = "The same mathematics"

CONFIGURATIONS = [
    ("static", "each", "window", "random"), ("static", "each", "window", "frozen"),
    ("static", "each", "window", "tuned"), ("static", "shared", "window", "random"),
    ("attention", "each", "position", "random"), ("attention", "each", "center", "random"),
    ("attention", "each", "window", "random"), ("attention", "shared", "window", "random"),
]
TWINS = {
    "plain": ("plain", False), "rewritten": ("rewritten", False), "rewritten, sparse Adam": ("rewritten", True),
}
# Losses of float32 programs that sum in different orders.
TOLERANCE = 1e-4


def measure(bench, data):
    corpus = bench.corpus("mr/all.tsv")
    for kernel, offsets, mode, vectors in CONFIGURATIONS[:2] + CONFIGURATIONS[-2:] if bench.quick else CONFIGURATIONS:
        folder = models.twin(bench, corpus, kernel, offsets, mode, vectors, steps=20)
        content = json.loads((folder / "steps.json").read_text())
        ours = [step["loss"] for step in content["steps"]]

        def take(variant, sparse):
            options = ["--variant", variant, "--mode", mode, "--vectors", vectors] + ["--sparse"] * sparse
            sample = bench.sample(bench.peer("torch_same.py", folder, *options))
            return sample | {"difference": greatest(ours, sample["losses"])}

        setting = {"kernel": kernel, "offsets": offsets, "mode": mode if kernel == "attention" else "",
                   "vectors": vectors}
        group = bench.compare(
            data, setting, {name: lambda t=twin: take(*t) for name, twin in TWINS.items()}, repeat=1)
        group["losses"] = ours
        for name in ("plain", "rewritten"):
            for sample in group["contenders"][name]:
                if sample["difference"] > TOLERANCE:
                    group["errors"][name] = f"losses differ by {sample['difference']:.1e}"
                    bench.say(f"NOT THE SAME: {name}: losses differ by {sample['difference']:.1e}")


def greatest(ours, theirs):
    """The greatest relative difference of two series of losses; endless where their lengths differ."""
    if len(ours) != len(theirs):
        return float("inf")
    return max(abs(a - b) / max(abs(a), abs(b), 1e-30) for a, b in zip(ours, theirs))


def report(data):
    text = [
        "Both sides start from the same weights and take the same batches with the same features dropped; shown is the "
        "loss of each of the first twenty steps, before its update. `plain` and `rewritten` run dense Adam here, as "
        "TextCNN does. PyTorch's SparseAdam, which the fast variants use for speed in the next section, lets a word's "
        "momentum rest while the word is away: it is another optimizer, less work, and its losses drift.", ""]
    rows = []
    for group in data["groups"]:
        rows.append([caption(group["setting"])] + [
            f"{difference(group, name)}" for name in TWINS])
    text += [table(["greatest relative difference of the losses", *TWINS], rows), ""]
    for group in data["groups"]:
        columns = [group.get("losses", [])] + [
            (group["contenders"].get(name) or [{}])[0].get("losses", []) for name in TWINS]
        rows = [[step + 1] + [f"{column[step]:.7f}" if step < len(column) else "" for column in columns]
                for step in range(len(columns[0]))]
        text += [f"<details><summary>{caption(group['setting'])}</summary>", "",
                 table(["step", "TextCNN", *TWINS], rows), "", "</details>", ""]
    return "\n".join(text)


def difference(group, name):
    samples = group["contenders"].get(name)
    if not samples:
        return "failed"
    value = f"{samples[0]['difference']:.1e}"
    return f"**{value}**" if name in group["errors"] else value


def caption(setting):
    mode = f" ({setting['mode']})" if setting["mode"] else ""
    return f"{setting['kernel']}{mode}, offsets {setting['offsets']}, vectors {setting['vectors']}"
