"""Messages that want what no FAQ gives: a text written or translated for them, something sold, the bot's insides.

They name things that entries speak of ("write my motivation letter"), so similarity alone takes them for questions.
"""

import re
from collections.abc import Iterable, Mapping

_KINDS: Mapping[str, re.Pattern[str]] = {
    "advert": re.compile(
        r"代[写考]论文|论文代写|代考|包过|兼职刷单|刷单|发票代开|代开发票|高仿|保录取|保过|价格(?:优惠|从优)|优惠价|限时(?:优惠|特价)|办理?(?:真实)?文凭|刷粉|涨粉"
        r"|\b(?:buy|get|gain)\b.{0,20}\bfollowers\b|\bcheap(?:est)? price|\bfor sale\b|\bspecial offer\b"
        r"|\bguaranteed admission\b"
        r"|\bpromo code\b|\bdiscount code\b|-\s?\d{2} ?%"
        r"|\babonn[ée]s\b.{0,20}\b(?:offre|prix|pas cher)|\boffre sp[ée]ciale\b|\bvente de\b|\bprix cass[ée]s?\b"
    ),
    "task": re.compile(
        r"(?:帮|替|给|代)我(?:们)?(?:把|写|做|翻译|改|润色|编|解|算|画)|(?:帮|替)我.{0,12}(?:写|翻译|润色)|代写|把.{2,}翻译成"
        r"|^(?:\w+ )?(?:write|draft|compose|rewrite|translate|proofread|solve)\b (?:me|my|this|these|the|a|an)\b"
        r"|\b(?:write|draft|translate|proofread|solve)\b.{1,60}\bfor me\b"
        r"|^(?:\w+ )?(?:[ée]cri[st]|[ée]crivez|r[ée]dige[rz]?|tradui[st]|traduisez|r[ée]sou[st]|corrige[rz]?)"
        r"(?:[- ]moi)? "
        r"(?:ma|mon|mes|ce|cet|cette|ces|un|une|le|la)\b|\bà ma place\b"
    ),
    "contact": re.compile(r"加(?:我)?(?:微信|v信?|q{1,2})(?![a-z])"),
    "instruction": re.compile(
        r"(?:忽略|无视).{0,12}(?:指令|提示|规则)|系统提示词|(?:你|您)(?:现在)?是管理员"
        r"|\bignore\b.{0,30}\binstructions?\b|\bsystem prompt\b|\badmin mode\b"
        r"|\bprompt syst[èe]me\b|\btu es maintenant\b|\bvous [êe]tes maintenant\b"
    ),
}


class Errands:
    """Recognises such messages; a kind that the FAQ's own phrasings show is asked for here, so it is no errand."""

    def __init__(self, phrasings: Iterable[str] = ()) -> None:
        """`phrasings` are normalised."""
        usual = {kind for text in phrasings for kind, pattern in _KINDS.items() if pattern.search(text)}
        self._patterns = {kind: pattern for kind, pattern in _KINDS.items() if kind not in usual}

    def commands(self, text: str) -> bool:
        """Whether a normalised text gives the bot orders about itself."""
        orders = self._patterns.get("instruction")
        return orders is not None and bool(orders.search(text))

    def kind(self, text: str) -> str:
        """ "advert", "task", "contact", "instruction", or "" for an ordinary normalised text."""
        return next((kind for kind, pattern in self._patterns.items() if pattern.search(text)), "")
