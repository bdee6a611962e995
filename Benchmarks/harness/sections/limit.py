"""The limit: how much of a training step is the one matrix product that it cannot do without."""

from ..figures import divided, median, number, spread, table, times

TITLE = "The limit"
COLUMNS, DIMENSION = 1200, 300


def measure(bench, data):
    for name in ("mr/all.tsv", "r8/train.tsv"):
        corpus = bench.corpus(name)
        for threads in bench.threads:
            def step():
                return bench.sample(bench.tool("step", "--corpus", corpus, "--threads", threads), threads)

            rows = round(step()["meanDistinctWords"])

            def gemm():
                return bench.sample(bench.tool(
                    "gemm", "--rows", rows, "--columns", COLUMNS, "--dimension", DIMENSION, "--threads", threads),
                    threads)

            setting = {"corpus": name.split("/")[0], "threads": threads, "rows": rows}
            bench.compare(data, setting, {"step": step, "gemm": gemm})


def report(data):
    rows = []
    for group in data["groups"]:
        setting = group["setting"]
        rows.append([
            setting["corpus"], setting["threads"], setting["rows"], spread(group, "gemm", "gflops"),
            number_of(median(group, "gemm", "seconds")), number_of(median(group, "step", "gemmSeconds")),
            number_of(median(group, "step", "stepSeconds")), times(share(group)),
            f"{100 / share(group):.0f} %" if share(group) else ""])
    return "\n".join([
        "A step must multiply the vectors of its U distinct words, U × 300, with the kernels, 300 × 1,200. The product "
        "alone is measured at the library's peak (best of many, warm caches) and inside the step. Static kernels, "
        "random vectors.", "",
        table(["corpus", "threads", "U", "peak GFLOP/s", "product at peak, ms", "product in the step, ms",
               "whole step, ms", "step / product at peak", "unavoidable share"], rows), ""])


def number_of(seconds):
    return "" if seconds is None else number(seconds * 1e3)


def share(group):
    """Whole step over its forward product at peak."""
    return divided(median(group, "step", "stepSeconds"), median(group, "gemm", "seconds"))
