"""The state machine and the key of a delivery."""

import itertools
import string

import pytest

from bot.core.delivery import FINAL, MOVES, Post, State, delivery_key, is_intact, may_move, payload_hash, post_from


def test_every_state_has_its_moves() -> None:
    assert set(MOVES) == set(State)


@pytest.mark.parametrize("state", State)
def test_no_state_moves_to_itself_unasked(state: State) -> None:
    assert state not in {State.SENT, State.CANCELLED} or not MOVES[state]


def test_what_is_there_stays_there() -> None:
    assert not any(may_move(State.SENT, new) for new in State)


def test_only_an_intent_on_disk_can_become_sent_or_accepted_by_a_send() -> None:
    assert not may_move(State.CLAIMED, State.SENT)
    assert may_move(State.SENDING, State.SENT)
    assert may_move(State.SENDING, State.ACCEPTED)


def test_what_waits_becomes_sent_only_without_the_bot() -> None:
    assert may_move(State.QUEUED, State.SENT)  # a person posted it by hand
    assert not may_move(State.QUEUED, State.ACCEPTED)


def test_every_state_reaches_an_end() -> None:
    for state in State:
        seen, todo = set(), [state]
        while todo:
            here = todo.pop()
            seen.add(here)
            todo += [new for new in MOVES[here] if new not in seen]
        assert seen & set(FINAL), state


def test_keys_differ_fit_wechat_and_stay_the_same() -> None:
    wishes = list(itertools.product(("a", "b"), ("wechat:1", "weibo:1"), (1, 2)))
    keys = [delivery_key(*wish) for wish in wishes]
    assert len(set(keys)) == len(keys)
    assert keys == [delivery_key(*wish) for wish in wishes]
    assert all(len(key) <= 32 and set(key) <= set(string.ascii_lowercase + string.digits) for key in keys)


STORED = {"channel": "x", "act": "tweet", "lang": "en", "title": "", "body": "Apply now."}


def test_what_an_older_version_approved_is_still_what_was_approved() -> None:
    approved = payload_hash(STORED)  # its Post had five fields
    assert is_intact(STORED, approved)
    assert post_from(STORED) == Post(**STORED)


def test_the_order_of_the_stored_fields_does_not_matter_but_every_word_does() -> None:
    approved = payload_hash(STORED)
    assert is_intact(dict(reversed(STORED.items())), approved)
    assert not is_intact({**STORED, "body": "Apply later."}, approved)
    assert not is_intact({**STORED, "link": "https://example.org"}, approved)


def test_a_field_of_a_newer_version_can_be_read_but_is_not_left_out_of_a_send() -> None:
    newer = {**STORED, "poll": "yes/no"}
    assert post_from(newer) == Post(**STORED)
    assert not is_intact(newer, payload_hash(newer))


def test_the_hash_is_that_of_the_rows_that_are_there_already() -> None:
    later = {"link": "", "picture": "", "digest": "", "author": "", "audience": "all"}  # a Post had ten fields then
    assert payload_hash({**STORED, **later}) == "462fa95bc7011cddbb4435d02dbfed1d1eb8609df9fa170166ae0c16404d8826"
