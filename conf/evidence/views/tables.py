"""The tables that list objects: studies, figures, caveats, statements, allowances, rules."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from evidence.analysis.bias import overall_bias
from evidence.analysis.caveats import caveats_of
from evidence.analysis.printed_values import OWN_CALCULATION, context_figure_text
from evidence.analysis.streams import claims_by_study, plain_text, stream_of_claim
from evidence.model import NO_INFORMATION, Unknown
from evidence.views.elements import (
    Inline,
    Line,
    Link,
    Nothing,
    Small,
    Strong,
    Table,
    Unseen,
    View,
    Words,
    simple_table,
)
from evidence.views.filters import claim_facts, matches, study_facts, wanted_words
from evidence.views.phrases import certainty_words, cite_link, joined, study_link
from evidence.views.view_registry import view
from evidence.vocabulary.words import in_sentence

if TYPE_CHECKING:
    from evidence.model import Figure, Handbook, Study

_DASH = "\N{EN DASH}"


@view
def study_table(handbook: Handbook, *filters: str) -> View:
    """Studies that match the filters, with type, people or model, and what was read."""
    wanted = wanted_words(filters)
    vocabulary = handbook.vocabulary
    rows = [
        (
            study_link(study.id, handbook),
            vocabulary.label("study-type", study.type),
            ", ".join(vocabulary.label("population", p) for p in study.population),
            "; ".join(vocabulary.label("outcome", word) for word in study.measured),
            vocabulary.label("extraction", study.extraction),
            _bias(study, handbook),
            str(len(claims_by_study(handbook).get(study.id, ()))),
        )
        for study in sorted(handbook.studies, key=lambda s: _sort_name(s, handbook))
        if matches(wanted, study_facts(study, handbook))
    ]
    head = (
        "Study", "Study design", "Who or what was studied", "Outcomes",
        "What was read", "Risk of bias", "Claims",
    )  # fmt: skip
    return simple_table("studies", head, rows, "No study matches.")


def _bias(study: Study, handbook: Handbook) -> str | Unseen:
    """The risk of bias as a whole; a dash for a source that is not evidence of an effect."""
    return _mark(overall_bias(study.rob, handbook.vocabulary) if study.rob else NO_INFORMATION)


@view
def bias_table(handbook: Handbook, tool_id: str) -> View:
    """The studies judged with a tool, domain by domain; what could not be judged is a dash."""
    tool = handbook.vocabulary.bias_tools[tool_id]
    rows = [
        (
            study_link(study.id, handbook),
            *(_mark(study.rob.domains.get(domain, NO_INFORMATION)) for domain in tool.domains),
            _mark(overall_bias(study.rob, handbook.vocabulary)),
        )
        for study in sorted(handbook.studies, key=lambda s: _sort_name(s, handbook))
        if study.rob and study.rob.tool == tool_id and study.rob.domains
    ]
    head = ("Study", *(domain[:1].upper() + domain[1:] for domain in tool.domains), "Overall")
    return simple_table("bias", head, rows, "No study has been judged with this tool yet.")


def _mark(word: str) -> str | Unseen:
    """A judgement as a cell of the table."""
    return Unseen(_DASH) if word == NO_INFORMATION else word[:1].upper() + word[1:]


def _sort_name(study: Study, handbook: Handbook) -> tuple[str, str]:
    entry = handbook.entry_by_key.get(study.id)
    return (entry.short.casefold() if entry else study.id, study.id)


@view
def figure_table(handbook: Handbook, outcome: str, of: str, unit: str) -> View:
    """The reference figures of all studies on an outcome, those of one unit together, largest first.

    ``of`` adds each figure's share of an amount in ``unit``; both are empty where none is asked for.
    """
    found = [(figure, study) for study in handbook.studies for figure in study.figures]
    found = [(figure, study) for figure, study in found if figure.outcome == outcome]
    head = ["What", "Amount", "How sure the figure is", "Source"]
    rows = []
    for figure, study in sorted(found, key=lambda pair: _largest_first(*pair)):
        cells: list[Inline] = [
            figure.item[:1].upper() + figure.item[1:],
            _seen(context_figure_text(figure)),
            handbook.vocabulary.label("confidence", figure.confidence),
            study_link(study.id, handbook),
        ]
        if of:
            cells.insert(2, _seen(_share(figure, float(of), unit)))
        rows.append(cells)
    if of:
        head.insert(2, f"Share of {of} {unit} ({OWN_CALCULATION})")
    return simple_table("figures", head, rows, "No figure was found.")


def _largest_first(figure: Figure, study: Study) -> tuple[str, bool, float, str, str]:
    """Units apart, numbers before ranges and unknowns, and an order for figures that are equal."""
    known = figure.value.known
    return figure.unit, not known, -figure.value.value if known else 0.0, figure.item, study.id


def _share(figure: Figure, of: float, unit: str) -> str:
    """The figure in percent of an amount, or the word for none where it is a range or in another unit."""
    if not figure.value.known or figure.unit != unit:
        return Unknown.NOT_APPLICABLE.words
    return f"{100 * figure.value.value / of:.0f}%"


def _seen(text: str) -> str | Unseen:
    """A figure as it is; a word for an unknown so that it looks like one."""
    return Unseen(text) if text in {unknown.words for unknown in Unknown} else text


@view
def caveat_table(handbook: Handbook, *filters: str) -> View:
    """Caveats with summary, what calls for them, and the number of claims that carry them."""
    wanted = wanted_words(filters)
    counted = Counter(
        caveat
        for claim in handbook.claims
        if matches(wanted, claim_facts(claim, handbook))
        for caveat in set(caveats_of(claim, handbook))
    )
    rows = [
        (
            Link("caveat", caveat.id, caveat.title),
            caveat.summary,
            known.trigger if (known := handbook.vocabulary.caveats.get(caveat.id)) else "",
            str(counted[caveat.id]),
        )
        for caveat in handbook.caveats
        if caveat.id in wanted.get("caveat", {caveat.id})
    ]
    return simple_table("caveats-index", ("Caveat", "In short", "When it is due", "Claims"), rows)


@view
def caveat_use(handbook: Handbook, caveat_id: str) -> View:
    """Under a caveat: what calls for it, and how many claims carry it."""
    known = handbook.vocabulary.caveats.get(caveat_id)
    number = sum(caveat_id in caveats_of(claim, handbook) for claim in handbook.claims)
    carried = f"Applies to {number} claim{'' if number == 1 else 's'}."
    if known is None:
        return Words((Small(carried),))
    return Words((Small(f"When it is due: {known.trigger} {carried}"),))


@view
def study_claims(handbook: Handbook, study_id: str) -> View:
    """On a study page: the claims that rest on it, and those it stands against."""
    rows = [
        (
            Link("claim", claim.id, plain_text(claim.content, handbook)),
            "Contrary evidence" if study_id in claim.contrary else "Evidence",
            certainty_words(claim.certainty, stream_of_claim(claim, handbook), handbook),
        )
        for claim in claims_by_study(handbook).get(study_id, ())
    ]
    empty = "No claim in this handbook cites this study yet."
    return simple_table("study-claims", ("Claim", "Cited as", "Certainty"), rows, empty)


@view
def statement_count(handbook: Handbook) -> View:
    """How many statements of the article have which fate."""
    counts = Counter(statement.disposition for statement in handbook.statements)
    words = [
        f"{counts[word.id]} {in_sentence(word.label)}"
        for word in handbook.vocabulary.disposition
        if counts[word.id]
    ]
    return Words((f"Of {len(handbook.statements)} statements: {', '.join(words)}.",))


@view
def statement_table(handbook: Handbook) -> View:
    """Every statement of the source article, its fate, the reason and what now says it."""
    rows = tuple(
        (
            ((statement.id,),),
            ((statement.text,), (Small(statement.section),)),
            ((Strong(handbook.vocabulary.label("disposition", statement.disposition)),),),
            (
                (statement.reason,) if statement.reason else (),
                _statement_links(statement.claims, statement.cite, handbook),
            ),
        )
        for statement in handbook.statements
    )
    return Table(
        "statements",
        "",
        (("No.",), ("What the article said",), ("Fate",), ("Why, and what the studies say",)),
        rows,
    )


def _statement_links(claims: tuple[str, ...], cite: tuple[str, ...], handbook: Handbook) -> Line:
    known = handbook.claim_by_id
    said = tuple(
        Link("claim", claim, plain_text(known[claim].content, handbook)) for claim in claims if claim in known
    )
    return joined((*said, *(cite_link(key, handbook) for key in cite)), " · ")


@view
def allowance_table(handbook: Handbook) -> View:
    """Every allowance in the pages and study files, with its reason."""
    rows = [
        (allowance.rule, f"{allowance.at.path}, line {allowance.at.line}", allowance.reason)
        for page in handbook.pages
        for allowance in page.allowances
    ]
    return simple_table("allowances", ("Rule", "Where", "Reason"), rows, "No rule is silenced anywhere.")


@view
def rule_table(handbook: Handbook) -> View:
    """Every rule with what must hold and how many objects it judged."""
    from evidence.rules import RULES

    rows = [
        (
            rule.id,
            rule.summary,
            rule.severity.value,
            f"{len(rule.objects(handbook))} {' and '.join(rule.each)}",
        )
        for rule in RULES.values()
    ]
    return simple_table("rules", ("Rule", "What must hold", "Severity", "Judged"), rows)


@view
def count(handbook: Handbook, what: str) -> View:
    """A number of objects, in a sentence."""
    collections = {
        "claims": handbook.claims,
        "studies": handbook.studies,
        "caveats": handbook.caveats,
        "cards": handbook.cards,
        "statements": handbook.statements,
        "restatements": handbook.restatements,
    }
    return Words((str(len(collections[what])),)) if what in collections else Nothing()
