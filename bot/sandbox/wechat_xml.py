"""The XML that WeChat pushes: text in CDATA, numbers bare, elements nested."""

import re
from collections.abc import Mapping, Sequence
from typing import TypeAlias, Union

Value: TypeAlias = Union[str, int, float, "Fields", Sequence["Fields"]]
Fields: TypeAlias = Mapping[str, Value]

# Characters that XML 1.0 cannot hold at all; no WeChat client sends them.
_IMPOSSIBLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def document(fields: Fields) -> str:
    """Write a push."""
    return f"<xml>{_elements(fields)}</xml>"


def _elements(fields: Fields) -> str:
    return "".join(_element(name, value) for name, value in fields.items())


def _element(name: str, value: Value) -> str:
    if isinstance(value, str):
        return f"<{name}><![CDATA[{_safe(value)}]]></{name}>"
    if isinstance(value, Mapping):
        return f"<{name}>{_elements(value)}</{name}>"
    if isinstance(value, int | float):
        return f"<{name}>{value}</{name}>"
    return "".join(_element(name, each) for each in value)


def _safe(text: str) -> str:
    return _IMPOSSIBLE.sub("", text).replace("]]>", "]]]]><![CDATA[>")
