"""The WeChat account outward: article or text to followers, article without push, the menu."""

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.channels import pictures
from bot.channels.codes import Code, Means, outcome
from bot.channels.http import Answer, Deadlines, Http, Lost, NotSent, Result, field_of
from bot.channels.steps import Steps, Stop, was_submitted
from bot.channels.wechat_ask import ask_about
from bot.channels.wechat_client import Client, NoToken, code_of
from bot.channels.wechat_codes import CODES, KEY_EXISTS, MEDIA_GONE, TAP_WAITS
from bot.channels.wechat_custom import tell
from bot.channels.wechat_look import article_found, mass_status, publish_status
from bot.core.articles import digest, pictures_in
from bot.core.delivery import Accepted, Outcome, Post, Refused, Retry, Trouble, Unknown
from bot.core.errors import BadFile, NotSaved, PlatformError
from bot.core.ports import Clock, FaultPoint, Note, TokenShelf
from bot.core.posts import article, source_link, visible
from bot.core.rights import Asked
from bot.settings import WechatSettings

_KEYED = ("mass", "text")
_NO_MENU = 46003
_BUSY_TRIES = 3  # "system busy" also stands for a wrong tag or media type, which never becomes better
_TOKEN_WAIT = timedelta(minutes=6)  # longer than the 5 minutes in which we force no second token
_UNREADABLE = "WeChat's answer could not be read"


