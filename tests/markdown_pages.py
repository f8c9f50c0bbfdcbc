"""Records -> plain Markdown pages with the same texts, for generators that the benchmarks compare with.

python tests/markdown_pages.py INCIDENTS FOLDER
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "scripts"))

from postmortems import document


def page(id: str, data: dict[str, Any]) -> str:
    """Front matter, then a section for each part of the record, a list item for each entry."""
    front = f"---\ntitle: {json.dumps(data['title'])}\ndate: {id[:10]}\n---\n"
    return front + "\n".join(_blocks(data)) + "\n"


def _blocks(data: dict[str, Any]) -> Iterator[str]:
    yield f"\n{data['summary']}\n"
    for key, value in data.items():
        if isinstance(value, (dict, list)):
            yield f"\n## {key.capitalize()}\n"
            yield from _items(value)


def _items(value: Any) -> Iterator[str]:
    for entry in value if isinstance(value, list) else value.values():
        texts = list(_texts(entry))
        yield f"- **{texts[0]}** {' '.join(texts[1:])}"


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, (dict, list)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts(item)
    else:
        yield str(value)


def main() -> None:
    records, folder = map(Path, sys.argv[1:])
    folder.mkdir(parents=True)
    for file in sorted(records.glob("*/*.yaml")):
        text = page(file.stem, document.parse(document.read(file)))
        (folder / f"{file.stem}.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
