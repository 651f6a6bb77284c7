"""What the policy of a page names, and what hosts are asked to send."""

from __future__ import annotations

import base64
import hashlib

from dossier.policy import PLACEHOLDER, Policy


def digest(script: str) -> str:
    """Return the digest of a script as a policy names it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def test_a_page_allows_the_scripts_of_its_own_frame_only() -> None:
    policy = Policy()
    policy.allow("{# a partial #}\n<script>one()</script>\n<script>\ntwo()</script>")
    first = policy.seal(PLACEHOLDER)
    policy.allow("<script>three()</script>")
    second = policy.seal(PLACEHOLDER)
    assert [digest(script) in first for script in ("one()", "\ntwo()", "three()")] == [True, True, False]
    assert [digest(script) in second for script in ("one()", "\ntwo()", "three()")] == [False, False, True]


def test_a_script_in_the_content_is_not_allowed() -> None:
    policy = Policy()
    page = policy.seal(f'<meta content="{PLACEHOLDER}"><script>alert(1)</script>')
    assert "sha256" not in page
    assert "default-src 'none'; " in page


def test_the_words_of_the_placeholder_are_left_alone_in_the_text() -> None:
    assert Policy().seal(f"{PLACEHOLDER} {PLACEHOLDER}").endswith(f" {PLACEHOLDER}")


def test_the_header_file_has_the_scripts_of_all_pages_and_the_same_order_each_time() -> None:
    files = []
    for scripts in ("ab", "ba"):
        policy = Policy()
        for script in scripts:
            policy.allow(f"<script>{script}</script>")
            policy.seal("")
        files.append(policy.header_file())
    assert files[0] == files[1]
    lines = files[0].splitlines()
    assert lines[0] == "/*"
    assert lines[1].startswith("  Content-Security-Policy: default-src 'none'; ")
    assert lines[1].endswith("; frame-ancestors 'none'")
    assert all(digest(script) in lines[1] for script in "ab")
    assert {line.split(":")[0].strip() for line in lines[2:]} == {
        "Referrer-Policy",
        "X-Content-Type-Options",
        "Cross-Origin-Opener-Policy",
        "Permissions-Policy",
    }
