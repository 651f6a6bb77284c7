"""Rules about Markdown texts."""

from __future__ import annotations

from dossier.diagnostics import Rule, Severity

RAW_HTML = Rule(
    "raw-html",
    Severity.ERROR,
    message="raw HTML is not allowed: `{tag}`",
    hint="write it in Markdown, and below a comment, not behind it; a literal `<` is written `\\<`",
    summary="A text holds HTML tags.",
    why="Texts come from strangers, are shown in several outputs, and must stay safe and readable in all of them. "
    "Comments (`<!-- … -->`) are allowed and not published.",
    bad="<b>nine hundred</b> jobs",
    good="**nine hundred** jobs",
)
UNSAFE_URL = Rule(
    "unsafe-url",
    Severity.ERROR,
    message="this address is not allowed: `{url}`",
    hint="addresses begin with {schemes}",
    summary="A link uses a scheme other than the allowed ones, or is no complete address.",
    why="`javascript:` and `data:` addresses run code in the reader's browser.",
    bad="[the report](javascript:alert(1))",
    good="[the report](https://example.org/report)",
)
UNCLOSED_DIV = Rule(
    "unclosed-div",
    Severity.ERROR,
    message="`{div}` is opened here and never closed",
    hint="put a line `:::` after its last line",
    summary="A part that begins with `::: {…}` has no closing `:::`.",
    why="Everything after it would become part of it.",
    bad="::: {.summary}\nThe jobs did not come.",
    good="::: {.summary}\nThe jobs did not come.\n:::",
)
MALFORMED_DIV = Rule(
    "malformed-div",
    Severity.ERROR,
    message="`{text}` does not name a part",
    hint="write `::: {{.premise #announced-jobs}}`, with both braces",
    summary="A line begins with `:::` and is neither the beginning nor the end of a part.",
    why="The text after it would belong to no part, or to the wrong one.",
    bad="::: {.premise #jobs",
    good="::: {.premise #jobs}",
)
STRAY_DIV_CLOSE = Rule(
    "stray-div-close",
    Severity.ERROR,
    message="this `:::` closes nothing",
    hint="delete it, or add the opening line `::: {{.premise #id}}` that it should close",
    summary="A closing `:::` stands where no part is open.",
    why="The part that it was meant for is somewhere else than its author believes.",
    bad=":::\n:::",
    good="::: {.summary}\n…\n:::",
)
DIV_TOO_DEEP = Rule(
    "div-too-deep",
    Severity.ERROR,
    message="parts are nested more than {limit} deep",
    hint="close each part with `:::` before the next begins; only a reply stands inside an objection",
    summary="Parts (`:::`) are nested deeper than an argument can be.",
    why="It is always a missing `:::`.",
    bad="::: {.premise #a}\n::: {.premise #b}\n::: {.premise #c}\n…",
    good="::: {.premise #a}\n…\n:::\n\n::: {.premise #b}\n…\n:::",
)
BAD_ID = Rule(
    "bad-id",
    Severity.ERROR,
    message="`#{id}` is no id",
    hint="use lower-case ASCII letters, digits and single hyphens, and begin with a letter",
    summary="An id holds characters that an address should not.",
    why="Ids are anchors that people link to and type, and the same in every language.",
    bad="::: {.premise #Emplois_annoncés}",
    good="::: {.premise #announced-jobs}",
)
BAD_ATTRIBUTE = Rule(
    "bad-attribute",
    Severity.ERROR,
    message="`{part}` cannot stand here",
    hint="a part takes one `.class` and one `#id`, a heading one `#id`, words in brackets `lang=fr` or `dir=rtl`, "
    'the citation of one source `quote="…"`',
    summary="Braces hold something other than the class and the id of a part, the id of a heading, a language, or the "
    "words on which a citation relies.",
    why="Attributes such as `onclick=` or `style=` would reach the page; no other has a meaning here.",
    bad='::: {.premise #jobs style="color:red"}',
    good="::: {.premise #jobs}",
)
MALFORMED_CITATION = Rule(
    "malformed-citation",
    Severity.ERROR,
    message="this looks like a citation, but is none: `{text}`",
    hint="write `[@Key, p. 12]`; links and notes stand beside it, not inside or around; a literal `@` is written `\\@`",
    summary="Text is left over that looks like a citation.",
    why="The reader would see the raw key in place of a note.",
    bad="[see @Pearson2023State](https://example.org)",
    good="[see this study](https://example.org) [@Pearson2023State]",
)
LONG_QUOTE = Rule(
    "long-quote",
    Severity.ERROR,
    message="the quotation has {length} words, the limit is {limit}",
    hint="keep the words by which the place is found; the first and the last of a passage are enough",
    summary="The words on which a citation relies are too many.",
    why="They are there to find the place again, in the source's own words; nobody may repeat a text at length.",
    bad='[@Key, p. 3]{quote="a whole paragraph of the source, with all its sentences and every word in them, as if '
    'nobody had thought that the first of them would do to find it"}',
    good='[@Key, p. 3]{quote="nine hundred jobs by 2021"}',
)
LONG_PARAGRAPH = Rule(
    "long-paragraph",
    Severity.ERROR,
    message="a paragraph of {length} characters is too long, the limit is {limit}",
    hint="put an empty line where a new thought begins",
    summary="A paragraph, a heading or a cell of a table is longer than 10,000 characters.",
    why="Nobody reads a page without a break, and to look for links and citations in it would slow down every build.",
    bad="(a paragraph of 2,000 words)",
    good="(ten paragraphs of 200 words)",
)
MALFORMED_LINK = Rule(
    "malformed-link",
    Severity.ERROR,
    message="this looks like a link, but is none: `{text}`",
    hint="write `[words](address)`; no citation, note or link stands among the words; a literal `]` is written `\\]`",
    summary="Text is left over that looks like the address of a link.",
    why="The reader would see the raw address in place of a link.",
    bad="[the report [@Pearson2023State]](https://example.org)",
    good="[the report](https://example.org) [@Pearson2023State]",
)
UNKNOWN_NOTE = Rule(
    "unknown-note",
    Severity.ERROR,
    message="there is no note `[^{label}]`",
    hint="add a line `[^{label}]: …`",
    summary="The text refers to a note that is not there.",
    why="The reader would click on a number that leads nowhere.",
    bad="nine hundred jobs[^1]",
    good="nine hundred jobs[^1]\n\n[^1]: Full-time equivalents.",
)
UNUSED_NOTE = Rule(
    "unused-note",
    Severity.WARNING,
    message="nothing refers to the note `[^{label}]`",
    hint="put `[^{label}]` where it belongs, or delete the note",
    summary="A note is defined and never referred to.",
    why="Notes are printed where they are referred to; this one is not printed at all.",
    bad="[^1]: Full-time equivalents.",
    good="nine hundred jobs[^1]\n\n[^1]: Full-time equivalents.",
)
DUPLICATE_NOTE = Rule(
    "duplicate-note",
    Severity.ERROR,
    message="the note `[^{label}]` is defined twice",
    hint="give one of the two another name",
    summary="Two notes have the same name.",
    why="One of the two would not be printed.",
    bad="[^1]: First.\n\n[^1]: Second.",
    good="[^1]: First.\n\n[^2]: Second.",
)
HEADING_WITHOUT_ID = Rule(
    "heading-without-id",
    Severity.ERROR,
    message="the heading has no id",
    hint="put one behind it, the same in every language: `## … {{#who}}`",
    summary="A heading of a hand-written page has no id of its own.",
    why="Anchors made from headings break when a heading is reworded, and differ from language to language.",
    bad="## Who we are",
    good="## Who we are {#who}",
)
HEADING_LEVEL = Rule(
    "heading-level",
    Severity.ERROR,
    message="a heading of level {level} cannot stand here",
    hint="{advice}",
    summary="A heading is of a level that would break the page's outline.",
    why="The title of the page is its only heading of the first level; people who use a screen reader move by levels.",
    bad="# The jobs",
    good="## The jobs {#jobs}",
)
TO_DO = Rule(
    "to-do",
    Severity.ERROR,
    message="left to do: {text}",
    hint="do it below the comment, and delete the comment",
    summary="A comment that begins with `to do:` stands in a text that would be published.",
    why="Readers would get a text that its author has not finished. Nobody but authors sees comments, so that nothing "
    "on the page would say so. `dossier serve` shows the page all the same.",
    bad="::: {.summary}\n<!-- to do: at most 150 words -->\n:::",
    good="::: {.summary}\nThe jobs did not come.\n:::",
)
TO_DO_IN_DRAFT = Rule(
    "to-do-in-draft",
    Severity.WARNING,
    message="left to do: {text}",
    hint="do it below the comment, and delete the comment",
    summary="A comment that begins with `to do:` stands in a text that is not published.",
    why="It is a list of what the draft still needs, each with its place. Once the argument is no draft any more, what "
    "is left of it is an error.",
    bad="status: draft\n\n::: {.summary}\n<!-- to do: at most 150 words -->\n:::",
    good="status: draft\n\n::: {.summary}\nThe jobs did not come.\n:::",
)
