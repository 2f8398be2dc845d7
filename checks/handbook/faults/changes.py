"""The data files of the corpus: changes to the real handbook, each written as a few fields.

README.md beside this file explains the fields. A mistake in a data file is told with its line.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pydantic import Field, ValidationError

from evidence.model import Flag, Record, Words
from evidence.problems import UserError
from evidence.text.yaml_tree import Mapping, Sequence, YamlError, load_tree, plain

HERE = Path(__file__).parent
FAULTS = HERE / "faults.yaml"
HIDDEN = HERE / "faults_hidden.yaml"
"""Faults that only the built pages show."""
HONEST = HERE / "honest.yaml"


class CorpusError(UserError):
    """A data file is wrong, or what a change speaks of is not in the handbook."""


class Edit(Record):
    """What is done to one place of the handbook."""

    place: str = Field(alias="in")
    options: dict[str, str] = Field(default={}, alias="set")
    drop: Words = ()
    replace: dict[str, str] = Field(default={})
    hex: dict[str, str] = Field(default={})
    """As replace, with bytes instead of words."""
    add: str = ""
    before: str = ""
    after: str = ""
    delete: Flag = False
    text: str = ""
    """The whole text of a new file."""
    like: str = ""
    """The file whose text a new one begins with."""
    times: int = 1
    """How often ``add`` is added."""
    link: str = ""
    """Where a new symbolic link leads."""


class Sighting(Record):
    """A problem that must be reported: its rule, its line, and words of its message."""

    rule: str
    place: str = Field(default="", alias="in")
    """Where the line is; empty: among the lines that the change touched."""
    at: str = ""
    """Words that only this line holds; empty: the option that was set, or the first line of the place."""
    says: str = ""


class _Written(Edit):
    """A change as the data file writes it."""

    other_edits: tuple[Edit, ...] = Field(default=(), alias="with")
    rule: str = ""
    found_in: str = Field(default="", alias="found-in")
    at: str = ""
    says: str = ""
    also: tuple[Sighting, ...] = ()


@dataclass(frozen=True, eq=False)
class Change:
    """A change to the handbook: a seeded fault with what must be seen of it, or an honest edit."""

    kind: str
    source: str
    """File and line where the change is written."""
    edits: tuple[Edit, ...]
    sightings: tuple[Sighting, ...] = ()

    @property
    def rule(self) -> str:
        """The rule that must find the fault; empty for an honest edit."""
        return self.sightings[0].rule if self.sightings else ""

    def __str__(self) -> str:
        """What it is, for messages."""
        return f"{self.source}: {self.kind}, in {self.edits[0].place}"


def read_changes(path: Path) -> list[Change]:
    """The changes of a data file, in its order.

    Raises CorpusError at the first thing that is wrong with it.
    """
    faults = path != HONEST
    try:
        tree = load_tree(path.read_bytes())
    except YamlError as error:
        raise CorpusError(f"{path.name}:{error.line}: {error.message}") from None
    if not isinstance(tree, Mapping):
        raise CorpusError(f"{path.name}:1: expected kinds of changes")
    found: list[Change] = []
    for kind, listed in tree.values.items():
        if not isinstance(listed, Sequence):
            raise CorpusError(f"{path.name}:{listed.line}: expected a list of changes of the kind {kind!r}")
        for item in listed.items:
            source = f"{path.name}:{item.line}"
            try:
                written = _Written.model_validate(plain(item))
            except ValidationError as error:
                first = error.errors()[0]
                where = ".".join(map(str, first["loc"]))
                raise CorpusError(f"{source}: {where}: {first['msg']}") from None
            if faults != bool(written.rule):
                raise CorpusError(f"{source}: a fault names its rule, an honest edit none")
            found.append(_change(kind, source, written))
    return found


def _change(kind: str, source: str, written: _Written) -> Change:
    own = Edit.model_validate(
        {f.alias or name: getattr(written, name) for name, f in Edit.model_fields.items()}
    )
    sightings: tuple[Sighting, ...] = ()
    if written.rule:
        named = {"rule": written.rule, "in": written.found_in, "at": written.at, "says": written.says}
        sightings = (Sighting.model_validate(named), *written.also)
    return Change(kind, source, (own, *written.other_edits), sightings)
