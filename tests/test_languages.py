"""Languages that differ most from the first ones, built whole: Chinese, and Arabic, which is written the other way."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Dossier, Html, write_small_dossier
from test_pages import page_at

SITE_URL = "https://site.example/dossier/"
ARABIC = """\
---
title: الوظائف
claim: لم تأتِ الوظائف.
---

::: {.summary}
لم تأتِ الوظائف المعلنة.
:::

::: {.premise #announced}
### أُعلن عنها

أُعلن عن الوظائف [@Belga2021]، ثم لا شيء.
:::

::: {.premise #counted}
### أُحصيت

أُحصيت 276 وظيفة، كما تدل [الأجور](../wages/) [@Luo2020، ص 3].
:::

::: {.objection #elsewhere}
توجد في مكان آخر [@Belga2021].

::: {.reply}
المكان الآخر ليس هنا.
:::
:::

::: {.falsifier}
إحصاء مدقَّق.
:::
"""
CHINESE = """\
---
title: 就业岗位
claim: 就业岗位没有到来。
---

::: {.summary}
宣布的就业
岗位没有到来。
:::

::: {.premise #announced}
### 曾经宣布

曾经宣布过岗位[@Belga2021]，
后来*没有*
**下文**。
:::

::: {.premise #counted}
### 数过

数出了 276 个[@Luo2020，页 3]。
:::

::: {.objection #elsewhere}
别处有[见@Belga2021]。

::: {.reply}
别处不是这里。
:::
:::

::: {.falsifier}
经审计的统计。
:::
"""
HOMES = {
    "ar": """\
---
title: ملف صغير
---

اقرأ عن [الوظائف](../../arguments/jobs/).
""",
    "zh-Hans": """\
---
title: 小专题
---

请看[就业岗位](../../arguments/jobs/)。
""",
}


def add_languages(dossier: Dossier) -> Dossier:
    """Give a small dossier an Arabic and a Chinese version of one argument."""
    dossier.replace("mkdocs.yml", "[fr, en]", "[fr, en, ar, zh-Hans]")
    dossier.replace("docs/themes.yml", "en: Work", "en: Work, ar: العمل, zh-Hans: 劳动")
    dossier.replace("docs/themes.yml", "en: Who works.", "en: Who works., ar: من يعمل., zh-Hans: 谁在劳动。")
    for lang, text in {"ar": ARABIC, "zh-Hans": CHINESE}.items():
        dossier.write(f"docs/pages/home/{lang}.md", HOMES[lang])
        dossier.write(f"docs/arguments/jobs/{lang}.md", text)
    return dossier


@pytest.fixture
def four(small: Dossier) -> Dossier:
    """Return a small dossier in four languages."""
    return add_languages(small)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a site in four languages."""
    dossier = add_languages(write_small_dossier(tmp_path_factory.mktemp("four") / "project"))
    result = dossier.dossier("build", SITE_URL=SITE_URL)
    assert result.returncode == 0, result.stderr
    return dossier.path("site")


def html(path: Path) -> Html:
    """Read a file of the site."""
    return Html(path.read_text(encoding="utf-8"))


# --- Notes ----------------------------------------------------------------------------------------------------------


def test_latin_sources_are_kept_apart_in_an_arabic_text(four: Dossier) -> None:
    body = page_at(four, "ar/arguments/jobs/").body
    assert (
        '<p><bdi>Xubei Luo وChiyu Niu، <a class="note-source" href="../../sources/Luo2020/">«Villages that sell»</a>، '
        "<cite>World Development</cite>، 2020، ص&nbsp;3</bdi>. <a" in body
    )
    assert "<bdi>" not in page_at(four, "fr/arguments/jobs/").body


def test_an_arabic_source_needs_no_keeping_apart(four: Dossier) -> None:
    four.replace("references.bib", "title  = {The jobs at the airport},", "title = {وظائف}, langid = {arabic},")
    notes = Html(page_at(four, "ar/arguments/jobs/").body.partition('id="notes"')[2])
    assert len(notes.all("bdi")) == 1


def test_punctuation_of_notes_is_the_language_s_own(four: Dossier) -> None:
    body = page_at(four, "zh-Hans/arguments/jobs/").body
    assert "，第&nbsp;3 页。 <a" in body
    assert "</sup>。</p>" in body
    assert ". <a" not in body.partition('id="notes"')[2]


def test_a_line_end_between_two_chinese_characters_is_no_space(four: Dossier) -> None:
    body = page_at(four, "zh-Hans/arguments/jobs/").body
    assert "宣布的就业岗位没有到来。" in body
    assert "，后来<em>没有</em><strong>下文</strong>。" in body


def test_a_key_may_follow_a_chinese_word_at_once(four: Dossier) -> None:
    assert '见 <a class="note-short" href="#fn:1"' in page_at(four, "zh-Hans/arguments/jobs/").body


@pytest.mark.parametrize(("lang", "mark"), [("en", "。"), ("en", "，"), ("en", "؟"), ("en", ".")])
def test_a_note_s_number_knows_every_script_s_punctuation(four: Dossier, lang: str, mark: str) -> None:
    four.replace(f"docs/arguments/jobs/{lang}.md", "were announced [@Belga2021].", f"were announced [@Belga2021]{mark}")
    assert f'were announced{mark}<sup id="fnref:1"' in page_at(four, f"{lang}/arguments/jobs/").body


# --- Frames ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "lang", "direction", "words"),
    [
        ("zh-Hans/index.html", "zh-Hans", "ltr", "页眉"),
        ("zh-Hans/404.html", "zh-Hans", "ltr", "页眉"),
        ("ar/arguments/jobs/index.html", "ar", "rtl", "عنوان العارضة"),
        ("ar/404.html", "ar", "rtl", "عنوان العارضة"),
        ("404.html", "fr", "ltr", "En-tête"),
    ],
)
def test_language_direction_and_words_of_the_frame(
    built: Path, name: str, lang: str, direction: str, words: str
) -> None:
    page = html(built / name)
    assert page.all("html")[0]["lang"] == lang
    assert page.all("body")[0]["dir"] == direction
    assert page.all("nav", class_="md-header__inner md-grid")[0]["aria-label"] == words


def test_switcher_and_sitemap_name_real_translations_only(built: Path) -> None:
    for name, langs in {"en/arguments/jobs": ["fr", "en", "ar", "zh-Hans"], "en/arguments/wages": ["fr", "en"]}.items():
        links = html(built / name / "index.html").all("a", class_="md-select__link")
        assert [link["hreflang"] for link in links] == langs
    sitemap = (built / "sitemap.xml").read_text(encoding="utf-8")
    assert f"{SITE_URL}zh-Hans/arguments/jobs/" in sitemap
    assert f"{SITE_URL}zh-Hans/arguments/wages/" not in sitemap
    assert not (built / "zh-Hans/arguments/wages").exists()


# --- The page for an address that leads nowhere ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "order"),
    [
        ("404.html", ["fr", "en", "ar", "zh-Hans"]),
        ("ar/404.html", ["ar", "fr", "en", "zh-Hans"]),
        ("zh-Hans/404.html", ["zh-Hans", "fr", "en", "ar"]),
    ],
)
def test_an_address_that_leads_nowhere_is_answered_in_every_language(built: Path, name: str, order: list[str]) -> None:
    page = html(built / name)
    assert [one["lang"] for one in page.all("div") if "lang" in one] == order
    for lang in order:
        assert page.all("a", href=f"/dossier/{lang}/", hreflang=lang)
    loaded = [one[key] for _, one in page.elements for key in ("src", "href") if key in one]
    assert [address for address in loaded if not address.startswith(("/dossier/", "#", "https://"))] == []


def test_only_the_error_page_of_all_languages_asks_the_browser_for_its_own(built: Path) -> None:
    script = "/dossier/assets/javascripts/not-found.js"
    assert html(built / "404.html").all("script", src=script)
    assert not html(built / "ar/404.html").all("script", src=script)
    assert (built / "assets/javascripts/not-found.js").is_file()


def test_the_dashboard_is_for_editors_and_no_search_engine(built: Path) -> None:
    assert html(built / "ar/dashboard/index.html").all("meta", name="robots", content="noindex")
    assert html(built / "ar/index.html").all("a", href="dashboard/")
    assert "dashboard" not in (built / "sitemap.xml").read_text(encoding="utf-8")
