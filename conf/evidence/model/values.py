"""The values of a study file: a number as printed, a word, or the word for why there is none."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from evidence.problems import ID_PATTERN

NUMBER_PATTERN = re.compile(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,15})?")
"""A number as a study file writes it. Octal, sexagesimal and exponent forms are text."""


class Unknown(StrEnum):
    """Why a value is not there. An unknown is always one of these words, never a blank."""

    NOT_SEEN = "not-seen"
    NOT_REPORTED = "not-reported"
    NOT_APPLICABLE = "not-applicable"
    UNCLEAR = "unclear"

    @property
    def words(self) -> str:
        """The word as readers see it."""
        return "not in what we read" if self is Unknown.NOT_SEEN else self.value.replace("-", " ")


class Record(BaseModel):
    """A part of a study file: closed (an unknown key is an error) and immutable."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _one_or_many(value: Any) -> Any:
    """Let an author write one word where a list of words is meant."""
    return (value,) if isinstance(value, str) else value


def _not_blank(value: Any) -> Any:
    if isinstance(value, str) and not value.strip():
        raise ValueError("expected words, found nothing")
    return value


def _true_or_false(value: Any) -> Any:
    """Only ``true`` and ``false`` are truth values; ``yes``, ``no`` and ``on`` are text."""
    return {"true": True, "false": False}.get(value, value) if isinstance(value, str) else value


Text = Annotated[str, BeforeValidator(_not_blank)]
"""Words, or one of the words of :class:`Unknown`."""
Words = Annotated[tuple[Text, ...], BeforeValidator(_one_or_many)]
"""One word or a list of words."""
Flag = Annotated[bool, Field(strict=True), BeforeValidator(_true_or_false)]
Identifier = Annotated[str, Field(pattern=rf"^{ID_PATTERN.pattern}$")]


class Quantity(Record):
    """A number as the source printed it, or the word that says why there is none.

    ``text`` (``value:`` in the file) keeps the printed digits, as ``0.90`` is not ``0.9``;
    ``value`` is the same as a float, NaN where it is unknown. ``derived`` marks a number that
    we worked out, and ``source`` (``from:`` in the file) says from what.
    """

    text: str = Field(alias="value")
    derived: Flag = False
    source: Text | None = Field(default=None, alias="from")

    @model_validator(mode="before")
    @classmethod
    def _read(cls, raw: Any) -> Any:
        if isinstance(raw, int | float) and not isinstance(raw, bool):
            raw = str(raw)
        if isinstance(raw, str):
            raw = {"value": raw}
        text = raw.get("value") if isinstance(raw, Mapping) else None
        if not isinstance(text, str):
            raise ValueError("expected a number, or value: with derived: and from:")  # noqa: TRY004  (pydantic takes ValueError alone)
        if text not in set(Unknown) and not NUMBER_PATTERN.fullmatch(text):
            found = repr(text[:60]) if text else "nothing"
            raise ValueError(f"expected a number or one of {', '.join(Unknown)}, found {found}")
        return raw

    @model_validator(mode="after")
    def _says_from_what(self) -> Quantity:
        if self.derived and not self.source:
            raise ValueError("a derived number says from what: add from:")
        return self

    @property
    def known(self) -> bool:
        """Whether there is a number."""
        return self.text not in set(Unknown)

    @property
    def value(self) -> float:
        """The number; NaN where it is unknown."""
        return float(self.text) if self.known else math.nan
