"""What WeChat's job-finish events mean."""

import pytest

from bot.core.delivery import Accepted, Refused, Sent, Unknown
from scheduler.receipts import MASS_ERRORS, PUBLISH_STATES, outcome_of


def test_a_success_carries_the_articles_address_from_wherever_it_stands() -> None:
    fields = {"Status": "send success", "ArticleUrlResult.ResultList.item.ArticleUrl": "https://mp.weixin.qq.com/s/1"}
    assert outcome_of("masssendjobfinish", fields, "7") == Sent("7", "https://mp.weixin.qq.com/s/1")
    published = {
        "PublishEventInfo.publish_status": "0",
        "PublishEventInfo.article_detail.item.article_url": "https://a",
    }
    assert outcome_of("publishjobfinish", published, "8") == Sent("8", "https://a")


@pytest.mark.parametrize("code", [*MASS_ERRORS, "12345"])
def test_every_refusal_of_a_mass_message_says_what_to_do(code: str) -> None:
    outcome = outcome_of("masssendjobfinish", {"Status": f"err({code})"}, "7")
    assert isinstance(outcome, Refused)
    assert outcome.code == code
    assert "send it again or leave it" in outcome.why


@pytest.mark.parametrize(("code", "words"), [("40001", "refused it on the phone"), ("40002", "within 30 minutes")])
def test_an_admin_who_says_no_or_nothing_is_not_taken_for_a_fault_of_the_text(code: str, words: str) -> None:
    outcome = outcome_of("masssendjobfinish", {"Status": f"err({code})"}, "7")
    assert isinstance(outcome, Refused)
    assert (outcome.code, outcome.words) == (code, f"err({code})")
    assert words in outcome.why
    assert "Change the text" not in outcome.why


@pytest.mark.parametrize("code", PUBLISH_STATES)
def test_every_failed_publishing_is_a_refusal(code: str) -> None:
    outcome = outcome_of("publishjobfinish", {"PublishEventInfo.publish_status": code}, "8")
    assert isinstance(outcome, Refused)
    assert outcome.code == code


def test_a_publishing_that_runs_still_is_accepted() -> None:
    assert outcome_of("publishjobfinish", {"PublishEventInfo.publish_status": "1"}, "8") == Accepted("8")


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("masssendjobfinish", {}),
        ("masssendjobfinish", {"Status": "err()"}),
        ("publishjobfinish", {"publish_status": "9"}),
        ("something new", {"Status": "send success"}),
    ],
)
def test_what_is_not_understood_is_unknown(kind: str, fields: dict[str, str]) -> None:
    assert isinstance(outcome_of(kind, fields, "7"), Unknown)
