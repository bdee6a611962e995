"""Classifies one document with PyTorch, from nothing: imports, model, vocabulary, answer.

    torch_cold.py FOLDER TEXT
"""

import json
import sys

import torch

from architecture import Architecture
from torch_plain import PlainTextCNN


def main():
    folder, text = sys.argv[1:3]
    torch.set_num_threads(1)
    saved = torch.load(f"{folder}/model.pt", weights_only=True)
    model = PlainTextCNN(Architecture(**saved["shape"]))
    model.load_state_dict(saved["state"])
    model.eval()
    with open(f"{folder}/vocabulary.json") as file:
        vocabulary = json.load(file)
    ids = {word: at for at, word in enumerate(vocabulary["words"])}
    with torch.inference_mode():
        logits = model(*model.prepare([[ids.get(word, 0) for word in text.lower().split()]]))
    print(vocabulary["labels"][logits.argmax().item()])


if __name__ == "__main__":
    main()
