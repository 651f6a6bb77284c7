"""Every rule that content can break: its code, its message, and what `dossier explain` says about it.

`message` and `hint` are templates; the names in braces are the values that the reporting module passes. Codes are
stable: contributors search for them, and other tools filter by them.
"""

from __future__ import annotations

from collections.abc import Mapping

from dossier.diagnostics import Rule, Severity

_rules: dict[str, Rule] = {}


def _rule(  # noqa: PLR0913 - one keyword a sentence is what makes the list below readable
    code: str,
    severity: Severity,
    *,
    message: str,
    hint: str,
    summary: str,
    why: str,
    bad: str,
    good: str,
) -> Rule:
    rule = Rule(code, severity, message, hint, summary, why, bad, good)
    if _rules.setdefault(code, rule) is not rule:
        msg = f"two rules are called {code}"
        raise ValueError(msg)
    return rule


ERROR, WARNING = Severity.ERROR, Severity.WARNING

# --- Files and their text -------------------------------------------------------------------------------------------

OUTSIDE_PROJECT = _rule(
    "outside-project",
    ERROR,
    message="this link leads out of the project",
    hint="put a copy of the file here in place of the link",
    summary="A file of the content is a symbolic link to somewhere outside the project.",
    why="A pull request could otherwise publish any file of the machine that builds the site.",
    bad="docs/arguments/jobs/en.md -> /etc/passwd",
    good="docs/arguments/jobs/en.md   (a file)",
)
FILE_TOO_LARGE = _rule(
    "file-too-large",
    ERROR,
    message="the file has {size} bytes, the limit is {limit}",
    hint="split it; no text or list of this project needs to be so long",
    summary="A content file is larger than the limit.",
    why="Nobody reviews a megabyte of text, and reading it would slow down every build.",
    bad="docs/arguments/jobs/en.md   (10 MB)",
    good="docs/arguments/jobs/en.md   (4 KB)",
)
UNREADABLE_FILE = _rule(
    "unreadable-file",
    ERROR,
    message="the file cannot be read: {problem}",
    hint="check that it exists and that you may read it",
    summary="A file that the dossier needs is missing or not readable.",
    why="Without it the site would be built with a hole in it.",
    bad="bibliography: refs.bib      # there is no such file",
    good="bibliography: references.bib",
)
EMPTY_FILE = _rule(
    "empty-file",
    ERROR,
    message="the file is empty",
    hint="write its content, or delete it",
    summary="A content file holds nothing but white space.",
    why="An empty page would look like a finished one in every list.",
    bad="docs/arguments/jobs/en.md   (0 bytes)",
    good="---\ntitle: The jobs that did not come\nclaim: …\n---",
)
BYTE_ORDER_MARK = _rule(
    "byte-order-mark",
    WARNING,
    message="the file begins with a byte order mark",
    hint="save it as UTF-8 without BOM",
    summary="A file begins with the invisible character U+FEFF.",
    why="Other tools take it for text and no longer see the front matter behind it. It is ignored here.",
    bad="<U+FEFF>---\ntitle: …",
    good="---\ntitle: …",
)
CARRIAGE_RETURN = _rule(
    "carriage-return",
    WARNING,
    message="the lines end in CR LF, as on Windows",
    hint="set your editor to LF; the repository's .editorconfig does it for most",
    summary="A file uses Windows line ends.",
    why="Mixed line ends make every line look changed in a review. They are read as plain line ends here.",
    bad="title: Jobs␍␊",
    good="title: Jobs␊",
)
NOT_UTF8 = _rule(
    "not-utf8",
    ERROR,
    message="the byte {byte} is not UTF-8",
    hint="save the file as UTF-8; it is probably in Latin-1 or Windows-1252",
    summary="A file is not in the UTF-8 encoding.",
    why="Accents would be shown as other characters, and nobody could tell which.",
    bad="Li<e8>ge      (Latin-1)",
    good="Liège         (UTF-8)",
)
CONTROL_CHARACTER = _rule(
    "control-character",
    ERROR,
    message="the file holds the invisible control character {character}",
    hint="delete it; it most often comes from pasting out of a PDF",
    summary="A file holds a control character other than a tab or a line end.",
    why="It is invisible in review, and terminals, browsers and feeds treat it each in their own way.",
    bad="nine hundred<U+0008> jobs",
    good="nine hundred jobs",
)
BAD_FILE_NAME = _rule(
    "bad-file-name",
    ERROR,
    message="`{name}` is no name for {what}",
    hint="{advice}",
    summary="A file or folder of the content has a name that does not work everywhere.",
    why="Names become addresses and are typed in shells, on every system. The id of an argument is lower-case "
    "ASCII letters, digits and hyphens.",
    bad="docs/arguments/Emplois à Liège/",
    good="docs/arguments/liege-jobs/",
)
UNEXPECTED_FILE = _rule(
    "unexpected-file",
    ERROR,
    message="`{name}` is not a file that belongs here",
    hint="this folder holds {expected}; images go to docs/assets/",
    summary="A content folder holds a file that nothing reads.",
    why="A misspelt name (`FR.md`, `argument.yaml`) would otherwise be left out of the site without a word.",
    bad="docs/arguments/liege-jobs/francais.md",
    good="docs/arguments/liege-jobs/fr.md",
)

