"""WeChat's XML to `Incoming`: one strict parser, no DTD, every field a plain string.

wechatpy.parse_message is not on this path: it takes 17 µs where this takes about 6, raises ten different exceptions for
bad input, and hands a repeated or nested tag on as a list or a dict. A test compares both on every wire sample.
"""

import re
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, ParseError, XMLParser

from bot.core.errors import BadMessage
from bot.core.messages import Incoming, Kind
from bot.core.privacy import message_key, person_key

DEEPEST = 8
MOST_SIBLINGS = 64
MOST_ELEMENTS = 256  # a job-finish event for eight articles has about 120

OPENID = re.compile(r"[A-Za-z0-9_-]{1,64}")
SECONDS = re.compile(r"[0-9]{10}")
MESSAGE_ID = re.compile(r"[1-9][0-9]{0,19}")  # 64 bits
KIND_NAME = re.compile(r"[A-Za-z_]{1,40}")

KINDS = {
    "text": Kind.TEXT,
    "image": Kind.IMAGE,
    "voice": Kind.VOICE,
    "video": Kind.VIDEO,
    "shortvideo": Kind.VIDEO,
    "location": Kind.LOCATION,
    "link": Kind.LINK,
    "file": Kind.FILE,
    "event": Kind.EVENT,
}

SAID_IN = {Kind.TEXT: "Content", Kind.VOICE: "Recognition"}

# These are text, whatever else a platform may nest.
SCALARS = (
    "ToUserName", "FromUserName", "CreateTime", "MsgType", "Content", "MsgId", "Event", "EventKey", "MediaId",
    "PicUrl", "Recognition", "Ticket", "Status", "MsgID", "bizmsgmenuid", "Encrypt",
)  # fmt: skip
TAKEN = frozenset(
    ("ToUserName", "FromUserName", "CreateTime", "MsgType", "Content", "Event", "EventKey", "bizmsgmenuid")
)

PROLOG = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml\s[^<>]{0,200}\?>\s*)?<xml[\s/>]")
DTD = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def xml_fields(body: bytes) -> dict[str, str]:
    """The document's elements as flat text ("a.b" for nested, "a.item.2.b" for the second of several).

    Raises BadMessage(400) for whatever is not a small, plain `<xml>` document in UTF-8. A declared other encoding is
    overruled: WeChat sends UTF-8.
    """
    # A DTD can only stand before the root, so a strict prolog keeps it out and lets "<!DOCTYPE" be asked about.
    if not PROLOG.match(body):
        raise BadMessage(400, "dtd_forbidden" if DTD.search(body) else "bad_xml" if body.strip() else "empty_body")
    parser = XMLParser(encoding="utf-8")  # noqa: S314 - no DTD gets here, and expat resolves nothing external
    try:
        parser.feed(body)
        root = parser.close()
    except (ParseError, ValueError):
        raise BadMessage(400, "bad_xml") from None
    if root.tag != "xml" or root.attrib or _has_words(root.text):
        raise BadMessage(400, "bad_xml")
    if len(root) > MOST_SIBLINGS:
        raise BadMessage(400, "too_many_elements")
    fields: dict[str, str] = {}
    containers: list[tuple[str, Element]] = []
    for element in root:
        _check_plain(element)
        tag = element.tag
        if tag in fields:
            raise BadMessage(400, "repeated_field")
        if len(element):
            containers.append((tag, element))
        else:
            fields[tag] = element.text or ""
    if containers:
        _add_nested(containers, fields, len(root))
    return fields


def _check_plain(element: Element) -> None:
    """No attributes, and nothing but space behind it."""
    tail = element.tail
    # keys() makes no dictionary where there are no attributes, as .attrib would.
    if (tail is not None and not tail.isspace()) or element.keys():
        raise BadMessage(400, "bad_xml")


def _has_words(text: str | None) -> bool:
    return text is not None and not text.isspace()


def _add_nested(level: list[tuple[str, Element]], fields: dict[str, str], total: int) -> None:
    """Add the elements below containers, breadth first, within the limits."""
    depth = 2
    while level:
        depth += 1
        below: list[tuple[str, Element]] = []
        for name, parent in level:
            if name in SCALARS or name in fields or _has_words(parent.text):
                raise BadMessage(400, "nested_field")
            total += len(parent)
            if depth > DEEPEST or total > MOST_ELEMENTS or len(parent) > MOST_SIBLINGS:
                raise BadMessage(400, "too_deep")
            below += _placed(name, parent, fields)
        level = below


def _placed(name: str, parent: Element, fields: dict[str, str]) -> list[tuple[str, Element]]:
    """Put the parent's leaves into `fields`; return its containers with their names."""
    below: list[tuple[str, Element]] = []
    for number, element in enumerate(parent, 1):
        _check_plain(element)
        path = f"{name}.{element.tag}"
        if path in fields or any(path == taken for taken, _ in below):
            path = f"{path}.{number}"
        if len(element):
            below.append((path, element))
        else:
            fields[path] = element.text or ""
    return below


def incoming_from(fields: dict[str, str], account: str, person_secret: bytes) -> Incoming:
    """The message in these fields. Raises BadMessage: 403 for another account's, 400 for a field out of form."""
    sender, created, kind_name = fields.get("FromUserName", ""), fields.get("CreateTime", ""), fields.get("MsgType", "")
    if not OPENID.fullmatch(sender) or not SECONDS.fullmatch(created) or not KIND_NAME.fullmatch(kind_name):
        raise BadMessage(400, "bad_field")
    if fields.get("ToUserName") != account:
        raise BadMessage(403, "other_account")
    kind = KINDS.get(kind_name, Kind.UNKNOWN)
    event, event_key = fields.get("Event", ""), fields.get("EventKey", "")
    said = SAID_IN.get(kind)
    return Incoming(
        platform="wechat",
        sender=sender,
        account=account,
        kind=kind,
        sent_at=datetime.fromtimestamp(int(created), UTC),
        key=message_key(person_secret, "wechat", sender, *_identity(fields, kind, created)),
        person=person_key(person_secret, "wechat", sender),
        text=fields.get(said, "") if said else "",
        event=event.lower() if kind is Kind.EVENT else "",
        event_key=event_key if kind is Kind.EVENT else "",
        menu_id=fields.get("bizmsgmenuid", ""),
        fields={name: fields[name] for name in fields.keys() - TAKEN},
    )


def _identity(fields: dict[str, str], kind: Kind, created: str) -> tuple[str, ...]:
    """What two copies of one message share and two messages do not (Receiving_standard_messages, 2026-11)."""
    if kind is Kind.EVENT:
        job = fields.get("MsgID") or fields.get("PublishEventInfo.publish_id")
        if job:
            return ("job", fields.get("Event", ""), job)  # a job ends once, whenever we are told
        # Two different events can share a second, hence their name and key.
        return ("event", created, fields.get("Event", ""), fields.get("EventKey", ""))
    message_id = fields.get("MsgId")
    if message_id is None:
        return ("message", created, fields.get("Content", "") or fields.get("MediaId", ""))
    if not MESSAGE_ID.fullmatch(message_id):
        raise BadMessage(400, "bad_field")
    return ("message", message_id)
