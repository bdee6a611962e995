"""Training: documents a second over whole epochs, and peak memory."""

import json

from .. import models
from ..bench import CommandFailed, Skipped
from ..figures import divided, median, megabytes, spread, table, times

TITLE = "Training"
TEXTCNN, PLAIN, CAREFUL, REWRITTEN = "TextCNN", "torch plain", "torch careful", "torch rewritten"
ALL_TORCH = (PLAIN, CAREFUL, REWRITTEN)

# corpus, kernel, offsets, mode, vectors, and the peers beside TextCNN.
MR = [
    ("static", "each", "", "random", ALL_TORCH),
    ("static", "each", "", "frozen", ALL_TORCH),
    ("static", "each", "", "tuned", (REWRITTEN,)),
    ("attention", "each", "window", "random", ALL_TORCH),
    ("attention", "each", "window", "frozen", ()),
    ("attention", "each", "window", "tuned", ()),
    ("attention", "each", "position", "random", ()),
    ("attention", "each", "center", "random", ()),
    ("attention", "shared", "window", "random", (REWRITTEN,)),
]
R8 = [
    ("static", "each", "", "random", ALL_TORCH),
    ("attention", "each", "window", "random", ()),
    ("attention", "shared", "window", "random", ()),
]
POLARITY = [("static", "each", "", "random", ALL_TORCH), ("attention", "each", "window", "random", ())]
QUICK = [MR[0], MR[1], MR[3]]


def measure(bench, data):
    plan = [("mr/all.tsv", QUICK if bench.quick else MR), ("r8/train.tsv", R8[:1] if bench.quick else R8)]
    if not bench.quick:
        plan.append(("polarity2000/all.tsv", POLARITY))
    plan = [(name, configurations) for name, configurations in plan if name.split("/")[0] in bench.train_on]
    skipped = []
    for name, configurations in plan:
        try:
            corpus = bench.corpus(name)
        except Skipped as reason:
            skipped.append(name)
            bench.say(f"SKIPPED {reason}")
            continue
        measure_corpus(bench, data, corpus, name.split("/")[0], configurations)
    if skipped:
        data["skipped"] = skipped


def keep(bench, data, before):
    """With --train-on, what was measured on the other corpora stays, and says of which run it is."""
    for group in before["data"]["groups"] if before else []:
        if group["setting"]["corpus"] not in bench.train_on:
            run = group.get("run") or {key: before["run"][key] for key in ("date", "commit")}
            data["groups"].append(group | {"run": run})


def measure_corpus(bench, data, corpus, name, configurations):
    wants_store = any(vectors != "random" for _, _, _, vectors, _ in configurations)
    vectors_file = models.store(bench, corpus) if wants_store else None
    twins = {}
    for kernel, offsets, mode, vectors, peers in configurations:
        key = kernel, offsets, mode
        if peers and key not in twins:
            twins[key] = models.twin(bench, corpus, kernel, offsets, mode or "window")
        if name == "mr" and key == ("static", "each", "") and "compile" not in data and not bench.quick:
            data["compile"] = try_compile(bench, twins[key])
        for threads in bench.threads:
            contenders = {TEXTCNN: lambda: train(bench, corpus, key, vectors, vectors_file, threads)}
            for peer in peers:
                compiled = peer == REWRITTEN and data.get("compile", {}).get("helps", False)
                contenders[peer] = lambda p=peer, c=compiled: torch_train(
                    bench, twins[key], p.split()[1], mode, vectors, threads, c)
            setting = {"corpus": name, "kernel": kernel, "mode": mode, "offsets": offsets, "vectors": vectors,
                       "threads": threads}
            bench.compare(data, setting, contenders)


def train(bench, corpus, key, vectors, vectors_file, threads):
    """Three epochs of the command; the first is warm-up. Whole corpus, no dev evaluation."""
    kernel, offsets, mode = key
    log = bench.place("train.log")
    command = ["train", corpus, "--output", bench.place("models", "training.safetensors"), "--kernel", kernel,
               "--offsets", offsets, "--epochs", 3, "--patience", 0, "--dev-fraction", 0, "--threads", threads,
               "--log", log]
    if mode:
        command += ["--mode", mode]
    if vectors != "random":
        command += ["--store", vectors_file, "--vectors", vectors, "--extra-words", 0]
    result = bench.run(bench.textcnn(*command), threads)
    epochs = [json.loads(line) for line in log.read_text().splitlines()][1:]
    seconds = sum(epoch["seconds"] for epoch in epochs)
    documents = sum(epoch["documentsPerSecond"] * epoch["seconds"] for epoch in epochs)
    return {"documentsPerSecond": documents / seconds, "documents": round(documents), "seconds": seconds,
            "epochShare": len(epochs), "peakBytes": result["peakBytes"]}


