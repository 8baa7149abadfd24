"""How often the bot finds the right entry, beside simple rankers: every development set, one run, one table.

`python -m bench.answering_accuracy --help`. Needs the extra `bench` unless `--bot-only` is given.
"""

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any

from bench import accuracy_tables
from bench.baselines import BASELINES, ranked
from bench.failures import failures
from bench.loading import CONTENT, OUR_SET, QuestionSet, load_phrasings, load_set, names_of_sets
from bench.measures import Outcome, numbers_of
from bench.our_bot import NAME, asked, asked_in_halves, attacked
from bench.tables import refresh

Results = dict[str, dict[str, list[Outcome]]]  # ranker → set → what it said


def main(arguments: list[str] | None = None) -> int:
    """Run, print, and write where asked."""
    options = _options(arguments)
    if options.failures:
        print(failures(asked(load_set(options.failures, content=options.content))[0]))
        return 0
    sets = [load_set(name, content=options.content) for name in options.sets or names_of_sets()]
    results: Results = {NAME: {}}
    lines: dict[str, tuple[float, float]] = {}
    halves: list[Outcome] = []
    red_team: dict[str, list[Outcome]] = {}
    for found in sets:
        started = time.perf_counter()
        results[NAME][found.name], answerer = asked(found)
        lines[found.name] = (answerer.calibration.sure, answerer.calibration.maybe)
        if found.name == OUR_SET:
            halves, red_team = asked_in_halves(found), attacked(found)
        _note(f"{found.name}: {NAME}", started)
    if not options.bot_only:
        _add_baselines(results, sets)
    shown = accuracy_tables.everything(results, sets, halves, red_team, lines)
    print("\n\n".join(f"{title}\n\n{body}" for title, body in shown.values()))
    if options.json:
        options.json.write_text(json.dumps(_plain(results, lines), ensure_ascii=False, indent=1), encoding="utf-8")
    if options.write:
        for name, (_, body) in shown.items():
            refresh(options.write, name, body)
    return 0


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bot-only", action="store_true", help="leave the baselines out (seconds instead of minutes)")
    parser.add_argument("--sets", nargs="+", choices=names_of_sets(), metavar="SET", help="only these sets")
    parser.add_argument("--content", type=Path, default=CONTENT, help="the folder of our faq.yaml and lexicon.yaml")
    parser.add_argument("--failures", choices=names_of_sets(), metavar="SET", help="list what goes wrong, and why")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every number there too")
    parser.add_argument("--write", type=Path, metavar="PAGE", help="put the tables between the markers of this page")
    return parser.parse_args(arguments)


def _add_baselines(results: Results, sets: list[QuestionSet]) -> None:
    for name, built in BASELINES.items():
        results[name] = {}
        for found in sets:
            started = time.perf_counter()
            results[name][found.name] = ranked(built(load_phrasings(found.faq)), found.questions)
            _note(f"{found.name}: {name}", started)


def _plain(results: Results, lines: dict[str, tuple[float, float]]) -> dict[str, Any]:
    return {
        ranker: {
            name: {**numbers_of(outcomes), **({"lines": lines[name]} if ranker == NAME else {})}
            for name, outcomes in by_set.items()
        }
        for ranker, by_set in results.items()
    }


def _note(what: str, started: float) -> None:
    print(f"{what}, {time.perf_counter() - started:.1f} s", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
