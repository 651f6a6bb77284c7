"""Every rule that content can break: its code, its message, and what `dossier explain` says about it.

A rule is written once, in the module of its subject, and is here as `rules.NAME`. `message` and `hint` are templates;
the names in braces are the values that the reporting module passes. Codes are stable: contributors search for them,
and other tools filter by them.
"""

# This package is the sum of its modules: a new rule is added in one place.
# ruff: noqa: F403

from __future__ import annotations

from collections.abc import Mapping

from dossier.diagnostics import Rule
from dossier.rules.bibliography import *
from dossier.rules.content import *
from dossier.rules.files import *
from dossier.rules.forms import *
from dossier.rules.links import *
from dossier.rules.text import *
from dossier.rules.translations import *
from dossier.rules.yaml import *

RULES: Mapping[str, Rule] = {
    rule.code: rule
    for rule in sorted((it for it in list(globals().values()) if isinstance(it, Rule)), key=lambda it: it.code)
}
"""All rules by code, in alphabetical order."""
