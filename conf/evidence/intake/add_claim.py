"""A claim begun from its studies: what follows from their files is filled in, the rest is asked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evidence.analysis.caveats import caveats_derived, caveats_required
from evidence.analysis.certainty import ceiling_of_claim
from evidence.analysis.streams import stream_of_claim, types_of_study
from evidence.intake.publication import IntakeError
from evidence.model import ID_PATTERN, Claim, Location
from evidence.problems import did_you_mean
from evidence.text.files import write_atomically

if TYPE_CHECKING:
    from pathlib import Path

    from evidence.model import Handbook, Study

_HEADING = re.compile(r"(#{1,6})\s+(?P<words>.+?)\s*#*\s*")
_MOST_RESULTS = 5
"""Results that are named to the author of a claim; a study file may hold many more."""
_FENCE = re.compile(r"(?P<colons>:{3,})\{")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a claim goes in a page: below a heading, in a finding, or at the end."""

    page: Path
    heading: str = ""
    finding: tuple[str, str] | None = None
    """Card and stream."""


def add_claim(claim_id: str, studies: list[str], place: Place, handbook: Handbook) -> int:
    """Write a claim, begun from its studies, into a page; returns its line.

    Raises IntakeError, with nothing written, where the id is taken or no id, a study is not known,
    the studies are of several streams, or the place does not exist.
    """
    _check_id(claim_id, handbook)
    found = [_study(study, handbook) for study in studies]
    try:
        lines = place.page.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise IntakeError(
            f"{place.page}: cannot be read: {getattr(error, 'strerror', None) or 'not UTF-8'}"
        ) from None
    at, fence = _where(place, lines, handbook)
    text = _claim_lines(claim_id, found, fence, place, handbook)
    before = [] if at and not lines[at - 1].strip() else [""]
    after = [] if at < len(lines) and not lines[at].strip() else [""] if at < len(lines) else []
    write_atomically(place.page, "\n".join([*lines[:at], *before, *text, *after, *lines[at:]]) + "\n")
    return at + len(before) + 1


def _check_id(claim_id: str, handbook: Handbook) -> None:
    if not ID_PATTERN.fullmatch(claim_id):
        raise IntakeError(f"{claim_id!r} is no id; expected lower case words joined by hyphens")
    there = handbook.claim_by_id.get(claim_id)
    if there:
        raise IntakeError(f"{there.at.path}:{there.at.line}: there is a claim {claim_id} already")


def _study(study: str, handbook: Handbook) -> Study:
    found = handbook.study_by_id.get(study)
    if found is None:
        raise IntakeError(f"there is no study {study!r}. {did_you_mean(study, sorted(handbook.study_by_id))}")
    return found


def _where(place: Place, lines: list[str], handbook: Handbook) -> tuple[int, str]:
    """The number of lines before the claim, and the fence it takes."""
    if place.finding:
        card = handbook.card_by_id.get(place.finding[0])
        finding = card.finding(place.finding[1]) if card else None
        name = "/".join(place.finding)
        if finding is None or finding.at.path.rpartition("/")[2] != place.page.name:
            raise IntakeError(f"{place.page}: there is no finding {name} on this page")
        opening = _FENCE.match(lines[finding.at.line - 1].strip())
        if opening is None or len(opening["colons"]) < 4:  # noqa: PLR2004  (a fence inside needs one colon less)
            raise IntakeError(
                f"{place.page}:{finding.at.line}: the finding needs a fence of four colons or more"
            )
        colons = opening["colons"]
        end = next(
            n for n in range(finding.at.line, len(lines) + 1) if n == len(lines) or lines[n].strip() == colons
        )
        return end, colons[:-1]
    if place.heading:
        return _end_of_section(place, lines), ":::"
    return len(lines), ":::"


def _end_of_section(place: Place, lines: list[str]) -> int:
    level = 0
    headings: list[str] = []
    for number, line in enumerate(lines):
        heading = _HEADING.fullmatch(line)
        if heading is None:
            continue
        if level and len(heading[1]) <= level:
            return number
        headings.append(heading["words"])
        if heading["words"].casefold() == place.heading.casefold():
            level = len(heading[1])
    if not level:
        raise IntakeError(
            f"{place.page}: no heading {place.heading!r}. {did_you_mean(place.heading, headings)}"
        )
    return len(lines)


