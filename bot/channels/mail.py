"""Telling staff by e-mail: plain text over SMTP, with deadlines, without anything of a text reaching the headers."""

import hashlib
import logging
import smtplib
import socket
import ssl
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import format_datetime

from bot.core.notices import Message
from bot.settings import NotifySettings

log = logging.getLogger(__name__)

CONNECT_SECONDS = 10.0
TOTAL_SECONDS = 20.0  # however slowly the server drips
SUBJECT_CHARS = 150
SENDER = "ParisTech bot"
HELLO = "[127.0.0.1]"  # an address literal (RFC 5321), because looking for our own name may take as long as it likes
WELCOME = 220


class MailWay:
    """A `core.ports.Way` over the mail server of the settings; one connection a message."""

    name = "mail"
    at_once = 10

    def __init__(self, settings: NotifySettings, *, connect: float = CONNECT_SECONDS, total: float = TOTAL_SECONDS):
        self._settings = settings
        self._connect, self._total = connect, total

    def send(self, message: Message) -> str:
        """Send one mail to all; see `core.ports.Way`."""
        settings = self._settings
        try:
            with self._session() as server:
                refused = server.send_message(self._mail(message), settings.mail_from, list(settings.mail_to))
        except (smtplib.SMTPException, OSError) as error:
            return _in_words(error, settings.smtp_host)
        if refused:
            log.warning("the mail was taken, but not for %d of the addresses in notify.mail_to", len(refused))
        return ""

    @contextmanager
    def _session(self) -> Iterator[smtplib.SMTP]:
        settings = self._settings
        context = ssl.create_default_context()
        if settings.smtp_security == "ssl":
            server: smtplib.SMTP = smtplib.SMTP_SSL(timeout=self._connect, context=context, local_hostname=HELLO)
        else:
            server = smtplib.SMTP(timeout=self._connect, local_hostname=HELLO)
        # The library's timeout starts again with every byte, so the socket is shut when the time is up.
        late = threading.Event()
        alarm = threading.Timer(self._total, _shut, [server, late])
        alarm.daemon = True
        alarm.start()
        try:
            # The library looks for this name when it checks the certificate after STARTTLS.
            server._host = settings.smtp_host  # type: ignore[attr-defined]
            code, words = server.connect(settings.smtp_host, settings.smtp_port)
            if code != WELCOME:
                raise smtplib.SMTPConnectError(code, words)
            if settings.smtp_security == "starttls":
                server.starttls(context=context)
            if settings.smtp_user:
                server.login(settings.smtp_user, settings.smtp_password.get_secret_value())
            yield server
            _goodbye(server)
        except (smtplib.SMTPException, OSError) as error:
            if late.is_set():  # what came of it then is half an answer
                raise TimeoutError from error
            raise
        finally:
            alarm.cancel()
            server.close()

    def _mail(self, message: Message) -> EmailMessage:
        settings = self._settings
        domain = settings.mail_from.rpartition("@")[2]
        mail = EmailMessage(policy=SMTP_POLICY)
        mail["Subject"] = one_line(message.subject, SUBJECT_CHARS)
        mail["From"] = Address(SENDER, addr_spec=settings.mail_from)
        mail["To"] = [Address(addr_spec=address) for address in settings.mail_to]
        mail["Date"] = format_datetime(message.at)
        mail["Message-ID"] = f"<{hashlib.sha256(message.id.encode()).hexdigest()[:32]}@{domain}>"
        mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers to it
        mail.set_content(message.text, charset="utf-8")
        return mail


# First match wins. Words of our own, because a server's answer may hold what we have sent.
_WORDS: tuple[tuple[type[Exception], str], ...] = (
    (
        smtplib.SMTPAuthenticationError,
        "{host} did not accept our name and password{code}. Check notify.smtp_user and notify.smtp_password.",
    ),
    (smtplib.SMTPRecipientsRefused, "{host} does not take mail for the addresses in notify.mail_to. Check them."),
    (smtplib.SMTPSenderRefused, "{host} does not take mail from the address in notify.mail_from{code}. Check it."),
    (
        smtplib.SMTPNotSupportedError,
        "{host} cannot do what notify.smtp_security or notify.smtp_user ask for. Check both, and notify.smtp_port.",
    ),
    (smtplib.SMTPServerDisconnected, "{host} closed the connection, or was too slow. It is tried again."),
    (smtplib.SMTPResponseException, "{host} did not take the mail{code}. It is tried again."),
    (ssl.SSLCertVerificationError, "The certificate of {host} was not accepted. Check notify.smtp_host."),
    (ssl.SSLError, "No secure connection to {host}. Check notify.smtp_security and notify.smtp_port."),
    (socket.gaierror, "The name {host} was not found. Check notify.smtp_host."),
    (ConnectionRefusedError, "{host} refused the connection. Check notify.smtp_host and notify.smtp_port."),
    (TimeoutError, "{host} did not answer in time. It is tried again."),
)


def _in_words(error: Exception, host: str) -> str:
    code = f" ({error.smtp_code})" if isinstance(error, smtplib.SMTPResponseException) else ""
    for kind, words in _WORDS:
        if isinstance(error, kind):
            return words.format(host=host, code=code)
    return f"The connection to {host} broke off. It is tried again."


def one_line(text: str, most: int) -> str:
    """The text as it may stand in a header: on one line, without control characters, not longer than `most`."""
    plain = "".join(" " if unicodedata.category(char) in {"Cc", "Cf", "Zl", "Zp", "Cs"} else char for char in text)
    plain = " ".join(plain.split())
    return plain if len(plain) <= most else f"{plain[: most - 1]}…"


def _goodbye(server: smtplib.SMTP) -> None:
    """The mail is taken by now, so it is no failure if the server does not take leave."""
    try:
        server.quit()
    except (smtplib.SMTPException, OSError):
        return


def _shut(server: smtplib.SMTP, late: threading.Event) -> None:
    late.set()
    sock = server.sock
    if sock is not None:
        try:
            # The plain socket's: TLS would want to say goodbye, while another thread reads.
            socket.socket.shutdown(sock, socket.SHUT_RDWR)
        except OSError:
            return
