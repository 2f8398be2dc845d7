"""``python -m sphinx_evidence.cli``: the command where it is not installed."""

import sys

from sphinx_evidence.cli import main

sys.exit(main())
