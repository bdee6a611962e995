"""What several sections need first: twins' folders, trained models, the peers' copies of them."""

from . import corpora, modelfile
from .bench import CommandFailed


def twin(bench, corpus, kernel, offsets="each", mode="window", vectors="random", steps=1, dropout=0.5):
    """A folder with TextCNN's start, its first steps, and the corpus as ids."""
    folder = bench.place("twins", f"{corpus.parent.name}-{corpus.stem}-{kernel}-{offsets}-{mode}-{vectors}-{steps}")
    bench.run(bench.tool(
        "twin", "--corpus", corpus, "--output", folder, "--kernel", kernel, "--offsets", offsets, "--mode", mode,
        "--vectors", vectors, "--steps", steps, "--dropout", dropout))
    return folder


def trained(bench, corpus, kernel):
    """A model of a whole corpus, four epochs, and the corpus' texts."""
    model = bench.place("models", f"{kernel}.safetensors")
    bench.run(bench.textcnn(
        "train", corpus, "--output", model, "--kernel", kernel, "--epochs", 4, "--patience", 0, "--dev-fraction", 0))
    return model


def exported(bench, model):
    """The model as the inference peers load it."""
    folder = bench.place("export", model.stem)
    bench.run(bench.peer("export.py", model, folder))
    return folder


def ids(bench, corpus, model):
    """A file of the corpus' ids in the numbering of the model, which must be trained on that corpus."""
    path = twin(bench, corpus, "static") / "steps.json"
    words = modelfile.shape(path.with_name("start.safetensors"), "embedding")[0]
    if words != modelfile.shape(model, "embedding")[0]:
        raise CommandFailed(f"{model.name}: the twin of its corpus has another vocabulary")
    return path


def store(bench, corpus):
    """A store of random vectors for every word of a corpus."""
    key = f"{corpus.parent.name}-{corpus.stem}"
    model, words = bench.place("stores", f"{key}.safetensors"), bench.place("stores", f"{key}.words")
    text, target = bench.place("stores", f"{key}.txt"), bench.place("stores", f"{key}.sqlite")
    bench.run(bench.textcnn(
        "train", corpus, "--output", model, "--epochs", 1, "--patience", 0, "--dev-fraction", 0, "--dimension", 4))
    corpora.written(words, modelfile.words(model)[1:])
    bench.run(bench.peer("make_vectors.py", text, "--words", words))
    target.unlink(missing_ok=True)
    bench.run(bench.textcnn("vectors", "import", text, "--into", target))
    return target
