"""A store in use: looking words up and asking for neighbours, against gensim, which holds all vectors in memory."""

from ..figures import median, megabytes, table

TITLE = "Word vectors in use"
DIMENSION = 300


def measure(bench, data):
    rows = 20_000 if bench.quick else 400_000
    file = bench.place("vectors", f"glove-{rows}x{DIMENSION}.txt")
    if not file.exists():
        bench.say(f"writing {file.name}")
        bench.run(bench.peer("make_vectors.py", file, "--rows", rows, "--dimension", DIMENSION))
    # Words from all over the file.
    count = min(20_000, rows)
    words = bench.place("vectors", f"asked-{rows}.txt")
    words.write_text("".join(f"word{number * 7919 % rows}\n" for number in range(count)))
    store = bench.place("vectors", "asked.sqlite")
    for dtype in ("float32", "int8"):
        store.unlink(missing_ok=True)
        bench.run(bench.textcnn("vectors", "import", file, "--into", store, "--dtype", dtype))
        for threads in bench.threads:
            contenders = {"TextCNN": lambda: bench.sample(
                bench.tool("store", store, words, "--threads", threads), threads)}
            if dtype == "float32":
                contenders["gensim"] = lambda: bench.sample(bench.peer("gensim_neighbors.py", file, words), threads)
            bench.compare(data, {"rows": rows, "words": count, "dtype": dtype, "threads": threads}, contenders)
    store.unlink(missing_ok=True)


def report(data):
    text = [
        f"A generated set of {DIMENSION} numbers a word. Lookup: words from all over the file, at once. Neighbours: the ten "
        "closest, exact. TextCNN's single question reads every row from the store; its index keeps a byte a number. gensim has "
        "all vectors in memory, and norms them at the first question. Milliseconds; loading is not counted.", ""]
    rows = []
    for group in data["groups"]:
        setting = group["setting"]
        for name in group["contenders"]:
            def figure(key):
                value = median(group, name, key)
                return "" if value is None else f"{value * 1000:,.1f}"
            first = "single" if name == "TextCNN" else "first"
            rows.append([
                name, setting["dtype"], str(setting["threads"]), figure("lookup"), figure(first),
                figure("index") if name == "TextCNN" else "", figure("warm"), megabytes(median(group, name, "peakBytes"))])
    words = data["groups"][0]["setting"]["words"]
    text.append(table(
        ["", "numbers", "threads", f"lookup of {words:,}", "one question", "making the index", "a question, warm", "peak memory"],
        rows))
    return "\n".join(text)
