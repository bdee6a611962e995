"""What a model file or a golden case says about its network, read from the shapes of its tensors."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Architecture:
    """The sizes of one text-CNN, in the letters of docs/model.md: `V`, `d`, `F`, `H`, `C`."""

    kernel: str  # static, attention
    offsets: str  # each, shared
    mode: str  # position, center, window; nothing for static kernels
    normalizer: str  # softmax, sigmoid, linear
    widths: tuple
    filters: int
    heads: int
    words: int
    dimension: int
    classes: int

    @staticmethod
    def of(tensors, mode="window", normalizer="softmax", heads=4):
        """Reads the sizes off tensors named as in docs/model.md. Shapes tell all but the mode and the normalizer."""
        shapes = {name: tuple(tensor.shape) for name, tensor in tensors.items()}
        widths = sorted(int(m[1]) for name in shapes if (m := re.fullmatch(r"conv(\d+)\.weight", name)))
        first = widths[0]
        attends = f"attention{first}.query" in shapes
        if f"attention{first}.bias" in shapes:
            heads = shapes[f"attention{first}.bias"][0]
        if attends and len(shapes[f"attention{first}.query"]) == 4:
            mode = "window"
        words, dimension = shapes["embedding"]
        return Architecture(
            kernel="attention" if attends else "static",
            offsets="each" if len(shapes[f"conv{first}.weight"]) == 3 else "shared",
            mode=mode if attends else "", normalizer=normalizer, widths=tuple(widths),
            filters=shapes[f"conv{first}.weight"][0], heads=heads, words=words, dimension=dimension,
            classes=shapes["output.bias"][0])

    @property
    def has_weights(self):
        """Whether windows weight their words at all; a static kernel with offsets of its own does not."""
        return self.kernel == "attention" or self.offsets == "shared"

    @property
    def head_of_filter(self):
        """h(f) = ⌊f·H / F⌋."""
        return [f * self.heads // self.filters for f in range(self.filters)]
