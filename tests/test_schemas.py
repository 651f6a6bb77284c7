"""The JSON Schemas: they are up to date, pass every file of the dossier, and refuse what the dossier itself refuses."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from conftest import ROOT, SMALL
from jsonschema import Draft7Validator

from dossier import locales
from dossier.cli import main
from dossier.diagnostics import Report
from dossier.schemas import MODELS, schemas
from dossier.source import SourceFile, parse_yaml, validate

FOLDER = ROOT / "docs-dev" / "schemas"
VALIDATORS = {name: Draft7Validator(json.loads(text)) for name, text in schemas().items()}
COMMITTED = [
    ROOT / "mkdocs.yml",
    *sorted((ROOT / "docs").glob("*.yml")),
    *sorted((ROOT / "docs" / "arguments").glob("*/argument.yml")),
]

SAMPLES = {
    "argument": """
theme: work
order: 10
status: published
confidence: likely
source_language: fr
regions: [BE, BE-WLG]
favourable: true
period: 2018/2021
reviewed: 2026-03-01
relations: {supports: [wages], depends-on: [jobs]}
single_source: {en: Only the trade register has these figures.}
right_of_reply:
  - to: Example SA
    asked: 2026-03-01
    answered: 2026-03-02
    answer: {fr: Non.}
  - to: {fr: la firme, en: the firm}
    asked: 2026-03-01
    no_answer: 2026-04-01
corrections:
  - {date: 2026-03-01, kind: update, text: {fr: Mieux.}}
""",
    "themes": """
- id: work
  title: {fr: Travail, zh-Hans: 工作}
  summary: {fr: Qui travaille.}
""",
    "timeline": """
- id: founded
  date: 1999
  regions: [CN]
  sources: ["[@Belga2021]"]
  arguments: [jobs]
  title: {fr: La fondation}
  text: {fr: On la fonde.}
- id: moved
  date: 2001-02~
  sources: ["[@Belga2021]"]
  theme: work
  title: {fr: Le départ}
  text: {fr: On part.}
""",
    "glossary": """
- id: soft-power
  terms: {en: soft power}
  definition: {en: Influence without force.}
  rejected: {en: [mind control]}
""",
    "corrections": """
- {date: 2026-03-01, kind: correction, text: {fr: Mieux.}}
""",
}
"""Documents without a fault in which every field stands."""

OTHER_VALUES: list[Any] = ["", "x y", [], ["x y"], {}, {"fr": "x"}]


class _Typed(yaml.SafeLoader):
    """Reads YAML as editors do, with the few types of YAML 1.2: `no` and `2026-03-01` are texts, `1999` is none."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - this is how PyYAML has it


_Typed.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("(true|false)$"), list("tf"))
_Typed.add_implicit_resolver("tag:yaml.org,2002:null", re.compile("(~|null|)$"), ["~", "n", ""])
_Typed.add_implicit_resolver("tag:yaml.org,2002:int", re.compile("[-+]?[0-9]+$"), list("-+0123456789"))
_Typed.add_implicit_resolver("tag:yaml.org,2002:float", re.compile(r"[-+]?[0-9]+[.][0-9]+$"), list("-+0123456789"))
_Typed.add_constructor("!ENV", lambda loader, node: [one.value for one in node.value])


def typed(text: str) -> Any:
    """Return YAML as an editor sees it."""
    return yaml.load(text, Loader=_Typed)  # noqa: S506 - it is a SafeLoader


def is_refused_by_schema(name: str, text: str) -> bool:
    return not VALIDATORS[name].is_valid(typed(text))


def is_refused_by_loader(name: str, text: str) -> bool:
    report = Report()
    document = parse_yaml(SourceFile(f"{name}.yml", text), report)
    assert document, text
    facts = validate(MODELS[f"{name}.yml"], document, report)
    # Which languages there are is judged by what loads the whole.
    return facts is None or getattr(facts, "source_language", "fr") not in locales.available()


