"""What must fit together inside one study file, beyond single fields."""

from __future__ import annotations

from collections import Counter
from pathlib import PurePath
from typing import TYPE_CHECKING

from evidence.analysis.streams import streams_of_study
from evidence.files.studies.fields import required_fields
from evidence.files.studies.messages import missing_field
from evidence.problems import Fault, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.model import Result, Study
    from evidence.problems import Steps
    from evidence.text.yaml_tree import Plain
    from evidence.vocabulary.vocabulary import Vocabulary

UNCHECKED = "unchecked"
"""Written in ``checked.by`` until somebody has compared the file with its source."""


def missing_faults(data: dict[str, Plain], vocabulary: Vocabulary) -> Iterator[Fault]:
    """Fields that a study of this type must have and the file has not."""
    study_type = data.get("type")
    if not isinstance(study_type, str):
        return
    if data.get("use") == "none":
        if "use_reason" not in data:
            yield Fault(("use",), "use: none is given without its reason", "Add use_reason: and say why.")
        return
    if "use_reason" in data:
        yield Fault(("use_reason",), "use_reason: belongs to use: none", "Add use: none, or delete it.")
    for name in required_fields(study_type, vocabulary):
        if name not in data:
            message, hint = missing_field(name, (), vocabulary)
            yield Fault(("type",), f"{message}; a study of type {study_type} needs it", hint)


def structure_faults(study: Study, path: str, vocabulary: Vocabulary) -> Iterator[Fault]:
    """Faults of a study whose fields are all valid by themselves."""
    yield from _of_identity(study, path, vocabulary)
    yield from _of_contents(study, vocabulary)
    yield from _of_results(study)
    yield from _of_misprints(study)
    if (study.checked.by == UNCHECKED) != (study.checked.date == "not-applicable"):
        yield Fault(
            ("checked", "date"),
            f"checked by {study.checked.by!r} does not fit the date {study.checked.date!r}",
            f"Write a name with a day, or by: {UNCHECKED} with date: not-applicable.",
        )  # fmt: skip


def _of_identity(study: Study, path: str, vocabulary: Vocabulary) -> Iterator[Fault]:
    """Name, stream and flags: what the file says of itself."""
    name = PurePath(path).stem
    if study.id != name:
        yield Fault(("id",), f"the id {study.id!r} is not the name of the file", f"Write id: {name}")
    streams = streams_of_study(study, vocabulary)
    if study.stream and streams and {study.stream} != streams:
        yield Fault(
            ("stream",), f"stream {study.stream!r} does not follow from type {study.type!r}",
            f"It gives {' and '.join(sorted(streams))}; delete stream:, it is worked out.",
        )  # fmt: skip
    yield from _repeats(("flags",), study.flags, "flag")


def _of_contents(study: Study, vocabulary: Vocabulary) -> Iterator[Fault]:
    """Every citable source says for whom and what; a study under way has no results yet."""
    if not study.population:
        yield Fault(("population",), "population: is empty", "Name at least one, or write not-applicable.")
    kind = vocabulary.study_types.get(study.type)
    if study.use == "none" or (kind and kind.planned):
        return
    if not study.results and not study.figures:
        yield Fault(
            ("results",), "the file holds no result and no figure",
            "Write one under results: or figures:, or write use: none with use_reason: if none can be cited.",
        )  # fmt: skip
    for name in required_fields(study.type, vocabulary):
        if name in {"arms", "reviews"} and not getattr(study, name):
            yield Fault((name,), f"{name}: is empty; a study of type {study.type} needs it", "")


def _of_results(study: Study) -> Iterator[Fault]:
    """Ids stand once, arms exist, one headline for each outcome."""
    yield from _repeats(("arms",), [arm.id for arm in study.arms], "arm", "id")
    yield from _repeats(("results",), [result.id for result in study.results], "result", "id")
    yield from _repeats(("figures",), [figure.id for figure in study.figures], "figure", "id")
    both = {result.id for result in study.results}
    for number, figure in enumerate(study.figures):
        if figure.id in both:
            yield Fault(("figures", number, "id"), f"{figure.id!r} is the id of a result too", "Rename one.")
    arms = [arm.id for arm in study.arms]
    headlines: dict[tuple[object, ...], str] = {}
    for number, result in enumerate(study.results):
        for arm in result.arms:
            if arm not in arms:
                yield Fault(
                    ("results", number, "arms", arm), f"there is no arm {arm!r} in arms:",
                    did_you_mean(arm, arms) if arms else "Add arms: with its id.",
                )  # fmt: skip
        if study.reviews and result.reviews and result.reviews not in study.reviews:
            yield Fault(
                ("results", number, "from"), f"{result.reviews!r} is not among reviews:",
                f"reviews: holds {', '.join(study.reviews)}.",
            )  # fmt: skip
        if result.headline:
            first = headlines.get(_speaks_for(result))
            headlines.setdefault(_speaks_for(result), result.id)
            if first:
                yield Fault(
                    ("results", number, "headline"),
                    f"{first!r} is already the headline result for {result.outcome!r}",
                    "Keep headline: true at one result of an outcome.",
                )  # fmt: skip


def _speaks_for(result: Result) -> tuple[object, ...]:
    """What a headline result stands for: an outcome, in the part of the study it belongs to."""
    return result.outcome, result.type, result.reviews, result.population


def _of_misprints(study: Study) -> Iterator[Fault]:
    known = [result.id for result in study.results] + [figure.id for figure in study.figures]
    for number, misprint in enumerate(study.misprints):
        if misprint.result not in known:
            yield Fault(
                ("misprints", number, "result"), f"there is no result {misprint.result!r} in this file",
                did_you_mean(misprint.result, known) if known else "",
            )  # fmt: skip


def _repeats(steps: Steps, names: list[str] | tuple[str, ...], what: str, field: str = "") -> Iterator[Fault]:
    """Names that stand twice, at every place but the first."""
    count: Counter[str] = Counter()
    for number, name in enumerate(names):
        count[name] += 1
        if count[name] > 1:
            inner = (field,) if field else ()
            yield Fault((*steps, number, *inner), f"two {what}s are called {name!r}", "Rename or delete one.")
