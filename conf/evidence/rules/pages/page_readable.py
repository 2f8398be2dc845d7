"""A page is text in UTF-8, without null bytes, of at most a megabyte, and all its lines end alike.

Judged while the file is read; the other pages are still built. Lines of a study file end alike, too:
programs count the lines of a mixed file differently. A file that is not text cannot be shown here as
an example.
"""

from __future__ import annotations

from evidence.rules.registry import Remarks, rule


@rule("pages", position=6)
def check(_page: object, _handbook: object) -> Remarks:
    return iter(())
