"""Events: follow and unfollow, menu taps, and what WeChat tells about our own mass sends."""

from functools import partial

from bot.actions.requests import follow, keep_job_event, note_scan
from bot.core import phrases
from bot.core.messages import Reply, ReplyKind
from handlers.choices import answer_choice
from handlers.filters import Picked
from handlers.links import ASK, tap
from handlers.small_talk import hand_over, help_out
from handlers.turn import Effect, Outcome, Turn

JOB_EVENTS = frozenset(("masssendjobfinish", "publishjobfinish"))

# Known and needing no word from us (Receiving_event_pushes and the subscription pages, 2026-11); an event that is
# neither here nor handled is counted.
SILENT = frozenset(
    """view view_miniprogram location location_select scancode_push scancode_waitmsg pic_sysphoto pic_photo_or_album
    pic_weixin templatesendjobfinish subscribe_msg_popup_event subscribe_msg_change_event subscribe_msg_sent_event
    kf_create_session kf_close_session kf_switch_session user_info_modified user_authorization_revoke
    user_authorization_cancellation qualification_verify_success qualification_verify_fail naming_verify_success
    naming_verify_fail annual_renew verify_expired""".split()  # noqa: SIM905 - a table of names reads better as words
)

TOP_QUESTIONS = 3
FROM_CODE = "qrscene_"  # before the scene of the code by which somebody came
SCENE_CHARS = 64  # of a scene, as long as WeChat takes (page api_createqrcode)


def take_event(turn: Turn, name: str) -> Outcome:
    """The one place that knows all events."""
    if name in JOB_EVENTS:
        return _job_finished(turn)
    if name == "click":
        return _menu(turn)
    if name == "subscribe":
        return _followed(turn)
    if name == "unsubscribe":
        return _unfollowed(turn)
    if name == "scan":
        return _scanned(turn)
    return Outcome(None, result="ok" if name in SILENT else "unknown_event")


def _menu(turn: Turn) -> Outcome:
    key = turn.incoming.event_key
    if key == ASK:
        return hand_over(turn, "")
    entry = key.removeprefix("faq:")
    if key != entry and entry in turn.answerer.entries:
        return answer_choice(turn, Picked(entry))
    # An old menu can live on in a phone for a while; help is better than silence.
    return help_out(turn, "")


def _followed(turn: Turn) -> Outcome:
    lang = turn.lang_or()
    first = phrases.WELCOME_KNOWN[lang] if turn.person.lang else phrases.WELCOME
    way_out = phrases.WAYS_OUT[lang] if turn.person.lang else phrases.WAYS_OUT_ALL
    text = "\n".join((first, "", *_top_questions(turn, lang), "", way_out))
    reply = Reply(ReplyKind.WELCOME, text, lang)
    return Outcome(reply, _following(turn, True, reply, unsaved="go on"), {"options": (), "options_at": None})


def _scanned(turn: Turn) -> Outcome:
    """Somebody who follows already has scanned a code of ours."""
    lang = turn.lang_or()
    reply = Reply(ReplyKind.WELCOME, phrases.WELCOME_KNOWN[lang], lang)
    scene = turn.incoming.event_key[:SCENE_CHARS]
    if not scene:
        return Outcome(reply)
    commit = partial(note_scan, key=turn.incoming.key, scene=scene, reply=reply, now=turn.now)
    return Outcome(reply, Effect(commit, "go on"))


def _unfollowed(turn: Turn) -> Outcome:
    # Nobody reads a reply; but it must be on disk, hence WeChat is asked to say it again when it cannot be.
    forgotten = {"options": (), "options_at": None, "last_entry": "", "last_question": ""}
    return Outcome(None, _following(turn, False, None, unsaved="retry"), forgotten)


def _following(turn: Turn, follows: bool, reply: Reply | None, *, unsaved: str) -> Effect:
    incoming = turn.incoming
    commit = partial(
        follow, key=incoming.key, follows=follows, changed_at=incoming.sent_at, reply=reply, now=turn.now,
        scene=incoming.event_key.removeprefix(FROM_CODE)[:SCENE_CHARS] if follows else "",
    )  # fmt: skip
    return Effect(commit, unsaved)


def _job_finished(turn: Turn) -> Outcome:
    incoming = turn.incoming
    fields = incoming.fields
    remote_id = fields.get("MsgID") or fields.get("PublishEventInfo.publish_id", "")
    commit = partial(
        keep_job_event, key=incoming.key, kind=incoming.event, remote_id=remote_id, fields=dict(fields), now=turn.now,
    )  # fmt: skip
    return Outcome(None, Effect(commit, unsaved="retry"))


def _top_questions(turn: Turn, lang: str) -> tuple[str, ...]:
    """The first entry of each of the first categories: the order of the FAQ is the office's own."""
    first_of: dict[str, str] = {}
    for entry in turn.answerer.entries.values():
        first_of.setdefault(entry.category, entry.id)
    links = []
    for entry_id in list(first_of.values())[:TOP_QUESTIONS]:
        entry = turn.answerer.entries[entry_id]
        links.append(tap(entry.texts[entry.language_for(lang)].question, f"faq:{entry_id}"))
    return (phrases.TOP_QUESTIONS[lang], *links) if links else ()
