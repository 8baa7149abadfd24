"""Reads config.toml and the environment into Settings; says every fault at once, with its line or variable."""

import difflib
import os
import re
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, SecretStr, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, TomlConfigSettingsSource

from bot.core.errors import SettingsError, UsageError
from bot.settings import ENV_PREFIX, DatabaseSettings, Settings

CONFIG_VARIABLE = "PARISTECH_BOT_CONFIG"
DEFAULT_CONFIG = "config.toml"


def config_path(given: str | None) -> Path:
    """The settings file: as given, else PARISTECH_BOT_CONFIG, else ./config.toml; UsageError when it is not a file."""
    path = Path(given or os.environ.get(CONFIG_VARIABLE) or DEFAULT_CONFIG)
    if not path.is_file():
        what = "is a folder" if path.is_dir() else "does not exist"
        raise UsageError(f"The settings file {path} {what}. Make one with: paristech-bot init")
    return path


def load(path: Path) -> Settings:
    """The settings of this file under PARISTECH_BOT__SECTION__KEY variables; an empty variable counts as not set.

    Relative paths in the file are taken from the file's own folder. Raises SettingsError with every fault.
    """
    text = _read(path)
    findings = unknown_variables(os.environ)
    try:
        settings = _with_file(path)
    except ValidationError as error:
        faults = error.errors(include_input=False, include_url=False)
        findings += [_finding(path, text, fault) for fault in faults if not _told_already(fault)]
        raise SettingsError(findings) from None
    except tomllib.TOMLDecodeError as error:
        raise SettingsError([_toml_fault(path, error), *findings]) from None
    except ValueError as error:  # a variable that should be JSON (a list) and is not
        raise SettingsError([*findings, str(error).splitlines()[0]]) from None
    if findings:
        raise SettingsError(findings)
    return _absolute(settings, path.resolve().parent)


def database_url(url: str) -> str:
    """The address, if the settings would take it as database.url. Raises SettingsError."""
    try:
        return DatabaseSettings(url=url).url
    except ValidationError as error:
        raise SettingsError([f"--to: {error.errors()[0]['msg'].removeprefix('Value error, ')}"]) from None


def secrets_of(settings: Settings) -> tuple[str, ...]:
    """Every secret value in the settings, for the log filter."""
    sections = (getattr(settings, name) for name in type(settings).model_fields)
    values = (getattr(section, key) for section in sections for key in type(section).model_fields)
    return tuple(value.get_secret_value() for value in values if isinstance(value, SecretStr) and value)


def sources(path: Path) -> dict[tuple[str, str], str]:
    """(section, key) → where its value comes from, "file" or "environment"; what is not in it has its default."""
    written = tomllib.loads(path.read_text(encoding="utf-8"))
    found = {(section, key): "file" for section, keys in written.items() for key in keys}
    there = {section_key: "environment" for section_key in _keys() if os.environ.get(_variable(list(section_key)))}
    return {**found, **there}


def readable_by_others(path: Path) -> bool:
    """Whether other users of this machine may read the file (it holds secrets)."""
    return os.name == "posix" and bool(path.stat().st_mode & 0o077)


def unknown_variables(environ: Mapping[str, str]) -> list[str]:
    """A sentence for each PARISTECH_BOT__… variable that no setting has, with the nearest name."""
    known = {f"{ENV_PREFIX}{section}__{key}".upper() for section, key in _keys()}
    return [
        f"{name} (environment): no such setting{_nearest(name, known)}"
        for name in sorted(environ)
        if name.upper().startswith(ENV_PREFIX) and name.upper() not in known
    ]


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise SettingsError([f"{path}: is not UTF-8 text; save it again as UTF-8"]) from None
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from None


def _with_file(path: Path) -> Settings:
    class FromFile(Settings):
        @classmethod
        def settings_customise_sources(
            cls,
            settings_cls: type[BaseSettings],
            init_settings: PydanticBaseSettingsSource,
            env_settings: PydanticBaseSettingsSource,
            dotenv_settings: PydanticBaseSettingsSource,
            file_secret_settings: PydanticBaseSettingsSource,
        ) -> tuple[PydanticBaseSettingsSource, ...]:
            return env_settings, TomlConfigSettingsSource(settings_cls, toml_file=path)

    build: Callable[..., Settings] = FromFile  # the required sections come from the sources, not from arguments
    return build()


def _absolute(settings: Settings, home: Path) -> Settings:
    file = re.fullmatch(r"sqlite:///(.+)", settings.database.url)
    kept = {"backup_folder": str(home / settings.database.backup_folder)}
    if file:
        kept["url"] = f"sqlite:///{home / file.group(1)}"
    database = settings.database.model_copy(update=kept)
    announcements = settings.announcements.model_copy(update={"pictures": str(home / settings.announcements.pictures)})
    logging = settings.logging.model_copy(update={"file": str(home / settings.logging.file)})
    whole = {"database": database, "announcements": announcements}
    return settings.model_copy(update={**whole, "logging": logging} if settings.logging.file else whole)


def _variable(names: list[str]) -> str:
    return ENV_PREFIX + "__".join(names[:2]).upper()


def _told_already(fault: Any) -> bool:
    names = [str(part) for part in fault["loc"]]
    return fault["type"] == "extra_forbidden" and bool(os.environ.get(_variable(names)))


def _finding(path: Path, text: str, fault: Any) -> str:
    names = [str(part) for part in fault["loc"]]
    dotted = ".".join(names[:2])
    where = _where(path, text, names)
    if fault["type"] == "extra_forbidden":
        known = {f"{s}.{k}" for s, k in _keys()} if len(names) > 1 else set(Settings.model_fields)
        return f"{where}: {dotted} is not a setting{_nearest(dotted, known)}"
    if fault["type"] == "missing":
        return f"{where}: {dotted} is missing"
    message = fault["msg"].removeprefix("Value error, ").removeprefix("Input ")
    return f"{where}: {dotted} {message[:1].lower()}{message[1:]}"


def _where(path: Path, text: str, names: list[str]) -> str:
    if os.environ.get(_variable(names)):
        return f"{_variable(names)} (environment)"
    section = ""
    for number, line in enumerate(text.splitlines(), start=1):
        header = re.match(r"\s*\[\s*([\w.]+)\s*\]", line)
        if header:
            section = header.group(1)
        if header and names == [section]:
            return f"{path.name}:{number}"
        key = re.match(r"\s*([\w-]+)\s*=", line)
        if key and names[:2] == [*([section] if section else []), key.group(1)]:
            return f"{path.name}:{number}"
    return path.name


def _toml_fault(path: Path, error: tomllib.TOMLDecodeError) -> str:
    found = re.match(r"(.*) \(at line (\d+), column (\d+)\)", str(error))
    if not found:
        return f"{path.name}: {error}"
    return f"{path.name}:{found.group(2)}: this line is not TOML: {found.group(1)} (column {found.group(3)})"


def _keys() -> list[tuple[str, str]]:
    sections = ((name, field.annotation) for name, field in Settings.model_fields.items())
    return [
        (name, key)
        for name, section in sections
        if isinstance(section, type) and issubclass(section, BaseModel)
        for key in section.model_fields
    ]


def _nearest(name: str, known: set[str]) -> str:
    near = difflib.get_close_matches(name.lower(), {k.lower(): k for k in known}, n=1)
    if not near:
        return ""
    original = next(k for k in known if k.lower() == near[0])
    return f"; did you mean {original}?"
