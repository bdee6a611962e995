"""RESULTS.md from results.json."""

from . import targets
from .sections import ALL


def render(content):
    """The whole report as Markdown."""
    machine, sections = content.get("machine", {}), content.get("sections", {})
    libraries = ", ".join(f"{name} {version}" for name, version in machine.get("libraries", {}).items())
    text = [
        "# Results", "",
        "Made by `Benchmarks/run.py`; what is measured how, and what is fair and what is not, is in "
        "[README.md](README.md). Numbers are medians, in parentheses the least and greatest. Every sample is in "
        "`results.json`.", "",
        f"- {machine.get('date', '')}, commit {machine.get('commit', '')}",
        f"- {machine.get('processor', '')} {machine.get('instructions', '')}, {machine.get('cores', '')} cores, "
        f"{machine.get('memoryBytes', 0) / 2**30:.0f} GB, {machine.get('system', '')}",
        f"- {machine.get('swift', '')}; Python {machine.get('python', '')}; {libraries}; "
        f"fastText {machine.get('fasttext', '')}",
        f"- load at the start: {' '.join(str(value) for value in machine.get('load', []))}",
        f"- `{machine.get('command', '')}`", ""]
    others = [name for name, record in sections.items() if record["run"]["date"] != machine.get("date")]
    if others:
        text += ["Sections of other runs than this one: " + ", ".join(
            f"{name} ({sections[name]['run']['date'][:16]}, commit {sections[name]['run']['commit']})"
            for name in others) + ".", ""]
    if any(record["run"]["quick"] for record in sections.values()):
        text += ["**A quick run: small parts of the corpora, few repetitions. It shows that all works, not how fast.**", ""]
    text += ["## Targets", "", "Computed from the medians below; where a peer is named, as measured in this run.", "",
             targets.report(sections), ""]
    for name, section in ALL.items():
        record = sections.get(name)
        if record is None:
            continue
        text += [f"## {section.TITLE}", ""]
        if record["status"] != "ok":
            text += [f"**{record['status']}**: {record.get('error', '')}", ""]
        if record["data"].get("groups"):
            text += [section.report(record["data"])]
        for group in record["data"].get("groups", []):
            for contender, error in group.get("errors", {}).items():
                where = ", ".join(str(value) for value in group["setting"].values() if value != "")
                text += [f"- failed: {contender} ({where}): {error}"]
        text += [""]
    return "\n".join(text).rstrip() + "\n"
