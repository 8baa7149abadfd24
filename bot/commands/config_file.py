"""Writes a config.toml with fresh secrets, empty of what only the office knows, or filled for a running sandbox."""

import base64
import json
import os
import secrets
import string
import tomllib
from pathlib import Path
from typing import Any

from bot import wiring
from bot.core.errors import Conflict, UsageError

NAME = "config.toml"
Sections = dict[str, dict[str, Any]]
HEADER = """\
# Settings of the ParisTech China bot, written by `paristech-bot init`. Holds secrets: keep it to yourself.
# Every key with a sentence stands in config.example.toml; check this file with: paristech-bot check
"""
_LETTERS = string.ascii_letters + string.digits


def fresh() -> Sections:
    """`fresh_secrets`, and where to listen and what to keep, so that people see what they can change."""
    server = {"host": "127.0.0.1", "port": 8000, "public_url": "http://127.0.0.1:8000"}
    return merged({"server": server, "database": {"url": f"sqlite:///{wiring.DATABASE_FILE}"}}, fresh_secrets())


def fresh_secrets() -> Sections:
    """New keys, webhook token and AES key; the ones that WeChat's console gives are left for a person to fill in."""
    return {
        "server": {"metrics_token": _letters(32)},
        "security": {"data_key": _key(), "person_key": _key()},
        "wechat": {
            "app_id": "",
            "app_secret": "",
            "token": _letters(32),
            "aes_key": _letters(43),
            "original_id": "",
        },
    }


def for_sandbox(state: dict[str, Any]) -> Sections:
    """The sections that make a bot work against a sandbox in this state."""
    app, wechat, weibo, x = (state[name] for name in ("app", "wechat", "weibo", "x"))
    keys = ("app_id", "app_secret", "token", "aes_key", "original_id")
    return {
        "wechat": {
            **{key: app[key] for key in keys},
            "mode": state["callback"]["mode"],
            "allow_plain": state["callback"]["mode"] == "plain",
            "account_type": wechat["account_type"],
            "verified": wechat["verified"],
            "api_base": wechat["api_base"],
        },
        "weibo": {
            **{key: weibo[key] for key in ("app_key", "app_secret", "access_token", "uid", "safe_domain", "api_base")},
            "rip": "203.0.113.10",
        },
        "x": {key: x[key] for key in ("consumer_key", "consumer_secret", "access_token", "access_secret", "api_base")},
    }


def merged(base: Sections, over: Sections) -> Sections:
    """`over` wins key by key."""
    return {name: {**base.get(name, {}), **over.get(name, {})} for name in {**base, **over}}


def write(path: Path, sections: Sections) -> None:
    """Write the file for its owner's eyes only; Conflict when there is one: it may hold keys that data needs."""
    lines = [HEADER]
    for name, keys in sections.items():
        lines.append(f"[{name}]")
        lines += [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in keys.items()]
        lines.append("")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise Conflict(f"{path} is there already; move it away first if you really want a new one.") from None
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}") from None
    with os.fdopen(number, "w", encoding="utf-8") as file:
        file.write("\n".join(lines))


def take_keys(path: Path) -> Sections:
    """Remove the settings file of an earlier demo, if there is one, and give back the keys that its data needs."""
    try:
        kept = tomllib.loads(path.read_text(encoding="utf-8"))["security"]
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError):
        raise UsageError(f"{path} was not written by the demo; choose another folder.") from None
    path.unlink()
    return {"security": kept}


def _letters(count: int) -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(count))


def _key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode("ascii")
