"""Certificates of the laboratory: one that is sound, and one for each way in which they can be faulty."""

from __future__ import annotations

import datetime as dt
import ssl
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import AuthorityInformationAccessOID, NameOID


@dataclass(frozen=True)
class _Signer:
    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey


def _issue(  # noqa: PLR0913 - what certificates differ in
    name: str,
    signer: _Signer | None,
    *,
    is_ca: bool = False,
    days: tuple[int, int] = (-1, 30),
    host: str = "",
    aia: str = "",
) -> _Signer:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(dt.UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(signer.certificate.subject if signer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + dt.timedelta(days=days[0]))
        .not_valid_after(now + dt.timedelta(days=days[1]))
        .add_extension(x509.BasicConstraints(ca=is_ca, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    if signer:
        identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.key.public_key())
        builder = builder.add_extension(identifier, critical=False)
    if is_ca:
        usage = x509.KeyUsage(
            digital_signature=True, key_cert_sign=True, crl_sign=True, content_commitment=False, key_encipherment=False,
            data_encipherment=False, key_agreement=False, encipher_only=False, decipher_only=False,
        )  # fmt: skip
        builder = builder.add_extension(usage, critical=True)
    if host:
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
    if aia:
        access = x509.AccessDescription(AuthorityInformationAccessOID.CA_ISSUERS, x509.UniformResourceIdentifier(aia))
        builder = builder.add_extension(x509.AuthorityInformationAccess([access]), critical=False)
    return _Signer(builder.sign(signer.key if signer else key, hashes.SHA256()), key)


def _context(folder: Path, name: str, leaf: _Signer, *more: _Signer) -> ssl.SSLContext:
    file = folder / f"{name}.pem"
    key = leaf.key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    chain = b"".join(one.certificate.public_bytes(serialization.Encoding.PEM) for one in (leaf, *more))
    file.write_bytes(key + chain)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


def certificates(folder: Path, aia: str) -> tuple[Path, bytes, dict[str, ssl.SSLContext]]:
    """Return the file of the authority, the certificate between it and some servers, and what each server has.

    `aia` is the address at which browsers find the one between.
    """
    root = _issue("Lab root", None, is_ca=True)
    middle = _issue("Lab intermediate", root, is_ca=True)
    stranger = _issue("Stranger", None, is_ca=True)
    authority = folder / "ca.pem"
    authority.write_bytes(root.certificate.public_bytes(serialization.Encoding.PEM))
    contexts = {
        "sound": _context(folder, "sound", _issue("sound", middle, host="sound.test"), middle),
        "expired": _context(folder, "expired", _issue("expired", root, host="expired.test", days=(-30, -1))),
        "future": _context(folder, "future", _issue("future", root, host="future.test", days=(5, 30))),
        "self-signed": _context(folder, "self", _issue("self", None, host="self-signed.test")),
        "wrong-name": _context(folder, "name", _issue("name", root, host="elsewhere.test")),
        "untrusted": _context(folder, "untrusted", _issue("untrusted", stranger, host="untrusted.test"), stranger),
        "incomplete": _context(folder, "incomplete", _issue("incomplete", middle, host="incomplete.test")),
        "mended": _context(folder, "mended", _issue("mended", middle, host="mended.test", aia=aia)),
    }
    return authority, middle.certificate.public_bytes(serialization.Encoding.DER), contexts
