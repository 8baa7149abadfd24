"""A mail server for tests: it speaks just enough SMTP, with TLS if wanted, and misbehaves where it is told to."""

import base64
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec


def certificate(folder: Path) -> Path:
    """A certificate for 127.0.0.1 that signs itself, with its key, in one file."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, now - timedelta(days=1), now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path = folder / "server.pem"
    path.write_bytes(key.private_bytes(*form) + signed.public_bytes(serialization.Encoding.PEM))
    return path


@dataclass
class Received:
    sender: str
    recipients: list[str]
    raw: bytes

    @property
    def mail(self) -> EmailMessage:
        mail = message_from_bytes(self.raw, policy=default)
        assert isinstance(mail, EmailMessage)
        return mail


@dataclass
class SmtpServer:
    """`says` replaces the answer to a command ("MAIL", "DATA", "." for the end of a mail, "" for the greeting);
    an answer of None closes the connection, "silence" says nothing any more, "drip" a byte now and then.
    """

    says: Mapping[str, str | None] = field(default_factory=dict)
    pem: Path | None = None
    wrapped: bool = False  # TLS from the first byte
    password: str = ""
    received: list[Received] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._ended = threading.Event()
        self._open: list[socket.socket] = []

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        self._ended.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(5)

    def _tls(self, plain: socket.socket) -> socket.socket:
        assert self.pem is not None
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.pem)
        secure = context.wrap_socket(plain, server_side=True, do_handshake_on_connect=False)
        self._open.append(secure)
        secure.do_handshake()
        return secure

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            connection.settimeout(5)
            self._open = [connection]
            with suppress(OSError):
                self._talk(self._tls(connection) if self.wrapped else connection)
            for one in self._open:
                one.close()

    def _answer(self, connection: socket.socket, command: str, usual: str) -> bool:
        text = self.says.get(command, usual)
        if text == "silence":
            connection.recv(1)
            return False
        if text == "drip":
            while not self._ended.wait(0.05):
                connection.sendall(b"2")
            return False
        if text is not None:
            connection.sendall(text.encode() + b"\r\n")
        return text is not None

    def _talk(self, connection: socket.socket) -> None:
        if not self._answer(connection, "", "220 test ready"):
            return
        sender, recipients, reader = "", list[str](), connection.makefile("rb")
        while line := reader.readline():
            text = line.decode().rstrip()
            command = text.split(" ")[0].upper()
            self.commands.append(text)
            if command == "STARTTLS" and self.pem and "STARTTLS" not in self.says:
                connection.sendall(b"220 go ahead\r\n")
                reader.close()
                connection = self._tls(connection)
                reader = connection.makefile("rb")
                continue
            if command == "DATA" and "DATA" not in self.says:
                connection.sendall(b"354 go ahead\r\n")
                raw = b""
                while (part := reader.readline()) not in {b".\r\n", b""}:
                    raw += part.removeprefix(b".")
                if not self._answer(connection, ".", "250 taken"):
                    return
                if self.says.get(".", "250").startswith("250"):
                    self.received.append(Received(sender, recipients, raw))
                continue
            if command == "MAIL":
                sender, recipients = text.partition("<")[2].partition(">")[0], []
            if command == "RCPT":
                recipients.append(text.partition("<")[2].partition(">")[0])
            if not self._answer(connection, command, self._usual(command, text)):
                return
            if command == "QUIT":
                return

    def _usual(self, command: str, text: str) -> str:
        if command == "EHLO":
            offers = ["250-test", *(["250-STARTTLS"] if self.pem else []), "250 AUTH PLAIN"]
            return "\r\n".join(offers)
        if command == "AUTH":
            _, _, password = base64.b64decode(text.split(" ")[2]).decode().split("\0")
            return "235 in" if password == self.password else f"535 wrong: {password}"
        return "221 bye" if command == "QUIT" else "250 ok"


@contextmanager
def smtp_server(
    says: Mapping[str, str | None] | None = None, *, pem: Path | None = None, wrapped: bool = False, password: str = ""
) -> Iterator[SmtpServer]:
    server = SmtpServer(says or {}, pem, wrapped, password)
    server.start()
    try:
        yield server
    finally:
        server.close()
