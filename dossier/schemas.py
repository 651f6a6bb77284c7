"""JSON Schemas of the YAML files, made from the models that read them, for editors to complete and check by.

A schema knows one file and no dossier: which themes, arguments and sources there are, `dossier check` alone can tell.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from dossier.arguments import FACTS_FILE, Facts
from dossier.config import CONFIG_FILE, Options
from dossier.corrections import Corrections
from dossier.folders import CORRECTIONS_FILE, GLOSSARY_FILE, THEMES_FILE, TIMELINE_FILE
from dossier.glossary import Terms
from dossier.themes import Themes
from dossier.timeline import Events

MODELS: Mapping[str, type[BaseModel]] = {
    FACTS_FILE: Facts,
    THEMES_FILE: Themes,
    TIMELINE_FILE: Events,
    GLOSSARY_FILE: Terms,
    CORRECTIONS_FILE: Corrections,
}
"""By the name of a YAML file, the model of what it holds."""


_DIALECT = "http://json-schema.org/draft-07/schema#"
"""The newest JSON Schema that all editors know; nothing here needs more."""


class _ForPeople(GenerateJsonSchema):
    """Leaves out what editors would show beside a description and nobody reads: titles made of names in the code."""

    def field_title_should_be_set(self, schema: object) -> bool:
        """Give no field a title: it has its name."""
        del schema
        return False

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        """Give no object the name of its class."""
        made = super().model_schema(schema)
        made.pop("title", None)
        return made

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """Leave out defaults, which editors would write into the file."""
        return self.generate_inner(schema["schema"])


def schemas() -> Mapping[str, str]:
    """Return the schemas as JSON, by name; each name is that of the file that the schema describes."""
    found = {_name(file): _schema(file, model) for file, model in MODELS.items()}
    found[_name(CONFIG_FILE)] = _of_configuration()
    return {
        name: json.dumps({"$schema": _DIALECT, **schema}, ensure_ascii=False, indent=2) + "\n"
        for name, schema in found.items()
    }


def _name(file: str) -> str:
    return file.removesuffix(".yml")


def _schema(file: str, model: type[BaseModel]) -> dict[str, Any]:
    return {"title": file, **model.model_json_schema(schema_generator=_ForPeople)}


def _of_configuration() -> dict[str, Any]:
    """Return the schema of `mkdocs.yml`: of our plugin's options, wherever they stand, and of nothing else."""
    options = Options.model_json_schema(schema_generator=_ForPeople)
    definitions = options.pop("$defs")
    plugin = {"type": "object", "properties": {"dossier": {"$ref": "#/$defs/Options"}}}
    plugins = [plugin, {"type": "array", "items": {"anyOf": [{"type": "string"}, plugin]}}]
    return {
        "title": CONFIG_FILE,
        "description": "The configuration of MkDocs, with the options of the plugin `dossier`.",
        "$defs": {**definitions, "Options": options},
        "type": "object",
        "properties": {"plugins": {"anyOf": plugins}},
        "required": ["plugins"],
    }
