"""The exported data of a large collection: ``python -m checks.bench.export_of FOLDER [CLAIMS [TOPICS]]``.

The handbook is read as it is. Its records are repeated under new names, as many times as it takes to
reach the number of claims, in the models of the exporter; the exporter writes each topic to a folder.
"""

from __future__ import annotations

import sys
from math import ceil
from pathlib import Path
from typing import Any, TypeVar

from checks.paths import ROOT
from evidence.export.evidence_file import evidence_file, write_export
from evidence.export.records import (
    CardRecord,
    ClaimRecord,
    EvidenceFile,
    RestatementRecord,
    StatementRecord,
    StudyRecord,
)
from sphinx_evidence.build.read_handbook import read_handbook

CLAIMS, TOPICS = 100_000, 100

_NAMES = ("studies", "contrary", "claims", "aliases")
"""The fields that hold names of objects of the collection, not words of its vocabulary."""

_Record = TypeVar("_Record", CardRecord, ClaimRecord, RestatementRecord, StatementRecord, StudyRecord)


def repeated(data: EvidenceFile, numbers: range) -> EvidenceFile:
    """A collection once for each number, every name of an object ending with it.

    The caveats stay, as the words of its vocabulary do; only their claims grow in number.
    """
    return EvidenceFile(
        version=data.version,
        claims=_copies(data.claims, numbers),
        studies=_copies(data.studies, numbers),
        caveats=[
            caveat.model_copy(
                update={"claims": sorted(f"{claim}-{n}" for claim in caveat.claims for n in numbers)}
            )
            for caveat in data.caveats
        ],
        cards=_copies(data.cards, numbers),
        statements=_copies(data.statements, numbers),
        restatements=_copies(data.restatements, numbers),
    )


def _copies(records: list[_Record], numbers: range) -> list[_Record]:
    """Records once for each number, sorted as an export is."""
    return sorted((_renamed(record, n) for record in records for n in numbers), key=lambda r: r.id)


def _renamed(record: _Record, number: int) -> _Record:
    """A record whose own name, and those of the objects it names, end with a number."""
    update: dict[str, Any] = {"id": f"{record.id}-{number}"}
    for field in _NAMES:
        if field in type(record).model_fields:
            update[field] = [f"{name}-{number}" for name in getattr(record, field)]
    if isinstance(record, CardRecord):
        update["findings"] = [
            finding.model_copy(update={"claims": [f"{claim}-{number}" for claim in finding.claims]})
            for finding in record.findings
        ]
    elif isinstance(record, ClaimRecord | RestatementRecord) and record.finding:
        card, _, stream = record.finding.partition("/")
        update["finding"] = f"{card}-{number}/{stream}"
    return record.model_copy(update=update)


def write_topics(data: EvidenceFile, folder: Path, claims: int, topics: int) -> int:
    """Write at least a number of claims as the exports of so many topics; says how many claims it wrote."""
    times = ceil(claims / topics / len(data.claims))
    for topic in range(topics):
        numbers = range(topic * times, (topic + 1) * times)
        write_export(repeated(data, numbers), folder / f"topic-{topic}")
    return topics * times * len(data.claims)


def main(folder: Path, claims: int = CLAIMS, topics: int = TOPICS) -> None:
    """Read, repeat, write, and say what was written."""
    data = evidence_file(read_handbook(ROOT / "docs", ROOT / "conf").handbook)
    written = write_topics(data, folder, claims, topics)
    print(f"{written} claims in {topics} folders")


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:]))
