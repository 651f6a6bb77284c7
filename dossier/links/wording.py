"""Whether a page that answers is what was cited, or says by its words that it is something else.

Nothing here is sure of a page that merely speaks of errors, sales or logins: a title or a heading must say the thing
and nothing else, or the page must have next to no other words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from re import compile as pattern
from urllib.parse import SplitResult, urljoin, urlsplit

from dossier.links.page import PageFacts
from dossier.links.phrases import COMMON, SPAM, Says, addresses, foreign, read, sentences, words_of
from dossier.links.titles import far_apart, much_in_common

_SOFT_404, _PARKED, _CHALLENGE, _LOGIN, _CONSENT, _HOME = "soft-404", "parked", "challenge", "login", "consent", "home"

_DETAIL = 80
_READ = 3_000
"""How much of a page's text is read for what it says."""
_SHORT = 60
"""A page with no more words of its own than this does not bring what was cited beside its message."""
_SEPARATOR = pattern(r"\s[-–—|·•»:]+\s|\s*[|•»_]\s*")
_QUOTES = ("“", "„", "«", "‘", '"', "「", "『", "\u2039")
_NUMBERED = pattern(r"(^|&)(p|id|n?id|pid|page|page_?id|doc|doc_?id|art|art_?id|article)=\w")
"""A query by which a site tells its pages from each other, and not its visitors."""
_HOST = pattern(r"\b[\w-]{2,63}(?:\.[\w-]{2,63})*\.[a-z]{2,10}\b")
_LANGUAGE_CODE = pattern(r"[a-z]{2}([-_][a-z]{2,4})?")
_MARKETS = pattern(
    r"(^|\.)(hugedomains|dan|afternic|sedo|sedoparking|undeveloped|bodis|parkingcrew|domainmarket|buydomains)\.com$"
)
_PARKING_SCRIPTS = (
    "sedoparking.com", "parkingcrew.net", "bodis.com", "bodiscdn.com", "parking-lander", "parklogic.com", "above.com/",
    "d38psrni17bvxu.cloudfront.net", "afternic.com", "ztomy.com", "skenzo.com",
)  # fmt: skip


_NEVER_ASKED = frozenset({_SOFT_404, _PARKED})
"""Kinds of pages that state what they are; who asks "Page not found?" is going to explain something."""
_CAPITAL_NOUNS = frozenset({"de"})
"""Languages in which a capital letter does not tell a brand, which the name of the host does not always have."""
_QUESTION = "?？؟"
_WEIGHT = {0: 0, Says.HINTS: 1, Says.TOUCHES: 2, Says.TELLS: 3}
"""What counts where several pieces speak of a kind: "404 – Not found: an exhibition" hints, but is about it."""

_Said = tuple[Says, str, str]
"""How plainly something is said, in what language, in what words."""


class Strength(StrEnum):
    """How sure a suspicion is."""

    CERTAIN = "certain"
    PROBABLE = "probable"
    """To be sure, ask for an address beside it that cannot exist: does it answer with the same page?"""


@dataclass(frozen=True, slots=True)
class Suspicion:
    """Why a page is probably not what was cited. `reason` is a key of `reasons.REASONS`."""

    reason: str
    detail: str
    """The words seen, or the address; at most 80 characters."""
    strength: Strength = Strength.CERTAIN


def suspicion(page: PageFacts, url: str, final: str, expected_title: str = "") -> Suspicion | None:
    """Return why a page is probably not what was cited; None where nothing speaks against it.

    `url` was asked, `final` answered in the end; `expected_title` is the bibliography's.
    """
    if not page.readable:
        return None
    return _Judge(page, _split(url), _split(final), expected_title).verdict()


def same_page(a: PageFacts, b: PageFacts) -> bool:
    """Tell whether two answers are the same page, apart from a few words such as the address that was asked."""
    first, second = (Counter(words_of(page.text[:_READ])) for page in (a, b))
    longer = max(first.total(), second.total())
    if not longer:
        return a.title == b.title
    return (first & second).total() >= 0.9 * longer


