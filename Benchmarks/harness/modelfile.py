"""What the harness reads from a TextCNN model file itself: words, labels, the shapes of tensors."""

import array
import json
import struct
import sys


def header(path):
    """The JSON header of a safetensors file, and where the tensors begin."""
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        return json.loads(file.read(length)), 8 + length


def labels(path):
    return json.loads(header(path)[0]["__metadata__"]["labels"])


def shape(path, tensor):
    return header(path)[0][tensor]["shape"]


def words(path):
    """The vocabulary in order of the ids. The first word is empty and stands for every unknown one."""
    entries, start = header(path)

    def content(name):
        begin, end = entries[name]["data_offsets"]
        with open(path, "rb") as file:
            file.seek(start + begin)
            return file.read(end - begin)

    bounds = array.array("i", content("vocabulary.offsets"))
    if sys.byteorder == "big":
        bounds.byteswap()
    text = content("vocabulary.utf8")
    return [text[a:b].decode() for a, b in zip(bounds, bounds[1:])]
