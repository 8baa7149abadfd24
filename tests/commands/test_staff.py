"""`staff` from the command line: colleagues come, change and go."""

import json

from bot import wiring
from bot.actions import signing_in
from bot.actions.signing_in import Visitor
from tests.commands.conftest import Run

PASSWORD = "one velvet lantern nine"


def test_a_colleague_comes_by_the_link_and_goes_again(run: Run, office: object) -> None:
    assert run("staff", "add", "boss", "admin")[0] == 0
    status, out, _ = run("staff", "add", "小梅", "editor", "--json")
    link = json.loads(out)["link"]
    assert status == 0
    assert link.startswith("http://127.0.0.1:8000/console/link/")
    with wiring.open_database(f"{office}/config.toml") as database:
        now = wiring.clock_of(None).now()
        visitor = Visitor("127.0.0.0/24", "a browser")
        signing_in.use_link(database, link.rsplit("/", 1)[-1], PASSWORD, visitor, now=now)
        assert signing_in.sign_in(database, "小梅", PASSWORD, visitor, now=now)
    assert run("staff", "role", "小梅", "approver")[0] == 0
    assert run("staff", "disable", "小梅")[0] == 0
    listed = {one["name"]: one for one in json.loads(run("staff", "list", "--json")[1])}
    assert (listed["小梅"]["role"], listed["小梅"]["active"]) == ("approver", False)
    assert run("staff", "link", "小梅")[0] == 1
    assert run("staff", "enable", "小梅")[0] == 0
    assert run("staff", "link", "小梅")[0] == 0


def test_a_slip_is_told(run: Run) -> None:
    run("staff", "add", "boss", "admin")
    assert run("staff", "add", "boss", "admin")[0] == 1
    assert run("staff", "add", "li", "king")[0] == 2
    assert run("staff", "add", "<script>", "viewer")[0] == 2
    status, _, said = run("staff", "disable", "boss")
    assert (status, "last admin" in said) == (1, True)
    assert run("staff", "link", "nobody")[0] == 1
