"""The phone page in a real browser: a chat that behaves like WeChat's, and the three timelines."""

import re
from collections.abc import Callable

import pytest
import requests
from playwright.sync_api import Locator, Page, expect

from bot.sandbox.run import Addresses
from tests.browser.conftest import PHONE, ScriptedBot
from tests.browser.publishing import WeChat, post_on_x, share_on_weibo, state_of

pytestmark = pytest.mark.browser
OpenPage = Callable[..., Page]


def write(page: Page, text: str) -> None:
    page.get_by_role("textbox").fill(text)
    page.get_by_role("textbox").press("Enter")


def bubbles(page: Page, who: str) -> Locator:
    return page.locator(f"#log .message.{who} .bubble")


def test_typing_gets_a_green_bubble_and_the_answer(page: Page, bot: ScriptedBot) -> None:
    bot.answers["hello"] = "line one\nline two"
    write(page, "hello")
    expect(bubbles(page, "mine")).to_have_text("hello")
    expect(bubbles(page, "theirs")).to_have_text("line one\nline two", use_inner_text=True)
    expect(bubbles(page, "mine")).to_have_css("background-color", "rgb(149, 236, 105)")
    expect(page.get_by_role("textbox")).to_have_value("")


def test_shift_enter_makes_a_new_line_and_the_send_button_sends(page: Page, bot: ScriptedBot) -> None:
    box = page.get_by_role("textbox")
    box.type("one")
    box.press("Shift+Enter")
    box.type("two")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(bubbles(page, "mine")).to_have_text("one\ntwo", use_inner_text=True)
    assert bot.heard[-1]["Content"] == "one\ntwo"


def test_a_starter_is_sent_as_it_stands(page: Page, bot: ScriptedBot) -> None:
    page.get_by_role("button", name="quelles bourses ?").click()
    expect(bubbles(page, "theirs")).to_have_text("answer to quelles bourses ?")


def test_tapping_a_menu_link_sends_its_text_with_its_id(page: Page, bot: ScriptedBot) -> None:
    link = '<a href="weixin://bizmsgmenu?msgmenucontent=9%2B9%20%E5%8C%85&msgmenuid=choice-2">2. 9+9</a>'
    bot.answers["pick"] = f"Which one?\n{link}"
    write(page, "pick")
    page.get_by_role("button", name="2. 9+9").click()
    expect(bubbles(page, "mine").nth(1)).to_have_text("9+9 包")
    expect(bubbles(page, "theirs").nth(1)).to_have_text("answer to 9+9 包")
    assert bot.heard[-1]["bizmsgmenuid"] == "choice-2"


def test_web_links_open_a_tab_that_cannot_reach_back(page: Page, bot: ScriptedBot) -> None:
    bot.answers["where"] = '<a href="https://example.org/a?b=1&amp;c=2">here</a>，或 https://example.org/faq。'
    write(page, "where")
    links = bubbles(page, "theirs").get_by_role("link")
    expect(links).to_have_text(["here", "https://example.org/faq"])
    expect(links.first).to_have_attribute("href", "https://example.org/a?b=1&c=2")
    expect(links.first).to_have_attribute("target", "_blank")
    expect(links.first).to_have_attribute("rel", re.compile("noopener"))


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>document.title='owned'</script>",
        "<img src=x onerror=\"document.title='owned'\">",
        "<a href=\"javascript:document.title='owned'\">tap</a>",
        '<a href="weixin://bizmsgmenu?msgmenucontent=x&msgmenuid=">no id</a>',
        '<a href="https://example.org"><b>nested</b></a>',
    ],
)
def test_markup_other_than_the_two_links_shows_as_text(page: Page, bot: ScriptedBot, hostile: str) -> None:
    bot.answers["q"] = f"before {hostile} after"
    title = page.title()
    write(page, "q")
    answer = bubbles(page, "theirs")
    expect(answer).to_have_text(f"before {hostile} after")
    expect(answer.locator("img, script, b, a[href^='javascript'], button")).to_have_count(0)
    assert page.title() == title


def test_what_the_person_typed_is_never_markup(page: Page, bot: ScriptedBot) -> None:
    write(page, '<a href="https://example.org">x</a><img src=x>')
    expect(bubbles(page, "mine")).to_have_text('<a href="https://example.org">x</a><img src=x>')
    expect(bubbles(page, "mine").locator("a, img")).to_have_count(0)


def test_a_very_long_word_stays_inside_the_phone(page: Page, bot: ScriptedBot) -> None:
    write(page, "长" * 300 + "w" * 300)
    expect(bubbles(page, "mine")).to_be_visible()
    assert page.evaluate("log.scrollWidth <= log.clientWidth")


