"""Reads YAML that people wrote: strictly, and without letting a hostile file crash the process."""

from collections.abc import Hashable
from pathlib import Path
from typing import Any

import yaml

from bot.core.errors import BadFile

DEEPEST = 40  # our files need 6 levels; the C loader crashes the process at some thousands


class _Loader(yaml.CSafeLoader):
    """YAML without its silent rule that of two equal keys the last one holds."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for number, key in enumerate(keys):
            if key in keys[:number]:
                raise yaml.constructor.ConstructorError(
                    None, None, f'"{key}" stands twice', node.value[number][0].start_mark
                )
        return super().construct_mapping(node, deep=deep)


def load_yaml(text: str, path: Path) -> object:
    """The YAML document as plain values. Raises BadFile with the line."""
    try:
        _refuse_deep(text, path)
        return yaml.load(text, _Loader)  # noqa: S506  because _Loader is a safe loader, only stricter
    except yaml.MarkedYAMLError as error:
        line = f", line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise BadFile(f"{path}{line}: this is no YAML that can be used ({error.problem}).") from error
    except (yaml.YAMLError, ValueError, TypeError) as error:  # 2026-02-30, a list as a key
        raise BadFile(f"{path} cannot be read as YAML, check its form: {error}") from error


def _refuse_deep(text: str, path: Path) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                raise BadFile(f"{path}: lists stand in lists more than {DEEPEST} deep: flatten them.")
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
