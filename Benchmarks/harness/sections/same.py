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
    "plain": ["--variant", "plain"], "plain, float64": ["--variant", "plain", "--double"],
    "rewritten": ["--variant", "rewritten"], "rewritten, sparse Adam": ["--variant", "rewritten", "--sparse"],
}
# Losses of float32 programs that sum in different orders: of the first step, and of later ones, where two windows that
# are equal but for rounding may have swapped places.
FIRST_TOLERANCE, TOLERANCE = 1e-6, 5e-3


def measure(bench, data):
    corpus = bench.corpus("mr/all.tsv")
    for kernel, offsets, mode, vectors in CONFIGURATIONS[:2] + CONFIGURATIONS[-2:] if bench.quick else CONFIGURATIONS:
        folder = models.twin(bench, corpus, kernel, offsets, mode, vectors, steps=20)
        content = json.loads((folder / "steps.json").read_text())
        ours = [step["loss"] for step in content["steps"]]

        def take(options):
            sample = bench.sample(bench.peer(
                "torch_same.py", folder, "--mode", mode, "--vectors", vectors, *options))
            return sample | {"first": greatest(ours[:1], sample["losses"][:1]),
                             "difference": greatest(ours, sample["losses"])}

        setting = {"kernel": kernel, "offsets": offsets, "mode": mode if kernel == "attention" else "",
                   "vectors": vectors}
        group = bench.compare(
            data, setting, {name: lambda t=twin: take(t) for name, twin in TWINS.items()}, repeat=1)
        group["losses"] = ours
        double = group["contenders"]["plain, float64"]
        for sample in group["contenders"]["plain"]:
            sample["rounding"] = greatest(sample["losses"], double[0]["losses"]) if double else None
        for name in ("plain", "plain, float64", "rewritten"):
            for sample in group["contenders"][name]:
                if sample["first"] > FIRST_TOLERANCE or sample["difference"] > TOLERANCE:
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
        "momentum rest while the word is away: it is another optimizer, less work, and its losses drift.", "",
        "The first losses agree to rounding. Later ones do where every window of a document is distinct; where two are "
        "equal but for rounding, as windows of the same words in another order are with shared offsets, programs that sum "
        "in another order send the gradient to another window. The last column tells how far PyTorch's own float32 is "
        "from its float64 for that reason.", ""]
    rows = []
    for group in data["groups"]:
        rows.append([caption(group["setting"])] + [
            f"{difference(group, name)}" for name in TWINS] + [rounding(group)])
    text += [table(["relative difference of the losses: first step, greatest", *TWINS, "plain against its float64"], rows), ""]
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
    value = f"{samples[0]['first']:.0e}, {samples[0]['difference']:.0e}"
    return f"**{value}**" if name in group["errors"] else value


def caption(setting):
    mode = f" ({setting['mode']})" if setting["mode"] else ""
    return f"{setting['kernel']}{mode}, offsets {setting['offsets']}, vectors {setting['vectors']}"


def rounding(group):
    samples = group["contenders"].get("plain")
    return f"{samples[0]['rounding']:.0e}" if samples and samples[0].get("rounding") is not None else ""
