"""Hands the compiled site to MkDocs and Material: the only module that imports mkdocs.

MkDocs neither reads our Markdown nor builds our navigation: it gets finished pages, wraps them in Material's
templates and copies the assets. The site is made beside the old one and put in its place when it is whole.
"""

from __future__ import annotations

import gc
import logging
import os
from collections.abc import Callable, Iterator, Mapping
from concurrent import futures
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

import jinja2
from markupsafe import escape
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.commands.serve import serve as mkdocs_serve
from mkdocs.config import load_config as load_mkdocs_config
from mkdocs.exceptions import Abort, BuildError, ConfigurationError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.utils import CountHandler

from dossier import changes, locales, mending, partials, policy, search, share, share_image, staging, wording
from dossier.build import NavItem, Site, build
from dossier.clock import ClockError, today
from dossier.config import load_config
from dossier.diagnostics import Report, Severity, render_text
from dossier.exports import atom, compiled
from dossier.history import lifetimes
from dossier.pages.page import Page
from dossier.writer import address, feed_address, image_address

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.utils.templates import TemplateContext

log = logging.getLogger("mkdocs.plugins.dossier")

_PACKAGE = Path(__file__).parent
_THEME = _PACKAGE / "theme"
_SITE_MARK = "404.html"
"""A file that every built site has: a folder that holds something else is not replaced."""


_SAME_EVERYWHERE = ("partials/nav.html", "partials/palette.html", "partials/search.html")
"""Parts of the frame that all pages of a language share that stand at one depth under one page of the navigation."""

_SCRIPTS = "partials/javascripts/"
"""Where the theme keeps the scripts that stand inside of its pages."""


class OutputError(BuildError):
    """The site's folder cannot be written."""


