"""``evidence strength``: label sentences by how strongly they claim something."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_evidence.cli.common import CLEAN, MISUSED

if TYPE_CHECKING:
    import argparse

    from pydantic import ValidationError

HELP = "label sentences by how strongly they claim something"
DESCRIPTION = (
    'Read {"id", "text"} lines, write {"id", "label"} lines: '
    "0 no claim, 1 a link, 2 a condition, 3 a direct statement."
)


def add_arguments(strength: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    strength.add_argument("file", nargs="?", type=Path, metavar="FILE.jsonl", help="default: standard input")


def run(options: argparse.Namespace) -> int:
    """Label each line; a line that cannot be read is named, the others are labelled."""
    from pydantic import BaseModel, StrictInt, StrictStr, ValidationError

    from evidence.analysis.claim_strength import claim

    class Sentence(BaseModel):
        id: StrictStr | StrictInt
        text: StrictStr

    name = str(options.file or "standard input")
    code = CLEAN
    first: dict[str | int, int] = {}
    with options.file.open("rb") if options.file else sys.stdin.buffer as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                sentence = Sentence.model_validate_json(line.removeprefix(b"\xef\xbb\xbf"))
            except ValidationError as error:
                fault = _first_fault(error)
            else:
                before = first.setdefault(sentence.id, number)
                if before == number:
                    label = {"id": sentence.id, "label": claim(sentence.text).level}
                    print(json.dumps(label, ensure_ascii=False))
                    continue
                fault = f"the id {sentence.id!r} stands in line {before} already"
            print(f"{name}:{number}: {fault}", file=sys.stderr)
            code = MISUSED
    return code


def _first_fault(error: ValidationError) -> str:
    fault = error.errors()[0]
    field = f'"{fault["loc"][0]}": ' if fault["loc"] else ""
    return f'{field}{fault["msg"]}; expected {{"id": …, "text": "…"}}'
