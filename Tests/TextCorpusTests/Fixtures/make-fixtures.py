#!/usr/bin/env python3
"""Writes the fixtures beside it: one small corpus, as other programs write it.

    python3 make-fixtures.py

pandas writes the tables, Python's json the lines of objects, gzip and iconv the packed and recoded files. Excel is not at hand: what it writes is
rendered by the rules of its CSV export (a byte order mark or Windows-1252, semicolons where the decimal sign is a comma, CR LF), by
Python's csv. The texts were written for this test. ReaderFixtureTests.swift has them too.
"""

import csv
import gzip
import json
import subprocess
from pathlib import Path

import pandas

HERE = Path(__file__).parent
DOCUMENTS = [
    ("pos", 'She said "what a film", twice.'),
    ("neg", "Two lines,\nand a comma; a semicolon"),
    ("pos", "café, naïve – “déjà vu”…"),
    ("neg", ""),
    ("pos", "  blanks around  "),
    ("neg", "a\ttab"),
]
WIDE = DOCUMENTS[:2] + [("pos", "语言 and 😀 beyond the plane")]
CHINESE = [("好", "这部电影很好看，我喜欢。"), ("坏", "故事无聊，演员也不好。"), ("好", "值得再看一次！")]


def write(name, data):
    (HERE / name).write_bytes(data if isinstance(data, bytes) else data.encode())


def frame(documents):
    return pandas.DataFrame(documents, columns=["label", "text"])


def iconv(text, encoding):
    return subprocess.run(
        ["iconv", "-f", "UTF-8", "-t", encoding], input=text.encode(), capture_output=True, check=True).stdout


def excel(documents, encoding, mark=False):
    path = HERE / "excel.tmp"
    with path.open("w", encoding=encoding, newline="") as file:
        if mark:
            file.write("sep=;\r\n")
        table = csv.writer(file, dialect="excel", delimiter=";")
        table.writerow(["Nr", "Sentiment", "Review"])
        for number, (label, text) in enumerate(documents, 1):
            table.writerow([number, label, text])
    data = path.read_bytes()
    path.unlink()
    return data


def lines(documents):
    return "".join(f"{label}\t{text}\n" for label, text in documents if "\n" not in text)


def main():
    frame(DOCUMENTS).to_csv(HERE / "pandas.csv", index=False)
    frame(DOCUMENTS).to_csv(HERE / "pandas-index.csv")
    frame(DOCUMENTS).to_csv(HERE / "pandas-semicolon.csv", index=False, sep=";")
    frame(DOCUMENTS).to_csv(HERE / "pandas-tab.tsv", index=False, sep="\t")
    frame(DOCUMENTS).to_csv(HERE / "pandas-quoted.csv", index=False, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    frame(WIDE).to_json(HERE / "pandas.jsonl", orient="records", lines=True)
    for name, ascii in [("ascii.jsonl", True), ("unicode.jsonl", False)]:
        write(name, "".join(
            json.dumps({"id": n, "meta": {"of": [n, None, {"x": "}"}]}, "text": text, "label": label},
                       ensure_ascii=ascii) + "\n" for n, (label, text) in enumerate(WIDE)))
    write("labels.jsonl", "".join(json.dumps(value) + "\n" for value in [
        {"label": 1, "text": "a"}, {"label": True, "text": "b"}, {"label": 0.5, "text": "c"},
        {"label": ["x"], "text": "d"}, {"label": "l\ud800", "text": "lone \udc00 one"}]))
    write("excel.csv", excel(DOCUMENTS, "utf-8-sig"))
    write("excel-sep.csv", excel(DOCUMENTS, "utf-8-sig", mark=True))
    write("excel-ansi.csv", excel(DOCUMENTS, "cp1252"))
    write("lines.tsv.gz", gzip.compress(lines(DOCUMENTS).encode(), mtime=0))
    write("table.csv.gz", gzip.compress((HERE / "pandas.csv").read_bytes(), mtime=0))
    write("utf-16.tsv", b"\xff\xfe" + iconv(lines(WIDE), "UTF-16LE"))
    write("utf-16be.tsv", b"\xfe\xff" + iconv(lines(WIDE), "UTF-16BE"))
    write("utf-16-unmarked.tsv", iconv(lines(WIDE), "UTF-16LE"))
    write("latin-1.tsv", iconv("fr\tdéjà vu à l’été\n".replace("’", "'"), "ISO-8859-1"))
    write("windows-1252.tsv", iconv(lines(DOCUMENTS), "CP1252"))
    write("gb18030.tsv", iconv(lines(CHINESE), "GB18030"))
    for number, (label, text) in enumerate(DOCUMENTS):
        folder = HERE / "folders" / label
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{number}.txt").write_text(text, newline="")


main()
