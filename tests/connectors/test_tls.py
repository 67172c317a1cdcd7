"""Certificates are checked against the name of the URL, whatever address is connected to."""

from __future__ import annotations

import datetime
import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from mizan.connectors.guard import Guard, Limits
from mizan.errors import ConnectorError
from mizan.testing import LOOPBACK

LIMITS = Limits(connect=1.0, read=1.0, total=2.0)


@dataclass
class Server:
    """One that answers 204 under TLS, with a certificate for receiver.test."""

    file: Path
    port: int = 0
    names: list[str | None] = field(default_factory=list)  # as the clients asked for


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    served = Server(tmp_path / "both.pem")
    served.file.write_bytes(certificate("receiver.test"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(served.file)
    context.sni_callback = lambda _socket, name, _context: served.names.append(name)
    listening = socket.create_server(("127.0.0.1", 0))
    served.port = listening.getsockname()[1]
    thread = Thread(target=answer_all, args=(listening, context))
    thread.start()
    yield served
    listening.shutdown(socket.SHUT_RDWR)
    thread.join()
    listening.close()


def answer_all(listening: socket.socket, context: ssl.SSLContext) -> None:
    while True:
        try:
            plain, _ = listening.accept()
        except OSError:
            return
        try:
            with context.wrap_socket(plain, server_side=True) as connection:
                connection.recv(65536)
                connection.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")
        except OSError:
            plain.close()


def certificate(host: str) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, host)])
    today = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - datetime.timedelta(days=1))
        .not_valid_after(today + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    return made.public_bytes(serialization.Encoding.PEM) + key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def guard(tls: ssl.SSLContext | None = None) -> Guard:
    return Guard(LOOPBACK, resolve=lambda host, port: ["127.0.0.1"], tls=tls, limits=LIMITS)


def test_the_name_of_the_url_is_asked_for_and_checked(server: Server) -> None:
    tls = ssl.create_default_context(cafile=server.file)

    reply = guard(tls).post(f"https://receiver.test:{server.port}/", b"{}", {})

    assert reply.status == 204
    assert server.names == ["receiver.test"]


@pytest.mark.parametrize("known", [True, False])
def test_a_certificate_of_another_name_or_authority_is_refused(server: Server, known: bool) -> None:
    tls = ssl.create_default_context(cafile=server.file) if known else None
    host = "other.test" if known else "receiver.test"

    with pytest.raises(ConnectorError) as caught:
        guard(tls).post(f"https://{host}:{server.port}/", b"{}", {})

    assert caught.value.code == "connector.tls"
    assert not caught.value.permanent