# --- YAML and front matter ------------------------------------------------------------------------------------------

YAML_SYNTAX = _rule(
    "yaml-syntax",
    ERROR,
    message="this is not valid YAML: {problem}",
    hint="a text with `: `, `#` or a quotation mark at its start needs quotes around it",
    summary="A YAML file or a front matter cannot be parsed.",
    why="Nothing after the fault can be read with certainty.",
    bad="title: Alibaba: the port",
    good='title: "Alibaba: the port"',
)
YAML_TAB = _rule(
    "yaml-tab",
    ERROR,
    message="YAML is indented with spaces, this is a tab",
    hint="put two spaces in its place",
    summary="A line of YAML is indented with a tab.",
    why="YAML does not allow it, because editors disagree on a tab's width.",
    bad="relations:\n\tsupports: [jobs]",
    good="relations:\n  supports: [jobs]",
)
YAML_ALIAS = _rule(
    "yaml-alias",
    ERROR,
    message="YAML anchors and aliases are not read",
    hint="write the value out where it is needed",
    summary="YAML uses `&anchor` or `*alias`.",
    why="Nine lines of aliases can stand for a billion values, and no field of ours needs one. A text that begins "
    "with `&` or `*` needs quotes.",
    bad="a: &x [1, 2]\nb: [*x, *x]",
    good="a: [1, 2]\nb: [1, 2]",
)
YAML_TAG = _rule(
    "yaml-tag",
    ERROR,
    message="YAML tags such as `{tag}` are not read",
    hint="take the tag away; a text that begins with `!` needs quotes",
    summary="YAML uses an explicit `!tag`.",
    why="Tags ask the reader to build objects; content is text, numbers, lists and fields.",
    bad="reviewed: !!timestamp 2026-03-01",
    good="reviewed: 2026-03-01",
)
YAML_TOO_DEEP = _rule(
    "yaml-too-deep",
    ERROR,
    message="lists and fields are nested more than {limit} deep",
    hint="look for brackets that are not closed",
    summary="YAML is nested deeper than any format of the dossier.",
    why="It is always a mistake, or an attack on the reader.",
    bad="regions: [[[[[[[[[[[[[BE]]]]]]]]]]]]]",
    good="regions: [BE]",
)
DUPLICATE_KEY = _rule(
    "duplicate-key",
    ERROR,
    message="`{key}` is given twice",
    hint="keep one of the two",
    summary="A field, an entry of the bibliography or an id is given twice.",
    why="One of the two would silently win.",
    bad="title: Jobs\ntitle: The jobs",
    good="title: The jobs",
)
NO_FRONT_MATTER = _rule(
    "no-front-matter",
    ERROR,
    message="the file does not begin with `---`",
    hint="begin with `---`, then `title:` and the other fields, then `---`",
    summary="A Markdown file has no front matter.",
    why="Title and claim live there.",
    bad="# The jobs\n\nText …",
    good="---\ntitle: The jobs\nclaim: …\n---\n\nText …",
)
UNCLOSED_FRONT_MATTER = _rule(
    "unclosed-front-matter",
    ERROR,
    message="the front matter that begins here is never closed",
    hint="put a line `---` after its last field",
    summary="The second `---` of a front matter is missing.",
    why="The whole text would be read as fields.",
    bad="---\ntitle: The jobs\n\nText …",
    good="---\ntitle: The jobs\n---\n\nText …",
)
MISSING_FIELD = _rule(
    "missing-field",
    ERROR,
    message="the field `{field}` is missing",
    hint="add it",
    summary="A required field is not there.",
    why="The page cannot be made without it.",
    bad="title: The jobs",
    good="title: The jobs\nclaim: Of 900 jobs announced, 276 were counted.",
)
UNKNOWN_FIELD = _rule(
    "unknown-field",
    ERROR,
    message="there is no field `{field}` here",
    hint="the fields are {known}",
    summary="A field has a name that nothing reads.",
    why="A misspelt field would be ignored without a word.",
    bad="confidance: likely",
    good="confidence: likely",
)
UNKNOWN_VALUE = _rule(
    "unknown-value",
    ERROR,
    message="`{field}` cannot be `{value}`",
    hint="it is one of {known}",
    summary="A field that takes one word of a list has another word.",
    why="The words have fixed meanings, which the method page explains to readers.",
    bad="confidence: certain",
    good="confidence: established",
)
BAD_DATE = _rule(
    "bad-date",
    ERROR,
    message="`{field}` is no date: `{value}`",
    hint="write year-month-day, for example 2026-03-01",
    summary="A date is not in the form year-month-day, or is no day of the calendar.",
    why="Dates are shown in four languages and compared; 03/04/2026 is two different days.",
    bad="reviewed: 31/02/2026",
    good="reviewed: 2026-02-28",
)
WRONG_TYPE = _rule(
    "wrong-type",
    ERROR,
    message="`{field}` does not fit: {problem}",
    hint="look at another argument for the form of this field",
    summary="A field holds a value of another kind than it should.",
    why="The page cannot be made from it.",
    bad="regions: Belgium",
    good="regions: [BE]",
)

