"""What all peers know: the same secrets, and the FAQ as a dictionary from a file (they only look a word up)."""

import json
import os
from pathlib import Path

from bench.wechat_messages import ACCOUNT, AES_KEY, APP_ID, TOKEN

__all__ = ["ACCOUNT", "AES_KEY", "ANSWERS", "APP_ID", "DEFAULT", "SAFE", "TOKEN"]

SAFE = os.environ.get("BENCH_SAFE") == "1"
ANSWERS: dict[str, str] = json.loads(Path(os.environ["BENCH_ANSWERS"]).read_text(encoding="utf-8"))
DEFAULT = "抱歉，没有找到答案，请回复“人工”。"
