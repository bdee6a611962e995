"""The clock of the inference peers: whole passes over prepared batches, or single documents one by one."""

import json
import pathlib
import time


def add_options(parser):
    parser.add_argument("--batch", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=3, help="at least so long, in whole passes")
    parser.add_argument("--limit", type=int, default=0, help="use only the first so many documents; 0: all")
    parser.add_argument("--words", type=int, default=0, help="use only documents of so many words; 0: all")
    parser.add_argument("--labels", help="write the label number of every document to this file")
    parser.add_argument("--by-length", action="store_true", help="sort the documents by length first")
    parser.add_argument("--latency", action="store_true", help="time each call, with one document a call")


def report(options, documents, prepare, classify):
    """Prints the figures. `classify(batch)` returns label numbers."""
    order = range(len(documents))
    if options.words:
        order = [i for i in order if len(documents[i]) == options.words]
    if options.limit:
        order = list(order)[: options.limit]
    if options.by_length:
        order = sorted(order, key=lambda i: len(documents[i]))
    order = list(order)
    size = 1 if options.latency else options.batch
    chosen = [order[at : at + size] for at in range(0, len(order), size)]
    batches = [prepare([documents[i] for i in batch]) for batch in chosen]
    for batch in batches[: max(1, min(200, len(batches) // 10))]:
        classify(batch)
    if options.latency:
        print(json.dumps(latency(batches, classify, options.seconds)))
        return
    labels, spent, passes = {}, 0.0, 0
    while passes == 0 or spent < options.seconds:
        start = time.perf_counter()
        results = [classify(batch) for batch in batches]
        spent += time.perf_counter() - start
        passes += 1
        for batch, result in zip(chosen, results):
            labels.update(zip(batch, result))
    if options.labels:
        pathlib.Path(options.labels).write_text(json.dumps([labels.get(i) for i in range(len(documents))]))
    print(json.dumps({"documentsPerSecond": passes * len(order) / spent, "documents": len(order), "passes": passes}))


def latency(batches, classify, seconds):
    """Microseconds of single calls: p50 and p99."""
    times, end = [], time.perf_counter() + seconds
    while time.perf_counter() < end:
        for batch in batches:
            start = time.perf_counter_ns()
            classify(batch)
            times.append(time.perf_counter_ns() - start)
    times.sort()
    return {"p50": times[len(times) // 2] / 1e3, "p99": times[len(times) * 99 // 100] / 1e3, "count": len(times)}
