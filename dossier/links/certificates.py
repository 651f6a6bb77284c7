"""What is wrong with a certificate, told apart; and the part of its chain that a server forgot, found as browsers do.

Sources: RFC 5280, 4.2.2.1 (Authority Information Access); OpenSSL's X509_V_ERR codes.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import aiohttp
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from cryptography.x509.oid import AuthorityInformationAccessOID

from dossier.links.guard import Resolver

errors = (ssl.SSLError, aiohttp.ClientSSLError)
"""What a connection raises whose certificate or encryption is faulty."""

_LINKS_OF_A_CHAIN = 3
_REASONS = {
    9: "tls-not-yet",
    10: "tls-expired",
    18: "tls-self-signed",
    19: "tls-untrusted",
    20: "tls-incomplete",
    21: "tls-incomplete",
    62: "tls-name",
    64: "tls-name",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong: a key of `reasons.REASONS`, and the words of OpenSSL."""

    reason: str
    detail: str


def context() -> ssl.SSLContext:
    """Return whom we trust: the system's authorities, or those of `SSL_CERT_FILE`; as lenient as browsers are."""
    made = ssl.create_default_context()
    made.set_ciphers("DEFAULT:@SECLEVEL=1")
    made.options |= getattr(ssl, "OP_LEGACY_SERVER_CONNECT", 0x4)
    # Python 3.13 asks for more than browsers do, and would trust what we add to a chain by itself.
    made.verify_flags &= ~(getattr(ssl, "VERIFY_X509_STRICT", 0) | getattr(ssl, "VERIFY_X509_PARTIAL_CHAIN", 0))
    return made


def fault(error: BaseException) -> Fault:
    """Tell what an error of a connection says of the certificate."""
    cause = error
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        cause = error.certificate_error
    elif isinstance(error, aiohttp.ClientConnectorError):
        cause = error.os_error
    if isinstance(cause, ssl.SSLCertVerificationError):
        return Fault(_REASONS.get(cause.verify_code, "tls-other"), cause.verify_message.removesuffix("."))
    if isinstance(cause, ssl.SSLEOFError | ssl.SSLZeroReturnError):
        return Fault("reset", "the connection broke off while it was being secured")
    return Fault("tls-other", str(getattr(cause, "reason", None) or cause).replace("_", " ").lower()[:120])


async def completed(
    resolver: Resolver, host: str, port: int, fetch: Callable[[str], Awaitable[bytes | None]], seconds: float
) -> ssl.SSLContext | None:
    """Return a context that knows the missing part of a host's chain, None where nobody has it.

    The certificates name the place where their issuer's can be fetched. Nobody is trusted for it: the chain must end
    with an authority that is trusted already.
    """
    certificate = await _certificate(resolver, host, port, seconds)
    if certificate is None:
        return None
    made = context()
    for number in range(_LINKS_OF_A_CHAIN):
        url = _issuer_address(certificate)
        body = await fetch(url) if url else None
        issuer = _read(body) if body else None
        if issuer is None:
            return made if number else None
        made.load_verify_locations(cadata=issuer.public_bytes(Encoding.DER))
        if issuer.issuer == issuer.subject:
            break
        certificate = issuer
    return made


async def _certificate(resolver: Resolver, host: str, port: int, seconds: float) -> x509.Certificate | None:
    """Return the certificate that a server shows, without believing it."""
    unchecked = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    unchecked.check_hostname, unchecked.verify_mode = False, ssl.CERT_NONE
    try:
        _, ip = (await resolver.addresses(host))[0]
        async with asyncio.timeout(seconds):
            _, writer = await asyncio.open_connection(ip, port, ssl=unchecked, server_hostname=host.rstrip("."))
        shown = writer.get_extra_info("ssl_object").getpeercert(binary_form=True)
        writer.close()
        return x509.load_der_x509_certificate(shown) if shown else None
    except (OSError, TimeoutError, ValueError):
        return None


def _issuer_address(certificate: x509.Certificate) -> str:
    try:
        access = certificate.extensions.get_extension_for_class(x509.AuthorityInformationAccess).value
    except (x509.ExtensionNotFound, ValueError):
        return ""
    for one in access:
        if one.access_method == AuthorityInformationAccessOID.CA_ISSUERS and isinstance(
            one.access_location, x509.UniformResourceIdentifier
        ):
            return one.access_location.value
    return ""


def _read(body: bytes) -> x509.Certificate | None:
    """Read a certificate in any of the forms in which authorities offer theirs."""
    readers: tuple[Callable[[bytes], x509.Certificate], ...] = (
        x509.load_der_x509_certificate,
        x509.load_pem_x509_certificate,
        lambda data: pkcs7.load_der_pkcs7_certificates(data)[0],
    )
    for reader in readers:
        try:
            return reader(body)
        except (ValueError, IndexError, TypeError):
            continue
    return None
