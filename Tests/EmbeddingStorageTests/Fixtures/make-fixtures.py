"""Writes the files beside it by the programs whose formats the store reads, from words of ours.

    make-fixtures.py        Python 3.11, numpy 2.4.6, gensim 4.4.0, safetensors 0.8.0, and fastText 0.9.2 in the path

`expected.json` has what those programs say is in the files: {file: {word: [numbers]}}. Training differs a little from machine to
machine, so all files are written anew together or not at all.
"""

import gzip
import json
import lzma
import pathlib
import subprocess
import tempfile

import numpy as np
from gensim.models import KeyedVectors, Word2Vec
from gensim.models.fasttext import load_facebook_vectors
from safetensors.numpy import save_file

HERE = pathlib.Path(__file__).parent
SENTENCES = """\
the little cat sleeps on the warm stove
the little dog sleeps under the old table
a cat and a dog play in the garden
the garden has an old tree and a warm wall
das Mädchen spielt im Garten und die Katze schläft
猫 睡 在 炉子 上 ， 狗 在 桌子 下
the tree is old , the cat is little , the stove is warm
"""
# Words that no file has; their vectors come from their pieces.
UNKNOWN = ["cats", "sleeping", "Gärten", "x", "炉"]
DIMENSION = 6


def plain(vectors):
    return [float(value) for value in vectors]


def fasttext(folder, expected):
    text = folder / "text.txt"
    text.write_text(SENTENCES)
    common = ["-dim", str(DIMENSION), "-minCount", "1", "-epoch", "200", "-lr", "0.5", "-thread", "1", "-verbose", "0"]
    run = lambda *arguments: subprocess.run(["fasttext", *map(str, arguments)], check=True, cwd=folder)
    run("skipgram", "-input", text, "-output", "pieces", "-bucket", "40", "-minn", "2", "-maxn", "4", *common)
    run("cbow", "-input", text, "-output", "whole", "-bucket", "0", "-minn", "0", "-maxn", "0", *common)
    # Quantization wants 256 rows at least.
    labelled = folder / "labelled.txt"
    labelled.write_text("".join(
        f"__label__{'pet' if 'cat' in line else 'other'} {line}\n" for line in SENTENCES.splitlines()))
    run("supervised", "-input", labelled, "-output", "classifier", "-bucket", "300", "-wordNgrams", "2", *common)
    run("quantize", "-output", "classifier", "-input", labelled, "-qnorm")
    for name in ["pieces.bin", "pieces.vec", "whole.bin", "classifier.bin", "classifier.ftz"]:
        (HERE / name).write_bytes((folder / name).read_bytes())
    for name in ["pieces.bin", "whole.bin"]:
        vectors = load_facebook_vectors(str(HERE / name))
        words = list(vectors.key_to_index)
        expected[name] = {word: plain(vectors[word]) for word in words + (UNKNOWN if name == "pieces.bin" else [])}
    # What fastText itself prints, five digits or so.
    asked = "\n".join(["cat", "Mädchen", *UNKNOWN]) + "\n"
    for name in ["pieces.bin", "classifier.bin"]:
        printed = subprocess.run(["fasttext", "print-word-vectors", str(HERE / name)], input=asked, text=True,
                                 capture_output=True, check=True).stdout
        lines = [line.split() for line in printed.splitlines()]
        expected[f"printed {name}"] = {line[0]: [float(value) for value in line[1:]] for line in lines}


def gensim(expected):
    sentences = [line.split() for line in SENTENCES.splitlines()]
    vectors = Word2Vec(sentences, vector_size=DIMENSION, min_count=1, workers=1, seed=1).wv
    vectors.save_word2vec_format(str(HERE / "gensim.txt"))
    vectors.save_word2vec_format(str(HERE / "gensim.bin"), binary=True)
    vectors.save_word2vec_format(str(HERE / "gensim-glove.txt"), write_header=False)
    for name, options in [("gensim.txt", {}), ("gensim.bin", {"binary": True}), ("gensim-glove.txt", {"no_header": True})]:
        loaded = KeyedVectors.load_word2vec_format(str(HERE / name), **options)
        expected[name] = {word: plain(loaded[word]) for word in loaded.index_to_key}
    # Nearest neighbours and an analogy, for the comparison of answers.
    expected["neighbors"] = {word: [[other, float(cosine)] for other, cosine in vectors.similar_by_word(word, topn=5)]
                             for word in ["cat", "garden"]}
    expected["analogy"] = [[word, float(cosine)]
                           for word, cosine in vectors.most_similar(positive=["dog", "stove"], negative=["cat"], topn=5)]
    (HERE / "gensim.txt.gz").write_bytes(gzip.compress((HERE / "gensim.txt").read_bytes(), mtime=0))
    (HERE / "gensim.bin.xz").write_bytes(lzma.compress((HERE / "gensim.bin").read_bytes()))
    return vectors


def arrays(vectors, expected):
    words = vectors.index_to_key
    (HERE / "words.txt").write_text("".join(word + "\n" for word in words))
    rows = np.stack([vectors[word] for word in words])
    kinds = {"float16.npy": rows.astype("<f2"), "float32.npy": rows.astype("<f4"), "float64.npy": rows.astype("<f8")}
    for name, array in kinds.items():
        np.save(HERE / name, array)
        expected[name] = {word: plain(row) for word, row in zip(words, array)}
    np.save(HERE / "fortran.npy", np.asfortranarray(rows))
    np.save(HERE / "big-endian.npy", rows.astype(">f4"))
    np.save(HERE / "whole-numbers.npy", rows.astype("<i4"))
    tensors = {"embedding.weight": kinds["float32.npy"], "half": kinds["float16.npy"], "bias": rows[0].copy()}
    save_file(tensors, HERE / "tensors.safetensors", metadata={"made": "by safetensors"})
    expected["tensors.safetensors half"] = expected["float16.npy"]
    expected["tensors.safetensors embedding.weight"] = expected["float32.npy"]


def main():
    expected = {}
    with tempfile.TemporaryDirectory() as folder:
        fasttext(pathlib.Path(folder), expected)
    arrays(gensim(expected), expected)
    (HERE / "expected.json").write_text(json.dumps(expected, ensure_ascii=False, indent=0) + "\n")


if __name__ == "__main__":
    main()
