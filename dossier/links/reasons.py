"""Why a verdict was given, in words that a contributor understands; `{detail}` is what was seen."""

from __future__ import annotations

from dossier.links.model import Verdict

REASONS: dict[str, tuple[Verdict, str]] = {
    "fine": (Verdict.OK, "the page is there"),
    "registered": (Verdict.OK, "the DOI is registered"),
    "moved": (Verdict.MOVED, "the page has moved for good; write {detail} instead"),
    "not-allowed": (Verdict.BLOCKED, "the site does not answer programs ({detail}); open it in a browser to be sure"),
    "rate-limit": (Verdict.BLOCKED, "the site asks for a pause ({detail}); it will be asked again later"),
    "legal": (Verdict.BLOCKED, "the site withholds the page for legal reasons ({detail})"),
    "login": (Verdict.BLOCKED, "the page wants a login: {detail}"),
    "consent": (Verdict.BLOCKED, "the page wants consent before it shows anything: {detail}"),
    "challenge": (Verdict.BLOCKED, "the page wants to be sure that a person is reading: {detail}"),
    "soft-404": (Verdict.SUSPECT, "the page says that it does not exist, although the server says it does: {detail}"),
    "home": (Verdict.SUSPECT, "the address leads to the home page of the site; what was cited is not there: {detail}"),
    "parked": (Verdict.SUSPECT, "the domain seems to be for sale or parked: {detail}"),
    "hijacked": (Verdict.SUSPECT, "the domain seems to belong to somebody else now: {detail}"),
    "other-title": (Verdict.SUSPECT, "the title of the page is far from the one in the bibliography: {detail}"),
    "no-fragment": (Verdict.SUSPECT, "the page is there, but not the place in it: {detail}"),
    "empty": (Verdict.SUSPECT, "the page is empty"),
    "quote-gone": (Verdict.SUSPECT, "the page no longer has the words that are quoted: {detail}"),
    "odd-status": (Verdict.SUSPECT, "the server answers with {detail}"),
    "server-error": (Verdict.UNSTABLE, "the server has a fault of its own ({detail}); that may pass"),
    "timeout": (Verdict.UNSTABLE, "no answer within {detail}"),
    "reset": (Verdict.UNSTABLE, "the connection broke off: {detail}"),
    "bad-answer": (Verdict.UNSTABLE, "the answer cannot be read, not even by a browser: {detail}"),
    "dns-fault": (Verdict.UNSTABLE, "the name server of the domain did not answer: {detail}"),
    "tls-expired": (Verdict.TLS, "the certificate has expired: {detail}"),
    "tls-not-yet": (Verdict.TLS, "the certificate is not valid yet: {detail}"),
    "tls-self-signed": (Verdict.TLS, "the certificate is signed by nobody but itself: {detail}"),
    "tls-name": (Verdict.TLS, "the certificate is for another name: {detail}"),
    "tls-incomplete": (Verdict.TLS, "the server does not send the whole chain of its certificate: {detail}"),
    "tls-untrusted": (Verdict.TLS, "the certificate is signed by an authority that nobody trusts: {detail}"),
    "tls-other": (Verdict.TLS, "no secure connection is possible: {detail}"),
    "gone": (Verdict.DEAD, "the page is not there ({detail})"),
    "no-such-host": (Verdict.DEAD, "there is no site of this name: {detail}"),
    "connection-refused": (Verdict.DEAD, "nobody answers at this address: {detail}"),
    "loop": (Verdict.DEAD, "the address leads on in a circle, or without end: {detail}"),
    "unregistered": (Verdict.DEAD, "nobody has registered this DOI: {detail}"),
    "unreadable": (Verdict.MALFORMED, "a browser cannot open this address: {detail}"),
    "private": (Verdict.REFUSED, "the address leads into a private network ({detail}), where the checker does not go"),
    "not-web": (Verdict.SKIPPED, "only addresses with http and https are asked: {detail}"),
    "no-time": (Verdict.SKIPPED, "the time for this run was over"),
    "excluded": (Verdict.SKIPPED, "the configuration leaves this address out: {detail}"),
}
"""By reason, its verdict and its text."""

NOTES: dict[str, str] = {
    "userinfo": "the address holds a name or a password, which everybody can read",
    "chain": "the server does not send the whole chain of its certificate; browsers find the rest themselves",
    "temporary": "the address leads on, but says that this is not for good",
}
