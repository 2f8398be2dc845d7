"""The style of the list of references: what is not known is left out, never guessed.

pybtex's ready styles refuse an article without author or year; here each part is optional.
"""

from __future__ import annotations

from typing import Any

from pybtex.plugin import register_plugin
from pybtex.style.formatting import toplevel
from pybtex.style.formatting.unsrt import Style as UnsrtStyle
from pybtex.style.template import field, first_of, join, optional, optional_field, sentence, tag

NAME = "handbook"


class HandbookStyle(UnsrtStyle):  # type: ignore[misc]  # pybtex has no types
    """One form for every kind of entry: authors, title, where it was published, year, links."""

    def _template(self, entry: Any) -> Any:
        return toplevel[
            first_of[
                optional[self.format_names("author")],
                optional[sentence[optional_field("institution")]],
            ],
            optional[self.format_title(entry, "title")],
            first_of[
                optional[
                    sentence[
                        tag("em")[
                            first_of[
                                optional[field("journal")],
                                optional[field("booktitle")],
                                optional[field("publisher")],
                                field("howpublished"),
                            ]
                        ],
                        optional[
                            join[
                                field("volume"),
                                optional["(", field("number"), ")"],
                                optional[":", field("pages")],
                            ]
                        ],
                        optional_field("year"),
                    ]
                ],
                optional[sentence[field("year")]],
            ],
            optional[sentence[optional_field("note")]],
            self.format_web_refs(entry),
        ]

    _last: tuple[Any, Any] = (None, None)

    def format_entry(self, label: str, entry: Any, bib_data: Any = None) -> Any:
        """Write an entry once for the list and for the words shown at the links to it."""
        if self._last[0] != (label, entry.key):
            self._last = (label, entry.key), super().format_entry(label, entry, bib_data)
        return self._last[1]

    get_article_template = get_book_template = get_incollection_template = _template
    get_inproceedings_template = get_manual_template = get_misc_template = _template
    get_phdthesis_template = get_techreport_template = get_online_template = _template


def register_style() -> None:
    """Make the style known to pybtex under its name."""
    register_plugin("pybtex.style.formatting", NAME, HandbookStyle)
