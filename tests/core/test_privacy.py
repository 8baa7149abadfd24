"""What is masked, what is not, and how people are named."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.core.privacy import LONGEST_KEPT, is_chinese_id, mask, message_key, passes_luhn, person_key


@pytest.mark.parametrize(
    ("said", "stored"),
    [
        ("call +86 138 0013 8000", "call [phone]"),
        ("电话13800138000谢谢", "电话[phone]谢谢"),
        ("１３８００１３８０００", "[phone]"),
        ("+33 6 12 34 56 78", "[phone]"),
        ("06 12 34 56 78 svp", "[phone] svp"),
        ("06.12.34.56.78", "[phone]"),
        ("办公室010-12345678", "办公室[phone]"),
        ("身份证11010519491231002X", "身份证[id]"),
        ("身份证11010120000101000X", "身份证[id]"),
        ("passport E12345678", "passport [passport]"),
        ("护照号 EJ1234567", "护照号 [passport]"),
        ("passeport 12AB34567", "passeport [passport]"),
        ("my passport is ab123456", "my passport is [passport]"),
        ("li.lei+x@example.com.cn?", "[e-mail]?"),
        ("卡号 6222 0200 1234 5678 905", "卡号 [card]"),
        ("4111-1111-1111-1111", "[card]"),
        ("打我电话1 3 8 0 0 1 3 8 0 0 0", "打我电话[phone]"),
        ("138.0013.8000", "[phone]"),
        ("+86 (138) 0013-8000", "[phone]"),
        ("一三八零零一三八零零零", "[phone]"),
        ("(021) 1234 5678", "[phone]"),
        ("110101-20000101-000X", "[id]"),
        ("学号2023123456", "学号[id]"),
        ("港澳通行证C12345678", "港澳通行证[id]"),
        ("carte d'identité 880692310285", "carte d'identité [id]"),
        ("passport E 0000 0000", "passport [passport]"),
        ("li.lei @ example.com", "[e-mail]"),
        ("+86 138-0013-8000", "[phone]"),
        ("138 0013 8000", "[phone]"),
        ("１３８ ００１３ ８０００", "[phone]"),
        ("（+86）138 0013 8000", "[phone]"),
        ("0086 13800138000", "[phone]"),
        ("手机138—0013—8000", "手机[phone]"),
        ("138/0013/8000", "[phone]"),
        ("138·0013·8000", "[phone]"),
        ("壹叁捌零零壹叁捌零零零", "[phone]"),
        ("06/12/34/56/78", "[phone]"),
        ("0612345678", "[phone]"),
        ("+33612345678", "[phone]"),
        ("+33 (0)6 12 34 56 78", "[phone]"),
        ("0033 1 42 34 56 78", "[phone]"),
        ("+1 (415) 555-2671", "[phone]"),
        ("+44 20 7946 0958", "[phone]"),
        ("１１０１０５１９４９１２３１００２Ｘ", "[id]"),
        ("11010519491231002x", "[id]"),
        ("CNI X4RTBPFW4", "CNI [id]"),
        ("台胞证 12345678", "台胞证 [id]"),
        ("sécu 1 85 05 78 006 084 91", "sécu [id]"),
        ("185057800608491", "[id]"),
        ("Ｅ１２３４５６７８", "[passport]"),
        ("G12345678", "[passport]"),
        ("G 12345678", "[passport]"),
        ("E 1234 5678", "[passport]"),
        ("H12345678", "[passport]"),
        ("12AB34567", "[passport]"),
        ("12ab34567", "[passport]"),
        ("12 AB 34567", "[passport]"),
        ("passeport numéro 12 ab 34567", "passeport numéro [passport]"),
        ("FR7630006000011234567890189", "[card]"),
        ("FR76 3000 6000 0112 3456 7890 189", "[card]"),
    ],
)
def test_personal_numbers_are_masked(said: str, stored: str) -> None:
    assert mask(said) == stored


@pytest.mark.parametrize(
    "said",
    [
        "9+9怎么申请",
        "2026-12-10 19:00",
        "2026 2027 2028 2029",
        "12000欧",
        "1170–1900 €",
        "985和211",
        "1月29号",
        "一九九八年",
        "600 580 590",
        "valid in 2026-2027",
        "TOEFL 100, GRE 320",
        "2026-12-10",
        "20261210",
        "2026年12月10日19点30分",
        "01.09.2026 10:30",
        "01/09/2026 10:30",
        "2026-09-01 2027-06-30",
        "20260901-20270630",
        "12/10 13/10 14/10",
        "12 000 000 RMB",
        "150,000元",
        "1000 2000 3000 4000",
        "1200-1500-1800-2000",
        "15000-20000欧元",
        "12 en 20000",
        "E 2026 2027",
        "91120 Palaiseau",
        "800号 200240",
        "GPA 3.85/4.0, TOEFL 105",
        "95 85 90 88 92 91",
        "RNCP 35078",
        "FR76 2026 2027 1200",
        "185057800608492",
    ],
)
def test_other_numbers_stay(said: str) -> None:
    assert mask(said.replace("–", "-")) == said.replace("–", "-")


def test_no_question_of_the_faq_is_masked() -> None:
    content = Path(__file__).parents[2] / "bot" / "content" / "faq.yaml"
    faq = yaml.safe_load(content.read_text(encoding="utf-8"))
    entries = faq["entries"] if isinstance(faq, dict) else faq
    texts = [q for e in entries for t in e["texts"].values() for q in (t["question"], *t.get("variants", ()))]
    masked = [text for text in texts if "[" in mask(text) and "[" not in text]
    assert masked == []


def test_invisible_marks_are_dropped_and_long_texts_cut() -> None:
    assert mask("a\u202eb\u200bc\x00") == "abc"
    assert len(mask("好" * 5000)) == LONGEST_KEPT
    assert len(mask("\ufdfa" * 2000)) == LONGEST_KEPT  # grows eighteenfold in NFKC


@given(st.text(max_size=300))
def test_masking_twice_changes_nothing_and_nothing_breaks_it(text: str) -> None:
    once = mask(text)
    assert mask(once) == once


def test_a_person_has_one_name_per_secret_and_platform() -> None:
    key = person_key(b"a" * 32, "wechat", "oX")
    assert key == person_key(b"a" * 32, "wechat", "oX")
    assert len(key) == 43
    assert len({key, person_key(b"b" * 32, "wechat", "oX"), person_key(b"a" * 32, "weibo", "oX")}) == 3
    assert "oX" not in key


def test_a_message_key_depends_on_every_part() -> None:
    keys = {
        message_key(b"a" * 32, "wechat", "oX", *parts) for parts in (("1",), ("2",), ("1", "2"), ("12",), ("", "1"))
    }
    assert len(keys) == 5


def test_check_digits() -> None:
    assert is_chinese_id("11010519491231002X")
    assert not is_chinese_id("110105194912310021")
    assert passes_luhn("4111111111111111")
    assert not passes_luhn("4111111111111112")
