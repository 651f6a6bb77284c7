"""Faults in Material's own templates, mended as the templates are read.

All are errors in the eyes of the Nu HTML checker. A copy of a whole template would have to be renewed with each version
of Material; a test says when one of these faults is gone.
"""

from __future__ import annotations

from collections.abc import Callable

import jinja2

FAULTS = {
    "base.html": (
        # Only fields that a browser could fill in have this attribute, and these are boxes to tick.
        ('id="__drawer" autocomplete="off"', 'id="__drawer"'),
        ('id="__search" autocomplete="off"', 'id="__search"'),
    ),
    "partials/nav-item.html": (
        # The name of a section that is always open is no stop for the keyboard.
        (' tabindex="{{ tabindex }}"', '{% if tabindex %} tabindex="{{ tabindex }}"{% endif %}'),
    ),
    "partials/toc.html": (
        # The box stands beside the page's own entry in the navigation, where only few pages have one.
        (' for="__toc"', '{% if page in nav.pages %} for="__toc"{% endif %}'),
    ),
}
"""By template: what stands there, and what is to stand there instead, at every place."""


class MendingLoader(jinja2.BaseLoader):
    """Reads templates with another loader, and mends those that are known to have faults."""

    def __init__(self, loader: jinja2.BaseLoader) -> None:
        self._loader = loader

    def get_source(
        self, environment: jinja2.Environment, template: str
    ) -> tuple[str, str | None, Callable[[], bool] | None]:
        """Return the text of a template without its faults, its file, and whether that is still the same."""
        source, path, is_same = self._loader.get_source(environment, template)
        for fault, mended in FAULTS.get(template, ()):
            source = source.replace(fault, mended)
        return source, path, is_same

    def list_templates(self) -> list[str]:
        """Return the names of all templates."""
        return self._loader.list_templates()