# --- Markdown -------------------------------------------------------------------------------------------------------

RAW_HTML = _rule(
    "raw-html",
    ERROR,
    message="raw HTML is not allowed: `{tag}`",
    hint="write it in Markdown; a literal `<` is written `\\<`",
    summary="A text holds HTML tags.",
    why="Texts come from strangers, are shown in several outputs, and must stay safe and readable in all of them. "
    "Comments (`<!-- … -->`) are allowed and not published.",
    bad="<b>nine hundred</b> jobs",
    good="**nine hundred** jobs",
)
UNSAFE_URL = _rule(
    "unsafe-url",
    ERROR,
    message="this address is not allowed: `{url}`",
    hint="addresses begin with {schemes}",
    summary="A link uses a scheme other than the allowed ones, or is no complete address.",
    why="`javascript:` and `data:` addresses run code in the reader's browser.",
    bad="[the report](javascript:alert(1))",
    good="[the report](https://example.org/report)",
)
UNCLOSED_DIV = _rule(
    "unclosed-div",
    ERROR,
    message="`{div}` is opened here and never closed",
    hint="put a line `:::` after its last line",
    summary="A part that begins with `::: {…}` has no closing `:::`.",
    why="Everything after it would become part of it.",
    bad="::: {.summary}\nThe jobs did not come.",
    good="::: {.summary}\nThe jobs did not come.\n:::",
)
MALFORMED_DIV = _rule(
    "malformed-div",
    ERROR,
    message="`{text}` does not name a part",
    hint="write `::: {{.premise #announced-jobs}}`, with both braces",
    summary="A line begins with `:::` and is neither the beginning nor the end of a part.",
    why="The text after it would belong to no part, or to the wrong one.",
    bad="::: {.premise #jobs",
    good="::: {.premise #jobs}",
)
STRAY_DIV_CLOSE = _rule(
    "stray-div-close",
    ERROR,
    message="this `:::` closes nothing",
    hint="delete it, or add the opening line `::: {{.premise #id}}` that it should close",
    summary="A closing `:::` stands where no part is open.",
    why="The part that it was meant for is somewhere else than its author believes.",
    bad=":::\n:::",
    good="::: {.summary}\n…\n:::",
)
DIV_TOO_DEEP = _rule(
    "div-too-deep",
    ERROR,
    message="parts are nested more than {limit} deep",
    hint="close each part with `:::` before the next begins; only a reply stands inside an objection",
    summary="Parts (`:::`) are nested deeper than an argument can be.",
    why="It is always a missing `:::`.",
    bad="::: {.premise #a}\n::: {.premise #b}\n::: {.premise #c}\n…",
    good="::: {.premise #a}\n…\n:::\n\n::: {.premise #b}\n…\n:::",
)
BAD_ID = _rule(
    "bad-id",
    ERROR,
    message="`#{id}` is no id",
    hint="use lower-case ASCII letters, digits and single hyphens, and begin with a letter",
    summary="An id holds characters that an address should not.",
    why="Ids are anchors that people link to and type, and the same in every language.",
    bad="::: {.premise #Emplois_annoncés}",
    good="::: {.premise #announced-jobs}",
)
BAD_ATTRIBUTE = _rule(
    "bad-attribute",
    ERROR,
    message="`{part}` cannot stand here",
    hint="inside the braces: one `.class` and one `#id`, no more",
    summary="The braces of a part or a heading hold something other than a class and an id.",
    why="Attributes such as `onclick=` or `style=` would reach the page; no other has a meaning here.",
    bad='::: {.premise #jobs style="color:red"}',
    good="::: {.premise #jobs}",
)
MALFORMED_CITATION = _rule(
    "malformed-citation",
    ERROR,
    message="this looks like a citation, but is none: `{text}`",
    hint="write `[@Key, p. 12]`; in a link's text no citation can stand; a literal `@` is written `\\@`",
    summary="Text is left over that looks like a citation.",
    why="The reader would see the raw key in place of a note.",
    bad="[see @Pearson2023State](https://example.org)",
    good="[see this study](https://example.org) [@Pearson2023State]",
)
UNKNOWN_NOTE = _rule(
    "unknown-note",
    ERROR,
    message="there is no note `[^{label}]`",
    hint="add a line `[^{label}]: …`",
    summary="The text refers to a note that is not there.",
    why="The reader would click on a number that leads nowhere.",
    bad="nine hundred jobs[^1]",
    good="nine hundred jobs[^1]\n\n[^1]: Full-time equivalents.",
)
UNUSED_NOTE = _rule(
    "unused-note",
    WARNING,
    message="nothing refers to the note `[^{label}]`",
    hint="put `[^{label}]` where it belongs, or delete the note",
    summary="A note is defined and never referred to.",
    why="Notes are printed where they are referred to; this one is not printed at all.",
    bad="[^1]: Full-time equivalents.",
    good="nine hundred jobs[^1]\n\n[^1]: Full-time equivalents.",
)
DUPLICATE_NOTE = _rule(
    "duplicate-note",
    ERROR,
    message="the note `[^{label}]` is defined twice",
    hint="give one of the two another name",
    summary="Two notes have the same name.",
    why="One of the two would not be printed.",
    bad="[^1]: First.\n\n[^1]: Second.",
    good="[^1]: First.\n\n[^2]: Second.",
)
HEADING_WITHOUT_ID = _rule(
    "heading-without-id",
    ERROR,
    message="the heading has no id",
    hint="put one behind it, the same in every language: `## … {{#who}}`",
    summary="A heading of a hand-written page has no id of its own.",
    why="Anchors made from headings break when a heading is reworded, and differ from language to language.",
    bad="## Who we are",
    good="## Who we are {#who}",
)
HEADING_LEVEL = _rule(
    "heading-level",
    ERROR,
    message="a heading of level {level} cannot stand here",
    hint="{advice}",
    summary="A heading is of a level that would break the page's outline.",
    why="The title of the page is its only heading of the first level; people who use a screen reader move by levels.",
    bad="# The jobs",
    good="## The jobs {#jobs}",
)

