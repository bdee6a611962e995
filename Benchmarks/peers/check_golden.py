"""Checks both PyTorch twins against golden cases of an independent float64 implementation.

    check_golden.py [FOLDER]

A case holds documents, parameters, and the logits, loss and gradients they must give; a trajectory holds the losses of
Adam's first steps. Cases with another activation than ReLU are passed over, since the benchmarks do not use them.
"""

import json
import pathlib
import sys

import torch
from torch.nn import functional as F

from architecture import Architecture
from torch_plain import PlainTextCNN
from torch_rewritten import RewrittenTextCNN

TOLERANCE = 1e-9


def tensors_of(values):
    return {name: torch.tensor(value, dtype=torch.float64) for name, value in values.items()}


def difference(a, b):
    """The greatest difference, relative to the greater of 1 and the values."""
    return ((a - b).abs() / torch.maximum(a.abs(), b.abs()).clamp(min=1)).max().item()


def check_single(model, case):
    batch = model.prepare(case["documents"])
    dropout = case["config"].get("dropout", 0.0)
    mask = torch.tensor(case["dropoutMasks"]) if "dropoutMasks" in case else None
    logits = model(*batch, mask=mask, dropout=dropout)
    loss = F.cross_entropy(logits, torch.tensor(case["labels"]))
    loss.backward()
    worst = max(difference(logits, torch.tensor(case["logits"], dtype=torch.float64)),
                abs(loss.item() - case["loss"]))
    # The way back: word vectors and output weights hear of every other gradient.
    gradients = tensors_of(case["gradients"])
    worst = max(worst, difference(model.embedding.weight.grad[:-1], gradients["embedding"]))
    return max(worst, difference(model.output.weight.grad, gradients["output.weight"]))


def check_trajectory(model, case):
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    documents, labels, size = case["documents"], case["labels"], case["batch"]
    worst = 0.0
    for step, expected in enumerate(case["losses"]):
        chosen = [(step * size + i) % len(documents) for i in range(size)]
        optimizer.zero_grad()
        logits = model(*model.prepare([documents[i] for i in chosen]))
        loss = F.cross_entropy(logits, torch.tensor([labels[i] for i in chosen]))
        loss.backward()
        optimizer.step()
        with torch.no_grad():
            lengths = model.output.weight.norm(dim=1, keepdim=True)
            model.output.weight *= (case["config"]["maxNorm"] / lengths).clamp(max=1)
        worst = max(worst, abs(loss.item() - expected))
    return worst


def main():
    here = pathlib.Path(__file__).resolve().parent
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else here.parents[1] / "Tests" / "Golden"
    torch.set_default_dtype(torch.float64)
    failed = checked = 0
    for path in sorted(folder.glob("*.json")):
        case = json.loads(path.read_text())
        config = case.get("config", {})
        single = "gradients" in case
        if config.get("activation") != "relu" or config.get("kernel") not in ("static", "attention") \
                or not (single or case.get("optimizer") == "adam"):
            continue
        tensors = tensors_of(case["parameters"] if single else case["start"])
        shape = Architecture.of(tensors, config["mode"], config["normalizer"], config["heads"])
        for twin in (PlainTextCNN, RewrittenTextCNN):
            model = twin(shape).load(tensors)
            worst = check_single(model, case) if single else check_trajectory(model, case)
            checked += 1
            failed += worst > TOLERANCE
            print(f"{'ok    ' if worst <= TOLERANCE else 'FAILED'} {worst:8.1e} {twin.__name__:17} {path.name}")
    print(f"{checked} checks, {failed} failed")
    if failed or not checked:
        sys.exit(1)


if __name__ == "__main__":
    main()