def ways(value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the way to every value inside another."""
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in steps:
        yield (*way, step)
        yield from ways(inner, (*way, step))


def changes(document: Any) -> Iterator[Any]:
    """Yield the document without one of its values, with another in its place, and with a field too many beside it.

    Texts by language are left with their languages: a schema knows the codes, the model lets the other checks judge.
    """
    for way in ways(document):
        for other in (*OTHER_VALUES, None):
            changed = copy.deepcopy(document)
            parent = parent_of(way, changed)
            if other is None:
                del parent[way[-1]]
            else:
                parent[way[-1]] = other
            yield changed
        if isinstance(way[-1], str) and way[-1] not in locales.available():
            changed = copy.deepcopy(document)
            parent_of(way, changed)["confidance"] = "likely"
            yield changed


def parent_of(way: tuple[Any, ...], document: Any) -> Any:
    for step in way[:-1]:
        document = document[step]
    return document


def test_the_files_are_what_the_command_makes() -> None:
    written = {path.stem: path.read_text(encoding="utf-8") for path in FOLDER.iterdir()}
    assert written == schemas(), "run: dossier schema --out docs-dev/schemas"


@pytest.mark.parametrize("name", schemas())
def test_a_schema_is_a_schema(name: str) -> None:
    Draft7Validator.check_schema(VALIDATORS[name].schema)


@pytest.mark.parametrize("name", schemas())
def test_every_field_is_described(name: str) -> None:
    schema = VALIDATORS[name].schema
    for made in [schema, *schema.get("$defs", {}).values()]:
        for field, about in made.get("properties", {}).items() if field_list(made) else ():
            assert about.get("description", "").endswith("."), f"{name}: {field}"


def field_list(schema: dict[str, Any]) -> bool:
    """Tell whether an object is one of ours: it has no fields but those that it lists."""
    return schema.get("additionalProperties") is False


@pytest.mark.parametrize("path", COMMITTED, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_file_of_the_dossier_passes(path: Path) -> None:
    errors = VALIDATORS[path.stem].iter_errors(typed(path.read_text(encoding="utf-8")))
    assert [f"{list(error.path)}: {error.message}" for error in errors] == []


@pytest.mark.parametrize(
    "name", ["mkdocs.yml", "docs/themes.yml", "docs/arguments/jobs/argument.yml", "docs/arguments/wages/argument.yml"]
)
def test_the_small_dossier_passes(name: str) -> None:
    assert not is_refused_by_schema(Path(name).stem, SMALL[name])


@pytest.mark.parametrize("name", SAMPLES)
def test_schema_and_loader_agree_on_every_change(name: str) -> None:
    sample = SAMPLES[name]
    assert not is_refused_by_schema(name, sample)
    assert not is_refused_by_loader(name, sample)
    refused = 0
    for changed in changes(typed(sample)):
        text = yaml.safe_dump(changed, allow_unicode=True)
        by_loader = is_refused_by_loader(name, text)
        assert is_refused_by_schema(name, text) is by_loader, text
        refused += by_loader
    assert refused > 10


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("argument", "likely", "certain"),
        ("argument", "status: published", "status: Published"),
        ("argument", "order: 10", "order: ten"),
        ("argument", "[BE, BE-WLG]", "Belgium"),
        ("argument", "BE-WLG", "Wallonia"),
        ("argument", "reviewed: 2026-03-01", "reviewed: 01/03/2026"),
        ("argument", "period: 2018/2021", "period: from 2018 on"),
        ("argument", "depends-on", "depends_on"),
        ("argument", "kind: update", "kind: erratum"),
        ("argument", "no_answer: 2026-04-01", "note: they are thinking"),
        ("themes", "id: work", "id: Work"),
        ("themes", "id: work", "id: index"),
        ("timeline", "theme: work", "regions: [BE]"),
        ("timeline", "theme: work", "{theme: work, arguments: [jobs]}"),
        ("glossary", "[mind control]", "mind control"),
    ],
)
def test_both_refuse_what_people_get_wrong(name: str, old: str, new: str) -> None:
    text = SAMPLES[name].replace(old, new.strip("{}").replace(", arguments", "\n  arguments"), 1)
    assert text != SAMPLES[name]
    assert is_refused_by_schema(name, text)
    assert is_refused_by_loader(name, text)


@pytest.mark.parametrize(
    ("options", "is_refused"),
    [
        ("[search, {dossier: {languages: [fr]}}]", False),
        ("{dossier: {languages: [fr]}}", False),
        ('[{dossier: {languages: [fr], repository: !ENV [REPOSITORY_URL, ""]}}]', False),
        ("[{dossier: {langages: [fr]}}]", True),
        ("[{dossier: {languages: fr}}]", True),
        ("[{dossier: {languages: [tlh]}}]", True),
        ("[{dossier: {languages: [fr], links: {errors: [gone]}}}]", True),
        ("{dossier: {languages: []}}", True),
    ],
)
def test_the_options_of_the_plugin(options: str, is_refused: bool) -> None:  # noqa: FBT001 - what is expected
    assert is_refused_by_schema("mkdocs", f"site_name: x\nplugins: {options}\n") is is_refused


# --- The command ----------------------------------------------------------------------------------------------------


def test_the_command_prints_and_lists() -> None:
    assert CliRunner().invoke(main, ["schema"]).stdout.split() == list(schemas())
    assert CliRunner().invoke(main, ["schema", "themes"]).stdout == schemas()["themes"]
    wrong = CliRunner().invoke(main, ["schema", "theme"])
    assert (wrong.exit_code, wrong.stderr) == (2, "dossier: there is no schema `theme`; did you mean `themes`?\n")


def test_the_command_writes_all(tmp_path: Path) -> None:
    out = tmp_path / "a" / "b"
    assert CliRunner().invoke(main, ["schema", "--out", str(out)]).exit_code == 0
    assert {path.name: path.read_text(encoding="utf-8") for path in out.iterdir()} == {
        f"{name}.json": text for name, text in schemas().items()
    }
    (tmp_path / "file").touch()
    failed = CliRunner().invoke(main, ["schema", "--out", str(tmp_path / "file" / "new")])
    assert failed.exit_code == 2
    assert failed.stderr.startswith("dossier: cannot write to ")
