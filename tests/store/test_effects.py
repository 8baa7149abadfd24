"""An effect happens once for its key, also when two copies of the message arrive at the same moment."""

import threading
from datetime import UTC, datetime, timedelta

from bot.core.messages import Reply, ReplyKind
from bot.store import effects
from bot.store.effects import Effect
from bot.store.engine import Database

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
REPLY = Reply(ReplyKind.HANDOVER, "A colleague will answer.", "en")


def test_the_first_takes_the_key_and_the_retry_gets_its_reply(database: Database) -> None:
    first = Effect("E1", "K1", "handover", NOW, REPLY)
    with database.writing(durable=True) as db:
        assert effects.commit_once(db, first) is None
    retry = Effect("E1", "K1", "handover", NOW + timedelta(seconds=5), Reply(ReplyKind.HANDOVER, "other", "zh"))
    with database.writing(durable=True) as db:
        assert effects.commit_once(db, retry) == first


def test_an_effect_without_a_reply_is_known_too(database: Database) -> None:
    event = Effect("E2", "", "masssendjobfinish", NOW)
    with database.writing() as db:
        assert effects.commit_once(db, event) is None
        assert effects.commit_once(db, event) == event
        assert effects.stored(db, "E3") is None


def test_an_effect_that_was_rolled_back_can_be_taken_again(database: Database) -> None:
    wanted = Effect("E1", "K1", "handover", NOW, REPLY)
    with database.reading() as db:  # whatever is written there is rolled back
        effects.commit_once(db, wanted)
    with database.writing() as db:
        assert effects.commit_once(db, wanted) is None


def test_of_parallel_copies_exactly_one_takes_the_key(database: Database) -> None:
    start = threading.Barrier(6)
    answers: list[Effect | None] = []

    def take(number: int) -> None:
        start.wait()
        with database.writing() as db:
            answers.append(effects.commit_once(db, Effect("E1", f"K{number}", "feedback", NOW, REPLY)))

    threads = [threading.Thread(target=take, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    replayed = [answer for answer in answers if answer is not None]
    assert len(answers) == 6
    assert len(replayed) == 5
    assert len({answer.person for answer in replayed}) == 1


def test_old_effects_go_in_batches(database: Database) -> None:
    with database.writing() as db:
        for number in range(5):
            effects.commit_once(db, Effect(f"E{number}", "K1", "feedback", NOW + timedelta(days=number)))
        limit = NOW + timedelta(days=3)
        assert [effects.prune_before(db, limit, batch=2) for _ in range(3)] == [2, 1, 0]
