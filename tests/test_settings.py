"""Settings: every fault at once, with its place, and never a secret."""

import os
import tomllib
from pathlib import Path

import pytest

from bot import settings_file
from bot.core.errors import SettingsError, UsageError
from bot.settings import Settings

ROOT = Path(__file__).parent.parent
KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="
GOOD = f"""
[security]
data_key = "{KEY}"
person_key = "{KEY}"

[wechat]
app_id = "wx0123456789abcdef"
app_secret = "appsecret0123456789"
token = "aToken0123456789xyz"
aes_key = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
original_id = "gh_0123456789ab"
"""


@pytest.fixture(autouse=True)
def _no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.upper().startswith("PARISTECH_BOT"):
            monkeypatch.delenv(name)


def write(folder: Path, text: str) -> Path:
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


def faults(folder: Path, text: str) -> tuple[str, ...]:
    with pytest.raises(SettingsError) as caught:
        settings_file.load(write(folder, text))
    return caught.value.findings


def test_a_complete_file_is_loaded_with_defaults_for_the_rest(tmp_path: Path) -> None:
    settings = settings_file.load(write(tmp_path, GOOD))
    assert settings.wechat.app_id == "wx0123456789abcdef"
    assert settings.server.port == 8000
    assert settings.announcements.reconcile_after == (20, 120, 600)


def test_a_relative_database_file_lies_beside_the_settings(tmp_path: Path) -> None:
    settings = settings_file.load(write(tmp_path, GOOD + '[database]\nurl = "sqlite:///bot.db"\n'))
    assert settings.database.url == f"sqlite:///{tmp_path}/bot.db"


def test_all_faults_are_told_at_once_each_with_its_line(tmp_path: Path) -> None:
    text = (
        GOOD.replace("ABCDEFG", "ABCDEF").replace("wx0123456789abcdef", "wx12") + "[server]\nport = 70000\nprot = 1\n"
    )
    found = faults(tmp_path, text)
    assert "config.toml:10: wechat.aes_key must be 43 characters (is 42), as the WeChat console shows it" in found
    assert any(f.startswith("config.toml:7: wechat.app_id ") for f in found)
    assert any(f.startswith("config.toml:13: server.port ") for f in found)
    assert "config.toml:14: server.prot is not a setting; did you mean server.port?" in found


def test_an_unknown_section_is_named_with_the_nearest(tmp_path: Path) -> None:
    assert "config.toml:12: wechatt is not a setting; did you mean wechat?" in faults(
        tmp_path, GOOD + "[wechatt]\na = 1\n"
    )


@pytest.mark.parametrize(
    ("change", "to", "told"),
    [
        ("aToken0123456789xyz", "changeme", "wechat.token must be 16 to 32 letters and digits, and random"),
        ("aToken0123456789xyz", "a" * 20, "wechat.token must be random: it repeats itself"),
        ("aToken0123456789xyz", "", "wechat.token must be 16 to 32"),
        (KEY, "c2hvcnQ=", "security.data_key must be 32 random bytes in base64"),
        ("ABCDEFG", "ABCDE+G", "wechat.aes_key must be letters and digits only"),
    ],
)
def test_weak_secrets_stop_the_start(tmp_path: Path, change: str, to: str, told: str) -> None:
    assert any(told in finding for finding in faults(tmp_path, GOOD.replace(change, to)))


def test_no_secret_is_ever_told(tmp_path: Path) -> None:
    canary = "Canary+Secret/Value"
    text = GOOD.replace("aToken0123456789xyz", canary).replace(KEY, canary)
    assert canary not in "\n".join(faults(tmp_path, text))


@pytest.mark.parametrize(
    ("section", "line", "told"),
    [
        ("answering", 'office_zone = "Mars/X"', "must be a time zone like Asia/Shanghai"),
        ("server", "port = 0", "greater than or equal to 1"),
        ("database", 'url = "sqlit:///x"', "must be sqlite:///FILE or postgresql://"),
        ("announcements", "lease_seconds = -5", "greater than or equal to 2"),
        ("server", 'port = "many"', "valid integer"),
        ("weibo", 'rip = "300.1.1.1"', "public IPv4 address"),
    ],
)
def test_wrong_values_are_told_in_words(tmp_path: Path, section: str, line: str, told: str) -> None:
    assert any(told in finding for finding in faults(tmp_path, f"{GOOD}[{section}]\n{line}\n"))


def test_plain_mode_needs_a_decision(tmp_path: Path) -> None:
    plain = GOOD + 'mode = "plain"\n'
    assert any("allow_plain = true" in finding for finding in faults(tmp_path, plain))
    assert settings_file.load(write(tmp_path, plain + "allow_plain = true\n")).wechat.mode == "plain"


def test_broken_toml_names_its_line(tmp_path: Path) -> None:
    assert faults(tmp_path, "[server]\nport = = 1\n")[0].startswith("config.toml:2: this line is not TOML")


def test_a_key_given_twice_is_a_fault(tmp_path: Path) -> None:
    assert "config.toml" in faults(tmp_path, "[server]\nport = 1\nport = 2\n")[0]


