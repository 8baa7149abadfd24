"""Who may see and do what: every page for every role, forms from elsewhere, headers, addresses that lead away."""

import re
from collections.abc import Iterator

import pytest

from bot.actions import signing_in
from bot.actions.signing_in import ENTER
from bot.console.asking import OPEN
from bot.console.door import next_of
from bot.console.routes import ROUTES
from bot.core.roles import ROLES, may
from bot.store.engine import Database
from tests.console.office import ADMIN, Office

PAGES = [route for route in ROUTES if route.deed != OPEN]


@pytest.fixture
def office(sqlite_database: Database) -> Iterator[Office]:
    office = Office(sqlite_database)
    with office.client:
        yield office


def address(path: str) -> str:
    return re.sub(r"\{\w+:\w+\}", "1", path)


@pytest.mark.parametrize("route", PAGES, ids=lambda route: f"{route.method} {route.path}")
def test_a_page_is_open_to_the_roles_that_may_and_to_no_other(office: Office, route: object) -> None:
    path, deed = address(route.path), route.deed  # type: ignore[attr-defined]
    for role in ROLES:
        answer = office.page(path, role) if route.method == "GET" else office.send(path, role)  # type: ignore[attr-defined]
        assert (answer.status_code == 403) is not may(role, deed), (role, answer.status_code)
        assert answer.status_code < 500


@pytest.mark.parametrize("route", PAGES, ids=lambda route: f"{route.method} {route.path}")
def test_a_stranger_is_sent_to_the_door(office: Office, route: object) -> None:
    path = address(route.path)  # type: ignore[attr-defined]
    answer = office.page(path, "") if route.method == "GET" else office.send(path, "")  # type: ignore[attr-defined]
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/console/sign-in")


@pytest.mark.parametrize("route", [route for route in PAGES if route.method == "POST"], ids=lambda route: route.path)
def test_a_form_without_its_token_is_refused(office: Office, route: object) -> None:
    path = address(route.path)  # type: ignore[attr-defined]
    for token in ("", "x", "é"):
        answer = office.send(path, token=token)
        assert answer.status_code == 403
        assert "earlier sign-in" in answer.text


@pytest.mark.parametrize(
    "headers",
    [{"sec_fetch_site_": "cross-site"}, {"sec_fetch_site_": "same-site"}, {"origin_": "https://evil.example"}],
)
def test_a_form_from_elsewhere_is_refused_even_with_the_token(office: Office, headers: dict[str, str]) -> None:
    answer = office.send("/console/sign-out", "viewer", **headers)
    assert answer.status_code == 403
    assert office.page("/console", "viewer").status_code == 200


def test_our_own_forms_pass_though_their_origin_is_hidden(office: Office) -> None:
    sent = office.send("/console/account/language", lang="fr", sec_fetch_site_="same-origin", origin_="null")
    assert sent.status_code == 303
    assert 'lang="fr"' in office.page("/console").text


@pytest.mark.parametrize("route", [route for route in ROUTES if route.method == "POST"], ids=lambda route: route.path)
def test_what_writes_cannot_be_done_by_a_link(office: Office, route: object) -> None:
    path = route.path  # type: ignore[attr-defined]
    if not any(other.path == path and other.method == "GET" for other in ROUTES):
        assert office.page(address(path)).status_code in (404, 405)


@pytest.mark.parametrize("path", ["/console", "/console/nothing", "/console/sign-in", "/console/faq/unknown"])
@pytest.mark.parametrize("secure", [True, False])
def test_every_answer_has_the_safe_headers(sqlite_database: Database, path: str, secure: bool) -> None:
    office = Office(sqlite_database, secure=secure)
    with office.client:
        headers = office.page(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cache-control"] == "no-store"
    assert ("strict-transport-security" in headers) is secure


@pytest.mark.parametrize("secure", [True, False])
def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_hosts(sqlite_database: Database, secure: bool) -> None:
    office = Office(sqlite_database, secure=secure)
    with office.client:
        gone = office.send("/console/sign-out").headers["set-cookie"]
    assert gone.startswith(f"{office.cookie_name}=")
    assert "HttpOnly" in gone
    assert "samesite=lax" in gone.lower()
    assert ("Secure" in gone) is secure
    assert office.cookie_name.startswith("__Host-") is secure


def test_signing_out_clears_what_the_browser_kept(office: Office) -> None:
    assert office.send("/console/sign-out").headers["clear-site-data"] == '"cache", "storage"'
    assert office.page("/console").status_code == 303


@pytest.mark.parametrize(
    "goal",
    ["//evil.example", "/\\evil", "https://evil.example", "https:evil", "/console/../admin", "/console/..",
     "/consoles", "javascript:1", "/console//evil", "/console/x\r\nSet-Cookie: a=b", ""],
)  # fmt: skip
def test_no_address_leads_away(goal: str) -> None:
    assert next_of({"next": goal}) == "/console"


@pytest.mark.parametrize("goal", ["/console/inbox/3", "/console/faq?q=a%20b&page=2", "/console"])
def test_our_own_pages_are_led_to(goal: str) -> None:
    assert next_of({"next": goal}) == goal


def test_a_form_that_is_too_large_is_refused_with_a_sentence(office: Office) -> None:
    answer = office.send("/console/account/language", lang="x" * 200_000)
    assert answer.status_code == 413
    assert "larger" in answer.text


def test_an_unknown_page_is_a_page_too(office: Office) -> None:
    answer = office.page("/console/no/such/page")
    assert answer.status_code == 404
    assert "There is no such page." in answer.text


@pytest.mark.parametrize("name", ["../app.py", "%2e%2e/app.py", "vendor", "nothing.js", "..%5capp.py"])
def test_only_the_console_s_own_files_are_served(office: Office, name: str) -> None:
    assert office.page(f"/console/static/{name}").status_code == 404


def test_files_are_kept_by_the_browser_because_their_address_has_a_version(office: Office) -> None:
    (address_,) = re.findall(r'href="([^"]*console\.css[^"]*)"', office.page("/console").text)
    answer = office.page(address_, "")
    assert answer.status_code == 200
    assert "immutable" in answer.headers["cache-control"]
    assert "no-store" not in answer.headers["cache-control"]


def test_a_mistake_of_ours_is_a_page_with_a_number_and_no_trace(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    office.database.close()
    office.now = None  # type: ignore[assignment]
    answer = office.client.get("/console", headers={"Cookie": "console=x", "Accept-Language": "en"})
    assert answer.status_code == 500
    number = re.search(r"error ([0-9a-f]{8})", answer.text)
    assert number
    assert number.group(1) in caplog.text
    assert "Traceback" not in answer.text


def test_somebody_who_is_signed_in_can_use_a_link_all_the_same(office: Office) -> None:
    secret = signing_in.make_link(office.database, ADMIN, "editor", purpose=ENTER, now=office.now)
    assert office.page(f"/console/link/{secret}", "viewer").status_code == 200
    answer = office.send(f"/console/link/{secret}", "viewer", token="")
    assert (answer.status_code, answer.headers["location"]) == (303, "/console")


def test_a_form_that_cannot_be_read_is_said_so(office: Office) -> None:
    headers = {"Cookie": f"{office.cookie_name}={office.enter('editor')}"}
    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    part = b'Content-Disposition: form-data; name="a"\r\nContent-Type: text/plain; charset=none\r\n\r\n\xff'
    body = b"--x\r\n" + part + b"\r\n--x--\r\n"
    answer = office.client.post("/console/faq-new", content=body, headers={**headers, **kind})
    assert 400 <= answer.status_code < 500
