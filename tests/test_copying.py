"""Passages that two texts share."""

from __future__ import annotations

import re
import time

from conftest import Dossier

from dossier.copying import Block, shared
from dossier.diagnostics import Span

WORD = re.compile(r"\w+")
EIGHT = "nine hundred jobs had been promised by then"


def found(*texts: tuple[str, str]) -> list[tuple[str, str, str]]:
    blocks = [Block(content, text, Span("a.md", number)) for number, (content, text) in enumerate(texts)]
    return [(first.content, second.content, " ".join(words)) for first, second, words in shared(blocks, WORD, 8)]


def test_eight_words_are_found_whatever_their_case_and_punctuation_and_seven_are_not() -> None:
    assert found(("a", f"So {EIGHT}."), ("b", f"{EIGHT.upper().replace(' ', ', ')}!")) == [("a", "b", EIGHT)]
    assert found(("a", EIGHT), ("b", EIGHT.removesuffix(" then"))) == []


def test_the_longest_run_is_reported_once() -> None:
    assert found(("a", f"{EIGHT} and no more"), ("b", f"Yes, {EIGHT} and no less")) == [("a", "b", f"{EIGHT} and no")]


def test_a_text_may_repeat_itself_and_no_run_leads_from_one_paragraph_into_the_next() -> None:
    assert found(("a", EIGHT), ("a", EIGHT)) == []
    assert found(("a", EIGHT), ("b", EIGHT[:12]), ("b", EIGHT[12:])) == []
    assert found(("a", EIGHT), ("a", EIGHT), ("b", EIGHT)) == [("a", "b", EIGHT)]


def test_every_copy_is_reported() -> None:
    assert [second for _, second, _ in found(("a", EIGHT), ("b", EIGHT), ("c", f"{EIGHT}. {EIGHT}"))] == ["b", "c", "c"]


def test_no_text_takes_long() -> None:
    start = time.process_time()
    assert len(found(*((f"a{number}", "so " * 1000) for number in range(100)))) == 99
    assert time.process_time() - start < 2


def test_claims_pages_and_arguments_are_compared_in_each_language(small: Dossier) -> None:
    small.replace("docs/arguments/wages/en.md", "claim: Wages are low.", f"claim: So {EIGHT}.")
    small.replace("docs/pages/home/en.md", "See [the jobs]", f"See: **nine** {EIGHT[5:]}. [The jobs]")
    small.replace("docs/pages/home/fr.md", "Voyez", f"{EIGHT}. Voyez")
    expected = f"docs/pages/home/en.md:6: warning[shared-passage]: these 8 words stand elsewhere too: {EIGHT}"
    lines = small.dossier("check").stdout.splitlines()
    assert lines[:2] == [expected, "   see docs/arguments/wages/en.md:3:8: the same stands here"]
    assert lines[-1].startswith("0 errors, 1 warning")
    assert small.dossier("build", "--strict").returncode == 1


def test_chinese_is_compared_by_characters_and_a_number_is_one(small: Dossier) -> None:
    small.replace("mkdocs.yml", "languages: [fr, en]", "languages: [fr, en, zh-Hans]")
    small.replace("docs/themes.yml", "en: Work}", "en: Work, zh-Hans: 工作}")
    small.replace("docs/themes.yml", "en: Who works.}", "en: Who works., zh-Hans: 谁在工作。}")
    twenty = "宣布的岗位没有到来这一点后来由官方统计证实"
    for name, text in (("home", f"他说：{twenty}2018。"), ("about", f"{twenty[:10]}，{twenty[10:]}2019。")):
        small.write(f"docs/pages/{name}/zh-Hans.md", f"---\ntitle: 页\n---\n\n{text}\n")
    found = re.findall(r"these (\d+ \w+) stand elsewhere too: (\w+)", small.dossier("check").stdout)
    assert found == [(f"{len(twenty)} characters", twenty)]
