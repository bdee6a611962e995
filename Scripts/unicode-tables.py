#!/usr/bin/env python3
"""Writes the Unicode tables of TextCorpus from the Unicode Character Database.

    apt-get install unicode-data        # Debian, Ubuntu: /usr/share/unicode
    python3 Scripts/unicode-tables.py   # rewrites the tables
    python3 Scripts/unicode-tables.py --check   # says whether they are this program's

The tables are in the sources so that tokens depend on the version of the program alone, not on the system's Unicode.
"""

import argparse
import pathlib
import re
import sys

UCD = pathlib.Path("/usr/share/unicode")
TABLES = pathlib.Path(__file__).resolve().parent.parent / "Sources/TextCorpus/Tokenizers/Tables"
# As WordBreak.swift numbers them.
CLASSES = [
    "Other", "CR", "LF", "Newline", "Extend", "ZWJ", "Format", "Regional_Indicator", "Katakana", "Hebrew_Letter",
    "ALetter", "Single_Quote", "Double_Quote", "MidNumLet", "MidLetter", "MidNum", "Numeric", "ExtendNumLet",
    "WSegSpace",
]
PICTOGRAPHIC = 1 << 5


def version():
    first = (UCD / "auxiliary/WordBreakProperty.txt").read_text().splitlines()[0]
    return re.search(r"-(\d+\.\d+\.\d+)\.txt", first).group(1)


def properties(path, wanted=None):
    """(first, last, value) of each line."""
    for line in (UCD / path).read_text().splitlines():
        fields = [field.strip() for field in line.split("#")[0].split(";")]
        if len(fields) < 2 or wanted and fields[1] != wanted:
            continue
        first, _, last = fields[0].partition("..")
        yield int(first, 16), int(last or first, 16), fields[1]


def word_break():
    value = bytearray(0x110000)
    for first, last, name in properties("auxiliary/WordBreakProperty.txt"):
        for scalar in range(first, last + 1):
            value[scalar] |= CLASSES.index(name)
    for first, last, _ in properties("emoji/emoji-data.txt", "Extended_Pictographic"):
        for scalar in range(first, last + 1):
            value[scalar] |= PICTOGRAPHIC
    return [scalar << 8 | value[scalar] for scalar in range(0x110000) if scalar == 0 or value[scalar] != value[scalar - 1]]


def decompositions():
    """Of each scalar with a decomposition of its own: the scalar, with flags in its upper bits, then the mapping."""
    excluded = {scalar for first, last, _ in properties("DerivedNormalizationProps.txt", "Full_Composition_Exclusion")
                for scalar in range(first, last + 1)}
    numbers = []
    for line in (UCD / "UnicodeData.txt").read_text().splitlines():
        fields = line.split(";")
        if not fields[5]:
            continue
        scalar = int(fields[0], 16)
        parts = fields[5].split()
        compatible = parts[0].startswith("<")
        mapping = [int(part, 16) for part in parts[compatible:]]
        composes = not compatible and scalar not in excluded
        numbers += [len(mapping) << 24 | compatible << 22 | composes << 21 | scalar] + mapping
    return numbers


def combining_classes():
    """Runs of scalars of one class: the first << 8 | the class; class 0 between them."""
    value = bytearray(0x110000)
    for line in (UCD / "UnicodeData.txt").read_text().splitlines():
        fields = line.split(";")
        value[int(fields[0], 16)] = int(fields[3])
    return [scalar << 8 | value[scalar] for scalar in range(0x110000) if scalar == 0 or value[scalar] != value[scalar - 1]]


def array(name, comment, numbers):
    lines, line = [], "   "
    for number in numbers:
        piece = f" {number:#x},".replace("0x", "0x")
        if len(line) + len(piece) > 110:
            lines.append(line)
            line = "   "
        line += piece
    lines.append(line)
    return "\n".join([f"  /// {part}" for part in comment] + [f"  static let {name}: [UInt32] = ["] + lines + ["  ]"])


def source(type_name, arrays):
    body = "\n\n".join(arrays)
    return (
        f"// Written by Scripts/unicode-tables.py from the Unicode Character Database {version()}; do not edit.\n"
        f"// Its data: © Unicode, Inc., <https://www.unicode.org/license.txt>.\n\n"
        f"// swift-format-ignore\nenum {type_name} {{\n{body}\n}}\n"
    )


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--check", action="store_true", help="write nothing; fail if a table differs")
    check = arguments.parse_args().check
    if not UCD.exists():
        sys.exit(f"{UCD}: no such folder; run apt-get install unicode-data")
    files = {
        "WordBreakTable.swift": source("WordBreakTable", [
            array("runs", ["Where each run of scalars of one value begins: the scalar << 8 | its `WordBreak`."], word_break()),
        ]),
        "NormalizationTable.swift": source("NormalizationTable", [
            array("decompositions", [
                "Of each scalar that has a decomposition: its length << 24, bit 22 where it is for compatibility, bit 21 where",
                "the pair composes again, and the scalar; then the scalars that it decomposes to.",
            ], decompositions()),
            array("combiningClasses", [
                "Where each run of scalars of one Canonical_Combining_Class begins: the scalar << 8 | the class.",
            ], combining_classes()),
        ]),
    }
    for name, text in files.items():
        path = TABLES / name
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        elif not path.exists() or path.read_text() != text:
            sys.exit(f"{path}: differs from what Scripts/unicode-tables.py writes; run it")


if __name__ == "__main__":
    main()
