"""The sections of the report. Each has a TITLE, `measure(bench, data)`, and `report(data)`, which returns Markdown."""

from . import cold, imports, latency, limit, predict, same, scaling, stream, tokenize, train

ALL = {
    "same": same, "train": train, "limit": limit, "predict": predict, "stream": stream, "latency": latency,
    "cold": cold, "import": imports, "scaling": scaling, "tokenize": tokenize,
}