@dataclass(frozen=True)
class _Judge:
    page: PageFacts
    asked: SplitResult
    final: SplitResult
    expected: str

    def verdict(self) -> Suspicion | None:
        cited = read(words_of(self.expected)).get(_SOFT_404)
        if cited and cited[0] == Says.TELLS:
            return None  # what was cited is about missing pages
        return (
            self._walled(_CONSENT, 0.4)
            or self._walled(_CHALLENGE, 0.35)
            or self._login()
            or self._on_offer()
            or self._parked()
            or self._missing()
            or self._home()
            or self._hijacked()
            or self._empty()
            or self._other_title()
        )

    # --- What the page says ---------------------------------------------------------------------------------------

    @cached_property
    def _own(self) -> frozenset[str]:
        """The names of the site, which its pages may say anywhere, and those of sites of which its head speaks."""
        hosts = (self.asked.hostname or "", self.final.hostname or "")
        named = _HOST.findall(" ".join((self.page.title, *self.page.headings, "" if self._is_long else self._text)))
        return frozenset(words_of(" ".join((*hosts, *named)))) - {"www"}

    @cached_property
    def _text(self) -> str:
        """The beginning of the text, without its headings and the address that the page repeats."""
        lines = self.page.text[:_READ].split("\n")
        text = "\n".join(line for line in lines if line not in self.page.headings)
        for path in (self.asked.path, self.final.path):
            if len(path) > 1:
                text = text.replace(path, " ")
        return text

    @cached_property
    def _words(self) -> Sequence[str]:
        return words_of(self._text)

    @cached_property
    def _is_long(self) -> bool:
        """Whether the text surely has more words than a page that says nothing but that it is of another kind."""
        return self._text.count(" ") + self._text.count("\n") > 4 * _SHORT  # a dash between spaces is no word

    @cached_property
    def _title(self) -> dict[str, _Said]:
        """What the title says, by kind."""
        return self._said([segment for segment in _SEPARATOR.split(self.page.title) if segment])

    @cached_property
    def _headings(self) -> dict[str, _Said]:
        return self._said(self.page.headings)

    @cached_property
    def _sentences(self) -> dict[str, _Said]:
        return self._said(sentences(self._text), tolerant=True)

    def _said(self, pieces: Sequence[str], *, tolerant: bool = False) -> dict[str, _Said]:
        """Return what pieces of text say, by kind: what one says plainly, else what one merely touches."""
        found: dict[str, _Said] = {}
        for piece in pieces:
            if piece.startswith(_QUOTES):
                continue  # these are somebody else's words
            words = words_of(piece)
            for kind, (level, language) in read(words, self._own, tolerant=tolerant).items():
                says = level
                if kind in _NEVER_ASKED and any(mark in piece for mark in _QUESTION):
                    says = Says.TOUCHES
                elif kind == _PARKED and level == Says.HINTS and foreign(words, kind, language):
                    says = Says.TELLS  # it is the site's name that is for sale
                elif kind == _CONSENT and level == Says.TOUCHES and language not in _CAPITAL_NOUNS:
                    strange = foreign(words, kind, language, self._own)
                    says = Says.TELLS if _are_names(strange, piece) else level
                if kind not in found or _WEIGHT[says] > _WEIGHT[found[kind][0]]:
                    found[kind] = says, language, piece
        return found

    def _says(self, kind: str) -> tuple[Says | int, Says | int, Says | int]:
        """Return how plainly title, headings and text say that the page is of a kind.

        A long text is not read for what neither title nor headings speak of: it would not count.
        """
        nothing = (0, "", "")
        title, heading = (place.get(kind, nothing)[0] for place in (self._title, self._headings))
        is_read = title or heading or not self._is_long
        return title, heading, self._sentences.get(kind, nothing)[0] if is_read else 0

    def _detail(self, kind: str) -> str:
        """Return the plainest words that say that the page is of a kind."""
        places = (self._headings, self._title, self._sentences)
        found = [place[kind] for place in places if kind in place]
        return _shorten(max(found, key=lambda said: said[0])[2]) if found else ""

    def _strange(self, kind: str) -> int:
        """Return how many words of the text a page of this kind would not say."""
        codes = {place[kind][1] for place in (self._title, self._headings, self._sentences) if kind in place}
        counted = min((foreign(self._words, kind, code, self._own) for code in codes), key=len, default=self._words)
        return len(counted)

    def _subject(self, kind: str) -> int:
        """Return how many words of the headings a page of a kind would not say."""
        words = words_of(" ".join(self.page.headings))
        code = next((place[kind][1] for place in (self._headings, self._sentences) if kind in place), COMMON)
        return len(foreign(words, kind, code, self._own))

    # --- The kinds of pages ---------------------------------------------------------------------------------------

    def _walled(self, kind: str, share: float) -> Suspicion | None:
        """Look for a page that shows nothing before something is granted to it."""
        if self._led_to(kind):
            return Suspicion(kind, _shorten(self.final.geturl()))
        title, heading, text = self._says(kind)
        if Says.TELLS not in (title, heading, text) or (title == Says.TOUCHES and heading != text):
            return None
        if Says.TELLS not in (title, heading) and self._subject(kind):
            return None
        strange = self._strange(kind)
        few = strange <= share * len(self._words) or strange <= 6  # noqa: PLR2004 - a name, a number
        return Suspicion(kind, self._detail(kind)) if few and len(self._words) <= 3 * _SHORT else None

    def _led_to(self, kind: str) -> bool:
        """Tell whether the way led to an address where sites keep pages of a kind, from one that is none."""
        return self.final != self.asked and _is_place(self.final, kind) and not _is_place(self.asked, kind)

    def _login(self) -> Suspicion | None:
        title, heading, _ = self._says(_LOGIN)
        says = Says.TELLS in (title, heading)
        if self._led_to(_LOGIN) and (says or self.page.has_password_field):
            return Suspicion(_LOGIN, _shorten(self.final.geturl()))
        if says and self.page.has_password_field and not _is_place(self.asked, _LOGIN):
            return Suspicion(_LOGIN, self._detail(_LOGIN)) if self._strange(_LOGIN) <= _SHORT else None
        return None

    def _on_offer(self) -> Suspicion | None:
        """Look for a trader in names of domains behind the page."""
        host, asked = self.final.hostname or "", self.asked.hostname or ""
        if _MARKETS.search(host) and not _MARKETS.search(asked):
            return Suspicion(_PARKED, host)
        if self._is_long:
            return None
        for address in self.page.loads:
            if any(script in address for script in _PARKING_SCRIPTS) and len(self._words) <= 2 * _SHORT:
                return Suspicion(_PARKED, _shorten(address))
        return None

    def _parked(self) -> Suspicion | None:
        title, heading, text = says = self._says(_PARKED)
        if not any(says):
            return None
        if Says.TELLS not in (title, heading) and self._subject(_PARKED):
            return None
        strange, total = self._strange(_PARKED), len(self._words)
        if title == Says.TELLS:
            parked = strange <= max(15, total // 2)
        elif Says.TELLS in (heading, text):
            named = self._own.issuperset(words_of(self.page.title))  # such a page has no other title
            parked = strange <= (max(15, total // 2) if named else max(4, total // 3))
        else:
            parked = Says.HINTS in says and strange <= 3 and total <= _SHORT // 2  # noqa: PLR2004
        return Suspicion(_PARKED, self._detail(_PARKED)) if parked and total <= 3 * _SHORT else None

    def _missing(self) -> Suspicion | None:
        title, heading, text = self._says(_SOFT_404)
        if not (title or heading or text):
            return None
        strange, total = self._strange(_SOFT_404), len(self._words)
        tells = Says.TELLS in (title, heading)
        hints = Says.HINTS in (title, heading)
        if title == Says.TOUCHES and strange > (10 if heading == Says.TELLS else 3) and heading != text:
            return None  # the title speaks of it: so does the page
        if heading == Says.TELLS and title < Says.HINTS and text != Says.TELLS:
            tells = strange <= max(12, 0.3 * total)
        alone = hints and strange <= 8 and total <= _SHORT  # noqa: PLR2004 - a link or two
        asks = any(mark in head for head in (self.page.title, *self.page.headings) for mark in _QUESTION)
        short = total <= _SHORT and strange <= _SHORT // 4 and self._subject(_SOFT_404) <= 1 and not asks
        in_text = text == Says.TELLS and ((hints and strange <= _SHORT) or short)
        if not (tells or alone or in_text):
            return None
        strength = Strength.CERTAIN if strange <= _SHORT else Strength.PROBABLE
        return Suspicion(_SOFT_404, self._detail(_SOFT_404), strength)

    def _home(self) -> Suspicion | None:
        """Look for a home page in the place of one that lay deep in the site."""
        if not _is_deep(self.asked) or (self.expected and self._has_expected):
            return None
        if _is_home(self.final):
            same = _site(self.asked) == _site(self.final)
            return Suspicion(_HOME, _shorten(self.final.geturl()), Strength.CERTAIN if same else Strength.PROBABLE)
        if self.page.canonical and _is_deep(self.final):
            canonical = _split(self.page.canonical, self.final.geturl())
            if canonical.hostname and _is_home(canonical) and _site(canonical) == _site(self.final):
                return Suspicion(_HOME, _shorten(canonical.geturl()), Strength.PROBABLE)
        return None

    @cached_property
    def _has_expected(self) -> bool:
        return much_in_common(self.expected, self.page)

    def _hijacked(self) -> Suspicion | None:
        """Look for the kinds of pages that take over dead domains."""
        head = " ".join((self.page.title, *self.page.headings))
        if SPAM not in read(words_of(head)):
            return None
        known = set(words_of(self.expected))
        seen = {word for word in words_of(head) if SPAM in read([word])} - known
        seen |= {piece for piece in sentences(head) if SPAM in read(words_of(piece)) and not piece.isascii()}
        if not seen:
            return None
        if self.expected:
            sure = far_apart(self.expected, self.page) or (len(seen) > 1 and not self._has_expected)
            return Suspicion(SPAM, _shorten(self.page.title or head)) if sure else None
        many = len(seen) > 2  # noqa: PLR2004 - a single one has many meanings
        return Suspicion(SPAM, _shorten(head), Strength.PROBABLE) if many else None

    def _empty(self) -> Suspicion | None:
        return None if self.page.text or self.page.shows_more else Suspicion("empty", _shorten(self.page.title))

    def _other_title(self) -> Suspicion | None:
        if self.expected and self.page.title and far_apart(self.expected, self.page):
            return Suspicion("other-title", _shorten(self.page.title))
        return None


# --- Addresses --------------------------------------------------------------------------------------------------------


def _split(url: str, base: str = "") -> SplitResult:
    """Take an address apart; one that cannot be is an empty one."""
    try:
        parts = urlsplit(urljoin(base, url))
        parts.hostname  # noqa: B018 - raises ValueError here rather than later
    except ValueError:
        return urlsplit("")
    return parts


def _steps(url: SplitResult) -> list[str]:
    """Return the steps of a path in lower case, without file extensions and codes of languages."""
    steps = (step.lower().partition(".")[0] for step in url.path.split("/"))
    return [step for step in steps if step and not _LANGUAGE_CODE.fullmatch(step)]


def _are_names(words: Sequence[str], piece: str) -> bool:
    """Tell whether these words of a piece of text are a name, of one word or two."""
    capitals = {word for part in piece.split() if part[:1].isupper() for word in words_of(part)[:1]}
    return len(set(words)) <= 2 and capitals.issuperset(words)  # noqa: PLR2004 - one or two


def _site(url: SplitResult) -> str:
    return (url.hostname or "").removeprefix("www.")


def _is_place(url: SplitResult, kind: str) -> bool:
    """Tell whether sites keep pages of a kind at such an address."""
    paths, hosts = addresses(kind)
    return (url.hostname or "").partition(".")[0] in hosts or not paths.isdisjoint(_steps(url))


def _is_home(url: SplitResult) -> bool:
    return all(step in addresses(_HOME)[0] for step in _steps(url)) and "=" not in url.query


def _is_deep(url: SplitResult) -> bool:
    """Tell whether an address is that of a single page rather than of a site or a part of it."""
    steps = _steps(url)
    if not steps or _is_home(url):
        return _NUMBERED.search(url.query) is not None
    last = url.path.rstrip("/").rpartition("/")[2]
    named = "." in last or any(map(str.isdigit, last)) or last.count("-") > 1
    return named or len(steps) > 1 or _NUMBERED.search(url.query) is not None


def _shorten(text: str) -> str:
    return text if len(text) <= _DETAIL else f"{text[: _DETAIL - 1]}…"
