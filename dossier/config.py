"""The configuration: what `mkdocs.yml` says of the site and in the options of our plugin, as one frozen value."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, WithJsonSchema

from dossier import locales, rules
from dossier.diagnostics import Report, Severity, Span, nearest
from dossier.fields import Language
from dossier.sanitize import is_web_url
from dossier.source import YamlDocument, parse_yaml, read_text, validate
from dossier.wording import Phrase

CONFIG_FILE = "mkdocs.yml"

_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)

Standing = Literal[
    "blocked", "dead", "failing", "malformed", "moved", "ok", "refused", "skipped", "suspect", "tls", "unstable"
]
"""Where a link stands: the verdicts of the link checker, and `failing` for what is not yet dead."""


def _web_url(url: str) -> str:
    if url and not is_web_url(url):
        raise ValueError(Phrase.NO_WEB_ADDRESS())
    return url


def _contact(text: str) -> str:
    """Refuse what cannot stand in the header that tells other people's servers whom to write to."""
    if text and not (text.isascii() and (_MAIL.fullmatch(text) or is_web_url(text))):
        raise ValueError(Phrase.NO_CONTACT())
    return text


def _inside(path: str) -> str:
    """Refuse a path that leads out of the project: a build reads, and may publish, what it finds there."""
    if PurePosixPath(path).is_absolute() or ".." in PurePosixPath(path).parts or not PurePosixPath(path).name:
        raise ValueError(Phrase.NO_PATH_INSIDE())
    return path


def _distinct(values: tuple[str, ...]) -> tuple[str, ...]:
    if twice := [value for value, times in Counter(values).items() if times > 1]:
        raise ValueError(Phrase.STANDS_TWICE(value=twice[0]))
    return values


class LinkPolicy(BaseModel):
    """What is to be said about links, and how they are asked: the option `links`."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    errors: Annotated[tuple[Standing, ...], AfterValidator(_distinct)] = ("dead", "malformed", "refused")
    """Where a link may not stand: the command fails."""
    warnings: Annotated[tuple[Standing, ...], AfterValidator(_distinct)] = (
        "failing",
        "moved",
        "suspect",
        "tls",
        "unstable",
    )
    """Where a link should not stand; `errors` come first."""
    exclude: Mapping[str, Annotated[str, Field(min_length=1)]] = Field(default_factory=dict)
    """Addresses that are never asked, with `*` for any text, and the reason for each."""
    contact: Annotated[str, AfterValidator(_contact)] = ""
    """Mail or web address at which the people whose servers are asked reach us."""
    timegates: Annotated[
        tuple[Annotated[str, Field(min_length=1), AfterValidator(_web_url)], ...], AfterValidator(_distinct)
    ] = ()
    """Addresses of Memento TimeGates (RFC 7089) that are asked for archive copies."""

    def severity(self, standing: str) -> Severity | None:
        """Return how bad it is that a link stands so; None where it is nothing to speak of."""
        if standing in self.errors:
            return Severity.ERROR
        return Severity.WARNING if standing in self.warnings else None

    def why_excluded(self, url: str) -> str:
        """Return why an address is not to be asked; empty where it is."""
        return next((reason for pattern, reason in self.exclude.items() if _matches(pattern, url)), "")


def _matches(pattern: str, url: str) -> bool:
    """Tell whether a pattern fits the whole address; `*` is any text, and nothing else is special."""
    first, *rest = pattern.split("*")
    if not rest:
        return url == pattern
    at = len(first) if url.startswith(first) else -1
    *middle, last = rest
    for part in middle:
        if at < 0:
            break
        found = url.find(part, at)
        at = found + len(part) if found >= 0 else -1
    return 0 <= at <= len(url) - len(last) and url.endswith(last)


class Options(BaseModel):
    """The options of the `dossier` plugin in `mkdocs.yml`."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    languages: Annotated[tuple[Language, ...], Field(min_length=1), AfterValidator(_distinct)]
    """BCP 47 codes of the site's languages, in the order of the language switcher; the first one is the default."""
    bibliography: Annotated[str, AfterValidator(_inside)] = "references.bib"
    """Path of the bibliography, from the project's folder."""
    navigation: Annotated[tuple[str, ...], AfterValidator(_distinct)] = (
        "home",
        "themes",
        "map",
        "arguments",
        "sources",
    )
    """Ids of the pages in the site's navigation, in order: generated ones and hand-written ones."""
    featured: Annotated[tuple[str, ...], AfterValidator(_distinct)] = ()
    """Ids of the arguments that the home page leads with, the first one first."""
    source_pages: bool = True
    """Whether each source has a page of its own in every language; a huge bibliography may do without."""
    share_images: bool = True
    """Whether a site that knows its address has an image for each argument, shown where the address is shared."""
    strict_languages: tuple[Language, ...] | None = None
    """Languages in which a translation that lags in substance, or does not say what it renders, is a warning; all of
    them if it is not given."""
    fallback: Annotated[Mapping[Language, tuple[Language, ...]], Field(default_factory=dict)]
    """By language, the languages that its readers get where a page is not yet in theirs, the best one first."""
    repository: Annotated[
        str,
        AfterValidator(_web_url),
        WithJsonSchema({"type": ["string", "array"], "items": {"type": "string"}}),  # `!ENV [NAME]` is a list
    ] = ""
    """Address of the project on its forge; empty: pages name their source file without linking to it."""
    new_path: str = "new/main/"
    """What it puts between its address and a folder's path on its page for a new file there."""
    edit_path: str = "edit/main/"
    """What the forge puts between the repository's address and a file's path on its page for editing that file."""
    links: LinkPolicy = LinkPolicy()
    """What the link checker makes of what it finds."""


