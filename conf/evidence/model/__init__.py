"""The types of the handbook: what is read from pages and study files, frozen.

Nothing here imports Sphinx. Rules, export, diff and the command line work on these types
alone, so what is written once serves the build, pytest and a pull request.
"""

from evidence.model.claims import (
    Caveat,
    Claim,
    Content,
    EvidenceCard,
    Finding,
    Restatement,
    ResultReference,
    Statement,
    Tagged,
)
from evidence.model.handbook import Handbook
from evidence.model.pages import Allowance, Page, Reference, Sentence, SentenceKind
from evidence.model.records import CLINICIAN, ROLES, ChangeEntry, RecordedChange, Review, ReviewRecord, Stamp
from evidence.model.screening import PUBMED, AwaitedTrial, ScreenedRecord, Search
from evidence.model.sources import NOTICES, SHORT_NAME, BibliographyEntry, RetractionStatus, SourceCheck
from evidence.model.studies import (
    FEW_COMPLETERS,
    NO_INFORMATION,
    SMALL_STUDY,
    Arm,
    ArmValues,
    Checked,
    Effect,
    Exposure,
    Figure,
    Misprint,
    Result,
    RiskOfBias,
    Study,
)
from evidence.model.values import NUMBER_PATTERN, Flag, Identifier, Quantity, Record, Text, Unknown, Words
from evidence.problems import ID_PATTERN, Location, Problem, Severity

__all__ = [
    "CLINICIAN",
    "FEW_COMPLETERS",
    "ID_PATTERN",
    "NOTICES",
    "NO_INFORMATION",
    "NUMBER_PATTERN",
    "PUBMED",
    "ROLES",
    "SHORT_NAME",
    "SMALL_STUDY",
    "Allowance",
    "Arm",
    "ArmValues",
    "AwaitedTrial",
    "BibliographyEntry",
    "Caveat",
    "ChangeEntry",
    "Checked",
    "Claim",
    "Content",
    "Effect",
    "EvidenceCard",
    "Exposure",
    "Figure",
    "Finding",
    "Flag",
    "Handbook",
    "Identifier",
    "Location",
    "Misprint",
    "Page",
    "Problem",
    "Quantity",
    "Record",
    "RecordedChange",
    "Reference",
    "Restatement",
    "Result",
    "ResultReference",
    "RetractionStatus",
    "Review",
    "ReviewRecord",
    "RiskOfBias",
    "ScreenedRecord",
    "Search",
    "Sentence",
    "SentenceKind",
    "Severity",
    "SourceCheck",
    "Stamp",
    "Statement",
    "Study",
    "Tagged",
    "Text",
    "Unknown",
    "Words",
]
