"""The rules. Importing this package registers each of them: ``<group>/<rule_id>.py``."""

from __future__ import annotations

from importlib import import_module
from pkgutil import walk_packages

from evidence.rules.registry import RULES, sort_rules

__all__ = ["RULES"]

for _module in walk_packages(__path__, f"{__name__}."):
    import_module(_module.name)
sort_rules()
