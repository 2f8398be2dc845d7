"""Nothing of the handbook is missing in the PDF, and what belongs together stands together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checks.handbook.pdf.caveats_in_pdf import caveats_not_printed
from checks.handbook.pdf.pages import squeezed
from evidence.analysis.streams import claims_by_study, plain_text
from evidence.model import Unknown
from evidence.views import make_view
from evidence.views.elements import CAVEATS, Index, Matrix, Symbol, Tag
from evidence.views.tags import FOR_ALL

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from checks.handbook.pdf.conftest import Book
    from evidence.model import Claim, Content, Handbook
    from evidence.views.elements import Line


def test_every_claim_stands_with_its_tag(book: Book, handbook: Handbook) -> None:
    """Sentence, then study type, certainty and sources; caveats may stand apart, and are judged apart."""
    lost = [
        f"{claim.id}: {said}"
        for claim in handbook.claims
        for said in _missing_of_claim(claim, book.words, handbook)
    ]
    assert lost == []


def _missing_of_claim(claim: Claim, words: str, handbook: Handbook) -> list[str]:
    """What is not printed of a claim, at the place that holds the most of it."""
    tag = make_view(("claim", claim.id, claim.at.path, str(claim.at.line)), handbook)
    assert isinstance(tag, Tag)
    items = [_said(item.parts) for item in tag.items if item.css != CAVEATS]
    pieces = _pieces(claim.content, handbook)
    places = [words[at : at + 2500] for at in _places(squeezed(pieces[0]), words)]
    missing = [
        _in_order(pieces, place) + [item for item in items if squeezed(item) not in place] for place in places
    ]
    return min(missing, key=len, default=["the whole claim"])


def _pieces(content: Content, handbook: Handbook) -> list[str]:
    """The words of a sentence between its citations and references, which print words of their own."""
    pieces = [plain_text((part,), handbook) for part in content if part not in handbook.entry_by_key]
    return [piece for piece in pieces if piece.strip()]


def _places(piece: str, words: str) -> Iterator[int]:
    at = words.find(piece)
    while at >= 0:
        yield at
        at = words.find(piece, at + 1)


def test_claims_stand_in_the_order_of_their_pages(book: Book, handbook: Handbook) -> None:
    for page in handbook.pages:
        assert _in_order((_pieces(claim.content, handbook)[0] for claim in page.claims), book.words) == []


def test_every_finding_is_a_labelled_part(book: Book, handbook: Handbook) -> None:
    words = handbook.vocabulary
    labels = [
        f"{words.label('stream', finding.stream)}: {words.label('verdict', finding.verdict or '')} "
        f"({words.label('signal', finding.signal or '').lower()})"
        for finding in handbook.findings
    ]
    assert labels
    assert _in_order(labels, book.words) == []
    leads = [plain_text(finding.lead, handbook) for finding in handbook.findings]
    assert _in_order(leads, book.words) == []


def test_every_restatement_is_there(book: Book, handbook: Handbook) -> None:
    assert handbook.restatements
    for restatement in handbook.restatements:
        pieces = _pieces(restatement.content, handbook)
        places = [book.words[at : at + 2500] for at in _places(squeezed(pieces[0]), book.words)]
        assert any(_in_order(pieces, place) == [] for place in places), restatement.id


def test_every_caveat_is_explained(book: Book, handbook: Handbook) -> None:
    said = [words for caveat in handbook.caveats for words in (caveat.title, caveat.summary)]
    assert [words for words in said if squeezed(words) not in book.words] == []


def test_caveats_are_seen_beside_their_statements(book: Book, handbook: Handbook) -> None:
    assert [str(problem) for problem in caveats_not_printed(handbook, book.words, book.sections)] == []


def _complaints_without(title: str, at: int, book: Book, handbook: Handbook) -> set[str]:
    """The pages of which the rule complains when a title is struck out where it stands next."""
    at = book.words.index(squeezed(title), at)
    end = at + len(squeezed(title))
    without = book.words[:at] + "x" * (end - at) + book.words[end:]
    return {problem.path for problem in caveats_not_printed(handbook, without, book.sections)}


def test_a_caveat_that_is_taken_away_is_missed(book: Book, handbook: Handbook) -> None:
    docname = "mechanisms/crystal-formation"
    claim = handbook.claim_by_id["crystal-mice-inborn-faults"]
    page = book.words.index(squeezed("Bone and calcified arteries contain the same kind of mineral"))
    at = book.words.index(squeezed(plain_text(claim.content, handbook))[:60], page)
    assert _complaints_without("High doses and bone", at, book, handbook) == {f"docs/{docname}.md"}


def test_a_caveat_that_is_taken_from_the_head_of_a_section_is_missed(book: Book, handbook: Handbook) -> None:
    page = book.words.index(squeezed("In a laboratory study, everything but one thing can be kept constant"))
    at = book.words.index(squeezed(FOR_ALL), page)
    found = _complaints_without("Abstract only", at, book, handbook)
    assert found == {"docs/evidence/laboratory.md"}


def test_a_caveat_that_is_taken_from_under_a_numbered_list_is_missed(book: Book, handbook: Handbook) -> None:
    at = book.words.index(squeezed("Association, not proof of cause (1, 4)"))
    assert _complaints_without("Small or stopped early", at, book, handbook) == {"docs/index.md"}


def test_every_study_has_its_sheet(complete: Book, handbook: Handbook) -> None:
    assert handbook.studies
    for study in handbook.studies:
        entry = handbook.entry_by_key[study.id]
        at = complete.words.find(squeezed(f"{entry.short}. {entry.title}"))
        assert at >= 0, study.id
        sheet = complete.words[at : at + 40_000]
        texts = [study.population_text, study.comparator, study.notes, *(arm.label for arm in study.arms)]
        texts += [figure.item for figure in study.figures] + [result.source for result in study.results]
        texts += [result.label for result in study.results]
        said = [text for text in texts if text and text not in set(Unknown)]
        assert [text for text in said if squeezed(text) not in sheet] == [], study.id
        resting = claims_by_study(handbook).get(study.id, ())
        openings = [plain_text(claim.content, handbook).split()[:12] for claim in resting]
        assert [words for words in openings if squeezed(" ".join(words)) not in sheet] == [], study.id


def test_every_cell_of_the_evidence_table(book: Book, handbook: Handbook) -> None:
    matrix = make_view(("evidence-table",), handbook)
    assert isinstance(matrix, Matrix)
    wanted = [label for _, _, label, _ in matrix.head]
    for card, cells in matrix.rows:
        wanted.append(card.text)
        for cell in cells:
            assert cell is not None
            level = "".join(part for part in cell.certainty if isinstance(part, str)).strip()
            wanted += [cell.verdict, f"Signal: {cell.signal.lower()}", f"Certainty: {level}"]
    (table,) = [page for page in book.pages if page.startswith(squeezed("Question" + "".join(wanted[:3])))]
    assert _in_order(wanted, table) == []


def test_every_statement_of_the_article(complete: Book, handbook: Handbook) -> None:
    said = [words for s in handbook.statements for words in (s.id, s.text, s.section) if words]
    assert said
    first = complete.words.index(squeezed(handbook.statements[0].text))
    assert _in_order(said, complete.words[first - 10 :]) == []


def test_every_line_of_the_lists(complete: Book, handbook: Handbook) -> None:
    index = make_view(("claim-index",), handbook)
    assert isinstance(index, Index)
    tables = [table for *_, table in index.parts]
    said = [_said(row[0][0]) for table in tables for row in table.rows]
    assert said
    assert [words for words in said if squeezed(words) not in complete.words] == []


def test_no_letter_is_lost(book: Book) -> None:
    assert "\N{REPLACEMENT CHARACTER}" not in book.words
    assert "??" not in book.words
    assert "\u200b" not in book.words


def _said(line: Line) -> str:
    return "".join(
        part if isinstance(part, str) else part.text for part in line if not isinstance(part, Symbol)
    )


def _in_order(said: Iterable[str], words: str) -> list[str]:
    """What does not stand in the words after what stands before it."""
    lost, at = [], 0
    for text in said:
        found = words.find(squeezed(text), at)
        if found < 0:
            lost.append(text)
        else:
            at = found + len(squeezed(text))
    return lost
