"""The state of one build: the handbook and its problems, and what the build before left.

It begins when the builder has been made, and is complete when all pages are read. It lives as long as the
build; what the next build needs stands in the domain's data, or in the file that :mod:`.previous` describes.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, cast

from evidence.caching import forget
from evidence.rules.judge import judge
from sphinx_evidence.build.handbook import assemble_handbook
from sphinx_evidence.build.previous import PreviousBuild, inputs_digest, load_builds, output_of, store_builds
from sphinx_evidence.build.warnings import WarningListener
from sphinx_evidence.domain import evidence_domain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from evidence.model import Handbook, Problem
    from sphinx_evidence.domain import ObjectLocation


class BuildState:
    """What is known of the evidence while a handbook is built."""

    handbook: Handbook
    """All that was read, once all pages are."""
    locations: Mapping[tuple[str, str], ObjectLocation]
    """By kind and id, the document and the anchor of each object."""
    page_digests: Mapping[str, str]
    """By page, a digest of what it shows of other pages and files."""

    def __init__(self, app: Sphinx) -> None:
        """Look up what earlier builds left, and listen to warnings."""
        self._app = app
        self._builds = load_builds(app)
        self.previous = self._builds.get(output_of(app), PreviousBuild())
        self.page_digests = self.previous.pages
        self.listener = WarningListener(app)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What Sphinx and MyST have complained of so far."""
        return tuple(self.listener.problems)

    @property
    def pages_with_warnings(self) -> frozenset[str]:
        """The pages that gave warnings in earlier builds: read again, they give them again."""
        return frozenset().union(*(build.with_warnings for build in self._builds.values()))

    def complete(self) -> None:
        """Make the handbook from what was read."""
        domain = evidence_domain(self._app.env)
        self.locations = domain.locate_objects()
        self.handbook = assemble_handbook(self._app)

    @cached_property
    def inputs(self) -> str:
        """A digest of all that the problems and the pages of this build are made from."""
        return inputs_digest(self._app)

    @property
    def unchanged(self) -> bool:
        """Whether nothing changed since the previous build of this output."""
        return self.inputs == self.previous.inputs

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """What all rules find. What they cached on the handbook, nobody else needs."""
        if self.unchanged:
            return self.previous.problems
        problems = tuple(judge(self.handbook))
        forget(self.handbook, "evidence.rules")
        return problems

    def store(self, error: Exception | None) -> None:
        """Leave to the next build what this one found, at its end.

        Of a build that broke off only its warnings count: it may have read pages that it did not write.
        """
        self.listener.stop()
        with_warnings = frozenset(self.listener.docnames)
        if error is None and "problems" in vars(self):
            left = PreviousBuild(self.inputs, self.problems, self.page_digests, with_warnings)
        else:
            if error is not None:
                with_warnings |= self.previous.with_warnings
            left = self.previous._replace(inputs="", with_warnings=with_warnings)
        store_builds(self._app, {**self._builds, output_of(self._app): left})


def begin_build(app: Sphinx) -> None:
    """Begin the state of a build."""
    evidence_domain(app.env).build_state = BuildState(app)


def build_state(env: BuildEnvironment) -> BuildState:
    """The state of the build that an environment belongs to."""
    return cast("BuildState", evidence_domain(env).build_state)
