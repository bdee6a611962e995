"""Cuts the lines of a file into tokens and prints megabytes a second of the processor as JSON.

    tokenize_lines.py split|re|regex|gensim FILE
"""

import json
import re
import sys
import time


def tokenizer(name):
    if name == "split":
        return lambda text: text.lower().split()
    if name == "re":
        pattern = re.compile(r"\w+|[^\w\s]")
        return lambda text: pattern.findall(text.lower())
    if name == "regex":
        import regex
        # Word boundaries by UAX #29, then what is not white space.
        pattern = regex.compile(r"(?w)\b")
        return lambda text: [token for token in pattern.split(text.lower()) if token and not token.isspace()]
    from gensim.utils import simple_preprocess
    return simple_preprocess


def main():
    cut = tokenizer(sys.argv[1])
    with open(sys.argv[2], encoding="utf-8") as file:
        lines = file.read().split("\n")
    start = time.process_time()
    tokens = sum(len(cut(line)) for line in lines)
    seconds = time.process_time() - start
    size = sum(len(line.encode()) + 1 for line in lines)
    print(json.dumps({"megabytesPerSecond": size / 1e6 / seconds, "tokens": tokens}))


if __name__ == "__main__":
    main()
