#!/usr/bin/env python3
"""Makes a corpus of fortune cookies from the Debian package fortunes: train.tsv, dev.tsv and test.tsv beside this script."""

import io
import pathlib
import subprocess
import sys
import tarfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

import fetching  # noqa: E402

DIGEST = "41d0551dc0ff52f875a2ecef7c39da2f672ab468c37e170119f7e0245a9d63c5"
DATA = "./usr/share/games/fortunes/"

# A file with fewer cookies is left out: a test part would have a handful of it.
FEWEST = 100


def main():
    package = fetching.bytes_from_apt("fortunes", DIGEST)
    try:
        archive = subprocess.run(["dpkg-deb", "--fsys-tarfile", "/dev/stdin"], input=package, capture_output=True).stdout
    except FileNotFoundError:
        raise fetching.FetchError("dpkg-deb: not found; this corpus needs Debian, Ubuntu or a relative") from None
    documents = []
    with tarfile.open(fileobj=io.BytesIO(archive)) as files:
        for member in sorted(files.getmembers(), key=lambda member: member.name):
            name = member.name.removeprefix(DATA)
            if not member.isfile() or name == member.name or "." in name or "/" in name:
                continue
            cookies = files.extractfile(member).read().decode().split("\n%\n")
            texts = {fetching.one_line(cookie.replace("\b", "").replace("_", "")) for cookie in cookies} - {""}
            if len(texts) >= FEWEST:
                documents += [(name, text) for text in texts]
    fetching.write_parts(HERE, documents)


fetching.run(main)
