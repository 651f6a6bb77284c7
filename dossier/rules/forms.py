"""Rules about the form with which an argument is proposed without git."""

from __future__ import annotations

from dossier.diagnostics import Rule, Severity

NO_FORM = Rule(
    "no-form",
    Severity.ERROR,
    message="this is not the form for a new argument",
    hint="open the form anew, and copy your answers into it",
    summary="A text was to become an argument, and has none of the headings of the form.",
    why="The headings say which answer is which.",
    bad="They have promised jobs, and I think …",
    good="### Title\n\nThe jobs that did not come\n\n### Claim\n\n…",
)
FORM_HEADING = Rule(
    "form-heading",
    Severity.ERROR,
    message="the heading `{field}` stands there {times} times",
    hint="let a line `### {field}` stand once, above your answer; inside of answers, write something else",
    summary="A heading of the form is missing, or stands there more than once.",
    why="The headings say which answer is which.",
    bad="### Claim\n\nOf 900 jobs …\n\n### Claim\n\nOf 276 jobs …",
    good="### Claim\n\nOf 900 jobs …",
)
FORM_EMPTY = Rule(
    "form-empty",
    Severity.ERROR,
    message="`{field}` has no answer",
    hint="write it below its heading",
    summary="A question of the form that needs an answer has none.",
    why="An argument rests on its sources, meets an objection, and says what would change its author's mind.",
    bad="### Claim\n\n_No response_",
    good="### Claim\n\nOf 900 jobs announced, 276 were counted.",
)
FORM_LENGTH = Rule(
    "form-length",
    Severity.ERROR,
    message="`{field}` has {length} characters, the limit is {limit}",
    hint="shorten it; what does not fit may be a premise or an argument of its own",
    summary="An answer of the form is too long.",
    why="Somebody reviews it sentence by sentence.",
    bad="(a claim of 2,000 characters)",
    good="(a claim of 200 characters)",
)
FORM_CHOICE = Rule(
    "form-choice",
    Severity.ERROR,
    message="`{value}` cannot be chosen for `{field}`",
    hint="it is one of {known}",
    summary="An answer of the form is none of those that the list offers.",
    why="Themes and languages are those that the dossier has.",
    bad="### Theme\n\nJobs and so on",
    good="### Theme\n\nLabour",
)
FORM_SOURCE = Rule(
    "form-source",
    Severity.ERROR,
    message="`{source}` is neither an address nor a DOI nor an ISBN",
    hint="write one source a line, and the page behind a comma: `https://example.org/report, p. 12`",
    summary="A line among the sources of a premise does not name a source.",
    why="Readers must be able to find what the premise rests on.",
    bad="the report of the ministry, page 12",
    good="https://example.org/report, p. 12",
)
FORM_PAGE = Rule(
    "form-page",
    Severity.ERROR,
    message="`{text}` behind a source is not understood as a page",
    hint="write `p. 12`, `p. 12-14` or `chap. 3` behind a comma, or nothing; other words belong into the premise",
    summary="What follows a source in the form is no page, chapter or other place in it.",
    why="It becomes the place in the source that the note names.",
    bad="https://example.org/report, somewhere near the end",
    good="https://example.org/report, p. 212",
)
FORM_LICENCE = Rule(
    "form-licence",
    Severity.ERROR,
    message="nobody has agreed to the licence",
    hint="tick the box under `{field}`",
    summary="The box that agrees to the licence of the texts is not ticked.",
    why="Without a licence nobody may publish what somebody else has written.",
    bad="- [ ] I agree",
    good="- [x] I agree",
)
