"""The text-CNN rewritten for speed in PyTorch, by TextCNN's own method: the fastest known way to compute it there.

- The distinct words of a batch are projected once, by one matrix product for all widths, scores of attention included.
- A window is a sum of projected rows: `F.embedding_bag`.
- The strongest windows are found without a tape; only they are computed again with one, so that the way back is two
  matrix products over the distinct words and a few small scatters.

Same mathematics as `torch_plain`, and the same results but for rounding.
"""

import torch
from torch import nn
from torch.nn import functional as F

from torch_plain import normalized


class RewrittenTextCNN(nn.Module):
    """Distinct words, one matrix product, winners only."""

    def __init__(self, shape, sparse=False):
        super().__init__()
        self.shape = shape
        d, f, h = shape.dimension, shape.filters, shape.heads
        if f % h and shape.has_weights:
            raise ValueError(f"{f} filters do not divide among {h} heads")
        self.margin = max(shape.widths) - 1
        self.embedding = nn.Embedding(shape.words + 1, d, padding_idx=shape.words, sparse=sparse)
        # The columns of the product: a block of F for each place, then the scores, filled up to whole blocks.
        self.blocks = sum(n if shape.offsets == "each" else 1 for n in shape.widths)
        self.score_columns = [h * n * (n if shape.mode == "window" else 1) if shape.mode else 0 for n in shape.widths]
        total = self.blocks * f + sum(self.score_columns)
        self.row_blocks = -(-total // f)
        self.kernel = nn.Parameter(torch.zeros(self.row_blocks * f, d))
        self.bias = nn.Parameter(torch.zeros(len(shape.widths) * f))
        self.places = nn.ParameterList(nn.Parameter(torch.zeros(n, h)) for n in shape.widths if shape.has_weights)
        self.output = nn.Linear(f * len(shape.widths), shape.classes)

    @torch.no_grad()
    def load(self, tensors):
        """Takes over tensors named as in docs/model.md."""
        shape = self.shape
        d, f = shape.dimension, shape.filters
        self.embedding.weight[:-1] = tensors["embedding"]
        self.embedding.weight[-1] = 0
        self.output.weight.copy_(tensors["output.weight"])
        self.output.bias.copy_(tensors["output.bias"])
        rows = []
        for n in shape.widths:
            weight = tensors[f"conv{n}.weight"]
            rows.append(weight.transpose(0, 1).reshape(n * f, d) if shape.offsets == "each" else weight)
        for at, n in enumerate(shape.widths):
            self.bias[at * f : (at + 1) * f] = tensors[f"conv{n}.bias"]
            if shape.has_weights:
                self.places[at].copy_(tensors[f"attention{n}.bias"].t())
            if shape.mode == "window":  # query [H, k, j, d] → columns (j, k, head)
                rows.append(tensors[f"attention{n}.query"].permute(2, 1, 0, 3).reshape(-1, d))
            elif shape.mode:  # query [H, k, d] → columns (k, head)
                rows.append(tensors[f"attention{n}.query"].transpose(0, 1).reshape(-1, d))
        rows = torch.cat(rows)
        self.kernel.zero_()
        self.kernel[: len(rows)] = rows
        return self

    def prepare(self, documents):
        """Distinct words `[U]`, each place's row among them `[B, L + 2·margin]`, lengths `[B]`."""
        longest = max([len(document) for document in documents] + [1])
        ids = torch.full((len(documents), longest + 2 * self.margin), self.shape.words)
        for row, document in enumerate(documents):
            ids[row, self.margin : self.margin + len(document)] = torch.tensor(document, dtype=torch.long)
        distinct, rows = torch.unique(ids, return_inverse=True)
        return distinct, rows, torch.tensor([len(document) for document in documents])

    def forward(self, distinct, rows, lengths, mask=None, dropout=0.0):
        """Logits `[B, C]`. `mask`: a 0/1 table of the features to keep, in place of random dropout."""
        return self.above(self.embedding(distinct), rows, lengths, mask, dropout)

    def above(self, vectors, rows, lengths, mask, dropout):
        """Logits from the distinct words' vectors `[U, d]`: the part that `torch.compile` can take."""
        return self.windows(self.project(vectors), rows, lengths, mask, dropout)

    def project(self, vectors):
        """The words' rows for the windows `[U, row_blocks·F]`, and for the scores of each width."""
        projected = F.linear(vectors, self.kernel)
        scores, column = [], self.blocks * self.shape.filters
        for count in self.score_columns:
            scores.append(projected[:, column : column + count].contiguous())
            column += count
        return projected, scores

    def windows(self, tables, rows, lengths, mask=None, dropout=0.0):
        """Logits from projected words, of which the last is the padding."""
        shape = self.shape
        projected, scores = tables
        batch, length = rows.shape[0], rows.shape[1] - 2 * self.margin
        real = rows != projected.shape[0] - 1  # padding is the last id, so its row is the last
        filter_number = torch.arange(shape.filters)
        features, block = [], 0
        for at, n in enumerate(shape.widths):
            first = self.margin - (n - 1)
            windows = length + n - 1
            words = rows[:, first : first + windows + n - 1].unfold(1, n, 1)  # [B, windows, n]
            there = real[:, first : first + windows + n - 1].unfold(1, n, 1)
            step = 1 if shape.offsets == "each" else 0
            place = block + step * torch.arange(n)
            part = scores[at]
            with torch.no_grad():
                weights = self.weights(at, n, part, words, there) if shape.has_weights else None
                z = self.sums(projected, words, place, weights)
                beyond = torch.arange(windows) >= (lengths + n - 1).clamp(min=1).unsqueeze(1)
                z.masked_fill_(beyond.unsqueeze(2), float("-inf"))
                strongest, winner = z.max(1)  # [B, F]; quicker than argmax
            if torch.is_grad_enabled():
                document = torch.arange(batch).unsqueeze(1)
                words, there = words[document, winner], there[document, winner]  # [B, F, n]
                columns = place * shape.filters + filter_number.unsqueeze(1)  # [F, n]
                value = projected.take(words * projected.shape[1] + columns)
                if shape.has_weights:
                    value = value * self.winning_weights(at, n, part, words, there)
                strongest = value.sum(2)
            features.append(strongest)
            block += n if shape.offsets == "each" else 1
        features = F.relu(torch.cat(features, 1) + self.bias)
        if mask is not None:
            features = features * mask / (1 - dropout)
        elif dropout:
            features = F.dropout(features, dropout, self.training)
        return self.output(features)

    @torch.no_grad()
    def fold(self):
        """Projects the whole vocabulary, once. `windows` takes the result, and ids as rows of it."""
        return self.project(self.embedding.weight)

    def prepare_folded(self, documents):
        """Ids `[B, L + 2·margin]` and lengths, for a folded vocabulary."""
        distinct, rows, lengths = self.prepare(documents)
        return distinct[rows], lengths

    def sums(self, projected, words, place, weights):
        """z `[B, windows, F]` without the bias: sums of projected rows, weighted where there are weights."""
        shape = self.shape
        batch, windows, n = words.shape
        if weights is None:
            table = projected.view(-1, shape.filters)
            bags = (words * self.row_blocks + place).view(-1, n)
            return F.embedding_bag(bags, table, mode="sum").view(batch, windows, shape.filters)
        heads = shape.heads
        table = projected.view(-1, shape.filters // heads)  # rows (word, block, head)
        bags = (words * self.row_blocks + place).unsqueeze(2) * heads + torch.arange(heads).unsqueeze(1)
        weights = weights.transpose(2, 3).reshape(-1, n)  # (document, window, head), place
        return F.embedding_bag(bags.view(-1, n), table, mode="sum", per_sample_weights=weights) \
            .view(batch, windows, shape.filters)

    def weights(self, at, n, part, words, there):
        """a `[B, windows, n, H]` of every window."""
        heads = self.shape.heads
        batch, windows, _ = words.shape
        if self.shape.mode == "window":
            table = part.view(-1, n * heads)  # rows (word, j)
            bags = (words * n + torch.arange(n)).view(-1, n)
            scores = F.embedding_bag(bags, table, mode="sum").view(batch, windows, n, heads)
        elif self.shape.mode == "position":
            scores = part.view(-1, heads)[words * n + torch.arange(n)]
        elif self.shape.mode == "center":
            scores = part[words[:, :, n // 2]].view(batch, windows, n, heads)
        else:
            scores = part.new_zeros(1)
        scores = scores + self.places[at]
        scores = scores.expand(batch, windows, n, heads)
        return normalized(scores, there.unsqueeze(3), self.shape.normalizer)

    def winning_weights(self, at, n, part, words, there):
        """a `[B, F, n]` of the strongest windows, each filter with the weights of its own head."""
        shape = self.shape
        head = torch.tensor(shape.head_of_filter).unsqueeze(1)  # [F, 1]
        place = torch.arange(n)
        columns = place * shape.heads + head  # [F, n]: (k, head)
        scores = self.places[at].t()[head.squeeze(1)]  # [F, n]
        if shape.mode == "window":
            # Over j: words [B, F, 1, n] and columns (j, k, head) [F, n, n].
            index = words.unsqueeze(2) * part.shape[1] + (place * n * shape.heads + columns.unsqueeze(2))
            scores = scores + part.take(index).sum(3)
        elif shape.mode == "position":
            scores = scores + part.take(words * part.shape[1] + columns)
        elif shape.mode == "center":
            scores = scores + part.take(words[:, :, n // 2].unsqueeze(2) * part.shape[1] + columns)
        else:
            scores = scores.expand(words.shape)
        return normalized(scores.unsqueeze(3), there.unsqueeze(3), shape.normalizer).squeeze(3)
