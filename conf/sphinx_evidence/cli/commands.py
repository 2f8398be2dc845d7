"""The commands of ``evidence``, one module each.

A module has ``HELP`` (one line), ``add_arguments`` (what it takes) and ``run`` (does it and returns
the exit code, or raises UsageError). Importing a module imports no Sphinx: it reads what it needs when it
runs.
"""

from sphinx_evidence.cli import (
    check,
    diff,
    export,
    links,
    new_claim,
    new_study,
    retractions,
    review,
    schema,
    strength,
    watch,
)
from sphinx_evidence.cli import (
    format as format_files,
)

COMMANDS = {
    "check": check,
    "diff": diff,
    "export": export,
    "review": review,
    "strength": strength,
    "new-study": new_study,
    "new-claim": new_claim,
    "format": format_files,
    "retractions": retractions,
    "links": links,
    "watch": watch,
    "schema": schema,
}
"""By name, in the order of the help."""

__all__ = ["COMMANDS"]
