"""docs/delivery.md says what the code does."""

from pathlib import Path

from bot.core.delivery import MOVES, State

PAGE = Path(__file__).parents[2] / "docs" / "delivery.md"


def test_the_pages_states_and_moves_are_the_codes() -> None:
    text = PAGE.read_text(encoding="utf-8").split("<!-- states: begin -->")[1].split("<!-- states: end -->")[0]
    lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.strip().splitlines()[2:]]
    told = {State(state): {word.strip() for word in moves.split(",")} - {"–"} for state, _, moves in lines}
    assert told == {state: {new.value for new in moves} for state, moves in MOVES.items()}


def test_the_page_has_its_reports() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for name in ("crash", "network", "paused", "lateness"):
        report = text.split(f"<!-- {name}: begin -->")[1].split(f"<!-- {name}: end -->")[0]
        assert "|" in report, name
