"""``evidence schema``: write the JSON Schema of study files, for editors."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_evidence.cli.common import CLEAN

if TYPE_CHECKING:
    import argparse

HELP = "write the JSON Schema of study files, for editors"


def add_arguments(schema: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    schema.add_argument("conf", nargs="?", type=Path, default=Path("conf"), help="folder of vocabulary.toml")


def run(options: argparse.Namespace) -> int:
    """Write the schema beside the vocabulary that it follows from."""
    from evidence.files.studies.json_schema import SCHEMA_NAME, schema_text
    from evidence.text.files import write_atomically
    from evidence.vocabulary.vocabulary import load_vocabulary

    path: Path = options.conf / SCHEMA_NAME
    write_atomically(path, schema_text(load_vocabulary(options.conf / "vocabulary.toml")))
    print(path)
    return CLEAN