def test_a_missing_section_says_what_is_missing(tmp_path: Path) -> None:
    assert "config.toml: wechat is missing" in faults(tmp_path, "[server]\nport = 8000\n")


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARISTECH_BOT__SERVER__PORT", "9001")
    monkeypatch.setenv("PARISTECH_BOT__ANNOUNCEMENTS__RECONCILE_AFTER", "[1, 2]")
    settings = settings_file.load(write(tmp_path, GOOD))
    assert settings.server.port == 9001
    assert settings.announcements.reconcile_after == (1, 2)


def test_an_empty_variable_counts_as_not_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARISTECH_BOT__SERVER__PORT", "")
    assert settings_file.load(write(tmp_path, GOOD)).server.port == 8000


def test_an_unknown_variable_is_a_fault_with_the_nearest_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARISTECH_BOT__SERVER__PROT", "9001")
    assert faults(tmp_path, GOOD) == (
        "PARISTECH_BOT__SERVER__PROT (environment): no such setting; did you mean PARISTECH_BOT__SERVER__PORT?",
    )


def test_a_wrong_variable_is_named_instead_of_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARISTECH_BOT__SERVER__PORT", "70000")
    assert faults(tmp_path, GOOD)[0].startswith("PARISTECH_BOT__SERVER__PORT (environment): server.port ")


def test_a_missing_file_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="paristech-bot init"):
        settings_file.config_path(str(tmp_path / "none.toml"))


def test_a_folder_is_not_a_settings_file(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is a folder"):
        settings_file.config_path(str(tmp_path))


def test_a_file_that_is_not_utf8_is_told(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(b'[server]\nhost = "\xff\xfe"\n')
    with pytest.raises(SettingsError, match="not UTF-8"):
        settings_file.load(path)


def test_the_example_names_every_key_with_a_sentence_and_its_default() -> None:
    text = (ROOT / "config.example.toml").read_text(encoding="utf-8")
    example = tomllib.loads(text.replace("# sure =", "sure =").replace("# maybe =", "maybe ="))
    lines = text.splitlines()
    for section, field in Settings.model_fields.items():
        assert set(example[section]) == set(field.annotation.model_fields), section
    for number, line in enumerate(lines):
        if "=" in line and not line.startswith("#"):
            assert lines[number - 1].startswith("# "), line
            assert lines[number - 1].rstrip().endswith("."), lines[number - 1]


def test_the_defaults_in_the_example_are_the_true_ones() -> None:
    example = tomllib.loads((ROOT / "config.example.toml").read_text(encoding="utf-8"))
    for section, field in Settings.model_fields.items():
        for key, info in field.annotation.model_fields.items():
            if info.is_required() or key not in example[section]:
                continue
            default = getattr(info.default, "get_secret_value", lambda value=info.default: value)()
            shown = example[section][key]
            assert (tuple(shown) if isinstance(shown, list) else shown) == default, f"{section}.{key}"


def test_all_secrets_are_known_to_the_log_filter(tmp_path: Path) -> None:
    secrets = settings_file.secrets_of(settings_file.load(write(tmp_path, GOOD)))
    assert {KEY, "appsecret0123456789", "aToken0123456789xyz"} <= set(secrets)


def test_a_file_that_others_can_read_is_noticed(tmp_path: Path) -> None:
    path = write(tmp_path, GOOD)
    path.chmod(0o644)
    assert settings_file.readable_by_others(path)
    path.chmod(0o600)
    assert not settings_file.readable_by_others(path)


@pytest.mark.parametrize("written", ["1,2.5,30", "[1, 2.5, 30]", " 1, 2.5 ,30 "])
def test_a_list_may_come_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.setenv("PARISTECH_BOT__ANNOUNCEMENTS__RECONCILE_AFTER", written)
    assert settings_file.load(write(tmp_path, GOOD)).announcements.reconcile_after == (1, 2.5, 30)


def test_a_fault_in_a_list_from_the_environment_names_the_variable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PARISTECH_BOT__ANNOUNCEMENTS__RECONCILE_AFTER", "20, soon")
    (found,) = faults(tmp_path, GOOD)
    assert found.startswith("PARISTECH_BOT__ANNOUNCEMENTS__RECONCILE_AFTER (environment): announcements.reconcile_")


def test_a_fault_reads_as_a_sentence(tmp_path: Path) -> None:
    assert "config.toml:13: server.port should be less than or equal to 65535" in faults(
        tmp_path, GOOD + "[server]\nport = 70000\n"
    )


def test_a_holiday_without_its_days_is_refused_in_words(tmp_path: Path) -> None:
    [said] = faults(tmp_path, GOOD + '[announcements]\nholidays = ["Spring Festival"]\n')
    assert 'is not like "2027-02-04 to 2027-02-11 Spring Festival"' in said


@pytest.mark.parametrize("given", ["高薪, best", '["高薪", "best"]', "['高薪','best']"])
def test_words_may_be_listed_in_a_variable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv("PARISTECH_BOT__ANNOUNCEMENTS__BANNED_WORDS", given)
    assert settings_file.load(write(tmp_path, GOOD)).announcements.banned_words == ("高薪", "best")
