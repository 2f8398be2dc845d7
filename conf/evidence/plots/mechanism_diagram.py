"""The mechanism diagram: steps, and between them arrows that carry what claims say.

An author names the steps and the claims; words, symbols and certainty on an arrow come from the
claims. A description has a line for each step and each arrow::

    gut: Magnesium in the gut
    blood: Phosphate in blood
    gut -> blood: carbonate-binder-phosphate, pooled-phosphate
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from evidence.analysis.caveats import caveats_of
from evidence.analysis.streams import lowest_certainty, plain_text, stream_of_claim
from evidence.plots.flow_layout import Label, draw_diagram
from evidence.plots.palette import hue
from evidence.views.elements import Line, Link, Picture, Table
from evidence.views.phrases import caveat_link, certainty_words, joined, stream_symbol, study_link
from evidence.views.registry import view

if TYPE_CHECKING:
    from collections.abc import Iterable

    from evidence.model import Claim, Handbook
    from evidence.plots.canvas import Canvas

_STEP = re.compile(r"(?P<id>[a-z0-9]+(-[a-z0-9]+)*)\s*:\s*(?P<words>\S.*)")
_ARROW = re.compile(r"(?P<start>[a-z0-9-]+)\s*->\s*(?P<end>[a-z0-9-]+)\s*:\s*(?P<claims>\S.*)")


class Arrow(NamedTuple):
    """An arrow between two steps, the claims it stands for, and its line in the description."""

    start: str
    end: str
    claims: tuple[str, ...]
    line: int = 0


Fault = tuple[int, str, str]
"""The line in the description, what is wrong, how to mend it."""


def parse_diagram(lines: list[str]) -> tuple[dict[str, str], list[Arrow], list[Fault]]:
    """The steps, the arrows and the faults of a description."""
    steps: dict[str, str] = {}
    arrows: list[Arrow] = []
    faults: list[Fault] = []
    for number, line in enumerate(lines):
        text = line.strip()
        arrow, step = _ARROW.fullmatch(text), _STEP.fullmatch(text)
        if arrow:
            claims = tuple(word.strip() for word in arrow["claims"].split(",") if word.strip())
            arrows.append(Arrow(arrow["start"], arrow["end"], claims, number))
        elif step and step["id"] in steps:
            faults.append(
                (number, f"the step '{step['id']}' stands twice.", "Give one of them another name.")
            )
        elif step:
            steps[step["id"]] = step["words"]
        elif text:
            faults.append(
                (number, f"this line of the diagram is neither a step nor an arrow: {text!r}.",
                 "Write 'name: words', or 'name -> name: claim-id, claim-id'.")
            )  # fmt: skip
    faults += [
        (
            arrow.line,
            f"the arrow names a step '{name}' that is not there.",
            "Add a line 'name: words' for it.",
        )
        for arrow in arrows
        for name in dict.fromkeys((arrow.start, arrow.end))
        if name not in steps
    ]
    if not arrows and not faults:
        faults.append((0, "the diagram has no arrow.", "Write 'name -> name: claim-id'."))
    if not faults:
        faults += _circles(steps, arrows)
    return steps, arrows, sorted(faults)


def _circles(steps: Iterable[str], arrows: list[Arrow]) -> list[Fault]:
    """The arrow that closes a circle: then no step is the first."""
    try:
        layers_of(steps, arrows)
    except ValueError as error:
        return [(arrows[-1].line, f"{error}.", "Take out one of its arrows.")]
    return []


def layers_of(steps: Iterable[str], arrows: Iterable[Arrow]) -> dict[str, int]:
    """How many arrows lead to each step at most. Raises ValueError where arrows go round."""
    layers = dict.fromkeys(steps, 0)
    known = list(arrows)
    for _ in range(len(layers) + 1):
        moved = False
        for arrow in known:
            if layers[arrow.end] <= layers[arrow.start]:
                layers[arrow.end] = layers[arrow.start] + 1
                moved = True
        if not moved:
            return layers
    raise ValueError("the arrows of the diagram go round in a circle")


class Mechanism(NamedTuple):
    """The steps by layer, and the labelled arrows between them."""

    steps: tuple[tuple[str, str, int], ...]
    """Name, words and layer."""
    arrows: tuple[tuple[str, str, tuple[Label, ...]], ...]

    def draw(self, canvas: Canvas) -> float:
        """From left to right where there is room, else step by step downwards."""
        return draw_diagram(canvas, self.steps, self.arrows)


@view
def mechanism_diagram(handbook: Handbook, title: str, *description: str) -> Picture:
    """Steps, and arrows with what their claims say."""
    steps, arrows, _ = parse_diagram(list(description))
    layers = layers_of(steps, arrows)
    known = [(arrow, _claims(arrow, handbook)) for arrow in arrows]
    drawing = Mechanism(
        tuple((step, words, layers[step]) for step, words in steps.items()),
        tuple((arrow.start, arrow.end, _labels(claims, handbook)) for arrow, claims in known),
    )
    return Picture(
        kind="mechanism-diagram",
        title=title,
        caption=_CAPTION,
        alternative=_alternative(steps, drawing),
        drawing=drawing,
        table=_table(steps, known, handbook),
    )


_CAPTION = (
    "Each box is a step of an idea, each arrow what was tested between two steps. Symbol and pattern of line "
    "tell the kind of evidence, the words the type of study, which way the results point, and the lowest "
    "certainty of the statements behind it. Arrows from the laboratory are about animals, tissue, cells or "
    "solutions; for people they are very uncertain. The picture does not show that one step follows from "
    "the other in people."
)


def _claims(arrow: Arrow, handbook: Handbook) -> tuple[Claim, ...]:
    known = handbook.claim_by_id
    return tuple(known[claim] for claim in arrow.claims if claim in known)


def _labels(claims: tuple[Claim, ...], handbook: Handbook) -> tuple[Label, ...]:
    """One label for each kind of evidence: its types, directions and lowest certainty."""
    vocabulary = handbook.vocabulary
    labels = []
    for stream in vocabulary.stream:
        own = [claim for claim in claims if stream_of_claim(claim, handbook) == stream.id]
        if own:
            kinds = [w for w in vocabulary.ids("study-type") if any(w in c.study_types for c in own)]
            lowest = lowest_certainty(own, handbook)
            level = vocabulary.certainties.get(lowest or "")
            said = dict.fromkeys(_said(claim, stream.id, handbook) for claim in own)
            symbols = dict.fromkeys(
                known.symbol for c in own if (known := vocabulary.directions.get(c.direction or ""))
            )
            mixed = vocabulary.directions.get("mixed")
            labels.append(
                Label(
                    hue=hue(stream.css),
                    symbol=stream.symbol,
                    kinds=", ".join(vocabulary.label("study-type", kind) for kind in kinds),
                    direction_symbol=next(iter(symbols)) if len(symbols) == 1 or not mixed else mixed.symbol,
                    direction=" / ".join(said),
                    certainty_symbol=level.symbol if level else "",
                    certainty=f"{level.label} certainty" if level else "Certainty not rated",
                    firm=vocabulary.firm(lowest, stream.id),
                )
            )
    return tuple(labels)


def _said(claim: Claim, stream: str, handbook: Handbook) -> str:
    known = handbook.vocabulary.directions.get(claim.direction or "")
    outcome = handbook.vocabulary.outcomes.get(claim.outcomes[0]) if claim.outcomes else None
    return known.said(stream, outcome.better if outcome else None) if known else "No direction"


def _alternative(steps: dict[str, str], drawing: Mechanism) -> str:
    sentences = []
    for start, end, labels in drawing.arrows:
        said = "; ".join(
            f"{label.kinds.lower()}: {label.direction.lower()}, {label.certainty.lower()}" for label in labels
        )
        sentences.append(f"From {_quoted(steps[start])} to {_quoted(steps[end])}: {said}.")
    return " ".join(sentences)


def _quoted(words: str) -> str:
    return f"\N{LEFT SINGLE QUOTATION MARK}{words}\N{RIGHT SINGLE QUOTATION MARK}"


def _table(steps: dict[str, str], known: list[tuple[Arrow, tuple[Claim, ...]]], handbook: Handbook) -> Table:
    rows = []
    for arrow, claims in known:
        for claim in claims:
            stream = stream_of_claim(claim, handbook)
            caveats = tuple(caveat_link(word, handbook) for word in caveats_of(claim, handbook))
            sources = joined(tuple(study_link(word, handbook) for word in claim.studies))
            contrary = tuple(study_link(word, handbook) for word in claim.contrary)
            against: Line = ("Contrary: ", *joined(contrary)) if contrary else ()
            link: Line = (Link("claim", claim.id, plain_text(claim.content, handbook)),)
            symbol = stream_symbol(stream, handbook)
            kinds = ", ".join(handbook.vocabulary.label("study-type", w) for w in claim.study_types)
            rows.append(
                (
                    ((f"{steps[arrow.start]} \N{RIGHTWARDS ARROW} {steps[arrow.end]}",),),
                    (link,),
                    (
                        (*symbol, kinds),
                        (_said(claim, stream or "", handbook),),
                        certainty_words(claim.certainty, stream, handbook),
                    ),
                    (sources, against),
                    (joined(caveats, " · "),),
                )
            )
    head: tuple[Line, ...] = (("Arrow",), ("Statement",), ("Evidence",), ("Sources",), ("But",))
    return Table("picture-data", "", head, tuple(rows), "No statement stands behind an arrow.")
