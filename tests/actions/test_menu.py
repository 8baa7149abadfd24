"""The menu file: what WeChat or a student would stumble over is said before it is pushed."""

from pathlib import Path

import pytest
import yaml

from bot.actions.menu import menu_problems, read_menu
from bot.channels.pictures import COVER
from bot.core.errors import BadFile, HasProblems

IDS = {"visa"}


def ids_of_the_demo_faq() -> set[str]:
    faq = yaml.safe_load((COVER.parent / "faq.yaml").read_text("utf-8"))
    return {entry["id"] for entry in (faq["entries"] if isinstance(faq, dict) else faq)}


def test_the_bundled_menu_is_in_order():
    menu = read_menu(None, ids_of_the_demo_faq())
    assert [len(top["sub_button"]) for top in menu["button"]] == [5, 5, 4]
    assert {"type": "click", "name": "签证", "key": "faq:visa-tlscontact"} in menu["button"][1]["sub_button"]


def test_a_top_entry_may_lead_somewhere_itself(tmp_path: Path):
    file = tmp_path / "menu.yaml"
    file.write_text("- {name: 帮助, key: help}\n- {name: 网站, url: 'https://paristech.fr'}", "utf-8")
    assert read_menu(file, IDS)["button"] == [
        {"type": "click", "name": "帮助", "key": "help"},
        {"type": "view", "name": "网站", "url": "https://paristech.fr"},
    ]


@pytest.mark.parametrize(
    ("menu", "words"),
    [
        (None, "must be a list"),
        ([], "must be a list"),
        ({"name": "a"}, "must be a list"),
        ([{"name": "a", "key": "help"}] * 4, "4 entries on top"),
        ([{"name": "a", "items": [{"name": "b", "key": "help"}] * 6}], "6 entries below"),
        ([{"name": "a", "items": []}], "empty list"),
        ([{"name": "a", "items": "b"}], "empty list"),
        ([{"name": "名" * 6, "key": "help"}], "18 bytes"),
        ([{"key": "help"}], "no name"),
        (["a"], "no name"),
        ([{"name": 5, "key": "help"}], "no name"),
        ([{"name": "a"}], "either a key or a url"),
        ([{"name": "a", "key": "help", "url": "https://x.org"}], "either a key or a url"),
        ([{"name": "a", "key": "other"}], "use faq:<id>"),
        ([{"name": "a", "key": 7}], "use faq:<id>"),
        ([{"name": "a", "key": "faq:gone"}], "not published"),
        ([{"name": "a", "url": "paristech.fr"}], "whole address"),
        ([{"name": "a", "url": "javascript:alert(1)"}], "whole address"),
        ([{"name": "a", "url": "https://x.org/" + "a" * 1024}], "too long"),
    ],
)
def test_what_is_wrong_is_said(menu, words):
    assert any(words in problem for problem in menu_problems(menu, IDS))


def test_all_problems_come_at_once(tmp_path: Path):
    file = tmp_path / "menu.yaml"
    file.write_text("- {name: a, key: no}\n- {name: b, key: 'faq:no'}", "utf-8")
    with pytest.raises(HasProblems) as caught:
        read_menu(file, IDS)
    assert len(str(caught.value).splitlines()) == 2


@pytest.mark.parametrize("raw", [b"\xff\xfe", b"- {name: a", b"!!python/object:os.system {}"])
def test_a_file_that_is_no_yaml_is_refused(tmp_path: Path, raw: bytes):
    file = tmp_path / "menu.yaml"
    file.write_bytes(raw)
    with pytest.raises(BadFile):
        read_menu(file, IDS)
    with pytest.raises(BadFile):
        read_menu(tmp_path / "none.yaml", IDS)