class WechatChannel:
    """One official account. Notes kept between tries: picture, picture:… (one for each in the text), draft, submitted,
    busy.
    """

    name = "wechat"

    def __init__(
        self,
        settings: WechatSettings,
        tokens: TokenShelf,
        clock: Clock,
        fault: FaultPoint,
        pictures: Path,
        *,
        retry_floor: timedelta = timedelta(seconds=65),
        deadlines: Deadlines | None = None,
    ) -> None:
        self.account = f"wechat:{settings.original_id}"
        self._settings = settings
        self._shelf = tokens
        self._clock = clock
        self._pictures = pictures
        self._retry_floor = retry_floor
        http = Http(clock.monotonic, fault, deadlines=deadlines)
        self._client = Client(settings, tokens, clock, http)

    def is_keyed(self, act: str) -> bool:
        """Mass sends carry a clientmsgid, which WeChat remembers for 24 h (page api_sendall); publishing has no key."""
        return act in _KEYED

    def publish(self, post: Post, key: str, notes: Mapping[str, str], note: Note) -> Outcome:
        """Prepare (cover, draft), then make the one publishing call."""
        steps = Steps(notes, note)
        try:
            return self._publish(post, key, steps) if post.act == "publish" else self._send(post, key, steps)
        except Stop as stop:
            return stop.outcome

    def look_for(self, post: Post, key: str, notes: Mapping[str, str], since: datetime) -> Outcome:
        """For a publication: is the draft used up, and does such an article stand in the list? Mass sends go by key."""
        if not was_submitted(notes):
            return Retry("It was interrupted before anything was sent.")
        if self.is_keyed(post.act):
            return Unknown("It is sent again with the same key: WeChat then says whether it went out.")
        draft = self._client.draft.get(notes.get("draft", ""))
        if code_of(draft) == 0:
            return Unknown("The draft is still in the draft box, so it is most likely not published.")
        if code_of(draft) != MEDIA_GONE:
            return Unknown("WeChat could not be asked whether it was published.")
        listed = self._client.post("freepublish/batchget", data={"offset": 0, "count": 20, "no_content": 1})
        return article_found(listed, title=post.title, digest=_digest(post), since=since)

    def follow_up(self, remote_id: str, act: str) -> Outcome:
        """What became of a job that WeChat took. Ask sparsely: freepublish/get has 100 calls a day."""
        if self.is_keyed(act):
            return mass_status(self._client.post("message/mass/get", data={"msg_id": remote_id}), remote_id)
        return publish_status(self._client.freepublish.get(remote_id), remote_id)

    def ask(self) -> Asked:
        """What the account may do, by questions that change nothing."""
        return ask_about(self._client)

    def tell(self, openid: str, text: str) -> Outcome:
        """A colleague's words to one person: Sent, Refused (certainly not there) or Unknown; never repeated."""
        return tell(self._client, openid, text)

    def create_menu(self, menu: Mapping[str, Any]) -> None:
        """Put the menu on the account; followers see it within 5 minutes. Raises PlatformError in words."""
        result = self._client.menu.create(dict(menu))
        code = code_of(result)
        if code == 0:
            return
        if isinstance(result, NotSent | Lost):
            raise PlatformError(f"The menu was not pushed: {result.why}. Try again.")
        if code is None:
            raise PlatformError(f"{_UNREADABLE}, so the menu may be there or not. Push it again.")
        says = CODES[code].says if code in CODES else "Check the menu's entries."
        raise PlatformError(f"WeChat refused the menu. {says} ({code}: {field_of(result, 'errmsg')})")

    def current_menu(self) -> Mapping[str, Any] | None:
        """The menu that stands on the account, None without one. Raises PlatformError in words."""
        result = self._client.menu.get()
        code = code_of(result)
        if code == 0 and isinstance(result, Answer) and isinstance(result.json.get("menu"), dict):
            menu: dict[str, Any] = result.json["menu"]
            return menu
        if code == _NO_MENU:
            return None
        raise PlatformError(_refused("WeChat did not show the menu that is there", result))

    def make_qr(self, scene: str) -> str:
        """What a QR code that lasts holds, for this scene (page api_createqrcode). Raises PlatformError in words."""
        asked = {"action_name": "QR_LIMIT_STR_SCENE", "action_info": {"scene": {"scene_str": scene}}}
        result = self._client.post("qrcode/create", data=asked)
        url = field_of(result, "url")
        if code_of(result) == 0 and url:
            return url
        raise PlatformError(_refused("WeChat made no code", result))

    def _send(self, post: Post, key: str, steps: Steps) -> Outcome:
        audience = _audience(post.audience)
        content = _text(post, key) if post.act == "text" else {"mpnews": {"media_id": self._draft(post, key, steps)}}
        msgtype = next(iter(content))
        body = {"filter": audience, **content, "msgtype": msgtype, "send_ignore_reprint": 0, "clientmsgid": key}
        steps.submitting(self._clock.now())
        return self._taken(self._client.post("message/mass/sendall", data=body), "msg_id", steps, keyed=True)

    def _publish(self, post: Post, key: str, steps: Steps) -> Outcome:
        draft = self._draft(post, key, steps)
        steps.submitting(self._clock.now())
        return self._taken(self._client.freepublish.submit(draft), "publish_id", steps, keyed=False)

    def _draft(self, post: Post, key: str, steps: Steps) -> str:
        """The draft's media_id: made once per delivery, because a second one would be a second article."""
        if not steps.get("draft"):
            picture, inside = self._picture(post), self._in_text(post)
            cover, shelf = self._cover(picture, steps)
            on_top = self._inside(picture, steps)
            placed = {name: self._uploaded(note, content, steps) for name, (note, content) in inside.items()}
            made = {
                "article_type": "news",
                "title": post.title,
                "author": post.author or self._settings.author,
                "digest": _digest(post),
                "content": article(post, key=key, picture_url=on_top, pictures=placed),
                "content_source_url": source_link(post, key),
                "thumb_media_id": cover,
                "need_open_comment": 0,
                "only_fans_can_comment": 0,
            }
            # wechatpy's draft.add would drop fields that it does not know, so the articles go as they are.
            result = self._client.post("draft/add", data={"articles": [made]})
            if code_of(result) == MEDIA_GONE:
                self._shelf.forget(shelf)
                raise Stop(self._again("The cover was deleted at WeChat; it is uploaded again.", result, steps))
            steps.keep("draft", self._prepared(result, "media_id", steps))
        return steps.get("draft")

    def _picture(self, post: Post) -> tuple[bytes, bytes | None]:
        """The cover, and the announcement's own picture for inside the article (None without one)."""
        try:
            if not post.picture:
                return pictures.COVER.read_bytes(), None
            raw = self._file(post, post.picture)
            return pictures.fit(raw, pictures.COVER_BYTES), pictures.fit(raw, pictures.ARTICLE_BYTES)
        except BadFile as error:
            raise Stop(Refused(str(error))) from error

    def _cover(self, picture: tuple[bytes, bytes | None], steps: Steps) -> tuple[str, str]:
        """The cover's media_id, and its name on the shelf: an account holds 1000 of them, so each is reused."""
        shelf = f"{self.account}:cover:{hashlib.sha256(picture[0]).hexdigest()[:16]}"
        kept = self._shelf.get(shelf)
        if kept:
            return kept[0], shelf
        files = {"media": ("cover.jpg", picture[0], "image/jpeg")}
        uploaded = self._client.post("material/add_material", params={"type": "thumb"}, files=files)
        media_id = self._prepared(uploaded, "media_id", steps)
        with suppress(NotSaved):  # it is then uploaded once more some day
            self._shelf.put(shelf, media_id, None)
        return media_id, shelf

    def _inside(self, picture: tuple[bytes, bytes | None], steps: Steps) -> str:
        """The address at WeChat of the picture inside the article, "" without one."""
        return self._uploaded("picture", picture[1], steps) if picture[1] else ""

    def _in_text(self, post: Post) -> dict[str, tuple[str, bytes]]:
        """Each picture inside the text: its name → the note of its address, and its content, fitted.

        All are read before anything is uploaded, because an article with a picture missing is not to be made.
        """
        inside = {}
        for picture in pictures_in(post.body):
            if picture.remote:
                why = f"The picture {picture.name[:80]} lies on another site, and WeChat would take it out."
                raise Stop(Refused(f"{why} Cancel it, and write it anew with a file instead."))
            try:
                raw = self._file(post, picture.name)
                note = f"picture:{hashlib.sha256(raw).hexdigest()[:16]}"
                inside[picture.name] = note, pictures.fit(raw, pictures.ARTICLE_BYTES)
            except BadFile as error:
                raise Stop(Refused(str(error))) from error
        return inside

    def _file(self, post: Post, name: str) -> bytes:
        return pictures.read(self._pictures, name, post.digests.get(name, ""))

    def _uploaded(self, note: str, content: bytes, steps: Steps) -> str:
        """The address at WeChat of a picture, uploaded once; a later try finds it in the notes."""
        if not steps.get(note):
            files = {"media": ("picture.jpg", content, "image/jpeg")}
            uploaded = self._client.post("media/uploadimg", files=files)
            steps.keep(note, self._prepared(uploaded, "url", steps))
        return steps.get(note)

    def _prepared(self, result: Result, name: str, steps: Steps) -> str:
        """The field that a step before the publishing call must give; whatever else comes, nothing was published."""
        code, value = code_of(result), field_of(result, name)
        if code == 0 and value:
            return value
        if isinstance(result, NotSent | Lost):
            raise Stop(Retry(f"It was not sent: {result.why}."))
        if isinstance(result, NoToken):
            raise Stop(_no_token(result))
        if not code:
            raise Stop(Retry(f"It was not sent: {_UNREADABLE} while preparing."))
        known = CODES.get(code)
        if known and known.means is Means.BUSY:
            raise Stop(self._again(known.says, result, steps))
        if known and known.means is Means.TOKEN:
            raise Stop(self._stale_again(known.says, result, steps))
        words = field_of(result, "errmsg")
        if known is None:
            why = "WeChat refused to prepare it, so nothing was sent. Look in its console, or send it by hand."
            raise Stop(Refused(why, str(code), words))
        raise Stop(outcome(CODES, code, words))

    def _taken(self, result: Result, id_field: str, steps: Steps, *, keyed: bool) -> Outcome:
        """What the answer to the publishing call means."""
        code, words = code_of(result), field_of(result, "errmsg")
        if isinstance(result, NotSent):
            return steps.settled(Retry(f"It was not sent: {result.why}.", self._retry_floor if keyed else None))
        if isinstance(result, NoToken):
            return steps.settled(_no_token(result))
        job = field_of(result, id_field)
        if code in (0, KEY_EXISTS) and job:
            return Accepted(job)
        if not code:
            why = result.why if isinstance(result, Lost) else _UNREADABLE
            if keyed:
                return Retry(f"It was sent, then {why}.", self._retry_floor)
            return Unknown(f"It was submitted, then {why}; it may be published.")
        return self._by_code(code, words, job, result, steps, keyed)

    def _by_code(self, code: int, words: str, job: str, result: Result, steps: Steps, keyed: bool) -> Outcome:
        known = CODES.get(code, Code(Means.CHECK, ""))
        if known.means is Means.WAITING:
            # Without a number nothing could ever tell us how it ended; asked again with the same key, WeChat gives it.
            waiting = Retry if keyed else Unknown
            if job:
                return Accepted(job, waiting=known.says, waits=TAP_WAITS)
            return waiting(f"{known.says}.", code=str(code), words=words)
        if code == MEDIA_GONE and steps.get("draft"):
            if steps.submitted_before:
                return Unknown("The draft is used up: an earlier try has most likely gone out.", str(code), words)
            steps.keep("draft", "")
            return steps.settled(self._again("The draft was gone; it is made again.", result, steps))
        if known.means is Means.TOKEN:
            return steps.settled(self._stale_again(known.says, result, steps))
        if known.means is Means.BUSY and keyed:
            return self._again(known.says, result, steps)
        if known.means is Means.LATER and keyed:
            return Retry(known.says, max(known.after or self._retry_floor, self._retry_floor), str(code), words)
        end = outcome(CODES, code, words)
        return end if known.means in (Means.CHECK, Means.BUSY, Means.DONE) else steps.settled(end)

    def _again(self, why: str, result: Result, steps: Steps) -> Outcome:
        """Retry, but only a few times."""
        code, words = str(code_of(result)), field_of(result, "errmsg")
        if steps.count("busy") < _BUSY_TRIES:
            return Retry(why, self._retry_floor, code, words)
        return Refused(f"WeChat did not take it in {_BUSY_TRIES} tries. Check its audience first.", code, words)

    def _stale_again(self, why: str, result: Result, steps: Steps) -> Outcome:
        """A token that WeChat has just given us is not accepted: one more try once we may force another."""
        code, words = str(code_of(result)), field_of(result, "errmsg")
        if steps.count("stale") == 1:
            return Retry(why, _TOKEN_WAIT, code, words)
        return Refused(why, code, words, trouble=Trouble.TOKEN)


def _refused(what: str, result: Result) -> str:
    """A sentence on a call that shows or makes something and did not work."""
    if isinstance(result, NotSent | Lost):
        return f"{what}: {result.why}. Try again."
    code = code_of(result)
    if code is None:
        return f"{what}: {_UNREADABLE}. Try again."
    says = CODES[code].says if code in CODES else "Look into its console."
    return f"{what}. {says} ({code}: {field_of(result, 'errmsg')})"


def _no_token(result: NoToken) -> Refused:
    code = code_of(result) or 0
    return Refused(CODES[code].says, str(code), field_of(result, "errmsg"), trouble=CODES[code].trouble)


def _digest(post: Post) -> str:
    return post.digest or digest(post.body)


def _text(post: Post, key: str) -> dict[str, Any]:
    return {"text": {"content": visible(post, key)}}


def _audience(audience: str) -> dict[str, Any]:
    """`filter` of a mass send."""
    kind, _, tag = audience.partition(":")
    if kind == "tag" and tag.isascii() and tag.isdigit():
        return {"is_to_all": False, "tag_id": int(tag)}
    if audience != "all":
        raise Stop(Refused(f'"{audience}" is no audience. Use all, or tag: and a number.'))
    return {"is_to_all": True}
