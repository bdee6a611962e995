"""results.json: every raw sample, written whole at each change.

    {"machine": {…}, "sections": {"train": {"status": "ok", "run": {…}, "data": {"groups": [
      {"setting": {"corpus": "mr", …}, "contenders": {"TextCNN": [{sample}, …]}, "errors": {}}]}}}}
"""

import json
import os


class Results:
    """The content of results.json, in step with the file."""

    def __init__(self, path):
        self.path = path
        self.content = json.loads(path.read_text()) if path.exists() else {"machine": {}, "sections": {}}

    def save(self):
        """Writes beside and renames, so that the file is whole at any moment."""
        part = self.path.with_name(self.path.name + ".part")
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("w") as file:
            json.dump(self.content, file, indent=1)
            file.write("\n")
            file.flush()
            os.fsync(file.fileno())
        part.replace(self.path)

    def begin(self, section, run):
        """A fresh record for a section; `before` is the one that it replaces, for what a section may keep of it."""
        before = self.content["sections"].get(section)
        record = {"status": "unfinished", "run": run, "data": {"groups": []}}
        self.content["sections"][section] = record
        self.save()
        return record, before
