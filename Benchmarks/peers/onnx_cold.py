"""Classifies one document with ONNX Runtime, from nothing: imports, model, vocabulary, answer.

    onnx_cold.py FOLDER TEXT
"""

import json
import sys

import numpy as np
import onnxruntime


def main():
    folder, text = sys.argv[1:3]
    setup = onnxruntime.SessionOptions()
    setup.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(f"{folder}/model.onnx", setup, providers=["CPUExecutionProvider"])
    with open(f"{folder}/vocabulary.json") as file:
        vocabulary = json.load(file)
    ids = {word: at for at, word in enumerate(vocabulary["words"])}
    document = np.array([[ids.get(word, 0) for word in text.lower().split()]], dtype=np.int64)
    logits = session.run(None, {"ids": document, "lengths": np.array([document.shape[1]])})[0]
    print(vocabulary["labels"][int(logits.argmax())])


if __name__ == "__main__":
    main()
