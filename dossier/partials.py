"""What is done with Material's templates while pages are rendered: some parts once for all, some watched.

A preview renders the same site again and again: it remembers compiled templates, and pages that come out the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import jinja2
from jinja2.bccache import Bucket

_ICON = '<svg xmlns="http://www.w3.org/2000/svg"'
_SWITCH = 'type="checkbox" id="__'


class Listed(Protocol):
    """A page that stands in the navigation, which can show it as the one that is read."""

    active: bool


def render_once(template: jinja2.Template, listed: Mapping[str, Listed]) -> None:
    """Let a partial be rendered once for all pages on which it is the same; `listed` is the navigation, by address."""
    render, made = template.root_render_func, dict[tuple[str, str, str], str]()

    def rendered(context: jinja2.runtime.Context) -> Iterator[str]:
        page = context["page"]
        if page is None or page.url in listed:
            yield from render(context)
            return
        key = (page.compiled.lang, page.compiled.above, context["base_url"])
        if key not in made:
            above = listed.get(page.compiled.above)
            if above:
                above.active = True
            made[key] = "".join(render(context))
            if above:
                above.active = False
        yield made[key]

    template.root_render_func = rendered


def watch(template: jinja2.Template, see: Callable[[str], None]) -> None:
    """Let a function see what a partial makes, whenever a page includes it."""
    render = template.root_render_func

    def watched(context: jinja2.runtime.Context) -> Iterator[str]:
        made = "".join(render(context))
        see(made)
        yield made

    template.root_render_func = watched


def without_styles(html: str) -> str:
    """Let a page do without styles: the theme's icons are not as wide as the page, its unseen switches are hidden."""
    return html.replace(_ICON, f'{_ICON} width="24" height="24"').replace(_SWITCH, f"hidden {_SWITCH}")


@dataclass
class Memory(jinja2.BytecodeCache):
    """What one build of a preview leaves to the next: templates as they were compiled, and whole pages."""

    stamps: tuple[int, ...] = ()
    """When the files were changed that stand behind every page."""
    bytecode: dict[str, bytes] = field(default_factory=dict)
    pages: dict[str, tuple[object, object, str]] = field(default_factory=dict)
    """By address: what the page was made of, what stands around every page, and what came of both."""

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give a template its compiled form, if its source is the one that was compiled."""
        if code := self.bytecode.get(bucket.key):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the compiled form of a template."""
        self.bytecode[bucket.key] = bucket.bytecode_to_string()

    def remember(self, template: jinja2.Template, around: object) -> None:
        """Let a template render a page only where it, or what stands `around` all pages, has changed."""
        render = template.render

        def remembered(context: Mapping[str, Any]) -> str:
            made_of = context["page"].compiled
            known = self.pages.get(made_of.uri)
            if known is None or known[:2] != (made_of, around):
                known = self.pages[made_of.uri] = made_of, around, render(context)
            return known[2]

        template.render = remembered  # type: ignore[method-assign] # MkDocs calls it with a context, and in no other way


def stamps(*folders: Path) -> tuple[int, ...]:
    """Return when the files in some folders were changed, in nanoseconds since 1970."""
    files = (path for folder in folders for path in folder.rglob("*"))
    return tuple(sorted(path.stat().st_mtime_ns for path in files if path.is_file()))