def test_following_again_shows_the_welcome(page: Page, bot: ScriptedBot) -> None:
    bot.answers["subscribe"] = "欢迎！Welcome! Bienvenue !"
    page.get_by_role("button", name="Unfollow").click()
    expect(page.get_by_text("Follow the account to write to it.")).to_be_visible()
    expect(page.get_by_role("textbox")).to_be_hidden()
    page.locator("#follow-big").click()
    expect(bubbles(page, "theirs").last).to_have_text("欢迎！Welcome! Bienvenue !")
    expect(page.get_by_role("textbox")).to_be_visible()


def test_a_menu_tap_sends_the_click_event(page: Page, bot: ScriptedBot, addresses: Addresses) -> None:
    WeChat(addresses).menu()
    page.get_by_role("button", name="Show the menu").click()
    page.get_by_role("button", name="申请", exact=True).click()
    page.get_by_role("button", name="9+9", exact=True).click()
    expect(bubbles(page, "theirs")).to_have_text("answer to CLICK")
    assert (bot.heard[-1]["Event"], bot.heard[-1]["EventKey"]) == ("CLICK", "apply")


def test_escape_closes_the_menu_and_gives_the_focus_back(page: Page, addresses: Addresses, bot: ScriptedBot) -> None:
    WeChat(addresses).menu()
    page.get_by_role("button", name="Show the menu").click()
    opener = page.get_by_role("button", name="申请", exact=True)
    opener.click()
    page.get_by_role("button", name="9+9", exact=True).focus()
    page.keyboard.press("Escape")
    expect(opener).to_be_focused()
    expect(page.get_by_role("button", name="9+9", exact=True)).to_be_hidden()


@pytest.mark.parametrize(("label", "kind"), [("Picture", "image"), ("Voice", "voice"), ("Location", "location")])
def test_the_plus_panel_sends_other_types(page: Page, bot: ScriptedBot, label: str, kind: str) -> None:
    page.get_by_role("button", name="More: picture, voice, location").click()
    page.get_by_role("button", name=label, exact=True).click()
    expect(bubbles(page, "theirs")).to_have_text(f"answer to {kind}")
    expect(page.locator("#log .message.mine")).to_have_count(1)


def test_a_bot_that_fails_three_times_shows_wechats_fault_notice(page: Page, bot: ScriptedBot) -> None:
    bot.answers["break"] = 500
    write(page, "break")
    expect(page.locator("#log .notice.fault")).to_contain_text("faulty")
    expect(page.get_by_role("alert")).to_contain_text("HTTP 500 (3 tries)")
    write(page, "again")
    expect(bubbles(page, "theirs")).to_have_text("answer to again")
    expect(page.get_by_role("alert")).to_be_hidden()


def test_an_answer_wechat_cannot_read_shows_the_fault_notice(page: Page, bot: ScriptedBot) -> None:
    bot.answers["odd"] = "]]><oops"
    write(page, "odd")
    expect(page.locator("#log .notice.fault")).to_be_visible()


def test_success_is_shown_as_silence(page: Page, bot: ScriptedBot) -> None:
    bot.answers["thanks"] = None
    write(page, "thanks")
    expect(page.locator("#delivery")).to_contain_text("nothing to say")
    expect(bubbles(page, "theirs")).to_have_count(0)
    expect(page.locator("#log .notice.fault")).to_have_count(0)


def test_a_bot_that_is_not_there_is_said_in_a_sentence(page: Page, bot: ScriptedBot, addresses: Addresses) -> None:
    away = {"callback": {"url": "http://127.0.0.1:9/wechat"}}
    requests.put(f"{addresses.control}/_sandbox/state", json=away, timeout=5).raise_for_status()
    write(page, "anyone?")
    expect(page.get_by_role("alert")).to_contain_text("cannot be reached at http://127.0.0.1:9/wechat")
    expect(page.locator("#log .notice.fault")).to_be_visible()


def test_a_sandbox_that_knows_no_bot_says_what_to_set(page: Page, bot: ScriptedBot, addresses: Addresses) -> None:
    unset = {"callback": {"url": None}}
    requests.put(f"{addresses.control}/_sandbox/state", json=unset, timeout=5).raise_for_status()
    write(page, "hello?")
    expect(page.get_by_role("alert")).to_contain_text("Set callback.url")
    expect(page.get_by_role("img", name="Not delivered")).to_be_visible()


def test_an_article_opens_on_its_own_page(page: Page, addresses: Addresses, bot: ScriptedBot) -> None:
    WeChat(addresses).mass_article("线上说明会", "digest", "<p>Come on Thursday.</p>")
    with page.expect_popup() as opened:
        page.locator("#log .article a").click()
    expect(opened.value.get_by_text("Come on Thursday.")).to_be_visible()


