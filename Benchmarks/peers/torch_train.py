"""Trains a twin and prints documents a second as JSON.

    torch_train.py FOLDER --variant plain|careful|rewritten --vectors random|frozen|tuned --threads N [--seconds 10]

The clock runs during steps alone (forward, backward, update); batches are drawn up before it starts. The first steps
are warm-up. Then batches of a shuffled epoch are taken until `--seconds` have passed in steps and at least three
batches are done, or until the epoch ends.
"""

import argparse
import json
import time

import torch
from torch.nn import functional as F

import torch_common


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--variant", choices=torch_common.VARIANTS, default="plain")
    parser.add_argument("--mode", default="window")
    parser.add_argument("--vectors", choices=("random", "frozen", "tuned"), default="random")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--batch", type=int, default=50)
    parser.add_argument("--dropout", type=float, default=0.5)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--warm-up", type=float, default=3, help="seconds of steps before the measured ones")
    parser.add_argument("--compile", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    torch_common.bind(options.threads, options.variant)
    generator = torch_common.seeded(options.seed)
    documents, labels, _ = torch_common.read_corpus(f"{options.folder}/steps.json")
    sparse = options.variant != "plain" and options.vectors != "frozen"
    model = torch_common.model_of(f"{options.folder}/start.safetensors", options.variant, options.mode, sparse)
    optimizers = torch_common.optimizers(model, options.variant, options.vectors, sparse)
    model.train()
    if options.compile:
        model.above = torch.compile(model.above, dynamic=True)

    def step(batch, target):
        for optimizer in optimizers:
            optimizer.zero_grad()
        loss = F.cross_entropy(model(*batch, dropout=options.dropout), target)
        loss.backward()
        for optimizer in optimizers:
            optimizer.step()
        return loss.item()

    def steps(limit, least):
        """Steps of one epoch, bounded: documents, batches and seconds."""
        spent, seen, count = 0.0, 0, 0
        for chosen in torch_common.epoch(documents, options.batch, options.variant, generator):
            batch = model.prepare([documents[i] for i in chosen])
            target = torch.tensor([labels[i] for i in chosen])
            start = time.perf_counter()
            step(batch, target)
            spent += time.perf_counter() - start
            seen += len(chosen)
            count += 1
            if spent >= limit and count >= least:
                break
        return seen, count, spent

    start = time.perf_counter()
    steps(options.warm_up, 3)
    warm = time.perf_counter() - start
    seen, count, spent = steps(options.seconds, 3)
    print(json.dumps({
        "documentsPerSecond": seen / spent, "documents": seen, "steps": count, "seconds": spent,
        "epochShare": seen / len(documents), "warmUpSeconds": warm}))


if __name__ == "__main__":
    main()
