"""A study file is YAML with the fields of its study type, in the words of the vocabulary.

Judged while the file is read. What is unknown is written as not-seen, not-reported,
not-applicable or unclear, never left blank.

Bad (study):

    id: example-2020
    type: randomised
    extraction: title
    publication: journal
    population: [general]
    use: none
    use_reason: title only
    checked: {by: unchecked, date: not-applicable}

Good (study):

    id: example-2020
    type: randomised-trial
    extraction: title
    publication: journal
    population: [general]
    use: none
    use_reason: title only
    checked: {by: unchecked, date: not-applicable}
"""

from __future__ import annotations

from evidence.rules.registry import Remarks, rule


@rule("studies")
def check(_study: object, _handbook: object) -> Remarks:
    return iter(())
