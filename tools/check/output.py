"""Validates JSON Lines against the schema, and every span against the article's text.

Usage: output.py SCHEMA.json OUTPUT.jsonl
Exits with 1 and names the line if a record breaks the schema or a span does not slice to its words.
"""

import json
import sys

from jsonschema import Draft202012Validator


def spans(value, path="$"):
    """Every object that carries start and end, with the words it claims."""
    if isinstance(value, dict):
        if isinstance(value.get("start"), int) and isinstance(value.get("end"), int):
            words = value.get("quote", value.get("text"))
            if words is not None:
                yield path, value["start"], value["end"], words
        for key, inner in value.items():
            yield from spans(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from spans(inner, f"{path}[{index}]")


def main(schema_path, output_path):
    with open(schema_path, encoding="utf-8") as file:
        validator = Draft202012Validator(json.load(file))
    records = checked = 0
    with open(output_path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            record = json.loads(line)
            error = next(validator.iter_errors(record), None)
            if error is not None:
                sys.exit(f"{output_path}:{number}: {error.json_path}: {error.message}")
            text = record["article"]["text"]
            for path, start, end, words in spans(record):
                if text[start:end] != words:
                    sys.exit(f"{output_path}:{number}: {path}: {text[start:end]!r} is not {words!r}")
                checked += 1
            records += 1
    if not records:
        sys.exit(f"{output_path}: no records")
    print(f"{records} records valid, {checked} spans true")


if __name__ == "__main__":
    main(*sys.argv[1:])
