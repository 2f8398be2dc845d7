"""evidence.json and the CSV files: the handbook as data, sorted and the same byte for byte.

The JSON Schema follows from the types of the records.
"""

from __future__ import annotations

import csv
import io
import json
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from evidence.analysis.caveats import caveats_derived, caveats_of, caveats_of_finding, caveats_of_restatement
from evidence.analysis.streams import (
    claims_of_restatement,
    lowest_certainty,
    plain_text,
    stream_of_claim,
    streams_of_study,
)
from evidence.export.records import (
    CardRecord,
    CaveatRecord,
    ClaimRecord,
    EvidenceFile,
    FindingRecord,
    RestatementRecord,
    StatementRecord,
    StudyRecord,
)
from evidence.text.files import write_atomically

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from pydantic import BaseModel, JsonValue

    from evidence.model import Caveat, Claim, EvidenceCard, Finding, Handbook, Restatement, Statement, Study

    Published = Iterable[tuple[str, str | Iterable[BaseModel]]]
    """What stands in the published form, by name."""

FORMAT_VERSION = "1"
"""The version of the form of evidence.json; raised when a key changes its meaning."""
SCHEMA_ID = "urn:magnesium-and-calcification:evidence:1"


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of evidence.json."""
    schema = EvidenceFile.model_json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA_ID, **schema}


def evidence_file(handbook: Handbook) -> EvidenceFile:
    """The handbook in its published form."""
    return EvidenceFile.model_validate(
        {name: value if isinstance(value, str) else list(value) for name, value in published(handbook)}
    )


def published(handbook: Handbook) -> Published:
    """What stands in the published form, by name. Records are made one by one, as they are asked for."""
    claims_of_study: dict[str, list[str]] = {}
    claims_of_caveat: dict[str, list[str]] = {}
    for claim in handbook.claims:
        for study in (*claim.studies, *claim.contrary):
            claims_of_study.setdefault(study, []).append(claim.id)
        for caveat in caveats_of(claim, handbook):
            claims_of_caveat.setdefault(caveat, []).append(claim.id)
    yield "version", FORMAT_VERSION
    yield "claims", (_claim(claim, handbook) for claim in handbook.claims)
    yield "studies", (_study(s, claims_of_study.get(s.id, []), handbook) for s in handbook.studies)
    yield "caveats", (_caveat(c, claims_of_caveat.get(c.id, []), handbook) for c in handbook.caveats)
    yield "cards", (_card(card, handbook) for card in sorted(handbook.cards, key=lambda c: c.id))
    yield "statements", (_statement(s) for s in sorted(handbook.statements, key=lambda s: s.id))
    restatements = sorted(handbook.restatements, key=lambda r: r.id)
    yield "restatements", (_restatement(restatement, handbook) for restatement in restatements)


def _claim(claim: Claim, handbook: Handbook) -> ClaimRecord:
    return ClaimRecord(
        id=claim.id,
        text=plain_text(claim.content, handbook),
        stream=stream_of_claim(claim, handbook),
        study_types=list(claim.study_types),
        studies=list(claim.studies),
        contrary=list(claim.contrary),
        cite=list(claim.cite),
        certainty=claim.certainty,
        because=list(claim.because),
        direction=claim.direction,
        outcome=list(claim.outcomes),
        topic=list(claim.topics),
        caveats=list(caveats_of(claim, handbook)),
        derived_caveats=list(caveats_derived(claim, handbook)),
        finding="/".join(claim.finding) if claim.finding else None,
        aliases=list(claim.aliases),
        path=claim.at.path,
        line=claim.at.line,
    )


def _restatement(restatement: Restatement, handbook: Handbook) -> RestatementRecord:
    claims = claims_of_restatement(restatement, handbook)
    return RestatementRecord(
        id=restatement.id,
        text=plain_text(restatement.content, handbook),
        claims=list(restatement.claims),
        study_types=list(dict.fromkeys(t for claim in claims for t in claim.study_types)),
        certainty=lowest_certainty(claims, handbook),
        caveats=list(caveats_of_restatement(restatement, handbook)),
        finding="/".join(restatement.finding) if restatement.finding else None,
        path=restatement.at.path,
        line=restatement.at.line,
    )


def _study(study: Study, claims: list[str], handbook: Handbook) -> StudyRecord:
    entry = handbook.entry_by_key.get(study.id)
    fields = entry.fields if entry else {}
    check = handbook.source_check_by_key.get(study.id)
    return StudyRecord(
        id=study.id,
        title=entry.title if entry else None,
        authors=fields.get("author"),
        year=entry.year if entry else None,
        doi=fields.get("doi"),
        pmid=fields.get("pmid"),
        source_status=check.status if check else None,
        source_notice=check.notice if check else None,
        streams=sorted(streams_of_study(study, handbook.vocabulary)),
        flags=sorted(study.all_flags),
        claims=claims,
        file=study.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_defaults=True),
        path=study.path,
    )


def _caveat(caveat: Caveat, claims: list[str], handbook: Handbook) -> CaveatRecord:
    known = handbook.vocabulary.caveats.get(caveat.id)
    return CaveatRecord(
        id=caveat.id,
        title=caveat.title,
        summary=caveat.summary,
        text=caveat.text,
        trigger=known.trigger if known else None,
        derived=known.derived if known else False,
        claims=claims,
        aliases=list(caveat.aliases),
        path=caveat.at.path,
        line=caveat.at.line,
    )


def _card(card: EvidenceCard, handbook: Handbook) -> CardRecord:
    order = handbook.vocabulary.ids("stream")
    findings = sorted(card.findings, key=lambda f: order.index(f.stream) if f.stream in order else len(order))
    return CardRecord(
        id=card.id,
        title=card.title,
        outcomes=list(card.outcomes),
        proxy_outcomes=list(card.proxy_outcomes),
        safety=card.safety,
        findings=[_finding(finding, handbook) for finding in findings],
        aliases=list(card.aliases),
        path=card.at.path,
        line=card.at.line,
    )


def _finding(finding: Finding, handbook: Handbook) -> FindingRecord:
    return FindingRecord(
        stream=finding.stream,
        lead=plain_text(finding.lead, handbook),
        verdict=finding.verdict,
        signal=finding.signal,
        certainty=finding.certainty,
        because=list(finding.because),
        reason=finding.reason,
        caveats=list(caveats_of_finding(finding, handbook)),
        claims=[claim.id for claim in handbook.claims_of(finding)],
        path=finding.at.path,
        line=finding.at.line,
    )


def _statement(statement: Statement) -> StatementRecord:
    return StatementRecord(
        id=statement.id,
        section=statement.section,
        text=statement.text,
        disposition=statement.disposition,
        claims=list(statement.claims),
        cite=list(statement.cite),
        reason=statement.reason,
        path=statement.at.path,
        line=statement.at.line,
    )


_ON_ONE_LINE = json.JSONEncoder(ensure_ascii=False, sort_keys=True, default=dict)
"""Writes a record as its fields and their values."""


def to_json(data: Published) -> Iterator[str]:
    """evidence.json, piece by piece: an object stands on each line, so that a change is one line."""
    separator = "{\n"
    for name, value in sorted(data, key=itemgetter(0)):
        yield f'{separator}"{name}": '
        if isinstance(value, str):
            yield _ON_ONE_LINE.encode(value)
        else:
            yield from _lines(value)
        separator = ",\n"
    yield "\n}\n"


def _lines(records: Iterable[BaseModel]) -> Iterator[str]:
    opening, closing = "[\n", "[]"
    for record in records:
        yield opening
        yield _ON_ONE_LINE.encode(record)
        opening, closing = ",\n", "\n]"
    yield closing


def write_json(data: Published, path: Path) -> None:
    """Write evidence.json and, beside it, its schema."""
    write_atomically(path, to_json(data))
    schema = json.dumps(json_schema(), indent=1, sort_keys=True) + "\n"
    write_atomically(path.with_name("evidence.schema.json"), schema)


def write_export(data: EvidenceFile, folder: Path) -> list[Path]:
    """Write evidence.json, its schema, claims.csv and studies.csv; returns what was written."""
    folder.mkdir(parents=True, exist_ok=True)
    write_json(data, folder / "evidence.json")
    write_atomically(folder / "claims.csv", _csv(record.model_dump() for record in data.claims))
    write_atomically(
        folder / "studies.csv",
        _csv({**record.model_dump(exclude={"file"}), **_columns(record)} for record in data.studies),
    )
    names = ("evidence.json", "evidence.schema.json", "claims.csv", "studies.csv")
    return [folder / name for name in names]


_STUDY_COLUMNS = (
    "type",
    "extraction",
    "publication",
    "registration",
    "design",
    "blinding",
    "population",
    "duration",
)


def _columns(record: StudyRecord) -> dict[str, JsonValue]:
    """Fields of the study file that make sense as columns."""
    return {name: record.file.get(name) for name in _STUDY_COLUMNS}


def _csv(records: Iterable[dict[str, Any]]) -> str:
    """Rows with a header; lists are joined by semicolons."""
    rows = [
        {key: "; ".join(map(str, v)) if isinstance(v, list | tuple) else v for key, v in row.items()}
        for row in records
    ]
    if not rows:
        return ""
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
