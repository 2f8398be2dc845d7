"""The registry of views: a function registers itself under its name."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from evidence.views.elements import Spec, View

if TYPE_CHECKING:
    from evidence.model import Handbook

Maker = Callable[..., View]

VIEWS: dict[str, Maker] = {}


def view(maker: Maker) -> Maker:
    """Register a function (handbook, *arguments) as the view of its name."""
    VIEWS[maker.__name__.replace("_", "-")] = maker
    return maker


def make_view(spec: Spec, handbook: Handbook) -> View:
    """The view that a place in a page asked for."""
    return VIEWS[spec[0] or ""](handbook, *spec[1:])
