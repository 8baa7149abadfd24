"""A year of simulated traffic: does the database stay at the size that its retention asks for?

python -m bench.year --days 365 --messages 200
"""

import argparse
import tempfile
from contextlib import closing
from pathlib import Path

from bot.store.engine import Database
from tests.faults.year import Day, live


def main() -> None:
    """From the command line."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--days", type=int, default=365)
    wanted.add_argument("--messages", type=int, default=200, help="a day")
    wanted.add_argument("--chat-days", type=int, default=90)
    given = wanted.parse_args()

    def tell(day: Day) -> None:
        if day.day % 30 == 0 or day.day == given.days - 1:
            some = {name: day.rows[name] for name in ("message_log", "person", "effect", "inbox_request", "audit")}
            print(f"day {day.day:4}  {day.bytes / 2**20:7.2f} MiB  {some}", flush=True)

    with tempfile.TemporaryDirectory() as name, closing(Database(f"sqlite:///{Path(name) / 'bot.db'}")) as database:
        database.migrate()
        year = live(
            database, Path(name), days=given.days, messages=given.messages, chat_days=given.chat_days, tell=tell
        )
    print(f"{year.answered} answered, {year.sent} announcements sent")
    print("\n".join(year.faults()) or "It has stayed at its size.")


if __name__ == "__main__":
    main()
