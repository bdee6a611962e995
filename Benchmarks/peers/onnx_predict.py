"""Classifies documents with ONNX Runtime and prints documents a second, or the latency of single documents, as JSON.

    onnx_predict.py MODEL.onnx CORPUS --batch 50 --threads 1 [--labels FILE] [--latency]

From ids, padded and stacked beforehand, to the number of the best label. CORPUS is the file of ids that
`textcnn-benchmark twin` writes.
"""

import argparse
import json
import pathlib

import numpy as np
import onnxruntime

import clock


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("model")
    parser.add_argument("corpus")
    clock.add_options(parser)
    options = parser.parse_args()
    documents = json.loads(pathlib.Path(options.corpus).read_text())["documents"]
    setup = onnxruntime.SessionOptions()
    setup.intra_op_num_threads = options.threads
    setup.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(options.model, setup, providers=["CPUExecutionProvider"])
    padding = int(session.get_modelmeta().custom_metadata_map["padding"])

    def prepare(chosen):
        longest = max([len(document) for document in chosen] + [1])
        ids = np.full((len(chosen), longest), padding, dtype=np.int64)
        for row, document in enumerate(chosen):
            ids[row, : len(document)] = document
        return {"ids": ids, "lengths": np.array([len(document) for document in chosen], dtype=np.int64)}

    def classify(batch):
        return session.run(None, batch)[0].argmax(1).tolist()

    clock.report(options, documents, prepare, classify)


if __name__ == "__main__":
    main()
