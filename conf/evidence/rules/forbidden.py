"""The rule that keeps contributed files harmless. Its faults are found, and undone, while reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.rules.registry import Remark, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.model import Handbook, Page


@rule(group="pages", each="pages", scope="document")
def forbidden_construct(_page: Page, _handbook: Handbook) -> Iterator[Remark]:
    """A page holds nothing that could run code, read a file elsewhere or fetch something.

    Refused are HTML, directives and roles that are not known to be harmless (``raw``, ``include``,
    ``eval-rst``, ``math``, ``download`` and others), links that do not open a page, pictures from
    elsewhere, drawings that hold more than shapes, front matter that would change how a page is read,
    and symbolic links. Markup in a field of a study file, of the statements or of the bibliography is
    refused, too. Whatever is refused has no effect on the build.

    Bad (page):

        # Example

        ```{include} ../../secrets.txt
        ```

    Good (page):

        # Example

        ```{code-block} html
        <script>alert("this is only shown")</script>
        ```

    Bad (bibliography):

        @misc{example-2020,
          title = {An example},
          year = {2020},
          url = {javascript:alert(1)},
        }

    Good (bibliography):

        @misc{example-2020,
          title = {An example},
          year = {2020},
          url = {https://example.org/},
        }
    """
    return iter(())
