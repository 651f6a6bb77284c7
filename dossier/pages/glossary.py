"""The glossary: the terms of a language, and what they are called in the others."""

from __future__ import annotations

from dossier import locales, markdown
from dossier.folders import GLOSSARY_FILE
from dossier.pages.page import Page
from dossier.pages.workshop import Workshop, folded
from dossier.source import relative_path


def glossary(shop: Workshop, lang: str) -> Page:
    """Make the glossary of a language."""
    config = shop.corpus.config
    writer = shop.writer("glossary", lang)
    terms = [
        {
            "id": term.id,
            "word": markdown.typeset(term.terms[lang], lang),
            "definition": markdown.typeset(term.definition[lang], lang),
            "others": [
                {"locale": locales.load(other), "word": markdown.typeset(term.terms[other], other)}
                for other in config.languages
                if other != lang and term.terms.get(other)
            ],
        }
        for term in sorted(shop.corpus.glossary.shown(lang), key=lambda one: folded(one.terms[lang]))
    ]
    html = writer.page("glossary.html.jinja", terms=terms)
    title, intro = writer.locale.text("ui.glossary"), writer.locale.text("ui.glossary_intro")
    path = relative_path(config.root, config.docs / GLOSSARY_FILE)
    return shop.page(writer, title=title, description=intro, body=html, source=path)
