#!/bin/sh
# Makes a corpus of the machine's own package descriptions: train.tsv, dev.tsv and test.tsv beside this script,
# a line `section<TAB>description` each.
#
#     corpora/debian-packages/fetch.sh            descriptions as apt has them here
#     corpora/debian-packages/fetch.sh --long     long descriptions too, fetched into a folder that is removed again
#
# The same package lists give the same bytes: a document's part follows from a hash of its text.
set -eu
LC_ALL=C
export LC_ALL

stop() {
  printf '%s\n' "$1" >&2
  exit "${2:-1}"
}

folder=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
long=no
case "${1-}" in
  '') ;;
  --long) long=yes ;;
  *) stop "usage: fetch.sh [--long]" 64 ;;
esac
[ $# -le 1 ] || stop "usage: fetch.sh [--long]" 64
for tool in apt-cache apt-get awk sort; do
  command -v "$tool" >/dev/null 2>&1 || stop "$tool: not found; this corpus needs Debian, Ubuntu or a relative"
done
[ -w "$folder" ] || stop "$folder: not writable; choose a clone that you own"

work=$(mktemp -d "$folder/.fetch.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Package lists of our own leave the machine's untouched, and need no root. Options on the command line
# come last in apt's reading, so they win over the machine's files (container images set languages to "none").
apt() {
  tool=$1
  shift
  if [ "$long" = yes ]; then
    "$tool" -o Acquire::Languages=en -o "Dir::State::lists=$work/lists" -o "Dir::Cache=$work/cache" \
      -o APT::Sandbox::User=root "$@"
  else
    "$tool" "$@"
  fi
}
if [ "$long" = yes ]; then
  mkdir -p "$work/lists/partial" "$work/cache"
  echo "fetching package lists with long descriptions" >&2
  apt apt-get update -qq >&2 || stop "apt-get update: failed; without --long the lists of this machine are used"
fi

apt apt-cache dumpavail >"$work/available"
[ -s "$work/available" ] || stop "apt-cache dumpavail: no packages; run apt-get update as root first"

# Where apt keeps long descriptions apart, they are joined by the checksum that both sides name.
apt apt-get indextargets --format '$(FILENAME)' 'Created-By: Translations' 2>/dev/null \
  | sort -u >"$work/translations" || :
: >"$work/described"
while IFS= read -r file; do
  [ -f "$file" ] || continue
  /usr/lib/apt/apt-helper cat-file "$file" >>"$work/described" || stop "$file: cannot be read; run apt-get update"
done <"$work/translations"
[ -s "$work/described" ] || echo "no long descriptions on this machine; short ones only (--long fetches them)" >&2

# Paragraphs "Field: value" with continuation lines that start with a blank; an empty line ends one.
awk '
  # Markup of the format (control fields of Debian policy, 5.6.13): a line " ." is an empty one. What is left of lists,
  # rules, addresses and control characters goes too; a text is one line.
  function clean(text) {
    gsub(/[\001-\037\177]/, " ", text)
    gsub(/(https?|ftp):\/\/[^ ]*/, " ", text)
    gsub(/(^| )[-*+o.=_~#]+( |$)/, " ", text)
    gsub(/(^| )[-*+o.=_~#]+( |$)/, " ", text)
    gsub(/  +/, " ", text)
    sub(/^ /, "", text)
    sub(/ $/, "", text)
    return text
  }
  function finish() {
    if (FILENAME == described) {
      if (checksum != "" && description != "") longer[checksum] = description
    } else if (section != "" && description != "") {
      if (length(longer[checksum]) > length(description)) description = longer[checksum]
      sub(/^.*\//, "", section)
      text = clean(description)
      if (text != "") print section "\t" text
    }
    section = checksum = description = field = ""
  }
  FNR == 1 { finish() }
  /^$/ { finish(); next }
  /^[ \t]/ { if (field == "description") description = description " " substr($0, 2); next }
  {
    colon = index($0, ":")
    field = tolower(substr($0, 1, colon - 1))
    value = substr($0, colon + 1)
    if (field ~ /^description(-en)?$/) { field = "description"; description = value }
    else if (field == "section") { gsub(/[ \t]/, "", value); section = value }
    else if (field == "description-md5") { gsub(/[ \t]/, "", value); checksum = value }
  }
  END { finish() }
' described="$work/described" "$work/described" "$work/available" >"$work/documents"

# One line a text; where two sections share it, the first in alphabetical order has it. Then a part by hash.
sort -t "$(printf '\t')" -k2 -k1,1 "$work/documents" | awk -F '\t' -v out="$work" '
  BEGIN { for (i = 1; i < 256; i++) code[sprintf("%c", i)] = i }
  $2 == last { next }
  {
    last = $2
    hash = 5381
    for (i = 1; i <= length($2); i++) hash = (hash * 33 + code[substr($2, i, 1)]) % 4294967291
    slot = hash % 10
    print > (out "/" (slot == 8 ? "dev" : slot == 9 ? "test" : "train") ".tsv")
  }
'
for part in train dev test; do
  [ -s "$work/$part.tsv" ] || stop "apt-cache dumpavail: too few packages for a corpus; run apt-get update as root first"
done
for part in train dev test; do
  mv -f "$work/$part.tsv" "$folder/$part.tsv"
  printf '%s: %d documents\n' "$part.tsv" "$(wc -l <"$folder/$part.tsv")"
done
