"""What makes a record good beyond its shape: one rule a file, named as a truth about good records.

A rule is a module with a docstring (what and why, then `How to mend it:`), `BAD` and `GOOD` (the keys that matter,
laid over the smallest valid record) and at least one of these generators of findings:

    check(incident, catalogue)           one record; run side by side over all of them
    check_collection(facts, collection)  one record among all the others, known by their facts
    check_entry(entry, catalogue)        one organization or pattern

No rule touches the network or the disk. Found by presence: a new rule is a new file.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from types import ModuleType


@cache
def rules() -> dict[str, ModuleType]:
    """Every rule by its id, in alphabetical order."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return {name.replace("_", "-"): importlib.import_module(f"{__name__}.{name}") for name in names}


@cache
def having(function: str) -> list[tuple[str, ModuleType]]:
    """The rules that define a function of that name."""
    return [(id, module) for id, module in rules().items() if hasattr(module, function)]
