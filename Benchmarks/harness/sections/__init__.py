"""The sections of the report. Each has a TITLE, `measure(bench, data)`, and `report(data)`, which returns Markdown."""

from . import cold, imports, latency, limit, predict, same, scaling, stores, stream, tokenize, train, word2vec

ALL = {
    "same": same, "train": train, "limit": limit, "predict": predict, "stream": stream, "latency": latency,
    "cold": cold, "import": imports, "stores": stores, "word2vec": word2vec, "scaling": scaling, "tokenize": tokenize,
}
