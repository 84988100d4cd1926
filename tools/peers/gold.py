"""Reads gold pages as src/evaluate/gold.rs does, and writes predictions as src/evaluate/predicted.rs reads them.

Only the head and the text of a page are read: no peer sees what a person annotated below the second rule.
"""

import datetime
import json
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Page:
    name: str
    text: str
    published: datetime.date | None

    def blocks(self):
        """Each block with the place of its first character."""
        start = 0
        for block in self.text.split("\n\n"):
            yield start, block
            start += len(block) + 2


def text_of(lines):
    """Blocks parted by blank lines, marks of title and list taken off, lines of a block joined."""
    blocks = []
    for block in "\n".join(lines).split("\n\n"):
        block = block.strip()
        if not block:
            continue
        for mark in ("# ", "## ", "- "):
            if block.startswith(mark):
                block = block[len(mark) :]
                break
        blocks.append(block.replace("\n", " "))
    return "\n\n".join(blocks)


def read(path):
    # Lines end as Rust's `str::lines` ends them: at a line feed, with a carriage return before it taken off.
    lines = [line.removesuffix("\r") for line in path.read_bytes().decode("utf-8").split("\n")]
    rules = [n for n, line in enumerate(lines) if line.strip() == "---"]
    if len(rules) != 2:
        raise SystemExit(f"{path}: a gold page has two lines of three dashes, not {len(rules)}")
    published = None
    for line in lines[: rules[0]]:
        key, _, value = line.partition(": ")
        if key == "published":
            published = datetime.date.fromisoformat(value.strip()[:10])
    return Page(path.name, text_of(lines[rules[0] + 1 : rules[1]]), published)


def pages(folder):
    found = [read(path) for path in sorted(Path(folder).glob("*.md"))]
    if not found:
        raise SystemExit(f"{folder}: no gold pages (*.md)")
    return found


def mention(kind, start, end, **fields):
    return {"type": kind, "start": start, "end": end, **fields}


def write(path, found):
    """`found` is (page, mentions, attributions) for each page."""
    with open(path, "w", encoding="utf-8") as out:
        for page, mentions, attributions in found:
            record = {
                "input": page.name,
                "article": {"text": page.text},
                "mentions": mentions,
                "attributions": attributions,
            }
            out.write(json.dumps(record, ensure_ascii=False) + "\n")