def torch_train(bench, folder, variant, mode, vectors, threads, compiled=False):
    command = ["torch_train.py", folder, "--variant", variant, "--mode", mode or "window", "--vectors", vectors,
               "--threads", threads, "--seconds", bench.sample_seconds, "--warm-up", bench.sample_seconds / 4]
    return bench.sample(bench.peer(*command, *["--compile"] * compiled), threads)


def try_compile(bench, folder):
    """Whether torch.compile makes the fastest variant faster here: one trial each, one thread."""
    rates = {}
    for compiled in (False, True):
        try:
            sample = torch_train(bench, folder, "rewritten", "", "random", 1, compiled)
            rates["compiled" if compiled else "eager"] = sample["documentsPerSecond"]
        except CommandFailed as error:
            bench.say(f"torch.compile: {error}")
    helps = rates.get("compiled", 0) > 1.05 * rates.get("eager", float("inf"))
    bench.say(f"torch.compile: {rates}: {'used' if helps else 'not used'}")
    return rates | {"helps": helps}


def report(data):
    text = [
        "Documents a second in the steps (forward, backward, update), batches of 50, dropout 0.5, Adam 0.001, 3/4/5 × 100 "
        "filters, 300 numbers a word; median (least–greatest). TextCNN: whole epochs 2 and 3 of the command, with its "
        "exact dense Adam. PyTorch: after a warm-up as many batches of one shuffled epoch as fit in the time of a sample, "
        "at least three, the whole epoch where it is faster; batches are drawn up outside the clock.",
        "",
        "`plain`: as people write it, dense Adam, padding to the batch's longest. `careful`: the same network with "
        "length buckets, sparse gradients and SparseAdam for word vectors, fused Adam, denormals flushed. `rewritten`: "
        "TextCNN's own method in PyTorch's operators, the same care. SparseAdam does less than the dense Adam that the "
        "other columns run, in favour of these two peers.", ""]
    compiled = data.get("compile")
    if compiled:
        text += [
            f"`torch.compile` was tried on `rewritten`, static, one thread: {compiled.get('eager', 0):,.0f} documents/s "
            f"without, {compiled.get('compiled', 0):,.0f} with; it is {'used' if compiled['helps'] else 'not used'}.", ""]
    if data.get("skipped"):
        text += ["Left out, since the corpus is missing: " + ", ".join(data["skipped"]) + ".", ""]
    for corpus in dict.fromkeys(group["setting"]["corpus"] for group in data["groups"]):
        rows, memory = [], []
        runs = {f"{group['run']['date'][:16]}, commit {group['run']['commit']}"
                for group in data["groups"] if group["setting"]["corpus"] == corpus and "run" in group}
        for group in data["groups"]:
            setting = group["setting"]
            if setting["corpus"] != corpus:
                continue
            ours = median(group, TEXTCNN, "documentsPerSecond")
            rows.append([name_of(setting), setting["vectors"], setting["threads"],
                         spread(group, TEXTCNN, "documentsPerSecond")] + [
                             with_ratio(group, peer, ours) for peer in ALL_TORCH])
            memory.append([name_of(setting), setting["vectors"], setting["threads"]] + [
                megabytes(median(group, name, "peakBytes")) for name in (TEXTCNN, *ALL_TORCH)])
        text += [f"### {corpus}, documents a second", ""]
        if runs:
            text += ["Of another run: " + "; ".join(sorted(runs)) + ".", ""]
        text += [
                 table(["kernel", "vectors", "threads", TEXTCNN, *ALL_TORCH], rows), "",
                 f"### {corpus}, peak memory of the process", "",
                 table(["kernel", "vectors", "threads", TEXTCNN, *ALL_TORCH], memory), ""]
    rows = thread_scaling(data)
    if rows:
        text += ["### Two threads against one, TextCNN", "", table(["corpus", "kernel", "vectors", "ratio"], rows), ""]
    return "\n".join(text)


def with_ratio(group, peer, ours):
    theirs = spread(group, peer, "documentsPerSecond")
    if not theirs or theirs == "failed":
        return theirs
    return f"{theirs}: **{times(divided(ours, median(group, peer, 'documentsPerSecond')))}**"


def name_of(setting):
    name = f"{setting['kernel']} {setting['mode']}".strip()
    return name + (", shared" if setting["offsets"] == "shared" else "")


def thread_scaling(data):
    rates = {}
    for group in data["groups"]:
        setting = group["setting"]
        key = setting["corpus"], name_of(setting), setting["vectors"]
        rates.setdefault(key, {})[setting["threads"]] = median(group, TEXTCNN, "documentsPerSecond")
    return [[*key, times(divided(rate.get(2), rate.get(1)))] for key, rate in rates.items() if rate.keys() >= {1, 2}]
