"""TextCNN's tokenizers `words` and `characters` in Python, so that no program is judged by how it cuts text.

The rules are those of `WordScan.swift`, `CharacterScan.swift` and `Contraction.swift` in Sources/TextCorpus, with Python's
Unicode tables. Tokens are lower-cased; contractions are cut.
"""

import functools
import re
import unicodedata

CONTRACTIONS = ("n't", "'s", "'ve", "'re", "'d", "'ll", "'m")

IDEOGRAPHS = [(0x3005, 0x3007), (0x3021, 0x3029), (0x3038, 0x303A), (0x3041, 0x3096), (0x309D, 0x309F), (0x3400, 0x4DBF),
              (0x4E00, 0x9FFF), (0xF900, 0xFAD9), (0x1B001, 0x1B11F), (0x1B150, 0x1B152), (0x20000, 0x3FFFF)]


def kind(value):
    """One letter for what a scalar is to the tokenizers, as `ScalarTraits` has it."""
    if value == 0x200B:
        return "C"
    if value in (0x200C, 0x200D):
        return "J"
    if 0x1F1E6 <= value <= 0x1F1FF:
        return "R"
    if any(first <= value <= last for first, last in IDEOGRAPHS):
        return "I"
    character = chr(value)
    if 0x1F3FB <= value <= 0x1F3FF:
        return "M"
    category = unicodedata.category(character)
    if category[0] == "Z" or category == "Cc":
        return "C"
    if category == "Cf":
        return "X"
    return {"L": "L", "N": "D", "M": "M"}.get(category[0], "S")


@functools.cache
def patterns():
    """What is left out, a token of `words`, and one of `characters`; the tables take a second."""
    runs, last = {}, None
    for value in range(0x110000):
        found = kind(value)
        if found == last:
            runs[found][-1][1] = value
        else:
            runs.setdefault(found, []).append([value, value])
        last = found
    classes = {letter: "".join(f"\\U{first:08x}-\\U{end:08x}" for first, end in ranges) for letter, ranges in runs.items()}
    letter, word = classes["L"], classes["L"] + classes["D"] + classes["M"]
    mark, apart, joiner = classes["M"], classes["S"] + classes["I"], classes["J"]
    single = f"[{classes['R']}]{{2}}|[{apart}{classes['R']}][{mark}]*(?:\u200d[{apart}][{mark}]*)*"
    run = f"[{word}](?:[{word}]|['\u2019](?=[{letter}])|_+(?=[{word}])|[{joiner}](?=[{word}]))*"
    alone = f"['\u2019](?:[sdmtSDMT]|[vVrR][eE]|[lL]{{2}})(?![A-Za-z])(?!['\u2019][{letter}])(?![_{word}{joiner}])"
    character = f"[{classes['L']}{classes['D']}][{mark}]*|[{mark}]+|{single}"
    return re.compile(f"[{classes['X']}]"), re.compile(f"{run}|{alone}|{single}"), re.compile(character)


def words(text):
    """The tokens of `words`."""
    ignored, token, _ = patterns()
    found = []
    for match in token.findall(ignored.sub("", text)):
        match = match.lower().replace("\u2019", "'") if len(match) > 1 else match.lower()
        if "'" in match and len(match) > 2 and match[0] != "'":
            found += cut(match)
        else:
            found.append(match)
    return found


def cut(word):
    """A word and its contractions: `wouldn't've` gives `would n't 've`."""
    behind = []
    while True:
        ending = next((c for c in CONTRACTIONS if word.endswith(c) and len(word) > len(c)), None)
        if ending is None:
            return [word, *reversed(behind)]
        behind.append(ending)
        word = word[:-len(ending)]


def characters(text):
    """The tokens of `characters`."""
    ignored, _, token = patterns()
    return [match.lower() for match in token.findall(ignored.sub("", text))]
