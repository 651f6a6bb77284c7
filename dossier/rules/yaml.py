"""Rules about YAML and front matter."""

from __future__ import annotations

from dossier.diagnostics import Rule, Severity

YAML_SYNTAX = Rule(
    "yaml-syntax",
    Severity.ERROR,
    message="this is not valid YAML: {problem}",
    hint="a text with `: `, `#` or a quotation mark at its start needs quotes around it",
    summary="A YAML file or a front matter cannot be parsed.",
    why="Nothing after the fault can be read with certainty.",
    bad="title: Antwerp: the port",
    good='title: "Antwerp: the port"',
)
YAML_TAB = Rule(
    "yaml-tab",
    Severity.ERROR,
    message="YAML is indented with spaces, this is a tab",
    hint="put two spaces in its place",
    summary="A line of YAML is indented with a tab.",
    why="YAML does not allow it, because editors disagree on a tab's width.",
    bad="relations:\n\tsupports: [jobs]",
    good="relations:\n  supports: [jobs]",
)
YAML_ALIAS = Rule(
    "yaml-alias",
    Severity.ERROR,
    message="YAML anchors and aliases are not read",
    hint="write the value out where it is needed",
    summary="YAML uses `&anchor` or `*alias`.",
    why="Nine lines of aliases can stand for a billion values, and no field of ours needs one. A text that begins "
    "with `&` or `*` needs quotes.",
    bad="a: &x [1, 2]\nb: [*x, *x]",
    good="a: [1, 2]\nb: [1, 2]",
)
YAML_TAG = Rule(
    "yaml-tag",
    Severity.ERROR,
    message="YAML tags such as `{tag}` are not read",
    hint="take the tag away; a text that begins with `!` needs quotes",
    summary="YAML uses an explicit `!tag`.",
    why="Tags ask the reader to build objects; content is text, numbers, lists and fields.",
    bad="reviewed: !!timestamp 2026-03-01",
    good="reviewed: 2026-03-01",
)
YAML_TOO_DEEP = Rule(
    "yaml-too-deep",
    Severity.ERROR,
    message="lists and fields are nested more than {limit} deep",
    hint="look for brackets that are not closed",
    summary="YAML is nested deeper than any format of the dossier.",
    why="It is always a mistake, or an attack on the reader.",
    bad="regions: [[[[[[[[[[[[[BE]]]]]]]]]]]]]",
    good="regions: [BE]",
)
DUPLICATE_KEY = Rule(
    "duplicate-key",
    Severity.ERROR,
    message="`{key}` is given twice",
    hint="keep one of the two",
    summary="A field, an entry of the bibliography or an id is given twice.",
    why="One of the two would silently win.",
    bad="title: Jobs\ntitle: The jobs",
    good="title: The jobs",
)
NO_FRONT_MATTER = Rule(
    "no-front-matter",
    Severity.ERROR,
    message="the file does not begin with `---`",
    hint="begin with `---`, then `title:` and the other fields, then `---`",
    summary="A Markdown file has no front matter.",
    why="Title and claim live there.",
    bad="# The jobs\n\nText …",
    good="---\ntitle: The jobs\nclaim: …\n---\n\nText …",
)
UNCLOSED_FRONT_MATTER = Rule(
    "unclosed-front-matter",
    Severity.ERROR,
    message="the front matter that begins here is never closed",
    hint="put a line `---` after its last field",
    summary="The second `---` of a front matter is missing.",
    why="The whole text would be read as fields.",
    bad="---\ntitle: The jobs\n\nText …",
    good="---\ntitle: The jobs\n---\n\nText …",
)
MISSING_FIELD = Rule(
    "missing-field",
    Severity.ERROR,
    message="the field `{field}` is missing",
    hint="add it",
    summary="A required field is not there.",
    why="The page cannot be made without it.",
    bad="title: The jobs",
    good="title: The jobs\nclaim: Of 900 jobs announced, 276 were counted.",
)
UNKNOWN_FIELD = Rule(
    "unknown-field",
    Severity.ERROR,
    message="there is no field `{field}` here",
    hint="the fields are {known}",
    summary="A field has a name that nothing reads.",
    why="A misspelt field would be ignored without a word.",
    bad="confidance: likely",
    good="confidence: likely",
)
UNKNOWN_VALUE = Rule(
    "unknown-value",
    Severity.ERROR,
    message="`{field}` cannot be `{value}`",
    hint="it is one of {known}",
    summary="A field that takes one word of a list has another word.",
    why="The words have fixed meanings, which the method page explains to readers.",
    bad="confidence: certain",
    good="confidence: established",
)
BAD_DATE = Rule(
    "bad-date",
    Severity.ERROR,
    message="`{field}` is no date: `{value}`",
    hint="write year-month-day, for example 2026-03-01",
    summary="A date is not in the form year-month-day, or is no day of the calendar.",
    why="Dates are shown in four languages and compared; 03/04/2026 is two different days.",
    bad="reviewed: 31/02/2026",
    good="reviewed: 2026-02-28",
)
WRONG_TYPE = Rule(
    "wrong-type",
    Severity.ERROR,
    message="`{field}` does not fit: {problem}",
    hint="look at another argument for the form of this field",
    summary="A field holds a value of another kind than it should.",
    why="The page cannot be made from it.",
    bad="regions: Belgium",
    good="regions: [BE]",
)
