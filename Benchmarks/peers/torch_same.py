"""Takes the very steps that TextCNN took (same weights, batches, dropout) and prints the losses as JSON.

    torch_same.py FOLDER --variant plain|careful|rewritten [--mode window] [--vectors random] [--sparse]
"""

import argparse
import json

import torch
from torch.nn import functional as F

import torch_common


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--variant", choices=torch_common.VARIANTS, default="plain")
    parser.add_argument("--mode", default="window")
    parser.add_argument("--vectors", default="random")
    parser.add_argument("--sparse", action="store_true", help="SparseAdam for the word vectors: not the same steps")
    parser.add_argument("--double", action="store_true", help="in float64: what rounding does, both sides are held against")
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch_common.bind(options.threads, options.variant)
    if options.double:
        torch.set_default_dtype(torch.float64)
    documents, labels, content = torch_common.read_corpus(f"{options.folder}/steps.json")
    model = torch_common.model_of(
        f"{options.folder}/start.safetensors", options.variant, options.mode, options.sparse)
    if options.double:
        model = model.double()
    optimizers = torch_common.optimizers(model, options.variant, options.vectors, options.sparse)
    features = model.output.in_features
    losses = []
    for step in content["steps"]:
        chosen = step["documents"]
        mask = None
        if content.get("dropout") and step.get("mask"):
            mask = torch.tensor([float(bit) for bit in step["mask"]]).view(len(chosen), features)
        for optimizer in optimizers:
            optimizer.zero_grad()
        logits = model(*model.prepare([documents[i] for i in chosen]), mask=mask, dropout=content.get("dropout", 0))
        loss = F.cross_entropy(logits, torch.tensor([labels[i] for i in chosen]))
        loss.backward()
        for optimizer in optimizers:
            optimizer.step()
        losses.append(loss.item())
    print(json.dumps({"losses": losses}))


if __name__ == "__main__":
    main()