def test_the_chosen_encryption_is_what_the_bot_gets(page: Page, bot: ScriptedBot) -> None:
    expect(page.locator("#mode")).to_have_value("plain")
    bot.answers[""] = None  # because nothing in an encrypted body can be read without the key
    page.get_by_label("Encryption").select_option("safe")
    write(page, "secret")
    expect(page.locator("#delivery")).to_contain_text("nothing to say")
    assert "encrypt_type=aes" in bot.queries[-1]
    assert set(bot.heard[-1]) == {"ToUserName", "Encrypt"}


def test_each_follower_has_a_chat_of_their_own(page: Page, bot: ScriptedBot) -> None:
    write(page, "mine alone")
    expect(bubbles(page, "theirs")).to_have_count(1)
    page.get_by_label("You are").select_option(index=1)
    expect(page.locator("#log .message")).to_have_count(0)
    page.get_by_label("You are").select_option(index=0)
    expect(bubbles(page, "mine")).to_have_text("mine alone")


def test_posts_appear_in_the_timelines_as_they_are_published(
    page: Page, addresses: Addresses, bot: ScriptedBot
) -> None:
    expect(page.get_by_text("Nothing published yet")).to_have_count(3)
    safe = state_of(addresses)["weibo"]["safe_domain"]
    WeChat(addresses).mass_article("线上说明会", "周四 19:00")
    share_on_weibo(addresses, f"线上说明会 https://{safe}/faq")
    post_on_x(addresses, "Online session on Thursday https://paristech.fr/en/node/6531")
    article = page.locator("#wechat-posts .article")
    expect(article).to_contain_text("线上说明会")
    expect(article).to_contain_text("周四 19:00")
    expect(page.locator("#weibo-posts .chip")).to_have_text("Web link")
    expect(page.locator("#weibo-posts .post-picture")).to_be_visible()
    expect(page.locator("#weibo-posts .chip")).to_have_attribute("href", f"https://{safe}/faq")
    expect(page.locator("#x-posts .post-text")).to_have_text("Online session on Thursday paristech.fr/en/node/6531")
    expect(page.locator("#log .article")).to_contain_text("线上说明会")


def test_the_pictures_of_posts_really_load(page: Page, addresses: Addresses, bot: ScriptedBot) -> None:
    WeChat(addresses).mass_article("With a cover", "digest")
    share_on_weibo(addresses, f"picture https://{state_of(addresses)['weibo']['safe_domain']}/a")
    for place in ("#wechat-posts .cover img", "#weibo-posts .post-picture", "#log .cover img"):
        picture = page.locator(place)
        expect(picture).to_be_visible()
        expect(picture).to_have_js_property("complete", True)
        assert picture.evaluate("image => image.naturalWidth") > 0, place


def test_a_reset_clears_chat_and_timelines(page: Page, addresses: Addresses, bot: ScriptedBot) -> None:
    post_on_x(addresses, "soon gone")
    write(page, "soon gone too")
    expect(bubbles(page, "theirs")).to_have_count(1)
    expect(page.locator("#x-posts .post")).to_have_count(1)
    requests.post(f"{addresses.control}/_sandbox/reset", timeout=5).raise_for_status()
    expect(page.locator("#x-posts .post")).to_have_count(0)
    expect(page.locator("#log .message")).to_have_count(0)


@pytest.mark.parametrize(("locale", "lang", "send"), [("zh-CN", "zh-CN", "发消息"), ("fr-FR", "fr", "Message")])
def test_the_page_starts_in_the_browsers_language(open_page: OpenPage, locale: str, lang: str, send: str) -> None:
    page = open_page(locale=locale)
    expect(page.locator("html")).to_have_attribute("lang", lang)
    expect(page.get_by_role("textbox")).to_have_attribute("placeholder", send)


def test_the_language_switch_changes_the_page_and_is_remembered(page: Page) -> None:
    page.get_by_role("button", name="Français").click()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.get_by_text("Rien de publié pour l'instant")).to_have_count(3)
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.get_by_role("button", name="Se désabonner")).to_be_visible()


def test_the_three_languages_have_the_same_sentences(page: Page) -> None:
    words = page.evaluate("import('/static/words.js').then(({ WORDS }) => WORDS)")
    names = {
        language: {key: set(re.findall(r"\{\w+\}", text)) for key, text in words[language].items()}
        for language in words
    }
    assert names["zh"] == names["en"] == names["fr"]
    assert all(text.strip() for language in words.values() for text in language.values())


def test_on_a_phone_the_views_are_tabs(open_page: OpenPage, addresses: Addresses) -> None:
    page = open_page(viewport=PHONE)
    expect(page.get_by_role("textbox")).to_be_visible()
    expect(page.locator("#x-posts")).to_be_hidden()
    post_on_x(addresses, "seen on the third tab")
    page.get_by_role("button", name="X", exact=True).click()
    expect(page.get_by_text("seen on the third tab")).to_be_visible()
    expect(page.get_by_role("textbox")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
