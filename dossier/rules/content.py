"""Rules about arguments, pages and how they hang together."""

from __future__ import annotations

from dossier.diagnostics import Rule, Severity

NO_GLYPH = Rule(
    "no-glyph",
    Severity.WARNING,
    message="no font of ours has `{characters}`: the page has no share image of its own",
    hint="write it with other characters, if that is possible",
    summary="A title or a claim has a character that the fonts of the share images lack.",
    why="The image would show a box in its place. The page is shared with the general image instead.",
    bad="title: The 🐉 and the hub",
    good="title: The dragon and the hub",
)
UNKNOWN_DIV = Rule(
    "unknown-div",
    Severity.ERROR,
    message="there is no part called `{name}` here",
    hint="{known}",
    summary="A part (`::: {.name}`) has a name that means nothing.",
    why="Its text would lose the meaning that its author gave it.",
    bad="::: {.premisse #jobs}",
    good="::: {.premise #jobs}",
)
MISSING_ID = Rule(
    "missing-id",
    Severity.ERROR,
    message="this {kind} has no id",
    hint="give it one, the same in every language: `::: {{.{kind} #announced-jobs}}`",
    summary="A premise or an objection has no id.",
    why="The id is its address on the page, and joins it to its translations.",
    bad="::: {.premise}",
    good="::: {.premise #announced-jobs}",
)
DUPLICATE_ID = Rule(
    "duplicate-id",
    Severity.ERROR,
    message="the id `{id}` is given twice",
    hint="give one of the two another name",
    summary="Two parts or headings of a page have the same id.",
    why="A link to it could only reach one of the two.",
    bad="::: {.premise #jobs}\n…\n:::\n::: {.premise #jobs}",
    good="::: {.premise #jobs}\n…\n:::\n::: {.premise #wages}",
)
RESERVED_ID = Rule(
    "reserved-id",
    Severity.ERROR,
    message="the page itself uses the id `{id}`",
    hint="give this part or heading another name",
    summary="A part or a heading has the id of a section that every page of its kind has.",
    why="A link to it could only reach one of the two.",
    bad="::: {.premise #notes}",
    good="::: {.premise #delivery-notes}",
)
MISPLACED_PART = Rule(
    "misplaced-part",
    Severity.ERROR,
    message="{what} cannot stand here",
    hint="{advice}",
    summary="A part stands inside another or in an order that the page does not have.",
    why="The page reads: summary, premises, objections each with its reply, what would change our mind.",
    bad="::: {.premise #a}\n::: {.reply}",
    good="::: {.objection #a}\n…\n::: {.reply}\n…\n:::\n:::",
)
MISSING_PART = Rule(
    "missing-part",
    Severity.ERROR,
    message="the argument has no {what}",
    hint="add it; a draft (`status: draft`) may still lack it",
    summary="A published argument lacks one of its parts.",
    why="Every argument carries a summary, at least two premises, its strongest objection with an honest reply, and "
    "what would change our mind. That is what makes it worth a reader's trust.",
    bad="::: {.summary}\n…\n:::",
    good="::: {.summary}\n…\n:::\n\n::: {.premise #a}\n… [@Key]\n:::\n\n…",
)
UNSOURCED_PREMISE = Rule(
    "unsourced-premise",
    Severity.ERROR,
    message="the premise `{id}` cites no source",
    hint="cite one: `… in 2019 [@Trends2019Hub].`",
    summary="A premise stands without a source.",
    why="This is the promise of the dossier: a premise without a source does not build.",
    bad="::: {.premise #jobs}\nNine hundred jobs were announced.\n:::",
    good="::: {.premise #jobs}\nNine hundred jobs were announced [@Trends2019Hub].\n:::",
)
SINGLE_SOURCE = Rule(
    "single-source",
    Severity.WARNING,
    message="all premises rest on one single source, `{key}`",
    hint="find another, or tell readers why there is none, in each language: `single_source: {{en: …}}`",
    summary="All premises of an argument cite the same source, or sources that were found through it.",
    why="Whoever doubts that source doubts the whole argument. Its page says so, with the reason that is given.",
    bad="::: {.premise #a}\n… [@Only2020, p. 3]\n:::\n::: {.premise #b}\n… [@Only2020, p. 9]\n:::",
    good="# argument.yml\nsingle_source:\n  en: Only the trade register has these figures.",
)
NEEDLESS_ALLOWANCE = Rule(
    "needless-allowance",
    Severity.WARNING,
    message="`single_source` excuses what is not so: the premises rest on {count} sources",
    hint="take it away",
    summary="An argument says that it rests on one source, and rests on several.",
    why="Its page would tell readers something wrong.",
    bad="single_source: {en: …}     # and the premises cite two",
    good="(no single_source)",
)
CAMPAIGN_ONLY = Rule(
    "campaign-only",
    Severity.WARNING,
    message="{what} cites nothing but campaigns: {keys}",
    hint="add a source that is no party to the case, or move what the campaign says into an objection or a reply",
    summary="A premise or a page rests only on sources whose `sourcekind` is `campaign`.",
    why="What a campaign alone asserts remains its assertion, and carries no argument.",
    bad="::: {.premise #support}\nThe state helped from the start [@Campaign].\n:::",
    good="::: {.premise #support}\nThe state helped from the start [@Campaign; @Research2019].\n:::",
)
SHARED_PASSAGE = Rule(
    "shared-passage",
    Severity.WARNING,
    message="these {count} {what} stand elsewhere too: {passage}",
    hint="say it in other words, or say it once and link to it",
    summary="Two texts that do not translate each other share eight words in a row, or twenty Chinese characters.",
    why="What is copied is mended in one place and forgotten in the other; and readers of both notice.",
    bad="(the same sentence in two arguments)",
    good="… as [another argument](../airport-jobs/) shows.",
)
LONG_SUMMARY = Rule(
    "long-summary",
    Severity.ERROR,
    message="the summary has {words} words, the limit is {limit}",
    hint="keep what a reader needs who reads nothing else",
    summary="A summary is longer than 150 words.",
    why="It is the middle one of three depths: the claim, the summary, the full case.",
    bad="::: {.summary}\n(200 words)\n:::",
    good="::: {.summary}\n(70 words)\n:::",
)
UNKNOWN_CITATION = Rule(
    "unknown-citation",
    Severity.ERROR,
    message="no entry `{key}` in {bibliography}",
    hint="add the source to {bibliography}, or correct the key; a literal `@` is written `\\@`",
    summary="A citation names a source that is not in the bibliography.",
    why="The note would be empty.",
    bad="[@Perason2023State]",
    good="[@Pearson2023State]",
)
UNKNOWN_THEME = Rule(
    "unknown-theme",
    Severity.ERROR,
    message="there is no theme `{theme}`",
    hint="the themes are in {themes}",
    summary="An argument, an event or the folder of an introduction names a theme that does not exist.",
    why="Readers who look for the theme would not find it.",
    bad="theme: lieg",
    good="theme: airport",
)
INTRODUCTION_LENGTH = Rule(
    "introduction-length",
    Severity.WARNING,
    message="the introduction has {words} words; {least} to {most} are asked for",
    hint="say what the theme is about, what is known of it and what is not; the arguments say the rest",
    summary="The introduction of a theme is shorter than 80 words or longer than 150.",
    why="It stands above the arguments of its theme: too short it explains nothing, too long it hides them.",
    bad="(docs/themes/airport/en.md: 300 words)",
    good="(docs/themes/airport/en.md: 120 words)",
)
UNKNOWN_FEATURED = Rule(
    "unknown-featured",
    Severity.ERROR,
    message="`{argument}` is no argument that the site lists",
    hint="name the folder of a published argument",
    summary="The arguments that the home page leads with include one that does not exist or is not published.",
    why="Visitors would not see what the dossier puts first.",
    bad="featured: [lieg-jobs]",
    good="featured: [airport-jobs]",
)
UNKNOWN_RELATION = Rule(
    "unknown-relation",
    Severity.ERROR,
    message="there is no argument `{argument}`",
    hint="the id of an argument is the name of its folder",
    summary="A relation, or an event of the timeline, names an argument that does not exist.",
    why="The reader would be sent nowhere.",
    bad="supports: [lige-jobs]",
    good="supports: [airport-jobs]",
)
SELF_RELATION = Rule(
    "self-relation",
    Severity.ERROR,
    message="the argument is related to itself",
    hint="take it off the list",
    summary="An argument supports, rebuts, qualifies or depends on itself.",
    why="That would be circular reasoning.",
    bad="# docs/arguments/airport-jobs/argument.yml\nsupports: [airport-jobs]",
    good="supports: [sme-benefits]",
)
UNKNOWN_LINK = Rule(
    "unknown-link",
    Severity.ERROR,
    message="this link leads nowhere: `{href}`",
    hint="link to a folder, from this file's own: `../airport-jobs/`, `../../pages/method/`, `../../sources/`",
    summary="A link inside the dossier has no target.",
    why="The reader would land on an error page.",
    bad="[jobs](../airport-job/)",
    good="[jobs](../airport-jobs/)",
)
FOREIGN_IMAGE = Rule(
    "foreign-image",
    Severity.ERROR,
    message="this image is on another site: `{href}`",
    hint="put a copy of it into docs/assets/, if its licence lets you, and name that",
    summary="A text shows an image from another site.",
    why="Readers of the dossier would be seen by that site, and the image could change or vanish at any time.",
    bad="![The hall](https://example.org/hall.jpg)",
    good="![The hall](../../assets/hall.jpg)",
)
LINK_TO_DRAFT = Rule(
    "link-to-draft",
    Severity.ERROR,
    message="this link leads to an argument that is not published: `{href}`",
    hint="publish that argument first (`status: published`), or take the link away",
    summary="A page that is published links to an argument that is a draft or in review.",
    why="Only the preview shows what is not published; on the site the link would lead to an error page.",
    bad="[jobs](../airport-jobs/)     # and airport-jobs has `status: draft`",
    good="[jobs](../airport-jobs/)     # and airport-jobs has `status: published`",
)
LANGUAGE_IN_LINK = Rule(
    "language-in-link",
    Severity.ERROR,
    message="this link names one language's file: `{href}`",
    hint="link to the folder, `{better}`; every language then leads to its own page",
    summary="A link points to `fr.md` or `en.md` in place of the folder.",
    why="Links are the same in every language and lead to the reader's own.",
    bad="[jobs](../airport-jobs/fr.md)",
    good="[jobs](../airport-jobs/)",
)
MISSING_FACTS = Rule(
    "missing-facts",
    Severity.ERROR,
    message="the folder has no `{file}`",
    hint="copy one from another argument and change its values",
    summary="The folder of an argument lacks `argument.yml`.",
    why="Theme, status, confidence and relations live there.",
    bad="docs/arguments/airport-jobs/fr.md only",
    good="docs/arguments/airport-jobs/argument.yml, fr.md, en.md",
)
MISSING_SOURCE_TEXT = Rule(
    "missing-source-text",
    Severity.ERROR,
    message="the source language is `{language}`, but there is no {language}.md",
    hint="write it, or name the language in which the argument was first written",
    summary="An argument has no text in its source language.",
    why="The other languages are translations of it and are compared with it.",
    bad="source_language: fr     # and only en.md in the folder",
    good="source_language: en",
)
MISSING_PAGE = Rule(
    "missing-page",
    Severity.ERROR,
    message="there is no {what} in `{language}`",
    hint="add {path}",
    summary="A page that every language needs is missing in one.",
    why="The language's visitors would have no way in.",
    bad="docs/pages/home/fr.md only",
    good="docs/pages/home/fr.md and docs/pages/home/en.md",
)
UNKNOWN_NAVIGATION = Rule(
    "unknown-navigation",
    Severity.ERROR,
    message="the navigation names `{entry}`, which is no page",
    hint="the pages are {known}",
    summary="The navigation names a page that does not exist.",
    why="The menu would lead nowhere.",
    bad="navigation: [home, abuot]",
    good="navigation: [home, about]",
)
FUTURE_DATE = Rule(
    "future-date",
    Severity.ERROR,
    message="{date} has not come yet: today is {today}",
    hint="{advice}",
    summary="The date of a review, a correction, a question, an answer or an event of the timeline lies in the future.",
    why="Readers take the first for the day up to which the page is right, the others for what has been done.",
    bad="reviewed: 2062-03-01",
    good="reviewed: 2026-03-01",
)
UNKNOWN_LOCALE = Rule(
    "unknown-locale",
    Severity.ERROR,
    message="there is no locale for `{language}`",
    hint="add dossier/locales/{language}.toml; the languages there are {known}",
    summary="The configuration names a language that the dossier has no words for.",
    why="Its pages would have no interface.",
    bad="languages: [fr, xx]",
    good="languages: [fr, en]",
)
