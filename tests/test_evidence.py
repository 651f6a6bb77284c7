"""What arguments rest on, and sources on which nothing rests."""

from __future__ import annotations

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
