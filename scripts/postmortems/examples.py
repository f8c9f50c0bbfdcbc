"""A rule's BAD or GOOD example -> whole records, and the problems that the checker finds in them.

Used by the tests and by the pages about the rules. An example is a piece of YAML. Its keys are laid over the
smallest valid record, the example in `schemas/incident.schema.json`: a key that it has replaces that key as a whole,
and the rest is written below it, so that a line of the record is the same line of the example.

Several records are separated by a line `---`. Each then starts with a comment that names its file; a comment that
names `catalogue/organizations/<id>.yaml` or `catalogue/patterns/<id>.yaml` makes it an entry of the catalogue, laid
over the example of that schema. The catalogue always has the organization `example` and the pattern
`staged-rollout`, and the day is 2024-12-31.
"""

from __future__ import annotations

import json
import re
from pathlib import PurePosixPath

from . import check, document
from .problem import Problem
from .vocabulary import schema_file

RECORD = "incidents/2024/2024-05-02-example.yaml"
ORGANIZATION = "catalogue/organizations/example.yaml"
PATTERN = "catalogue/patterns/staged-rollout.yaml"
TODAY = "2024-12-31"
SCHEMA = {"incidents": "incident", "organizations": "organization", "patterns": "pattern"}
NAMED = re.compile(r"# ((?:incidents|catalogue)/\S+\.yaml)\n")


def records_of(example: str) -> dict[str, str]:
    """The whole text of each file of an example, by its path."""
    fragments = [piece.strip("\n") + "\n" for piece in re.split(r"^---$", example, flags=re.MULTILINE)]
    return {path: _completed(fragment, path) for fragment in fragments for path in [_path(fragment)]}


def problems_of(example: str) -> list[Problem]:
    """What the checker says about an example, as it would about files in a folder; sorted by place."""
    texts = {path: _completed("", path) for path in (ORGANIZATION, PATTERN)} | records_of(example)
    entries = {path: text for path, text in texts.items() if path.startswith("catalogue/")}
    catalogue, problems = check.catalogue_of(entries, TODAY)
    records = [check.examine_text(text, path, catalogue) for path, text in texts.items() if path not in entries]
    for record in records:
        problems += record.problems
    ids = [PurePosixPath(record.path).stem for record in records]
    problems += check.check_collection([record.facts for record in records if record.facts], ids, texts.__getitem__)
    return sorted(problems)


def _path(fragment: str) -> str:
    named = NAMED.match(fragment)
    return named[1] if named else RECORD


def _completed(fragment: str, path: str) -> str:
    """The fragment, and below it the keys that it leaves out. JSON on one line is YAML."""
    folder = path.split("/")[1] if path.startswith("catalogue/") else "incidents"
    smallest = schema_file(SCHEMA[folder])["examples"][0]
    written = document.parse(fragment) if fragment.strip() else {}
    rest = [f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in smallest.items() if key not in written]
    return fragment + "".join(rest)
