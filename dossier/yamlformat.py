"""The layout of a YAML file: its fields in the order of their model. Values stay as they were typed.

Lines are moved, never written anew: whatever quotation marks, folds and comments an author has chosen stay. A comment
goes with the field below it.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import yaml
from pydantic import BaseModel

from dossier.diagnostics import Report
from dossier.source import YAML_LOADER, SourceFile, models_in, parse_yaml


def format_yaml(model: type[BaseModel], source: SourceFile, report: Report) -> str | None:
    """Return a YAML file in its layout; where it has faults in its syntax, report them and return None."""
    faults = Report()
    document = parse_yaml(source, faults)
    report.include(faults)
    if document is None or len(faults):
        return None
    lines = source.text.split("\n")
    _arrange(yaml.compose(source.text, Loader=YAML_LOADER), model, lines)
    moved = "\n".join(lines)
    trimmed = "\n".join(line.rstrip() for line in lines).rstrip("\n") + "\n"
    is_same = meaning(SourceFile(source.path, trimmed)) == meaning(source)  # unless blanks end the lines of a `|` block
    return trimmed if is_same else moved


def meaning(source: SourceFile) -> object:
    """Return what must not change when a file is laid out: all values, and every sign of comments."""
    document = parse_yaml(source, Report())
    return document.value if document else None, sorted(re.sub(r"\s", "", source.text))


def _arrange(node: yaml.Node | None, annotation: Any, lines: list[str]) -> None:  # noqa: ANN401 - any type annotation
    """Put the fields of a node, and of those inside it, into order; no line leaves the node in which it stands."""
    model = next(models_in(annotation), None)
    if model is None:
        return
    if isinstance(node, yaml.SequenceNode):
        root = model.model_fields.get("root")
        for one in node.value:
            _arrange(one, root.annotation if root else model, lines)
    elif isinstance(node, yaml.MappingNode):
        fields = {info.alias or name: info.annotation for name, info in model.model_fields.items()}
        for key, value in node.value:
            _arrange(value, fields.get(key.value), lines)
        if not node.flow_style:
            _sort(node, list(fields), lines)


def _sort(node: yaml.MappingNode, order: list[str], lines: list[str]) -> None:
    """Move the lines of a mapping so that its keys stand in this order, unknown ones behind them."""
    keys = [key for key, _ in node.value]
    ranks = [order.index(key.value) if key.value in order else len(order) for key in keys]
    first = keys[0].start_mark
    has_comment = first.line > 0 and lines[first.line - 1].lstrip().startswith("#")
    is_first_moved = ranks[0] > min(ranks)
    if ranks == sorted(ranks) or (has_comment and is_first_moved):  # is the comment about the field or the whole?
        return
    bounds = [first.line, *(_end(value, lines) for _, value in node.value)]
    chunks = [lines[start:end] for start, end in pairwise(bounds)]
    heads = [key.start_mark.line - start for key, start in zip(keys, bounds, strict=False)]  # where the key stands
    dash, blank = lines[first.line][: first.column], " " * first.column
    chunks[0][0] = blank + chunks[0][0][first.column :]
    places = sorted(range(len(keys)), key=ranks.__getitem__)
    top = places[0]
    chunks[top][heads[top]] = dash + chunks[top][heads[top]][first.column :]
    lines[bounds[0] : bounds[-1]] = [line for place in places for line in chunks[place]]


def _end(node: yaml.Node, lines: list[str]) -> int:
    """Return the line behind a node; comments and empty lines below it are not its own."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(last[1] if isinstance(last, tuple) else last, lines)
    end: int = node.end_mark.line + (node.end_mark.column > 0)
    while not lines[end - 1].strip():
        end -= 1
    return end
