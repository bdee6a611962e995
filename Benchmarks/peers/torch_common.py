"""What the PyTorch peers share: threads, files, models, optimizers, the order of an epoch."""

import json
import pathlib
import random

import torch
from safetensors.torch import load_file

from architecture import Architecture
from torch_plain import PlainTextCNN
from torch_rewritten import RewrittenTextCNN

VARIANTS = ("plain", "careful", "rewritten")


def bind(threads, variant):
    """Binds PyTorch to its threads. Denormals are flushed first, so that threads started later inherit it."""
    if variant != "plain":
        torch.set_flush_denormal(True)
    torch.set_num_threads(threads)
    torch.set_num_interop_threads(1)


def read_corpus(path):
    """Documents as lists of ids, and labels, as `textcnn-benchmark twin` writes them."""
    content = json.loads(pathlib.Path(path).read_text())
    return content["documents"], content["labels"], content


def model_of(path, variant, mode, sparse=False):
    """The twin of a file of tensors named as in docs/model.md."""
    tensors = load_file(path)
    shape = Architecture.of(tensors, mode)
    kind = RewrittenTextCNN if variant == "rewritten" else PlainTextCNN
    return kind(shape, sparse).load(tensors)


def optimizers(model, variant, vectors, sparse):
    """Adam as people write it; or fused, with SparseAdam for the word vectors where `sparse`."""
    words = model.embedding.weight
    if vectors == "frozen":
        words.requires_grad_(False)
    if variant == "plain":
        return [torch.optim.Adam([p for p in model.parameters() if p.requires_grad], lr=1e-3)]
    if not sparse:
        return [torch.optim.Adam([p for p in model.parameters() if p.requires_grad], lr=1e-3, fused=True)]
    made = [torch.optim.Adam([p for p in model.parameters() if p is not words], lr=1e-3, fused=True)]
    if vectors != "frozen":
        made.append(torch.optim.SparseAdam([words], lr=1e-3))
    return made


def epoch(documents, size, variant, generator):
    """The batches of one shuffled epoch. All but `plain` sort by length within pools of fifty batches."""
    order = list(range(len(documents)))
    generator.shuffle(order)
    if variant == "plain":
        return [order[at : at + size] for at in range(0, len(order), size)]
    batches = []
    for at in range(0, len(order), 50 * size):
        pool = sorted(order[at : at + 50 * size], key=lambda i: len(documents[i]))
        batches += [pool[i : i + size] for i in range(0, len(pool), size)]
    generator.shuffle(batches)
    return batches


def seeded(seed):
    torch.manual_seed(seed)
    return random.Random(seed)
