"""The text-CNN as people write it in PyTorch.

Documents are padded to the longest of their batch, each width is an `nn.Conv1d` with n−1 zero rows on either side,
and the word vectors are an `nn.Embedding` whose gradient has a row for every word. Windows that lie wholly in the
padding of the batch are left out of the maximum, so that the results are TextCNN's (docs/model.md).

Attention is written the direct way too: a linear map for each width, then the weighted sum over the window's places.
"""

import torch
from torch import nn
from torch.nn import functional as F


class PlainTextCNN(nn.Module):
    """Padded batches, a convolution for each width."""

    def __init__(self, shape, sparse=False):
        """`sparse`: give the word vectors gradients of the touched rows alone (then the optimizer must be sparse too)."""
        super().__init__()
        self.shape = shape
        d, f, h = shape.dimension, shape.filters, shape.heads
        self.embedding = nn.Embedding(shape.words + 1, d, padding_idx=shape.words, sparse=sparse)
        self.convolutions = nn.ModuleList()
        self.scores = nn.ModuleList()
        self.places = nn.ParameterList()
        for n in shape.widths:
            if not shape.has_weights:
                self.convolutions.append(nn.Conv1d(d, f, n, padding=n - 1))
                continue
            self.convolutions.append(nn.Linear(d, f * n if shape.offsets == "each" else f, bias=False))
            self.places.append(nn.Parameter(torch.zeros(h, n)))
            if shape.mode == "window":
                self.scores.append(nn.Conv1d(d, h * n, n, padding=n - 1, bias=False))
            elif shape.mode:
                self.scores.append(nn.Linear(d, h * n, bias=False))
        self.biases = nn.ParameterList(
            nn.Parameter(torch.zeros(f)) for _ in shape.widths) if shape.has_weights else None
        self.output = nn.Linear(f * len(shape.widths), shape.classes)
        self.register_buffer("head_of_filter", torch.tensor(shape.head_of_filter), persistent=False)

    @torch.no_grad()
    def load(self, tensors):
        """Takes over tensors named as in docs/model.md."""
        shape = self.shape
        d, f, h = shape.dimension, shape.filters, shape.heads
        self.embedding.weight[:-1] = tensors["embedding"]
        self.embedding.weight[-1] = 0
        self.output.weight.copy_(tensors["output.weight"])
        self.output.bias.copy_(tensors["output.bias"])
        for at, n in enumerate(shape.widths):
            weight, bias = tensors[f"conv{n}.weight"], tensors[f"conv{n}.bias"]
            if not shape.has_weights:
                self.convolutions[at].weight.copy_(weight.transpose(1, 2))
                self.convolutions[at].bias.copy_(bias)
                continue
            self.biases[at].copy_(bias)
            self.places[at].copy_(tensors[f"attention{n}.bias"])
            if shape.offsets == "each":
                weight = weight.transpose(0, 1).reshape(n * f, d)  # rows (place, filter)
            self.convolutions[at].weight.copy_(weight)
            if shape.mode == "window":
                # query [H, k, j, d] → rows (k, head), places j
                query = tensors[f"attention{n}.query"].permute(1, 0, 3, 2).reshape(n * h, d, n)
                self.scores[at].weight.copy_(query)
            elif shape.mode:
                self.scores[at].weight.copy_(tensors[f"attention{n}.query"].transpose(0, 1).reshape(n * h, d))
        return self

    def prepare(self, documents):
        """Ids `[B, L]`, padded behind, and lengths `[B]`."""
        longest = max([len(document) for document in documents] + [1])
        ids = torch.full((len(documents), longest), self.shape.words)
        for row, document in enumerate(documents):
            ids[row, : len(document)] = torch.tensor(document, dtype=torch.long)
        return ids, torch.tensor([len(document) for document in documents])

    def forward(self, ids, lengths, mask=None, dropout=0.0):
        """Logits `[B, C]`. `mask`: a 0/1 table of the features to keep, in place of random dropout."""
        return self.above(self.embedding(ids), lengths, mask, dropout)

    def above(self, x, lengths, mask, dropout):
        """Logits from the words' vectors `[B, L, d]`: the part that `torch.compile` can take."""
        columns = x.transpose(1, 2)
        features = []
        for at, n in enumerate(self.shape.widths):
            z = self.weighted(at, n, x, columns, lengths) if self.shape.has_weights else self.convolutions[at](columns)
            window = torch.arange(z.shape[2])
            beyond = window >= (lengths + n - 1).clamp(min=1).unsqueeze(1)
            z = F.relu(z).masked_fill(beyond.unsqueeze(1), float("-inf"))
            features.append(z.max(2).values)
        features = torch.cat(features, 1)
        if mask is not None:
            features = features * mask / (1 - dropout)
        elif dropout:
            features = F.dropout(features, dropout, self.training)
        return self.output(features)

    def weighted(self, at, n, x, columns, lengths):
        """z `[B, F, windows]` of windows that weight their words: Σ_k a_k · ⟨W_k, x_k⟩."""
        shape = self.shape
        batch, length, _ = x.shape
        windows = length + n - 1

        def place(rows, k):
            """The row of each window's word k: rows `[B, L, m]` moved by n−1−k, zeros where there is no word."""
            return F.pad(rows, (0, 0, n - 1 - k, k))

        # Scores [B, windows, n, H].
        scores = self.places[at].t().expand(batch, windows, n, shape.heads)
        if shape.mode == "window":
            scores = scores + self.scores[at](columns).transpose(1, 2).reshape(batch, windows, n, shape.heads)
        elif shape.mode == "center":
            scores = scores + place(self.scores[at](x), n // 2).reshape(batch, windows, n, shape.heads)
        elif shape.mode == "position":
            each = self.scores[at](x).reshape(batch, length, n, shape.heads)
            scores = scores + torch.stack([place(each[:, :, k], k) for k in range(n)], 2)
        # Which places hold a word: [B, windows, n].
        word = torch.arange(windows).unsqueeze(1) + torch.arange(n) - (n - 1)
        real = (word >= 0) & (word < lengths[:, None, None])
        weights = normalized(scores, real.unsqueeze(3), shape.normalizer)
        weights = weights[..., self.head_of_filter]
        projected = self.convolutions[at](x)
        z = self.biases[at]
        for k in range(n):
            block = projected[..., k * shape.filters : (k + 1) * shape.filters] if shape.offsets == "each" else projected
            z = z + weights[:, :, k] * place(block, k)
        return z.transpose(1, 2)


def normalized(scores, real, normalizer):
    """Weights a from scores, over places in the last dimension but one; 0 where there is no word."""
    if normalizer == "sigmoid":
        return 2 * torch.sigmoid(scores) * real
    if normalizer == "linear":
        return (1 + scores) * real
    count = real.sum(-2, keepdim=True)
    lowest = torch.finfo(scores.dtype).min
    return count * torch.softmax(scores.masked_fill(~real, lowest), -2) * real
