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

from __future__ import annotations

from evidence.rules.registry import Remarks, rule


@rule("pages", position=2)
def check(_page: object, _handbook: object) -> Remarks:
    return iter(())
