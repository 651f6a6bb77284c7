"""Rules about the bibliography."""

from __future__ import annotations

from dossier.diagnostics import Rule, Severity

MALFORMED_BIBTEX = Rule(
    "malformed-bibtex",
    Severity.ERROR,
    message="the bibliography cannot be read here: {problem}",
    hint="look just before this place: a comma between two fields, a brace or a quotation mark is missing or too many",
    summary="An entry of the bibliography is not written as BibTeX asks.",
    why="From the fault to the end of the entry, nothing can be read with certainty. Comments begin with `%`.",
    bad="@online{Belga2021,\n  title = {The jobs at the airport}\n  date  = {2021},\n}",
    good="@online{Belga2021,\n  title = {The jobs at the airport},\n  date  = {2021},\n}",
)
UNKNOWN_ENTRY_TYPE = Rule(
    "unknown-entry-type",
    Severity.ERROR,
    message="there is no type of source called `{name}`",
    hint="most sources are an article, book, incollection, report, thesis, online or legislation; others are misc",
    summary="An entry of the bibliography begins with a type that biblatex does not have.",
    why="The type decides how the note about the source is written.",
    bad="@artikel{Belga2021,",
    good="@article{Belga2021,",
)
UNKNOWN_BIB_FIELD = Rule(
    "unknown-bib-field",
    Severity.WARNING,
    message="no source has a field `{name}`",
    hint="take it away, or put what it says into `note`",
    summary="An entry of the bibliography has a field with a name that nothing reads.",
    why="What a misspelt field says is left out of the note without a word.",
    bad="tilte = {The jobs at the airport},",
    good="title = {The jobs at the airport},",
)
MISSING_BIB_FIELD = Rule(
    "missing-bib-field",
    Severity.ERROR,
    message="the source `{key}` has no {field}",
    hint="add it, as the source itself has it",
    summary="An entry of the bibliography has no title, or names nobody who wrote or published it.",
    why="Readers must be able to tell what the source is, and from whom, even when its address no longer works.",
    bad="@online{Belga2021,\n  url = {https://example.org/jobs},\n}",
    good="@online{Belga2021,\n  author = {{Belga}},\n  title  = {The jobs at the airport},\n"
    "  url    = {https://example.org/jobs},\n}",
)
DUPLICATE_FIELD = Rule(
    "duplicate-field",
    Severity.ERROR,
    message="the source `{key}` has two fields `{field}`",
    hint="keep one of the two; several authors stand in one field, with `and` between them",
    summary="An entry of the bibliography has the same field twice.",
    why="One of the two would silently win.",
    bad="author = {Luo, Xubei},\nauthor = {Niu, Chiyu},",
    good="author = {Luo, Xubei and Niu, Chiyu},",
)
BAD_NAME = Rule(
    "bad-name",
    Severity.ERROR,
    message="`{name}` in the field `{field}` is no name",
    hint="write `Family, Given` with `and` between two names; the name of a body goes into braces of its own",
    summary="A list of authors, editors or translators holds something that cannot be read as a name.",
    why="Names are sorted and shortened by their parts. A body has no parts, so that its name needs braces: "
    "without them, `{European Commission}` is a person of the family Commission.",
    bad="author = {Luo, Xubei, and Niu, Chiyu and},",
    good="author = {Luo, Xubei and Niu, Chiyu and {European Commission}},",
)
BAD_EDTF = Rule(
    "bad-edtf",
    Severity.ERROR,
    message="the field `{field}` is no date: {problem}",
    hint="a date that is not sure ends in `?`, one that is about right in `~`; leave out a date that is not known",
    summary="A date of a source is not in the form that says how exact it is (EDTF, ISO 8601-2).",
    why="Dates are sorted, and shown in every language of the site, with the same doubt that the source leaves.",
    bad="date = {circa March 2021},",
    good="date = {2021-03~},",
)
BAD_DOI = Rule(
    "bad-doi",
    Severity.ERROR,
    message="this is no DOI: `{doi}`",
    hint="a DOI looks like 10.1057/palcomms.2017.8; an address that is not at doi.org goes into `url`",
    summary="The field `doi` holds something else than a DOI.",
    why="The DOI becomes a link that still works when the publisher moves the text.",
    bad="doi = {www.nature.com/articles/palcomms20178},",
    good="doi = {10.1057/palcomms.2017.8},",
)
NO_ARCHIVE_COPY = Rule(
    "no-archive-copy",
    Severity.WARNING,
    message="the address of `{key}` is {status}, and no archive copy is named",
    hint="add `archiveurl` and `archivedate`; `dossier links archive` looks for a copy",
    summary="A source has an address that no longer leads to it, and readers get no other.",
    why="With a copy in an archive, readers can still see what is cited; without one, they must take our word for it.",
    bad="url       = {https://example.org/jobs},\nurlstatus = {dead},",
    good="url         = {https://example.org/jobs},\nurlstatus   = {dead},\n"
    "archiveurl  = {https://web.archive.org/web/20240303120000/https://example.org/jobs},\n"
    "archivedate = {2024-03-03},",
)
CANNOT_EDIT = Rule(
    "cannot-edit",
    Severity.WARNING,
    message="`{key}` is left as it is: {problem}",
    hint="change it by hand: {fields}",
    summary="A program was to change a source of the bibliography, and cannot do so safely.",
    why="Only what is sure to be read as before is written by a program; a person sees what it cannot see.",
    bad="urlstatus = lost,          % an abbreviation, which other entries may share",
    good="urlstatus = {dead},",
)
UNGRADED_SOURCE = Rule(
    "ungraded-source",
    Severity.WARNING,
    message="nothing says of what kind the source `{key}` is",
    hint="add `sourcekind`, one of {known}, as other sources here have it",
    summary="A source lacks the kind that other sources of the bibliography have.",
    why="An official record, a newspaper and a campaign do not weigh the same; readers see which is which.",
    bad="@online{PW2025,\n  title = {The permit},\n}",
    good="@online{PW2025,\n  sourcekind = {official},\n  title      = {The permit},\n}",
)
UNCITED_SOURCE = Rule(
    "uncited-source",
    Severity.WARNING,
    message="nothing cites the source `{key}`",
    hint="cite it where it helps, or take it out of the bibliography",
    summary="The bibliography has a source that no argument, no event and no page cites.",
    why="Readers take the list of sources for what the dossier rests on.",
    bad="@book{Unread2020, … }    % and no text has [@Unread2020]",
    good="… as the study found [@Unread2020].",
)
UNKNOWN_LANGUAGE = Rule(
    "unknown-language",
    Severity.ERROR,
    message="there is no language called `{name}`",
    hint="write its code (fr, zh-Hant) or its English name (french)",
    summary="A source's language is neither a code nor a name that is known.",
    why="A title is marked with its language, so that screen readers say it rightly and browsers choose its font.",
    bad="langid = {frensh},",
    good="langid = {french},",
)
LATEX_LEFT_OVER = Rule(
    "latex-left-over",
    Severity.WARNING,
    message="`{command}` in the field `{field}` is LaTeX that has no character of its own",
    hint="write the character itself; italics and other styles cannot be kept",
    summary="A field of the bibliography holds a LaTeX command that cannot be turned into text.",
    why="The page would show the command to its readers. Accents (`\\'e`) and signs (`\\&`) are understood.",
    bad="title = {The \\emph{Digital} Silk Road},",
    good="title = {The Digital Silk Road},",
)
FOUND_IN_UNKNOWN = Rule(
    "found-in-unknown",
    Severity.ERROR,
    message="no source has the key `{name}`",
    hint="add the source in which this one was found, or take `foundin` away",
    summary="The field `foundin` names a source that is not in the bibliography.",
    why="A source that nobody here has seen is cited through the one that was seen; readers must find that one.",
    bad="foundin = {Watching2019},    % there is no such entry",
    good="foundin = {WatchingNdGeopol},",
)
