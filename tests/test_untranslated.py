"""Tests of `dossier.untranslated`: what a translation begins with."""

from __future__ import annotations

from dossier import markdown
from dossier.diagnostics import Report
from dossier.source import SourceFile
from dossier.untranslated import untranslated

ORIGINAL = """\
---
# ours
title: "A: b"
description: >-
  Two
  lines
---
## Who {#who}

Text[^1] of ours [see @A,
p. 3]^[in place [@B]] and @C [p. 4].

[^1]: A note [@D, § 2].

[^2]: Without.

### And {#and}
- a list --> [@E]{quote="the words"}

```
## no heading {#none} [@None]
```
"""

BEGUN = """\
---
title: ""  # A: b
description: ""  # Two lines
translated_from: en
units:
  title: x
---
## … {#who}

<!-- to do: translate
## Who {#who}

Text[^1] of ours [see @A,
p. 3]^[in place [@B]] and @C [p. 4].

[^1]: A note [@D, § 2].

[^2]: Without.
-->

[^1] [see @A, p. 3] [@B] @C [p. 4]

[^1]: [@D, § 2]

[^2]: …

### … {#and}

<!-- to do: translate
### And {#and}
- a list -- > [@E]{quote="the words"}

```
## no heading {#none} [@None]
```
-->

[@E]{quote="the words"}
"""


def test_names_notes_and_citations_stay_and_the_text_becomes_to_dos() -> None:
    begun = untranslated(SourceFile("", ORIGINAL), "en", fields=("title", "description"), units={"title": "x"})
    assert begun == BEGUN


def test_what_begins_so_cites_what_the_original_cites() -> None:
    cited = []
    for text in (ORIGINAL, BEGUN):
        body = text.split("---\n", 2)[2]
        document = markdown.parse(body, path="", first_line=1, lang="en", report=Report())
        tokens = [*document.tokens, *(token for note in document.notes.values() for token in note)]
        cited.append(sorted(item.key for found in markdown.citations(tokens) for item in found.items))
    assert cited[0] == cited[1] == ["A", "B", "C", "D", "E"]


def test_a_text_without_front_matter_is_one_passage() -> None:
    begun = untranslated(SourceFile("", "One [@A].\n\nTwo [@B].\n"), "en")
    assert begun == "<!-- to do: translate\nOne [@A].\n\nTwo [@B].\n-->\n\n[@A] [@B]\n"
