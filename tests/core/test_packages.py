"""What a package for posting by hand holds: the same texts as the bot would send, each with its step."""

from datetime import timedelta

from bot.core.delivery import BY_HAND, Delivery, Post, State
from bot.core.package_page import page
from bot.core.package_words import LANGS, STEPS
from bot.core.packages import Package, package_of
from bot.core.posts import posts_for, visible
from tests.announcing import LINK, NOW, an_announcement

DATA = "data:image/jpeg;base64,AAAA"


def packed(**changes: object) -> Package:
    made = an_announcement(**changes)  # type: ignore[arg-type]  # any field
    posts = posts_for(made, author="ParisTech")
    return package_of(
        made.id, posts, publish_at=made.publish_at, sends={"wechat": send(posts["wechat"])} if "wechat" in posts else {}
    )


def send(post: Post, state: State = State.QUEUED, **notes: str) -> Delivery:
    fixed = {"announcement_id": "opening", "account": "wechat:1", "key": "a", "intact": True, "useful_until": None}
    counted = {"fence": 0, "attempts": 0, "looked": 0, "first_attempt_at": None, "remote_id": "", "url": ""}
    when = {"due_at": NOW, "late_after": timedelta(minutes=15)}
    return Delivery(**fixed, **counted, **when, id=7, channel=post.channel, state=state, post=post, notes=notes)  # type: ignore[arg-type]


def page_of(package: Package) -> str:
    data = {(parcel.channel, shot.file): DATA for parcel in package.parcels for shot in parcel.shots}
    return page(package, data, style="", script="")


def test_the_texts_are_those_that_the_bot_would_send() -> None:
    posts = posts_for(an_announcement())
    _, weibo, x = packed().parcels
    assert weibo.pastes[0].words == visible(posts["weibo"])
    assert x.pastes[0].words == visible(posts["x"])


def test_an_article_is_pasted_piece_by_piece_in_the_order_of_the_editor() -> None:
    [wechat] = packed(channels=("wechat",), picture="hall.jpg").parcels
    assert [paste.file for paste in wechat.pastes] == [
        *("title.txt", "author.txt", "article.html", "digest.txt", "source-link.txt"),
    ]
    assert [shot.file for shot in wechat.shots] == ["picture-1.jpg", "cover.jpg", "cover-square.jpg"]
    assert wechat.pastes[-1].words == LINK
    assert 'src="picture-1.jpg"' in wechat.pastes[2].words


def test_an_article_without_a_picture_has_the_bundled_cover() -> None:
    [wechat] = packed(channels=("wechat",)).parcels
    assert [(shot.file, shot.source) for shot in wechat.shots] == [("cover.jpg", ""), ("cover-square.jpg", "")]


def test_whom_it_reaches_decides_how_it_is_sent() -> None:
    last = {}
    for act, audience in (("mass", "all"), ("mass", "tag:100"), ("publish", "all"), ("text", "all")):
        made = an_announcement(channels=("wechat",))
        [post] = posts_for(made).values()
        post = type(post)(
            **{**{name: getattr(post, name) for name in post.__slots__}, "act": act, "audience": audience}
        )
        [parcel] = package_of("x", {"wechat": post}, publish_at=made.publish_at, sends={}).parcels
        last[act, audience] = parcel.steps[-2].name
    assert list(last.values()) == ["article.mass", "article.tag", "article.publish", "wechat.send"]


def test_every_step_is_said_in_all_languages() -> None:
    assert all(words.keys() == LANGS.keys() and all(words.values()) for words in STEPS.values())
    package = packed(picture="hall.jpg")
    assert {step.name for parcel in package.parcels for step in parcel.steps} <= STEPS.keys()


def test_the_page_names_the_delivery_and_carries_its_pictures_and_a_code_for_the_link() -> None:
    text = page_of(packed(picture="hall.jpg"))
    assert "paristech-bot deliveries resolve 7 --sent LINK" in text
    assert f'<img src="{DATA}" alt="cover.jpg">' in text
    assert f'aria-label="QR: {LINK}"' in text
    assert "12:00（上海），巴黎 05:00" in text
    assert 'src="picture-1.jpg"' not in text


def test_the_page_loads_nothing_from_outside_and_runs_no_script_of_a_text() -> None:
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)>\"' [x](javascript:alert(1))"
    text = page_of(packed(texts=dict.fromkeys(("zh", "en"), (evil[:25], f"{evil} {LINK}"))))
    assert text.count("<script>") == 1  # the page's own, at its end
    assert "<img src=x" not in text
    assert 'href="javascript' not in text
    assert "default-src 'none'" in text


def test_a_text_without_a_link_has_no_code() -> None:
    assert "<svg" not in page_of(packed(channels=("x",), texts={"en": ("Hello", "See you soon.")}))


def test_the_page_warns_where_the_bot_posts_by_itself() -> None:
    [post] = posts_for(an_announcement(channels=("wechat",))).values()
    for sent, automatic in (
        (send(post), True),
        (send(post, State.SENT), True),
        (send(post, State.HELD), False),
        (send(post, **{BY_HAND: "approved so"}), False),
    ):
        made = package_of("opening", {"wechat": post}, publish_at=NOW, sends={"wechat": sent})
        assert made.parcels[0].automatic is automatic
        assert ("do not post it too" in page_of(made)) is automatic
