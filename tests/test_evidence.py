"""What arguments rest on, and sources on which nothing rests."""

from __future__ import annotations

import pytest
from conftest import Dossier

UNREAD = "\n@misc{Unread2020,\n  author = {{Belga}},\n  title  = {Nobody cites it},\n}\n"


def test_a_source_that_nothing_cites_is_reported_where_it_stands(small: Dossier) -> None:
    small.write("references.bib", small.read("references.bib") + UNREAD)
    assert small.faults() == ["references.bib:22:1 warning[uncited-source] nothing cites the source `Unread2020`"]


def test_a_page_cites_as_an_argument_does_and_so_does_an_argument_that_is_not_published(small: Dossier) -> None:
    small.write("references.bib", small.read("references.bib") + UNREAD + UNREAD.replace("Unread2020", "Other2020"))
    small.write("docs/pages/home/fr.md", "---\ntitle: Accueil\n---\n\nTexte[^1].\n\n[^1]: Voir [@Unread2020].\n")
    facts = "theme: work\nstatus: draft\nconfidence: likely\nsource_language: fr\n"
    small.write("docs/arguments/prices/argument.yml", facts)
    small.write("docs/arguments/prices/fr.md", "---\ntitle: Les prix\nclaim: Ils montent.\n---\n\nA [@Other2020].\n")
    assert small.faults() == []


def test_a_source_that_led_to_another_has_done_its_work(small: Dossier) -> None:
    small.write("references.bib", small.read("references.bib") + UNREAD)
    small.replace("references.bib", "  date   = {2021-03-04},", "  foundin = {Unread2020},")
    assert small.faults() == []


def test_where_texts_have_faults_nothing_is_said_of_what_they_may_cite(small: Dossier) -> None:
    small.write("references.bib", small.read("references.bib") + UNREAD)
    small.replace("docs/pages/home/fr.md", "../../arguments/jobs/", "../../arguments/job/")
    assert [fault.split()[1] for fault in small.faults()] == ["error[unknown-link]"]


FACTS = "docs/arguments/wages/argument.yml"
RESTS = "[single-source] all premises rest on one single source, "


@pytest.fixture
def single(small: Dossier) -> Dossier:
    """Return the small dossier with an argument whose premises all cite the ministry."""
    for lang in ("fr", "en"):
        small.replace(f"docs/arguments/wages/{lang}.md", "[@Ministry2022, p. 4; @Luo2020]", "[@Ministry2022, p. 4]")
    return small


def test_an_argument_that_rests_on_one_source_is_reported(single: Dossier) -> None:
    assert single.faults() == [f"{FACTS}:1 warning{RESTS}`Ministry2022`"]


def test_a_source_and_the_one_that_led_to_it_are_one(small: Dossier) -> None:
    small.replace("references.bib", "  date        = {2022-11},", "  foundin     = {Luo2020},")
    assert small.faults() == [f"{FACTS}:1 warning{RESTS}`Luo2020`"]


def test_a_source_that_does_not_exist_is_not_one_less(small: Dossier) -> None:
    small.replace("docs/arguments/wages/en.md", "p. 4; @Luo2020]", "p. 4; @Lou2020]")
    assert [fault.split()[1] for fault in small.faults()] == ["error[unknown-citation]"]


def test_drafts_may_rest_on_one_source(single: Dossier) -> None:
    single.replace(FACTS, "published", "draft")
    assert not [fault for fault in single.faults() if "single-source" in fault]


def test_readers_are_told_why_there_is_one_source_in_every_language_of_the_argument(single: Dossier) -> None:
    single.write(FACTS, single.read(FACTS) + "single_source:\n  en: Nobody else counts <wages>.\n")
    assert single.faults() == [f"{FACTS}:7:3 error[missing-field] the field `single_source.fr` is missing"]
    single.write(FACTS, single.read(FACTS) + "  fr: Personne d'autre ne compte.\n")
    assert single.faults() == []
    pages = {page.uri: page.body for page in single.site().pages}
    assert "rests on one single source. Nobody else counts &lt;wages&gt;." in pages["en/arguments/wages/"]
    assert "repose sur une seule source. Personne d’autre ne compte." in pages["fr/arguments/wages/"]
    assert "seule source" not in pages["fr/arguments/jobs/"]


def test_a_reason_that_says_nothing_is_refused(single: Dossier) -> None:
    single.write(FACTS, single.read(FACTS) + "single_source: {en: Sorry., fr: Personne d'autre ne compte.}\n")
    assert [fault.split()[0] for fault in single.faults()] == [f"{FACTS}:6:21"]


def test_a_reason_that_is_not_needed_is_reported(small: Dossier) -> None:
    small.write(FACTS, small.read(FACTS) + "single_source: {en: Nobody else counts wages.}\n")
    excess = "`single_source` excuses what is not so: the premises rest on 2 sources"
    assert small.faults() == [f"{FACTS}:6:16 warning[needless-allowance] {excess}"]


@pytest.fixture
def partial(small: Dossier) -> Dossier:
    """Return the small dossier with one of its sources graded as a campaign, the others as something else."""
    kinds = {"Belga2021": "press", "Luo2020": "research", "Ministry2022": "campaign"}
    for key, kind in kinds.items():
        small.replace("references.bib", f"{{{key},", f"{{{key},\n  sourcekind = {{{kind}}},")
    return small


def test_a_premise_that_campaigns_alone_carry_is_reported(partial: Dossier) -> None:
    expected = "warning[campaign-only] the premise `low` cites nothing but campaigns: `Ministry2022`"
    assert partial.faults() == [f"docs/arguments/wages/en.md:10:1 {expected}"]


def test_what_campaigns_say_may_stand_in_an_objection(partial: Dossier) -> None:
    for lang in ("fr", "en"):
        path = f"docs/arguments/wages/{lang}.md"
        before, objection, after = partial.read(path).replace("[@Ministry2022].", "[@Luo2020].").partition(".objection")
        partial.write(path, before + objection + after.replace("[@Luo2020]", "[@Ministry2022]"))
    assert partial.faults() == []


def test_a_page_that_cites_campaigns_alone_is_reported_in_each_language(partial: Dossier) -> None:
    partial.replace("docs/arguments/wages/en.md", "[@Ministry2022].", "[@Ministry2022; @Luo2020].")
    partial.write("docs/pages/home/fr.md", "---\ntitle: Accueil\n---\n\nTexte[^1].\n\n[^1]: Voir [@Ministry2022].\n")
    partial.write("docs/pages/home/en.md", "---\ntitle: Home\n---\n\nText [@Ministry2022; @Belga2021].\n")
    expected = "warning[campaign-only] the page cites nothing but campaigns: `Ministry2022`"
    assert partial.faults() == [f"docs/pages/home/fr.md:1 {expected}"]
