"""Rules about the links of a built site, and about what is remembered of those that leave it."""

from __future__ import annotations

from dossier.diagnostics import Rule, Severity

BROKEN_PAGE_LINK = Rule(
    "broken-page-link",
    Severity.ERROR,
    message="`{href}` leads to `{target}`: {problem} ({count})",
    hint="mend the address, or make the page or file to which it should lead",
    summary="A page of the built site links to, or loads, something that the site does not hold.",
    why="Readers come to an error page, or miss a picture, a style or a script. Every address of the built pages is "
    "looked up, with those in metadata, styles, feeds and the sitemap.",
    bad='<a href="../airport-job/">   (there is airport-jobs/)',
    good='<a href="../airport-jobs/">',
)
BROKEN_ANCHOR = Rule(
    "broken-anchor",
    Severity.ERROR,
    message="`{href}` leads to a place `#{anchor}` that `{target}` does not have ({count})",
    hint="name an id that stands on that page; capital letters count",
    summary="A link of the built site names a place in a page that is not there.",
    why="The browser opens the page at its top, and readers look in vain for what they were promised.",
    bad='<a href="../airport-jobs/#announced-job">   (the id is announced-jobs)',
    good='<a href="../airport-jobs/#announced-jobs">',
)
WRONG_CASE = Rule(
    "wrong-case",
    Severity.ERROR,
    message="`{href}` means `{target}`, but with other letters ({count})",
    hint="write capital and small letters as in the name of the file",
    summary="A link of the built site differs from the name of a file in capital and small letters only.",
    why="It works on Windows and macOS, which take such names for the same, and is broken where the site is published.",
    bad='<img src="../assets/Map.png">   (the file is map.png)',
    good='<img src="../assets/map.png">',
)
OUTSIDE_SITE = Rule(
    "outside-site",
    Severity.ERROR,
    message="`{href}` leads out of the site ({count})",
    hint="take away a `../`, or write the complete address of another site",
    summary="A relative link of the built site, or one that begins with a slash, leads to what lies above the site.",
    why="It depends on what else is published on the same host, and breaks when the site moves to another address.",
    bad='<a href="../../../../other/">',
    good='<a href="https://example.org/other/">',
)
LEDGER_LINE = Rule(
    "ledger-line",
    Severity.WARNING,
    message="this line cannot be read: {problem}",
    hint="mend it, or delete it; until then it is kept as it is, and its address counts as never asked",
    summary="A line of the link ledger is not what the link checker writes.",
    why="The link checker goes on without the line: a slip of the pen shall cost neither the line nor a night's work.",
    bad='{"url": "https://site.example/", "verdict": "fine"}',
    good='{"url": "https://site.example/", "verdict": "ok"}',
)
