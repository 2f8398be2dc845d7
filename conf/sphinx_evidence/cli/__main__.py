"""``python -m sphinx_evidence.cli``: the command where it is not installed."""

import sys

from sphinx_evidence.cli import main

if __name__ == "__main__":
    sys.exit(main())