# --- Arguments and pages --------------------------------------------------------------------------------------------

UNKNOWN_DIV = _rule(
    "unknown-div",
    ERROR,
    message="there is no part called `{name}` here",
    hint="{known}",
    summary="A part (`::: {.name}`) has a name that means nothing.",
    why="Its text would lose the meaning that its author gave it.",
    bad="::: {.premisse #jobs}",
    good="::: {.premise #jobs}",
)
MISSING_ID = _rule(
    "missing-id",
    ERROR,
    message="this {kind} has no id",
    hint="give it one, the same in every language: `::: {{.{kind} #announced-jobs}}`",
    summary="A premise or an objection has no id.",
    why="The id is its address on the page, and joins it to its translations.",
    bad="::: {.premise}",
    good="::: {.premise #announced-jobs}",
)
DUPLICATE_ID = _rule(
    "duplicate-id",
    ERROR,
    message="the id `{id}` is given twice on this page",
    hint="give one of the two another name",
    summary="Two parts or headings of a page have the same id.",
    why="A link to it could only reach one of the two.",
    bad="::: {.premise #jobs}\n…\n:::\n::: {.premise #jobs}",
    good="::: {.premise #jobs}\n…\n:::\n::: {.premise #wages}",
)
MISPLACED_PART = _rule(
    "misplaced-part",
    ERROR,
    message="a {kind} cannot stand here",
    hint="{advice}",
    summary="A part stands inside another or in an order that the page does not have.",
    why="The page reads: summary, premises, objections each with its reply, what would change our mind.",
    bad="::: {.premise #a}\n::: {.reply}",
    good="::: {.objection #a}\n…\n::: {.reply}\n…\n:::\n:::",
)
MISSING_PART = _rule(
    "missing-part",
    ERROR,
    message="the argument has no {kind}",
    hint="add it; a draft (`status: draft`) may still lack it",
    summary="A published argument lacks one of its parts.",
    why="Every argument carries a summary, at least two premises, its strongest objection with an honest reply, and "
    "what would change our mind. That is what makes it worth a reader's trust.",
    bad="::: {.summary}\n…\n:::",
    good="::: {.summary}\n…\n:::\n\n::: {.premise #a}\n… [@Key]\n:::\n\n…",
)
UNSOURCED_PREMISE = _rule(
    "unsourced-premise",
    ERROR,
    message="the premise `{id}` cites no source",
    hint="cite one: `… in 2019 [@Trends2019Hub].`",
    summary="A premise stands without a source.",
    why="This is the promise of the dossier: a premise without a source does not build.",
    bad="::: {.premise #jobs}\nNine hundred jobs were announced.\n:::",
    good="::: {.premise #jobs}\nNine hundred jobs were announced [@Trends2019Hub].\n:::",
)
LONG_SUMMARY = _rule(
    "long-summary",
    ERROR,
    message="the summary has {words} words, the limit is {limit}",
    hint="keep what a reader needs who reads nothing else",
    summary="A summary is longer than 150 words.",
    why="It is the middle one of three depths: the claim, the summary, the full case.",
    bad="::: {.summary}\n(200 words)\n:::",
    good="::: {.summary}\n(70 words)\n:::",
)
UNKNOWN_CITATION = _rule(
    "unknown-citation",
    ERROR,
    message="no entry `{key}` in {bibliography}",
    hint="add the source to {bibliography}, or correct the key; a literal `@` is written `\\@`",
    summary="A citation names a source that is not in the bibliography.",
    why="The note would be empty.",
    bad="[@Perason2023State]",
    good="[@Pearson2023State]",
)
UNKNOWN_THEME = _rule(
    "unknown-theme",
    ERROR,
    message="there is no theme `{theme}`",
    hint="the themes are in {themes}",
    summary="An argument names a theme that does not exist.",
    why="It would appear on no theme's page.",
    bad="theme: lieg",
    good="theme: liege",
)
UNKNOWN_RELATION = _rule(
    "unknown-relation",
    ERROR,
    message="there is no argument `{argument}`",
    hint="the id of an argument is the name of its folder",
    summary="A relation points to an argument that does not exist.",
    why="The reader would be sent nowhere.",
    bad="supports: [lige-jobs]",
    good="supports: [liege-jobs]",
)
SELF_RELATION = _rule(
    "self-relation",
    ERROR,
    message="the argument is related to itself",
    hint="take it off the list",
    summary="An argument supports, rebuts, qualifies or depends on itself.",
    why="That would be circular reasoning.",
    bad="# docs/arguments/liege-jobs/argument.yml\nsupports: [liege-jobs]",
    good="supports: [sme-benefits]",
)
UNKNOWN_LINK = _rule(
    "unknown-link",
    ERROR,
    message="this link leads nowhere: `{href}`",
    hint="link to a folder, from this file's own: `../liege-jobs/`, `../../pages/method/`, `../../sources/`",
    summary="A link inside the dossier has no target.",
    why="The reader would land on an error page.",
    bad="[jobs](../liege-job/)",
    good="[jobs](../liege-jobs/)",
)
LANGUAGE_IN_LINK = _rule(
    "language-in-link",
    ERROR,
    message="this link names one language's file: `{href}`",
    hint="link to the folder, `{better}`; every language then leads to its own page",
    summary="A link points to `fr.md` or `en.md` in place of the folder.",
    why="Links are the same in every language and lead to the reader's own.",
    bad="[jobs](../liege-jobs/fr.md)",
    good="[jobs](../liege-jobs/)",
)
MISSING_FACTS = _rule(
    "missing-facts",
    ERROR,
    message="the folder has no `{file}`",
    hint="copy one from another argument and change its values",
    summary="The folder of an argument lacks `argument.yml`.",
    why="Theme, status, confidence and relations live there.",
    bad="docs/arguments/liege-jobs/fr.md only",
    good="docs/arguments/liege-jobs/argument.yml, fr.md, en.md",
)
MISSING_SOURCE_TEXT = _rule(
    "missing-source-text",
    ERROR,
    message="the source language is `{language}`, but there is no {language}.md",
    hint="write it, or name the language in which the argument was first written",
    summary="An argument has no text in its source language.",
    why="The other languages are translations of it and are compared with it.",
    bad="source_language: fr     # and only en.md in the folder",
    good="source_language: en",
)
MISSING_PAGE = _rule(
    "missing-page",
    ERROR,
    message="there is no {what} in `{language}`",
    hint="add {path}",
    summary="A page that every language needs is missing in one.",
    why="The language's visitors would have no way in.",
    bad="docs/pages/home/fr.md only",
    good="docs/pages/home/fr.md and docs/pages/home/en.md",
)
UNKNOWN_NAVIGATION = _rule(
    "unknown-navigation",
    ERROR,
    message="the navigation names `{entry}`, which is no page",
    hint="the pages are {known}",
    summary="The navigation names a page that does not exist.",
    why="The menu would lead nowhere.",
    bad="navigation: [home, abuot]",
    good="navigation: [home, about]",
)
FUTURE_DATE = _rule(
    "future-date",
    ERROR,
    message="{date} has not come yet: today is {today}",
    hint="give the day on which the argument was last reviewed",
    summary="The date of the last review lies in the future.",
    why="Readers take it for the day up to which the page is right.",
    bad="reviewed: 2062-03-01",
    good="reviewed: 2026-03-01",
)
UNKNOWN_LOCALE = _rule(
    "unknown-locale",
    ERROR,
    message="there is no locale for `{language}`",
    hint="add dossier/locales/{language}.toml; the languages there are {known}",
    summary="The configuration names a language that the dossier has no words for.",
    why="Its pages would have no interface.",
    bad="languages: [fr, xx]",
    good="languages: [fr, en]",
)

