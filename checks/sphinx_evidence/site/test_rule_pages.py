"""Every rule is explained in the handbook, with the examples that are its tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lxml import html

from evidence.rules import RULES

if TYPE_CHECKING:
    from checks.fixtures.small_handbook import MiniHandbook

_AS_TYPED = str.maketrans("“”\u2018\u2019", "\"\"''")


def test_every_rule_has_its_section_with_its_examples(mini: MiniHandbook) -> None:
    mini.page("# Rules\n\n```{rule-pages}\n```\n")
    assert mini.build("html", "-W").code == 0
    page: Any = html.fromstring((mini.out() / "extra.html").read_bytes())
    for rule in RULES.values():
        (section,) = page.xpath("//section[@id=$name]", name=f"rule-{rule.id}")
        assert section.xpath("string(h3)").startswith(rule.id)
        words = " ".join(section.text_content().split())
        assert rule.summary.replace("``", "") in words.translate(_AS_TYPED)
        assert f"Severity: {rule.severity}." in words
        shown = [block.text_content() for block in section.xpath(".//pre")]
        assert shown == [example.text for example in rule.examples]
        labels = [label.text_content().split(",")[0] for label in section.xpath("p[@class='example']")]
        assert labels == ["Good" if example.good else "Bad" for example in rule.examples]


def test_rules_stand_under_their_groups_in_every_builder(mini: MiniHandbook) -> None:
    mini.page("# Rules\n\n```{rule-pages}\n```\n")
    assert mini.build("text").code == 0
    text = (mini.out("text") / "extra.txt").read_text(encoding="utf-8")
    places = [text.index(f"\n{rule.id}\n") for rule in sorted(RULES.values(), key=lambda rule: rule.group)]
    assert len(set(places)) == len(RULES)
    assert text.index("\nClaims\n") < text.index("\nclaim-source\n") < text.index("\nPages\n")
