"""A mechanism: steps and arrows become a table of what claims say; each line that cannot be read is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lxml import html

from checks.evidence.plots.plot_page import (
    HEAD,
    Bad,
    add_pictures,
    assert_told_at_its_line,
    text_of,
)

if TYPE_CHECKING:
    from checks.fixtures.small_handbook import MiniHandbook

MECHANISM = """\
```{mechanism-diagram}
:title: An invented idea
more: More of it
vessels: Less in vessels
deaths: Fewer deaths
more -> vessels: slower-in-rats, slower-in-one-trial
vessels -> deaths: fewer-deaths-in-a-cohort
more -> deaths: fewer-deaths-in-a-cohort
```
"""


def test_the_table_says_what_its_claims_say(mini: MiniHandbook) -> None:
    add_pictures(mini, HEAD + MECHANISM)
    run = mini.build("html", "-W")
    assert (run.code, run.err) == (0, "")
    page = html.parse(str(mini.out() / "pictures.html")).getroot()
    (table,) = page.xpath('//table[.//caption[contains(., "An invented idea")]]')
    rows = [text_of(row) for row in table.xpath("./tbody/tr")]
    assert len(rows) == 4
    assert all("More of it → Less in vessels" in row for row in rows[:2])
    assert "inverse association" in rows[2].lower()
    assert "low certainty" in rows[2].lower()
    titles = {link.text_content() for link in table.xpath(".//a")}
    for caveat in ("Animals are not people", "A link is not a cause"):
        assert any(caveat.split()[0] in title for title in titles)
    assert table.xpath('.//a[contains(@href, "#claim-slower-in-rats")]')


BAD = {
    "no title": Bad(MECHANISM.replace(":title: An invented idea\n", ""), 0, "needs :title:"),
    "neither step nor arrow": Bad(MECHANISM.replace("deaths: Few", "deaths Few"), 4, "neither a step"),
    "unknown step": Bad(MECHANISM.replace("more -> vessels", "more -> vessel"), 5, "a step 'vessel'"),
    "step twice": Bad(MECHANISM.replace("vessels: Less", "more: Less"), 3, "'more' stands twice"),
    "no arrow": Bad("```{mechanism-diagram}\n:title: T\na: A\n```", 2, "no arrow"),
    "unknown claim": Bad(MECHANISM.replace("slower-in-rats", "slower-in-cats"), 5, "slower-in-cats"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_told_at_its_line(mini: MiniHandbook, name: str) -> None:
    assert_told_at_its_line(mini, BAD[name])