def _claim_lines(
    claim_id: str, studies: list[Study], fence: str, place: Place, handbook: Handbook
) -> list[str]:
    vocabulary = handbook.vocabulary
    types = tuple(
        word for word in vocabulary.ids("study-type") if any(word in types_of_study(s) for s in studies)
    )
    headline = [result for study in studies for result in study.results if result.headline]
    outcome = headline[0].outcome if headline else ""
    directions = {result.direction for result in headline if result.outcome == outcome}
    people = tuple(dict.fromkeys(word for study in studies for word in study.population))
    claim = Claim(
        at=Location(str(place.page), 1),
        docname="",
        lines={},
        id=claim_id,
        content=(" ".join(_named(word, handbook) for word in people),),
        text_line=1,
        finding=place.finding,
        study_types=types,
        studies=tuple(study.id for study in studies),
        direction=next(iter(directions)) if len(directions) == 1 else None,
        outcomes=(outcome,) if outcome else (),
    )
    streams = {vocabulary.study_types[word].stream for word in types if vocabulary.study_types[word].stream}
    if len(streams) > 1:
        raise IntakeError(
            f"the studies are of several kinds ({', '.join(types)}); each kind needs a claim of its own"
        )
    ceiling = ceiling_of_claim(claim, handbook)
    derived = caveats_derived(claim, handbook)
    caveats = [word for word in caveats_required(claim, handbook) if word not in derived]
    options = {
        "study-type": ", ".join(types),
        "studies": ", ".join(claim.studies),
        "certainty": ceiling or "",
        "direction": claim.direction or "",
        "outcome": outcome,
        "caveats": ", ".join(caveats),
    }
    return [
        f"{fence}{{claim}} {claim_id}",
        *(f":{name}: {words}" for name, words in options.items() if words),
        "",
        *_asked(claim, people, ceiling, handbook),
        fence,
    ]


def _named(population: str, handbook: Handbook) -> str:
    """Words that name a population in a sentence: the first of each group of its needles."""
    known = handbook.vocabulary.populations.get(population)
    return " ".join(words[0].removesuffix("*") for words in known.needles) if known else ""


def _results(claim: Claim, handbook: Handbook) -> list[str]:
    """The roles that print the results of a claim's studies, those on its outcome first."""
    results = [(study, result) for study in claim.studies for result in handbook.study_by_id[study].results]
    results.sort(key=lambda pair: pair[1].outcome not in claim.outcomes)
    return ["{result}`" + f"{study}.{result.id}`" for study, result in results[:_MOST_RESULTS]]


def _asked(claim: Claim, people: tuple[str, ...], ceiling: str | None, handbook: Handbook) -> list[str]:
    """What the author still has to do, as comments that nobody sees on the page."""
    vocabulary = handbook.vocabulary
    stream = stream_of_claim(claim, handbook)
    reasons = [word.id for word in vocabulary.reason if not word.derived]
    named = ", ".join(vocabulary.label("population", word) for word in people)
    lines = [
        f"Write one sentence in your own words and name who was studied: {named}.",
        f"Figures come from the study files: {', '.join(_results(claim, handbook)) or 'there is none yet'}.",
        f"certainty: {ceiling or 'none'} is the most that these studies can carry. Lower it where due.",
        f"Add :because: with the reasons for it; they are {', '.join(reasons)}.",
    ]
    if stream in vocabulary.streams:
        wordings = [vocabulary.study_types[word].strongest_wording for word in claim.study_types]
        lines.append(f"Strongest wording for this study design: {'; '.join(dict.fromkeys(wordings))}.")
    for option, kind in (("direction", "direction"), ("outcome", "outcome")):
        if not (claim.direction if option == "direction" else claim.outcomes):
            lines.append(f"Add :{option}: with one of: {', '.join(vocabulary.ids(kind))}.")
    lines.append("Name studies that found otherwise under :contrary:. Then delete these lines.")
    return [f"% {line}" for line in lines]
