"""Import of word vectors: a GloVe text file into a store, against gensim's load into memory."""

from ..figures import divided, median, megabytes, spread, table, times

TITLE = "Import of word vectors"
DIMENSION = 300


def measure(bench, data):
    rows = 20_000 if bench.quick else 400_000
    file = bench.place("vectors", f"glove-{rows}x{DIMENSION}.txt")
    if not file.exists():
        bench.say(f"writing {file.name}")
        bench.run(bench.peer("make_vectors.py", file, "--rows", rows, "--dimension", DIMENSION))
    store = bench.place("vectors", "store.sqlite")

    def ours():
        store.unlink(missing_ok=True)
        result = bench.run(bench.textcnn("vectors", "import", file, "--into", store))
        return result | {"fileBytes": store.stat().st_size}

    def gensim():
        sample = bench.sample(bench.peer("gensim_load.py", file))
        return {"seconds": sample["seconds"], "processSeconds": sample["processSeconds"],
                "peakBytes": sample["peakBytes"]}

    data["textBytes"] = file.stat().st_size
    bench.compare(data, {"rows": rows}, {"TextCNN": ours, "gensim": gensim})
    store.unlink(missing_ok=True)


def report(data):
    text = [
        "A generated GloVe text file with five decimals a number. TextCNN: the whole command, from text to a finished "
        "SQLite store. gensim: `KeyedVectors.load_word2vec_format` alone, without imports and without saving.", ""]
    for group in data["groups"]:
        ours = median(group, "TextCNN", "seconds")
        rows = [[name, spread(group, name, "seconds"), times(divided(median(group, name, "seconds"), ours)),
                 megabytes(median(group, name, "peakBytes"))] for name in group["contenders"]]
        text += [f"{group['setting']['rows']:,} words × {DIMENSION}, {megabytes(data['textBytes'])} of text; the store has "
                 f"{megabytes(median(group, 'TextCNN', 'fileBytes'))}.", "",
                 table(["", "s", "against TextCNN", "peak memory"], rows), ""]
    return "\n".join(text)
