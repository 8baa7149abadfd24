"""Whatever a program sends that the description allows: an answer below 500, in JSON."""

from datetime import timedelta
from typing import Any

import schemathesis
from hypothesis import HealthCheck, given, settings, strategies

from bot.store.engine import Database
from tests.api.test_api import Program

FEW = settings(max_examples=60, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))


def test_no_call_that_the_description_allows_breaks_it(sqlite_database: Database) -> None:
    program = Program(sqlite_database)
    described = schemathesis.openapi.from_dict(dict(program.interface.description))
    calls = [found.ok().as_strategy() for found in described.get_all_operations()]
    assert len(calls) == 20

    @FEW
    @given(strategies.one_of(calls))
    def call(case: Any) -> None:
        program.now += timedelta(seconds=1)  # within the pace
        sent = case.as_transport_kwargs(base_url="http://bot.example.org")
        path = sent["url"].removeprefix("http://bot.example.org/api/v1")
        more = {name: sent[name] for name in ("params", "json") if sent.get(name) is not None}
        if isinstance(sent.get("data"), bytes | str):
            more["content"] = sent["data"]
        answer = program.call(sent["method"], path, **more)
        assert answer.status_code < 500, (sent["method"], path, more, answer.text)
        assert isinstance(answer.json(), dict)

    with program.client:
        call()
