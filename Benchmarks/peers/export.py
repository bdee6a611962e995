"""Writes what the inference peers load, with the weights of a TextCNN model file.

    export.py MODEL FOLDER [--mode window]

FOLDER gets `model.onnx` (batch and length are free), `model.pt` (a PyTorch state dict with the sizes) and
`vocabulary.json` (the words in order of their ids, and the labels).
"""

import argparse
import dataclasses
import json
import pathlib
import warnings

import numpy as np
import onnx
import torch
from safetensors import safe_open

import torch_common


def vocabulary(path):
    """The words and labels of a model file."""
    with safe_open(path, "np") as file:
        bounds = file.get_tensor("vocabulary.offsets")
        text = np.asarray(file.get_tensor("vocabulary.utf8"), dtype=np.uint8).tobytes()
        labels = json.loads(file.metadata()["labels"])
    words = [text[a:b].decode() for a, b in zip(bounds, bounds[1:])]
    return {"words": words, "labels": labels}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("model")
    parser.add_argument("folder")
    parser.add_argument("--mode", default="window")
    options = parser.parse_args()
    folder = pathlib.Path(options.folder)
    folder.mkdir(parents=True, exist_ok=True)
    model = torch_common.model_of(options.model, "plain", options.mode).eval()
    (folder / "vocabulary.json").write_text(json.dumps(vocabulary(options.model)))
    torch.save({"shape": dataclasses.asdict(model.shape), "state": model.state_dict()}, folder / "model.pt")

    batch, length = torch.export.Dim("batch"), torch.export.Dim("length")
    example = model.prepare([list(range(1, 8)), [3, 4]])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            model, example, folder / "model.onnx", dynamo=True, input_names=["ids", "lengths"],
            output_names=["logits"], external_data=False, verbose=False,
            dynamic_shapes=({0: batch, 1: length}, {0: batch}))
    exported = onnx.load(folder / "model.onnx")
    onnx.helper.set_model_props(exported, {"padding": str(model.shape.words)})
    onnx.save(exported, folder / "model.onnx")


if __name__ == "__main__":
    main()