# --- Bibliography ---------------------------------------------------------------------------------------------------

MALFORMED_BIBTEX = _rule(
    "malformed-bibtex",
    ERROR,
    message="the bibliography cannot be read here: {problem}",
    hint="look just before this place: a comma between two fields, a brace or a quotation mark is missing or too many",
    summary="An entry of the bibliography is not written as BibTeX asks.",
    why="From the fault to the end of the entry, nothing can be read with certainty. Comments begin with `%`.",
    bad="@online{Belga2021,\n  title = {The jobs at the airport}\n  date  = {2021},\n}",
    good="@online{Belga2021,\n  title = {The jobs at the airport},\n  date  = {2021},\n}",
)
UNKNOWN_ENTRY_TYPE = _rule(
    "unknown-entry-type",
    ERROR,
    message="there is no type of source called `{name}`",
    hint="most sources are an article, book, incollection, report, thesis, online or legislation; others are misc",
    summary="An entry of the bibliography begins with a type that biblatex does not have.",
    why="The type decides how the note about the source is written.",
    bad="@artikel{Belga2021,",
    good="@article{Belga2021,",
)
UNKNOWN_BIB_FIELD = _rule(
    "unknown-bib-field",
    WARNING,
    message="no source has a field `{name}`",
    hint="take it away, or put what it says into `note`",
    summary="An entry of the bibliography has a field with a name that nothing reads.",
    why="What a misspelt field says is left out of the note without a word.",
    bad="tilte = {The jobs at the airport},",
    good="title = {The jobs at the airport},",
)
MISSING_BIB_FIELD = _rule(
    "missing-bib-field",
    ERROR,
    message="the source `{key}` has no {field}",
    hint="add it, as the source itself has it",
    summary="An entry of the bibliography has no title, or names nobody who wrote or published it.",
    why="Readers must be able to tell what the source is, and from whom, even when its address no longer works.",
    bad="@online{Belga2021,\n  url = {https://example.org/jobs},\n}",
    good="@online{Belga2021,\n  author = {{Belga}},\n  title  = {The jobs at the airport},\n"
    "  url    = {https://example.org/jobs},\n}",
)
DUPLICATE_FIELD = _rule(
    "duplicate-field",
    ERROR,
    message="the source `{key}` has two fields `{field}`",
    hint="keep one of the two; several authors stand in one field, with `and` between them",
    summary="An entry of the bibliography has the same field twice.",
    why="One of the two would silently win.",
    bad="author = {Luo, Xubei},\nauthor = {Niu, Chiyu},",
    good="author = {Luo, Xubei and Niu, Chiyu},",
)
BAD_NAME = _rule(
    "bad-name",
    ERROR,
    message="`{name}` in the field `{field}` is no name",
    hint="write `Family, Given` with `and` between two names; the name of a body goes into braces of its own",
    summary="A list of authors, editors or translators holds something that cannot be read as a name.",
    why="Names are sorted and shortened by their parts. A body has no parts, so that its name needs braces: "
    "without them, `{European Commission}` is a person of the family Commission.",
    bad="author = {Luo, Xubei, and Niu, Chiyu and},",
    good="author = {Luo, Xubei and Niu, Chiyu and {European Commission}},",
)
BAD_EDTF = _rule(
    "bad-edtf",
    ERROR,
    message="the field `{field}` is no date: {problem}",
    hint="a date that is not sure ends in `?`, one that is about right in `~`; leave out a date that is not known",
    summary="A date of a source is not in the form that says how exact it is (EDTF, ISO 8601-2).",
    why="Dates are sorted, and shown in every language of the site, with the same doubt that the source leaves.",
    bad="date = {circa March 2021},",
    good="date = {2021-03~},",
)
BAD_DOI = _rule(
    "bad-doi",
    ERROR,
    message="this is no DOI: `{doi}`",
    hint="a DOI looks like 10.1057/palcomms.2017.8; an address that is not at doi.org goes into `url`",
    summary="The field `doi` holds something else than a DOI.",
    why="The DOI becomes a link that still works when the publisher moves the text.",
    bad="doi = {www.nature.com/articles/palcomms20178},",
    good="doi = {10.1057/palcomms.2017.8},",
)
UNKNOWN_LANGUAGE = _rule(
    "unknown-language",
    ERROR,
    message="there is no language called `{name}`",
    hint="write its code (fr, zh-Hant) or its English name (french)",
    summary="A source's language is neither a code nor a name that is known.",
    why="A title is marked with its language, so that screen readers say it rightly and browsers choose its font.",
    bad="langid = {frensh},",
    good="langid = {french},",
)
LATEX_LEFT_OVER = _rule(
    "latex-left-over",
    WARNING,
    message="`{command}` in the field `{field}` is LaTeX that has no character of its own",
    hint="write the character itself; italics and other styles cannot be kept",
    summary="A field of the bibliography holds a LaTeX command that cannot be turned into text.",
    why="The page would show the command to its readers. Accents (`\\'e`) and signs (`\\&`) are understood.",
    bad="title = {The \\emph{Digital} Silk Road},",
    good="title = {The Digital Silk Road},",
)
FOUND_IN_UNKNOWN = _rule(
    "found-in-unknown",
    ERROR,
    message="no source has the key `{name}`",
    hint="add the source in which this one was found, or take `foundin` away",
    summary="The field `foundin` names a source that is not in the bibliography.",
    why="A source that nobody here has seen is cited through the one that was seen; readers must find that one.",
    bad="foundin = {Watching2019},    % there is no such entry",
    good="foundin = {WatchingNdGeopol},",
)

# --- The list -------------------------------------------------------------------------------------------------------

RULES: Mapping[str, Rule] = dict(sorted(_rules.items()))
"""All rules by code."""
