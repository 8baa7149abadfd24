"""Mail as a real server sees it, and what is said of one that does not take it."""

import logging
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.channels.mail import MailWay, one_line
from bot.core.notices import Message
from bot.settings import NotifySettings
from tests.channels.smtp_server import SmtpServer, certificate, smtp_server

CANARY = "CANARYsecretCANARY"
NOON = datetime(2026, 12, 10, 4, 0, tzinfo=UTC)
MESSAGE = Message("notice-1-0", NOON, "talk on Weibo: unknown", "宣讲会：答复丢失了。\nDécidez.\n.\nend")


@pytest.fixture(scope="module")
def pem(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def trusted(pem: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    return pem


def a_way(server: SmtpServer, total: float = 5.0, **changes: Any) -> MailWay:
    wanted = {
        "smtp_host": "127.0.0.1",
        "smtp_port": server.port,
        "smtp_security": "none",
        "mail_from": "bot@example.org",
        "mail_to": ("li@example.org", "anna@example.org"),
    }
    return MailWay(NotifySettings(**{**wanted, **changes}), connect=total, total=total)


def test_a_mail_arrives_whole_with_its_headers() -> None:
    with smtp_server() as server:
        assert a_way(server).send(MESSAGE) == ""
    [got] = server.received
    assert (got.sender, got.recipients) == ("bot@example.org", ["li@example.org", "anna@example.org"])
    assert got.mail["Subject"] == "talk on Weibo: unknown"
    assert got.mail["From"] == "ParisTech bot <bot@example.org>"
    assert got.mail["To"] == "li@example.org, anna@example.org"
    assert got.mail["Date"] == "Thu, 10 Dec 2026 04:00:00 +0000"
    assert got.mail["Auto-Submitted"] == "auto-generated"
    assert got.mail.get_content_type() == "text/plain"
    assert got.mail.get_content_charset() == "utf-8"
    assert got.mail.get_content().splitlines() == MESSAGE.text.splitlines()


def test_a_repeated_telling_has_the_same_id_and_another_one_has_not() -> None:
    with smtp_server() as server:
        for name in ("notice-1-0", "notice-1-0", "notice-1-1"):
            a_way(server).send(Message(name, NOON, "s", "t"))
    first, again, other = (str(got.mail["Message-ID"]) for got in server.received)
    assert first == again != other
    assert first.endswith("@example.org>")


@pytest.mark.parametrize(
    "mark", ["\r\nBcc: thief@example.org", "\nBcc: thief@example.org", "\r", "\x00", "\u2028", "\x85"]
)
def test_no_text_reaches_the_headers_or_the_envelope(mark: str) -> None:
    with smtp_server() as server:
        assert a_way(server).send(Message("m", NOON, f"说明会{mark} tonight", f"text{mark}")) == ""
    [got] = server.received
    assert got.recipients == ["li@example.org", "anna@example.org"]
    assert got.mail["Bcc"] is None
    assert str(got.mail["Subject"]).startswith("说明会")


def test_a_subject_is_one_line_and_not_endless() -> None:
    assert one_line("a\r\n b\u202ec", 10) == "a b c"
    assert one_line("a" * 200, 150) == "a" * 149 + "…"


@pytest.mark.parametrize(("security", "wrapped"), [("starttls", False), ("ssl", True)])
def test_a_mail_goes_by_tls_with_name_and_password(trusted: Path, security: str, wrapped: bool) -> None:
    with smtp_server(pem=trusted, wrapped=wrapped, password=CANARY) as server:
        way = a_way(server, smtp_security=security, smtp_user="bot", smtp_password=CANARY)
        assert way.send(MESSAGE) == ""
    assert len(server.received) == 1
    commands = [command.split(" ")[0].upper() for command in server.commands]
    assert security == "ssl" or commands.index("STARTTLS") < commands.index("AUTH")


@pytest.mark.parametrize(("security", "wrapped"), [("starttls", False), ("ssl", True)])
def test_a_certificate_that_nobody_vouches_for_is_refused(pem: Path, security: str, wrapped: bool) -> None:
    with smtp_server(pem=pem, wrapped=wrapped, password=CANARY) as server:
        why = a_way(server, smtp_security=security, smtp_user="bot", smtp_password=CANARY).send(MESSAGE)
    assert why == "The certificate of 127.0.0.1 was not accepted. Check notify.smtp_host."
    assert not any(command.startswith("AUTH") for command in server.commands)


def test_without_starttls_no_password_is_sent() -> None:
    with smtp_server() as server:
        why = a_way(server, smtp_security="starttls", smtp_user="bot", smtp_password=CANARY).send(MESSAGE)
    assert "notify.smtp_security" in why
    assert not any(command.startswith("AUTH") for command in server.commands)


@pytest.mark.parametrize(
    ("says", "told"),
    [
        ({"": "554 no service"}, "127.0.0.1 did not take the mail (554). It is tried again."),
        ({"MAIL": "550 not you"}, "does not take mail from the address in notify.mail_from (550)"),
        ({"RCPT": "550 nobody here"}, "does not take mail for the addresses in notify.mail_to"),
        ({"DATA": "451 later"}, "did not take the mail (451)"),
        ({".": "552 too large"}, "did not take the mail (552)"),
        ({".": None}, "closed the connection, or was too slow"),
        ({"": None}, "closed the connection, or was too slow"),
        ({"EHLO": "nonsense", "HELO": "nonsense"}, "did not take the mail (-1)"),
    ],
)
def test_a_server_that_does_not_take_it_is_named_with_what_to_do(says: dict[str, str | None], told: str) -> None:
    with smtp_server(says) as server:
        assert told in a_way(server).send(MESSAGE)
    assert server.received == []


def test_a_server_that_goes_after_taking_the_mail_has_taken_it() -> None:
    with smtp_server({"QUIT": None}) as server:
        assert a_way(server).send(MESSAGE) == ""


def test_a_server_that_is_not_there_is_named() -> None:
    with smtp_server() as server:
        pass
    assert a_way(server).send(MESSAGE).startswith("127.0.0.1 refused the connection.")


@pytest.mark.parametrize("says", [{"": "silence"}, {".": "silence"}, {"": "drip"}, {"MAIL": "drip"}])
def test_no_server_holds_us_longer_than_the_deadline(says: dict[str, str | None]) -> None:
    with smtp_server(says) as server:
        began = time.monotonic()
        assert a_way(server, total=0.5).send(MESSAGE).endswith("It is tried again.")
    assert time.monotonic() - began < 4


def test_a_wrong_password_is_told_without_it_though_the_server_repeats_it(
    trusted: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with smtp_server(pem=trusted, password="another") as server:
        why = a_way(server, smtp_security="starttls", smtp_user="bot", smtp_password=CANARY).send(MESSAGE)
    assert why.startswith("127.0.0.1 did not accept our name and password (535).")
    assert CANARY not in why + caplog.text


def test_one_address_that_is_refused_does_not_keep_the_others_from_hearing(caplog: pytest.LogCaptureFixture) -> None:
    class Picky(SmtpServer):
        def _usual(self, command: str, text: str) -> str:
            return "550 no" if command == "RCPT" and "anna" in text else super()._usual(command, text)

    server = Picky()
    server.start()
    try:
        assert a_way(server).send(MESSAGE) == ""
    finally:
        server.close()
    assert len(server.received) == 1
    assert "not for 1 of the addresses" in caplog.text
