"""The invented handbook with a page of plots, built once for each process or made anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from checks.evidence.plots.plot_page import add_pictures
from checks.fixtures.small_handbook import copy_mini

if TYPE_CHECKING:
    from checks.fixtures.small_handbook import MiniHandbook


@pytest.fixture(scope="package")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> MiniHandbook:
    """A handbook with all plots, as HTML and for readers of other kinds; checks do not change it."""
    handbook = add_pictures(copy_mini(tmp_path_factory.mktemp("pictures")))
    for builder in ("html", "epub", "text", "latex"):
        run = handbook.build(builder, "-W")
        assert (run.code, run.err) == (0, "")
    return handbook


@pytest.fixture
def fresh(mini: MiniHandbook) -> MiniHandbook:
    return add_pictures(mini)
