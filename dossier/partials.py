"""What is done with the parts of Material's templates while pages are rendered: some once for all, some watched."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Protocol

import jinja2


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
