"""A link to a page, a heading, a figure or a term of the handbook leads there; a picture is there.

Judged when the page is drawn. Claims, studies and caveats that do not exist are told by
``citation-known`` and ``caveat-unknown``. In the built pages the output checks follow every link once
more, with downloads, pictures, what style sheets name, and the list of places that other handbooks link
to (``objects.inv``); those of the book likewise.

Bad (page):

    # Example

    More stands on [another page](no-such-page.md).

Good (page):

    # Example

    More stands on [the first page](index.md).
"""

from __future__ import annotations

from evidence.rules.registry import Remarks, rule


@rule("pages", position=3)
def check(_page: object, _handbook: object) -> Remarks:
    return iter(())
