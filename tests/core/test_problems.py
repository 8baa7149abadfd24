"""What is caught before anything goes out: texts, links, pictures, times, what else is planned."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.core.announcements import Announcement, ChannelText, Event, Problem
from bot.core.holidays import holiday_from
from bot.core.picture_problems import PictureFile
from bot.core.problems import planned, problems
from bot.core.quotas import QuotaRules
from bot.core.rules import Planned, Rules
from tests.announcing import LINK, NOW, RULES, an_announcement


def found(
    announcement: Announcement,
    *,
    rules: Rules = RULES,
    others: Sequence[Planned] = (),
    now: datetime = NOW,
    **what: Any,
) -> list[Problem]:
    """All but the price of a link on X, which stands by every one that has a link there."""
    every = problems(announcement, now=now, rules=rules, others=others, **what)
    return [problem for problem in every if problem.code != "x_price"]


def codes(announcement: Announcement, **what: Any) -> set[tuple[str, str]]:
    return {(problem.channel, problem.code) for problem in found(announcement, **what) if not problem.hint}


def hints(announcement: Announcement, **what: Any) -> set[tuple[str, str]]:
    return {(problem.channel, problem.code) for problem in found(announcement, **what) if problem.hint}


def on_weibo(body: str, title: str = "") -> Announcement:
    return an_announcement(channels=("weibo",), texts={"zh": (title, body)})


def article(title: str, body: str) -> Announcement:
    return an_announcement(channels=("wechat",), texts={"zh": (title, body)})


def sent_at(*moments: datetime, **changes: Any) -> list[Planned]:
    made = (an_announcement(f"other-{n}", at=at, **changes) for n, at in enumerate(moments, start=1))
    return [replace(send, text=f"{send.id}") for one in made for send in planned(one)]


def test_a_good_one_has_none() -> None:
    assert found(an_announcement()) == []


@pytest.mark.parametrize(("characters", "expected"), [(130, set()), (131, {("weibo", "too_long")})])
def test_weibo_takes_140_with_ten_for_the_link(characters: int, expected: set[object]) -> None:
    assert codes(on_weibo("字" * characters + LINK)) == expected


def test_weibo_counts_the_title_too() -> None:
    assert codes(on_weibo("字" * 100 + LINK, title="题" * 30)) == {("weibo", "too_long")}


@pytest.mark.parametrize(
    "body",
    ["没有链接", "看 https://www.ecoledesponts.fr/en", "邮件 china@paristech.fr", "看 https://paristech.fr.evil.cn/x"],
)
def test_weibo_needs_a_link_on_the_safe_domain(body: str) -> None:
    assert codes(on_weibo(body)) == {("weibo", "no_safe_link")}


def test_a_second_link_elsewhere_is_only_a_hint() -> None:
    told = on_weibo(f"{LINK} 和 https://example.org/a")
    assert (codes(told), hints(told)) == (set(), {("weibo", "foreign_link")})


def test_weibo_without_a_safe_domain_in_the_settings_says_so() -> None:
    [problem] = found(on_weibo(LINK), rules=Rules())
    assert "weibo.safe_domain" in problem.message


@pytest.mark.parametrize("topic", ["#留学法国#", "＃留学＃"])
def test_a_topic_is_named(topic: str) -> None:
    assert ("weibo", "topic") in codes(on_weibo(f"{topic} {LINK}"))


def test_a_fragment_of_a_link_is_no_topic() -> None:
    assert codes(on_weibo(f"{LINK}#a {LINK}#b")) == set()


@pytest.mark.parametrize(("characters", "expected"), [(140, set()), (141, {("x", "too_long")})])
def test_x_weighs_280(characters: int, expected: set[object]) -> None:
    told = an_announcement(channels=("x",), texts={"en": ("A title", "字" * characters)})
    assert codes(told) == expected


@pytest.mark.parametrize(
    ("title", "body", "expected"),
    [
        ("题" * 32, "正文", set()),
        ("题" * 33, "正文", {("wechat", "title_too_long")}),
        ("", "正文", {("wechat", "no_title")}),
        ("题", "", {("wechat", "empty_text")}),
        ("题", "字" * 20_000, {("wechat", "too_long")}),
    ],
)
def test_an_article_fits_wechat(title: str, body: str, expected: set[object]) -> None:
    assert codes(article(title, body)) == expected


@pytest.mark.parametrize("texts", [{}, {"fr": ("Titre", "Texte")}, {"zh": (" ", " "), "en": ("", "")}])
def test_a_channel_needs_its_language(texts: dict[str, tuple[str, str]]) -> None:
    assert codes(an_announcement(texts=texts)) == {(name, "no_language") for name in ("wechat", "weibo", "x")}


def test_it_must_go_somewhere() -> None:
    assert codes(an_announcement(channels=())) == {("", "no_channel")}


@pytest.mark.parametrize(
    ("picture", "size", "expected"),
    [
        ("a.jpg", 780_000, set()),
        ("a.gif", 780_000, {("wechat", "picture_type")}),
        ("a.svg", 10, {(name, "picture_type") for name in ("wechat", "weibo", "x")}),
        ("a.JPG", 6 * 1024 * 1024, {("weibo", "picture_too_big"), ("x", "picture_too_big")}),
    ],
)
def test_a_picture_fits_each_platform(picture: str, size: int, expected: set[object]) -> None:
    assert codes(an_announcement(picture=picture, picture_bytes=size)) == expected


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        (timedelta(seconds=30), (set(), set())),
        (timedelta(minutes=10), (set(), {("", "time_just_past")})),
        (timedelta(minutes=16), ({("", "time_past")}, set())),
    ],
)
def test_a_time_that_has_passed_is_refused(before: timedelta, expected: tuple[object, object]) -> None:
    told = an_announcement(at=NOW - before)
    assert (codes(told), hints(told)) == expected


def test_a_time_years_away_is_taken_for_a_slip() -> None:
    assert codes(an_announcement(at=NOW + timedelta(days=900))) == {("", "time_far")}


def test_a_time_that_clocks_skip_is_refused_and_one_that_comes_twice_explained() -> None:
    paris = {"publish_zone": "Europe/Paris"}
    gap = an_announcement(at=datetime(2027, 3, 28, 1, 30, tzinfo=UTC), **paris)
    assert codes(replace(gap, publish_wall="2027-03-28T02:30:00")) == {("", "time_gap")}
    twice = an_announcement(at=datetime(2027, 10, 31, 0, 30, tzinfo=UTC), **paris)
    assert twice.publish_wall == "2027-10-31T02:30:00"
    assert hints(twice) == {("", "time_twice"), ("", "clock_change")}


def test_an_event_that_is_over_is_not_announced() -> None:
    over = Event("Session", NOW, NOW + timedelta(hours=1))
    [problem] = found(an_announcement(event=over))
    assert problem.message == (
        "The event ended on 24 November 2026, before the planned sending on 1 December 2026: "
        "correct the date or cancel."
    )


def test_an_event_does_not_end_before_it_starts() -> None:
    later = NOW + timedelta(days=30)
    assert ("", "event_order") in codes(an_announcement(event=Event("S", later, later - timedelta(hours=1))))


def test_it_is_not_planned_for_later_than_it_is_useful() -> None:
    assert codes(an_announcement(useful_until=NOW)) == {("", "useful_past")}


def test_the_same_text_is_refused_on_weibo_and_x_and_pointed_out_on_wechat() -> None:
    twin = planned(an_announcement("twin", at=NOW + timedelta(days=3)))
    told = an_announcement(texts={**an_announcement().texts})
    assert codes(told, others=twin) == {("weibo", "same_text"), ("x", "same_text")}
    assert hints(told, others=twin) == {("wechat", "same_text")}
    assert "“twin”" in next(p.message for p in found(told, others=twin) if p.channel == "x")


def test_another_link_does_not_make_another_text() -> None:
    twin = planned(on_weibo(f"报名 {LINK}"))
    other = on_weibo(f"报名 {LINK}?utm_source=weibo")
    assert codes(replace(other, id="other"), others=twin) == {("weibo", "same_text")}


def test_an_announcement_is_not_its_own_twin() -> None:
    assert found(an_announcement(), others=planned(an_announcement())) == []


def test_two_sends_within_the_hour_are_pointed_out() -> None:
    told = an_announcement(channels=("x",))
    near, far = (sent_at(told.publish_at + timedelta(minutes=m), channels=("x",)) for m in (59, 61))
    assert hints(told, others=near) == {("x", "same_hour")}
    assert hints(told, others=far) == set()


MAY = datetime(2027, 5, 31, 4, tzinfo=UTC)


def mass(at: datetime, **changes: Any) -> Announcement:
    return an_announcement(channels=("wechat",), at=at, **changes)


def test_a_service_account_sends_four_a_month() -> None:
    earlier = [MAY - timedelta(days=7 * n) for n in (1, 2, 3)]
    assert codes(mass(MAY), others=sent_at(*earlier, channels=("wechat",))) == set()
    full = sent_at(*earlier, MAY - timedelta(days=28), channels=("wechat",))
    [problem] = found(mass(MAY), others=full)
    assert problem.code == "quota_month"
    assert "4 mass messages on WeChat per month" in problem.message
    assert "“other-4”" in problem.message


def test_the_month_is_shanghais() -> None:
    full = sent_at(*(MAY - timedelta(days=7 * n) for n in range(1, 5)), channels=("wechat",))
    midnight = datetime(2027, 5, 31, 16, tzinfo=UTC)
    assert codes(mass(midnight - timedelta(seconds=1)), others=full) == {("wechat", "quota_month")}
    assert codes(mass(midnight), others=full) == set()


def test_a_subscription_account_sends_one_a_day_to_whomever() -> None:
    rules = replace(RULES, quotas=QuotaRules(account_type="subscription"))
    others = sent_at(MAY - timedelta(hours=3), channels=("wechat",))
    tagged = replace(mass(MAY), channels=(ChannelText("wechat", "mass", "zh", "tag:100"),))
    assert codes(tagged, others=others, rules=rules) == {("wechat", "quota_day")}
    assert codes(tagged, others=others) == set()


def test_publishing_without_a_push_costs_no_quota() -> None:
    full = sent_at(*(MAY - timedelta(days=7 * n) for n in range(1, 5)), channels=("wechat",))
    quiet = replace(mass(MAY), channels=(ChannelText("wechat", "publish", "zh"),))
    assert codes(quiet, others=full) == set()


def said(announcement: Announcement, code: str, **what: Any) -> Problem:
    every = problems(announcement, **{"now": NOW, "rules": RULES, "others": (), **what})
    return next(problem for problem in every if problem.code == code)


def test_a_link_on_x_has_its_price_said() -> None:
    hint = said(an_announcement(channels=("x",)), "x_price")
    assert hint.hint
    assert "$0.20" in hint.message
    assert "2026-11-23" in hint.message
    plain = an_announcement(channels=("x",), texts={"en": ("Hello", "No link.")})
    assert "x_price" not in {problem.code for problem in problems(plain, now=NOW, rules=RULES, others=())}
    bare = an_announcement(channels=("x",), texts={"en": ("Hello", "See paristech.fr for more.")})
    assert said(bare, "x_price").hint  # X makes links of bare names too


def test_an_author_longer_than_wechat_takes_is_refused() -> None:
    rules = replace(RULES, author="A" * 17)
    assert codes(an_announcement(channels=("wechat",)), rules=rules) == {("wechat", "author_too_long")}


def test_a_source_link_longer_than_wechat_takes_is_refused_with_what_is_added_to_it() -> None:
    link = "https://paristech.fr/" + "a" * 980
    told = article("题", f"详情：{link}")
    assert codes(told) == set()
    assert codes(told, rules=replace(RULES, link_domains="paristech.fr")) == {("wechat", "link_too_long")}


@pytest.mark.parametrize(
    ("body", "word"),
    [("这是高薪工作", "高薪"), ("A Guaranteed visa", "guaranteed"), ("这是　高薪　工作", "高薪")],
)
def test_a_word_of_the_offices_list_is_refused(body: str, word: str) -> None:
    told = article("题", body)
    problem = said(told, "banned_word", rules=replace(RULES, banned_words=(word, "")))
    assert (problem.hint, word in problem.message) == (False, True)
    assert codes(article("题", "Not guaranteedly"), rules=replace(RULES, banned_words=("guaranteed",))) == set()


@pytest.mark.parametrize("body", ["法国最佳工程师学校", "全国第一的项目", "国家级平台", "唯一的机会"])
def test_superlatives_that_advertising_law_forbids_are_pointed_out(body: str) -> None:
    hint = said(article("题", body), "advertising_word")
    assert (hint.hint, "广告法" in hint.message) == (True, True)


@pytest.mark.parametrize("body", ["到校第一周", "第一学期和第一次面试", "请最好提前一周报名", "第一志愿"])
def test_ordinary_words_are_not(body: str) -> None:
    assert hints(article("题", body)) == set()


LACKING = replace(RULES, missing_rights={("wechat", "mass"): "The account is not verified, so it may not send to all."})


def test_an_act_without_the_right_blocks_approval_and_names_the_way_out() -> None:
    problem = said(an_announcement(), "no_right", rules=LACKING)
    assert (problem.channel, problem.hint) == ("wechat", False)
    assert problem.message.startswith("The account is not verified")
    assert "announce package opening" in problem.message
    assert said(an_announcement(), "no_right", rules=LACKING, draft=True).hint
    quiet = replace(an_announcement(), channels=(ChannelText("wechat", "publish", "zh"),))
    assert codes(quiet, rules=LACKING) == set()


def test_a_token_that_ends_before_the_sending_is_pointed_out_and_one_that_has_ended_refused() -> None:
    at = an_announcement().publish_at
    ends = replace(RULES, tokens_end={"weibo": at - timedelta(days=1)})
    hint = said(an_announcement(), "token_ends", rules=ends)
    assert (hint.channel, hint.hint, "channel connect weibo" in hint.message) == ("weibo", True, True)
    ended = replace(RULES, tokens_end={"weibo": NOW})
    assert not said(an_announcement(), "token_ended", rules=ended).hint
    assert said(an_announcement(), "token_ended", rules=ended, draft=True).hint
    assert found(an_announcement(), rules=replace(RULES, tokens_end={"weibo": at + timedelta(days=1)})) == []


def test_a_night_when_paris_changes_its_clocks_is_pointed_out_with_both_times() -> None:
    at = datetime(2027, 3, 28, 0, 30, tzinfo=UTC)
    hint = said(an_announcement(at=at), "clock_change")
    assert hint.message == (
        "It goes out at 28 March 2027, 08:30 (Shanghai), which is 28 March 2027, 01:30 (Paris). Clocks in Paris go one "
        "hour forward that night: check that both times are meant."
    )
    event = Event("Webinar", datetime(2026, 10, 25, 2, 0, tzinfo=UTC))
    autumn = an_announcement(at=datetime(2026, 10, 1, 4, 0, tzinfo=UTC) - timedelta(days=9), event=event)
    assert "back that night" in said(autumn, "clock_change", now=datetime(2026, 9, 1, tzinfo=UTC)).message
    assert hints(an_announcement(at=at + timedelta(days=1))) == set()


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (datetime(2026, 2, 16, 4, tzinfo=UTC), "Spring Festival in China (15 Feb to 23 Feb 2026)"),
        (datetime(2026, 9, 30, 16, tzinfo=UTC), "National Day in China (1 Oct to 7 Oct 2026)"),
        (datetime(2027, 2, 6, 4, tzinfo=UTC), "Spring Festival in China (5 Feb to 8 Feb 2027 by law; more days may"),
        (datetime(2027, 6, 9, 4, tzinfo=UTC), "Dragon Boat Festival in China (9 Jun 2027 by law"),
    ],
)
def test_a_public_holiday_in_china_is_pointed_out(day: datetime, words: str) -> None:
    now = day - timedelta(days=20)
    assert words in said(an_announcement(at=day), "holiday", now=now).message
    assert said(an_announcement(event=Event("Talk", day), at=now), "holiday", now=now).message.startswith("The event")


def test_the_settings_can_add_the_days_off_of_a_year_that_was_arranged_since() -> None:
    at = datetime(2027, 2, 10, 4, tzinfo=UTC)
    assert "holiday" not in codes(an_announcement(at=at), draft=True)
    by_law = said(an_announcement(at=at - timedelta(days=3)), "holiday").message
    assert "by law; more days may be added" in by_law
    rules = replace(RULES, holidays=(holiday_from("2027-02-04 to 2027-02-11 Spring Festival"),))
    told = said(an_announcement(at=at), "holiday", rules=rules).message
    assert "Spring Festival in China (4 Feb to 11 Feb 2027)" in told
    assert "by law" not in said(an_announcement(at=at - timedelta(days=3)), "holiday", rules=rules).message


@pytest.mark.parametrize(
    "written", ["Spring Festival", "2027-02-30 Never", "2027-02-11 to 2027-02-04 Back", "2027-02-04"]
)
def test_what_says_no_days_is_no_holiday(written: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        holiday_from(written)


def test_that_the_office_is_closed_on_a_holiday_needs_no_hint() -> None:
    closed = an_announcement(kind="office-closing", event=Event("Closed", datetime(2027, 2, 6, 4, tzinfo=UTC)))
    assert hints(closed) == set()


def test_pictures_of_other_sites_are_refused_in_an_article() -> None:
    told = article("题", "看 ![校园](https://example.org/campus.jpg)")
    assert codes(told) == {("wechat", "picture_elsewhere")}


def test_a_picture_in_the_text_must_lie_in_the_pictures_folder() -> None:
    told = article("题", "看\n\n![校园](campus.jpg)")
    assert codes(told) == set()
    assert codes(told, files={}) == {("wechat", "picture_missing")}
    assert found(told, files={"campus.jpg": PictureFile("ab" * 32, 10)}) == []


def test_a_picture_file_that_is_not_the_one_of_its_name_any_more_is_refused() -> None:
    name = "ab" * 12 + ".jpg"
    told = an_announcement(channels=("weibo",), picture=name)
    assert codes(told, files={name: PictureFile("ab" * 32, 10)}) == set()
    assert codes(told, files={name: PictureFile("cd" * 32, 10)}) == {("weibo", "picture_changed")}


@pytest.mark.parametrize(
    ("body", "code"),
    [("看 ![我的 图](my pic.jpg)", "picture_form"), ("看 ![](campus.jpg)", "picture_alt")],
)
def test_a_picture_that_readers_would_miss_something_of_is_pointed_out(body: str, code: str) -> None:
    assert hints(article("题", body)) == {("wechat", code)}


def test_what_only_an_article_can_show_is_pointed_out_on_the_other_channels() -> None:
    body = f"**报名** ![图](a.jpg) [名]({LINK})"
    told = an_announcement(channels=("wechat", "weibo"), texts={"zh": ("题", body)})
    assert hints(told) == {("weibo", "picture_left_out"), ("weibo", "markdown")}
    assert hints(on_weibo(f"5*3 # 1 [注] (a) {LINK}")) == set()


def test_the_kind_of_a_picture_in_the_text_is_checked() -> None:
    assert codes(article("题", "![图](plan.svg)")) == {("wechat", "picture_type")}
    assert codes(an_announcement(channels=("x",), texts={"en": ("A", "![plan](plan.svg) B")})) == set()
