"""What passes a page on: links to its parts, buttons that copy, and the image that stands for it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from .site import ALL_LANGUAGES, ARGUMENT, LiveSite, Opener

PREMISE = ".ds-premise >> nth=0"
COPIED = ".ds-copied"


def clipboard(page: Page) -> str:
    """Return what was copied last."""
    return str(page.evaluate("navigator.clipboard.readText()"))


@pytest.fixture
def reader(new_context: Callable[..., BrowserContext], site: LiveSite) -> Page:
    """Return an argument in a window whose clipboard a test may read."""
    context = new_context(site, permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{site.address}en/{ARGUMENT}/")
    return page


def test_a_button_copies_the_link_to_a_part_and_says_so(reader: Page) -> None:
    expect(reader.locator(COPIED)).to_have_text("")
    part = reader.locator(PREMISE)
    link = part.get_by_role("link", name="Direct link to this part")
    part.get_by_role("button", name="Copy the link to this part").press("Enter")
    expect(reader.locator(COPIED)).to_have_text("Copied")
    assert reader.locator(COPIED).get_attribute("role") == "status"
    assert clipboard(reader) == f"{reader.url}{link.get_attribute('href')}"
    expect(reader.locator(COPIED)).to_have_text("")


def test_the_citation_and_its_formats_are_copied_as_they_stand(reader: Page) -> None:
    reader.locator(".ds-citation + .ds-copy").click()
    assert clipboard(reader) == reader.locator(".ds-citation").text_content()
    details = reader.locator(".ds-format", has_text="BibTeX")
    details.locator("summary").click()
    details.get_by_role("button", name="Copy BibTeX").click()
    assert clipboard(reader).startswith("@online{liege-jobs-en,\n")


def test_it_works_where_browsers_give_no_clipboard(reader: Page) -> None:
    reader.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    button = reader.locator(".ds-citation + .ds-copy")
    button.click()
    expect(reader.locator(COPIED)).to_have_text("Copied")
    expect(button).to_be_focused()
    fresh = reader.context.new_page()
    fresh.goto(reader.url)
    assert clipboard(fresh) == reader.locator(".ds-citation").text_content()


def test_every_premise_objection_and_reply_has_both_and_they_can_be_hit(reader: Page) -> None:
    parts = reader.locator(".ds-premise, .ds-objection, .ds-reply").all()
    assert len(parts) > 3
    for part in parts:
        for tool in (part.locator(".headerlink"), part.locator(".ds-copy--link")):
            box = tool.bounding_box()
            assert box
            assert min(box["width"], box["height"]) >= 24


def test_they_show_where_one_points_or_comes_with_the_keyboard(reader: Page) -> None:
    button, link = reader.locator(PREMISE).locator(".ds-copy--link"), reader.locator(PREMISE).locator(".headerlink")
    expect(button).to_have_css("opacity", "0")
    reader.locator(PREMISE).hover()
    expect(button).to_have_css("opacity", "1")
    expect(link).to_have_css("opacity", "1")
    reader.mouse.move(0, 0)
    expect(button).to_have_css("opacity", "0")
    link.focus()
    expect(link).to_have_css("opacity", "1")
    expect(button).to_have_css("opacity", "1")


def test_without_scripts_there_is_the_link_and_no_button(
    new_context: Callable[..., BrowserContext], site: LiveSite
) -> None:
    page = new_context(site, java_script_enabled=False).new_page()
    page.goto(f"{site.address}en/{ARGUMENT}/")
    assert page.locator(".ds-copy").count() == 0
    assert page.locator(PREMISE).locator(".headerlink").count() == 1
    assert page.locator(".ds-citation").is_visible()


def test_paper_has_none_of_it(reader: Page) -> None:
    reader.emulate_media(media="print")
    for useless in (".ds-copy", ".headerlink", ".ds-format"):
        assert reader.locator(useless).count() > 0
        assert not any(one.is_visible() for one in reader.locator(useless).all()), useless
    assert reader.locator(".ds-citation").is_visible()


@pytest.mark.parametrize("lang", ALL_LANGUAGES)
def test_a_browser_shows_the_image(open_page: Opener, site: LiveSite, lang: str) -> None:
    page = open_page(f"{lang}/{ARGUMENT}/")
    (address,) = page.locator("meta[property='og:image']").evaluate_all("all => all.map(one => one.content)")
    assert re.fullmatch(rf"{site.address}{lang}/{ARGUMENT}/share\.png", address)
    size = page.evaluate(
        """address => new Promise((done, fail) => {
          const image = new Image();
          image.onload = () => done([image.naturalWidth, image.naturalHeight]);
          image.onerror = fail;
          image.src = address;
        })""",
        address,
    )
    assert size == [1200, 630]
