"""Classifies documents with a twin and prints documents a second, or the latency of single documents, as JSON.

    torch_predict.py MODEL CORPUS --variant plain|rewritten|folded --batch 50 --threads 1 [--labels FILE] [--latency]

From ids, padded and stacked beforehand, to the number of the best label; the clock sees neither text nor padding.
`rewritten` projects distinct words by one matrix product; `folded` projects the vocabulary once, before the clock
starts. CORPUS is the file of ids that `textcnn-benchmark twin` writes.
"""

import argparse

import torch

import clock
import torch_common


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("model")
    parser.add_argument("corpus")
    parser.add_argument("--variant", choices=("plain", "rewritten", "folded"), default="plain")
    parser.add_argument("--mode", default="window")
    clock.add_options(parser)
    options = parser.parse_args()
    torch_common.bind(options.threads, options.variant)
    documents, _, _ = torch_common.read_corpus(options.corpus)
    kind = "plain" if options.variant == "plain" else "rewritten"
    model = torch_common.model_of(options.model, kind, options.mode).eval()
    prepare, run = model.prepare, model
    if options.variant == "folded":
        table = model.fold()
        prepare, run = model.prepare_folded, lambda *batch: model.windows(table, *batch)

    def classify(batch):
        return run(*batch).argmax(1).tolist()

    with torch.inference_mode():
        clock.report(options, documents, prepare, classify)


if __name__ == "__main__":
    main()