@dataclass(frozen=True)
class Config:
    """What a build needs to know beforehand. Paths are absolute; `site_url` ends with a slash or is empty."""

    root: Path
    docs: Path
    bibliography: Path
    languages: tuple[str, ...]
    navigation: tuple[str, ...]
    featured: tuple[str, ...]
    source_pages: bool
    share_images: bool
    strict_languages: tuple[str, ...]
    fallback: Mapping[str, tuple[str, ...]]
    site_name: str
    site_url: str
    edit_base: str
    """Address to which the path of a source file is appended to edit it, or empty."""
    new_base: str
    """Address to which the path of a folder is appended to begin a file there, or empty."""
    links: LinkPolicy
    """What the link checker makes of what it finds."""
    document: YamlDocument = field(repr=False)
    """The plugin's options as they were read, with their places."""

    @property
    def span(self) -> Span:
        """Where the plugin's options stand in the configuration file."""
        return self.document.span

    def preferred(self, lang: str, present: Collection[str]) -> str | None:
        """Return the language that a reader of `lang` gets of those that are present, None if none is."""
        order = (lang, *self.fallback.get(lang, ()), *self.languages)
        return next((one for one in order if one in present), None)

    @property
    def default_language(self) -> str:
        """The language that stands first."""
        return self.languages[0]


def load_config(path: Path, report: Report) -> Config | None:
    """Read `mkdocs.yml`; report what is wrong with it, and return None where no build is possible."""
    root = path.parent.resolve()
    source = read_text(root, root / path.name, report)
    if source is None:
        return None
    document = parse_yaml(source, report, tags_allowed=True)
    if document is None:
        return None
    site = document.value if isinstance(document.value, dict) else {}
    options = _plugin_options(document)
    if options is None:
        report.add(rules.MISSING_FIELD, document.span, field="plugins: [dossier: {languages: …}]")
        return None
    validated = validate(Options, options, report)
    if validated is None:
        return None
    known = True
    for index, language in enumerate(validated.languages):
        if language not in locales.available():
            known = False
            report.add(
                rules.UNKNOWN_LOCALE,
                options.span_of(("languages", index)),
                suggestion=nearest(language, locales.available()),
                language=language,
                known=", ".join(locales.available()),
            )
    _check_strict(validated, options, report)
    docs = _text(site, "docs_dir") or "docs"
    try:
        _inside(docs)
    except ValueError as error:
        known = False
        report.add(rules.WRONG_TYPE, document.span_of(("docs_dir",)), field="docs_dir", problem=error.args[0])
    if not known:
        return None
    return Config(
        root=root,
        docs=root / docs,
        bibliography=root / validated.bibliography,
        languages=validated.languages,
        navigation=validated.navigation,
        featured=validated.featured,
        source_pages=validated.source_pages,
        share_images=validated.share_images,
        strict_languages=validated.languages if validated.strict_languages is None else validated.strict_languages,
        fallback=validated.fallback,
        site_name=_text(site, "site_name") or root.name,
        site_url=_with_slash(_text(site, "site_url")),
        edit_base=_on_forge(validated.repository, validated.edit_path),
        new_base=_on_forge(validated.repository, validated.new_path),
        links=validated.links,
        document=options,
    )


def _check_strict(validated: Options, options: YamlDocument, report: Report) -> None:
    for index, language in enumerate(validated.strict_languages or ()):
        if language not in validated.languages:
            report.add(
                rules.UNKNOWN_VALUE,
                options.span_of(("strict_languages", index)),
                suggestion=nearest(language, validated.languages),
                field="strict_languages",
                value=language,
                known=", ".join(validated.languages),
            )


def _text(site: Mapping[str, Any], key: str) -> str:
    value = site.get(key)
    return value if isinstance(value, str) else ""


def _on_forge(repository: str, path: str) -> str:
    return _with_slash(repository) + _with_slash(path) if repository else ""


def _with_slash(url: str) -> str:
    return url if not url or url.endswith("/") else url + "/"


def _plugin_options(document: YamlDocument) -> YamlDocument | None:
    """Cut the options of our plugin out of the configuration, with their places."""
    plugins = document.value.get("plugins") if isinstance(document.value, dict) else None
    entries: Any = enumerate(plugins) if isinstance(plugins, list) else ()
    if isinstance(plugins, dict):
        entries = plugins.items()
    for step, entry in entries:
        if step == "dossier":
            way: tuple[str | int, ...] = ("plugins", step)
        elif isinstance(entry, dict) and "dossier" in entry:
            way = ("plugins", step, "dossier")
        else:
            continue
        value = entry if step == "dossier" else entry["dossier"]
        return YamlDocument(
            value,
            document.span_of(way, of_key=True),
            {key[len(way) :]: span for key, span in document.values.items() if key[: len(way)] == way},
            {key[len(way) :]: span for key, span in document.keys.items() if key[: len(way)] == way},
        )
    return None