class CompiledPage(MkDocsPage):
    """A page of ours in MkDocs' terms: everything is known beforehand, reading and rendering have nothing to do."""

    def __init__(self, page: Page, file: File, config: MkDocsConfig, edit_base: str) -> None:
        """Material prints titles and descriptions without escaping them, so they are escaped here."""
        super().__init__(str(escape(page.title)), file, config)
        self.compiled = page
        self.edit_url = edit_base + page.source if edit_base and page.source else None
        self.meta = {
            "title": str(escape(page.title)),
            "description": str(escape(page.summary)),
            "is_article": page.content.startswith("arguments/"),
            "lang": page.lang,
            "alternates": dict(page.alternates),
            "noindex": page.content == "dashboard",
            "is_entrance": page.content in {"", "pages/home"},
            "licence": str(locales.load(page.lang).html("ui.licence")),
            "hide": ["navigation", "toc"] if not page.content else [] if page.toc else ["toc"],
        }

    def read_source(self, config: MkDocsConfig) -> None:  # noqa: ARG002 - MkDocs' signature
        """Read nothing: the text is compiled already."""
        self.markdown = ""

    def render(self, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002 - MkDocs' signature
        """Hand over what is compiled; without the anchors MkDocs would no longer warn of links to missing ones."""
        page = self.compiled
        self.content = str(page.body)
        self.toc = TableOfContents(list(_toc(page)))
        self._title_from_render = page.title
        self.present_anchor_ids = {item.anchor for item in page.toc}
        self.links_to_anchors = {}


def _toc(page: Page) -> Iterator[AnchorLink]:
    top: AnchorLink | None = None
    for item in page.toc:
        link = AnchorLink(str(escape(item.title)), item.anchor, item.level)
        if top is None or item.level <= top.level:
            top = link
            yield link
        else:
            top.children.append(link)


class DossierPlugin(BasePlugin):  # type: ignore[type-arg,no-untyped-call] # our options are checked with their places
    """The plugin `dossier`."""

    def __init__(self) -> None:
        super().__init__()
        self.progress: Callable[[int, int], None] = lambda _done, _all: None
        """Called with the number of pages written and of all pages; the command line shows progress with it."""
        self._config_path = Path()
        self._preview = False
        self._site: Site
        self._feeds: Mapping[str, str] = {}
        self._nav: dict[str, Navigation] = {}
        self._final = Path()
        self._staging = Path()
        self._policy = policy.Policy()
        self._written = 0
        self._memory = partials.Memory()
        self._worker = futures.ThreadPoolExecutor(max_workers=2)
        self._beside: list[futures.Future[None]] = []

    def load_config(
        self,
        options: dict[str, Any],  # noqa: ARG002 - read from the file, where they have places
        config_file_path: str | None = None,
    ) -> tuple[list[tuple[str, Exception]], list[tuple[str, str]]]:
        """Remember where the configuration is; it is read and judged when the build begins."""
        self._config_path = Path(config_file_path or "mkdocs.yml")
        return [], []

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:  # noqa: ARG002
        """Preview shows drafts. Defining this event also keeps MkDocs from making the plugin anew at every rebuild."""
        self._preview = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Compile the site; stop before anything is written if its content has faults."""
        self._final = Path(config.site_dir).resolve()  # what a link leads to is replaced, not the link
        staging.recover(self._final)
        if self._preview and self._memory.stamps != (stamps := partials.stamps(_THEME, _PACKAGE / "locales")):
            self._memory.stamps = stamps
            locales.forget()
        report = Report()
        ours = load_config(self._config_path, report)
        if ours and self._preview:  # what takes long, and is not what writers change
            ours = replace(ours, source_pages=False, share_images=False)
        try:
            day = today()
        except ClockError as error:
            raise ConfigurationError(str(error)) from error
        site = None
        if ours:
            history = lifetimes(ours.root, ours.docs)
            site = build(ours, report, today=day, drafts=self._preview, history=history)
        if len(report):
            level = logging.ERROR if report.count(Severity.ERROR) else logging.WARNING
            log.log(level, "%s", render_text(report, wording.of_environment()))
        if site is None or report.fails():
            msg = "The site was not built; the last good one stays as it is."
            raise BuildError(msg)
        self._site, self._written, self._policy = site, 0, policy.Policy()
        config.use_directory_urls = True
        config.theme.dirs.insert(0, str(_THEME))
        languages = [locales.load(lang) for lang in site.config.languages]
        config.theme["language"] = site.config.default_language
        config.theme.static_templates |= {f"{one.code}/{_SITE_MARK}" for one in languages}
        config.extra["alternate"] = True
        config.extra["locales"] = {one.code: one for one in languages}
        config.extra["known_words"] = {one.code: {"language": one.code} for one in languages}
        config.extra["themes"] = _themes(site)
        config.extra["footer"] = _footer(site)
        self._feeds = atom.feeds(site)
        config.extra["feeds"] = {
            lang: {"href": uri, "title": str(escape(atom.title(site, lang)))}
            for lang in site.config.languages
            if (uri := feed_address(lang)) in self._feeds
        }
        config.extra["not_found"] = [{"locale": one, "href": address("pages/home", one.code)} for one in languages]
        config.extra["generator"] = False
        # The preview has no policy: MkDocs puts a script into its pages that is another at every view.
        config.extra["policy"] = None if self._preview else policy.PLACEHOLDER
        try:
            if self._final.is_dir() and any(self._final.iterdir()) and not (self._final / _SITE_MARK).exists():
                msg = f"{self._final} holds other files than a site; name a new folder"
                raise OutputError(msg)
            self._staging = staging.begin(self._final)
        except OSError as error:
            msg = f"Cannot replace {self._final}: {error.strerror}"
            raise OutputError(msg) from error
        config.site_dir = str(self._staging)
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Put the compiled pages in the place of the content's files; of those only the assets stay."""
        assets = set(self._site.assets)
        docs = config.docs_dir + os.sep
        for file in list(files):
            if (file.abs_src_path or "").startswith(docs) and file.src_uri not in assets:
                files.remove(file)
        pages: dict[str, CompiledPage] = {}
        for page in self._site.pages:
            file = File.generated(config, compiled.path(page), content="", inclusion=InclusionLevel.NOT_IN_NAV)
            files.append(file)
            pages[page.uri] = CompiledPage(page, file, config, self._site.config.edit_base)
            pages[page.uri].meta["image"] = _image(self._site, page)
        for uri, text in self._feeds.items():
            files.append(File.generated(config, uri, content=text, inclusion=InclusionLevel.NOT_IN_NAV))
        self._nav = {lang: _navigation(items, pages) for lang, items in self._site.nav.items()}
        if not self._preview:  # Pagefind is a program of its own: it reads the pages while MkDocs writes them
            self._beside = [self._worker.submit(search.write_index, self._site.pages, self._staging)]
        if self._site.cards:
            kept = self._site.config.root / share.CACHE_FOLDER
            self._beside.append(self._worker.submit(share.write_images, self._site.cards, kept, self._staging))
        return files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:  # noqa: ARG002
        """Return the default language's navigation, for the pages that belong to no language."""
        return self._nav.get(self._site.config.default_language, nav)

    def on_env(self, env: jinja2.Environment, /, *, config: MkDocsConfig, files: Files) -> jinja2.Environment:  # noqa: ARG002
        """Let every language have an error page, for hosts that look for one up the tree; mend Material's templates."""
        pages = {f"{lang}/{_SITE_MARK}": f'{{% extends "{_SITE_MARK}" %}}' for lang in self._site.config.languages}
        theme = [mending.MendingLoader(env.loader)] if env.loader else []
        env.loader = jinja2.ChoiceLoader([jinja2.DictLoader(pages), *theme])
        if self._preview:
            env.bytecode_cache = self._memory
        listed = {page.url: page for nav in self._nav.values() for page in nav.pages}
        for partial in _SAME_EVERYWHERE:
            partials.render_once(env.get_template(partial), listed)
        for partial in env.list_templates(filter_func=lambda name: name.startswith(_SCRIPTS)):
            partials.watch(env.get_template(partial), self._policy.allow)
        if self._preview:
            extra = [config.extra[name] for name in ("themes", "footer", "feeds")]
            around = (self._site.nav, config.site_name, config.site_url, extra, self._memory.stamps)
            self._memory.remember(env.get_template("main.html"), around)
        return env

    def on_template_context(
        self, context: TemplateContext, /, *, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        """Give an error page its language, and addresses that hold wherever the host shows it."""
        folder, _, name = template_name.rpartition("/")
        if name == _SITE_MARK:
            lang = folder or self._site.config.default_language
            more = {
                "nav": self._nav[lang],
                "base_url": urlsplit(config.site_url or "/").path,
                "own": folder,
                "language": lang,
            }
            context.update(more)  # type: ignore[typeddict-item] # ours are not among MkDocs' names
        return context

    def on_page_context(
        self,
        context: TemplateContext,
        *,
        page: MkDocsPage,
        config: MkDocsConfig,  # noqa: ARG002
        nav: Navigation,
    ) -> TemplateContext:
        """Give each page the navigation of its language."""
        context["nav"] = self._nav.get(page.meta.get("lang", ""), nav)
        return context

    def on_post_template(self, output_content: str, *, template_name: str, config: MkDocsConfig) -> str:  # noqa: ARG002
        """Give an error page its policy, and let it do without styles."""
        return self._policy.seal(partials.without_styles(output_content))

    def on_post_page(self, output: str, *, page: MkDocsPage, config: MkDocsConfig) -> str:  # noqa: ARG002
        """Give a page its policy, let it do without styles, and count it for the progress display."""
        self._written += 1
        self.progress(self._written, len(self._site.pages))
        return self._policy.seal(partials.without_styles(output))

    @event_priority(-100)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Swap the new site in, after every other plugin has added to it, and unless `strict` is about to fail."""
        config.site_dir = str(self._final)
        counters = [one for one in logging.getLogger("mkdocs").handlers if isinstance(one, CountHandler)]
        if config.strict and any(counter.get_counts() for counter in counters):
            self._give_up()
            log.error("The last good site stays as it is.")
            return
        try:
            for job in self._beside:
                job.result()
            (self._staging / policy.HEADER_FILE).write_text(self._policy.header_file(), encoding="utf-8")
            staging.finish(self._staging, self._final)
        except search.SearchError as error:
            msg = f"The search index was not made: {error}"
            raise OutputError(msg) from error
        except OSError as error:
            msg = f"Cannot replace {self._final}: {error.strerror}"
            raise OutputError(msg) from error
        if self._preview:
            self._beside = [self._worker.submit(self._index_preview, self._site.pages)]

    def _index_preview(self, pages: tuple[Page, ...]) -> None:
        """Index the site that is shown already: a preview does not wait for its search."""
        try:
            search.write_index(pages, self._final)
        except (search.SearchError, OSError) as error:
            log.warning("The search finds nothing now: %s", error)

    def on_shutdown(self) -> None:
        """Let the index be finished: the preview's folder is removed next."""
        self._worker.shutdown()

    def on_build_error(self, *, error: Exception) -> None:  # noqa: ARG002
        """Remove the unfinished site."""
        if self._staging != Path():
            self._give_up()

    def _give_up(self) -> None:
        """Remove the unfinished site, when nothing is written into it any more."""
        futures.wait(self._beside)
        staging.give_up(self._staging)

    def on_serve(
        self, server: LiveReloadServer, /, *, config: MkDocsConfig, builder: Callable[..., None]
    ) -> LiveReloadServer:
        """Watch everything that a page is made of; after a failed rebuild, go on serving the last good site."""
        for path in (self._site.config.bibliography, _PACKAGE / "templates", _PACKAGE / "locales", _THEME):
            if str(path) not in config.watch:
                server.watch(str(path))

        def rebuild() -> None:
            gc.disable()  # what a build makes lives as long as the build
            try:
                builder()
            except Abort:
                log.error("Still showing the last good site.")  # noqa: TRY400 - the fault is reported already
            except (ConfigurationError, OSError) as error:
                log.error("%s\nStill showing the last good site.", error)  # noqa: TRY400 - its text says it all
            finally:
                gc.enable()

        server.builder = rebuild
        return server


def _themes(site: Site) -> dict[str, dict[str, str]]:
    """Return by language the themes that have a page: id and title, in the order of the site."""
    found: dict[str, dict[str, str]] = {lang: {} for lang in site.config.languages}
    for page in site.pages:
        folder, _, theme = page.content.partition("/")
        if folder == "themes" and theme:
            found[page.lang][theme] = page.title
    return found


def _image(site: Site, page: Page) -> dict[str, object] | None:
    """Return what a page says of the image that stands for it: its own, else that of its language, if there is one."""
    uri = page.uri if page.uri in site.cards else address("pages/home", page.lang)
    if uri not in site.cards:
        return None
    return {
        "url": site.config.site_url + image_address(uri),
        "width": share_image.WIDTH,
        "height": share_image.HEIGHT,
        "alt": str(escape(site.cards[uri].description)),
    }


def _footer(site: Site) -> dict[str, list[dict[str, str]]]:
    """Return by language the pages to which the foot of every page leads: on how the dossier is looked after."""
    pages = {(page.content, page.lang): page for page in site.pages}
    return {
        lang: [
            {"href": page.uri, "title": str(escape(page.title))}
            for content in (changes.SITE, "changes", "dashboard")
            if (page := pages.get((content, lang)))
        ]
        for lang in site.config.languages
    }


def _navigation(items: tuple[NavItem, ...], pages: dict[str, CompiledPage]) -> Navigation:
    """Make MkDocs' navigation of ours, with the links between its parts that MkDocs would set for its own."""
    entries: list[MkDocsPage | Section] = []
    flat: list[MkDocsPage] = []
    for item in items:
        page = pages[item.uri]
        page.title = str(escape(item.title))
        flat.append(page)
        if not item.children:
            entries.append(page)
            continue
        below = [pages[child.uri] for child in item.children]
        section = Section(str(escape(item.title)), [page, *below])
        for child in section.children:
            child.parent = section
        flat += below
        entries.append(section)
    navigation = Navigation(entries, flat)
    navigation.homepage = flat[0] if flat else None
    for before, after in pairwise(flat):
        before.next_page, after.previous_page = after, before
    return navigation


class SiteNotBuiltError(Exception):
    """The site could not be built; what is wrong has been logged. `environment`: it is not the content's fault."""

    def __init__(self, message: str, *, environment: bool = False) -> None:
        super().__init__(message)
        self.environment = environment


def _check_configuration(config_file: Path) -> None:
    """Raise SiteNotBuiltError where the configuration is faulty: MkDocs names no places, and can do without us."""
    report = Report()
    if load_config(config_file, report) is None:
        log.error("%s", render_text(report, wording.of_environment()))
        raise SiteNotBuiltError("The configuration has faults.")


def build_site(config_file: Path, *, strict: bool, site_dir: Path | None, progress: Callable[[int, int], None]) -> Path:
    """Build the site with MkDocs and return the folder that holds it.

    Raises SiteNotBuiltError; the reason has then been logged, and the last good site is still in place.
    """
    _check_configuration(config_file)
    # Almost all that a build makes lives until its end: looking for garbage in it takes a tenth of the time, and what
    # is left when it is over goes with the process.
    gc.disable()
    try:
        options = {"site_dir": str(site_dir)} if site_dir else {}
        config = load_mkdocs_config(config_file=str(config_file), strict=strict, **options)
        plugin = config.plugins.get("dossier")
        if isinstance(plugin, DossierPlugin):
            plugin.progress = progress
        config.plugins.on_startup(command="build", dirty=False)
        mkdocs_build(config)
    except (Abort, ConfigurationError) as error:
        raise SiteNotBuiltError(str(error), environment=isinstance(error.__context__, OutputError)) from error
    finally:
        gc.freeze()
        gc.enable()
    return Path(config.site_dir)


def serve_site(config_file: Path, *, address: str | None, open_in_browser: bool) -> None:
    """Build the site, serve it and rebuild it whenever something changes, until interrupted.

    `address` is host and port. Raises SiteNotBuiltError if not even the first build succeeds.
    """
    _check_configuration(config_file)
    try:
        options: dict[str, Any] = {"dev_addr": address} if address else {}
        mkdocs_serve(config_file=str(config_file), open_in_browser=open_in_browser, **options)
    except (Abort, ConfigurationError) as error:
        raise SiteNotBuiltError(str(error)) from error
