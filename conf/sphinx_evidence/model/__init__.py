"""The types of the handbook: what is read from pages and study files, frozen.

Nothing here imports Sphinx. Rules, export, diff and the command line work on these types
alone, so what is written once serves the build, pytest and a pull request.
"""

from .handbook import Handbook
from .page import Allowance, Page, Reference, Sentence, SentenceKind
from .problem import ID_PATTERN, Location, Problem, Severity
from .records import CLINICIAN, ROLES, HistoryEntry, RecordedChange, Review, ReviewRecord, Stamp
from .screening import AwaitedTrial, ScreenedRecord, Search
from .sources import NOTICES, SHORT_NAME, BibliographyEntry, SourceCheck
from .statements import (
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
from .study import (
    FEW_COMPLETERS,
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
from .values import NUMBER_PATTERN, Flag, Identifier, Quantity, Record, Text, Unknown, Words

__all__ = [
    "CLINICIAN",
    "FEW_COMPLETERS",
    "ID_PATTERN",
    "NOTICES",
    "NUMBER_PATTERN",
    "ROLES",
    "SHORT_NAME",
    "SMALL_STUDY",
    "Allowance",
    "Arm",
    "ArmValues",
    "AwaitedTrial",
    "BibliographyEntry",
    "Caveat",
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
    "HistoryEntry",
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
