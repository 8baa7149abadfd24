"""The accuracy run as tables: beside the baselines, the bot's decisions, by language and kind, what noise costs."""

from collections.abc import Mapping, Sequence

from bench.failures import CLASSES, by_class
from bench.loading import NOISE, OUR_SET, QuestionSet, clean_twins
from bench.measures import Outcome, Outcomes, average, grouped, in_scope, numbers_of, separation, share
from bench.our_bot import NAME
from bench.tables import percent, table

Results = Mapping[str, Mapping[str, Sequence[Outcome]]]  # ranker → set → what it said
Lines = Mapping[str, tuple[float, float]]  # set → sure, maybe
Table = tuple[str, str]  # its title and itself
LANGUAGES = {"en": ("banking77", "clinc150"), "fr": ("covid_fr",), "zh": ("xsid_zh",)}  # sets that make an average
DECISIONS = {
    "r1": "first",
    "helped": "helped",
    "wrong_and_sure": "wrong and sure",
    "refused": "refused",
    "sure_oos": "sure out of scope",
    "auroc": "AUROC",
    "auroc_near": "near",
    "auroc_far": "far",
}


def everything(
    results: Results, sets: Sequence[QuestionSet], halves: Outcomes, red_team: Mapping[str, Outcomes], lines: Lines
) -> dict[str, Table]:
    """The tables that the results allow, by the name of their markers in the page."""
    clean = [found.name for found in sets if NOISE not in found.name]
    noisy = [found for found in sets if NOISE in found.name and found.clean_name in clean]
    tables = {
        "accuracy": ("R@1 / R@3 / AUROC, %", _beside(results, clean)),
        "averages": ("Average over the FAQs of a language, R@1 / R@3, %", _averages(results)),
        "decisions": (
            "What the bot did, lines calibrated from each FAQ alone, %",
            _decisions(results[NAME], halves, lines),
        ),
    }
    if OUR_SET in results[NAME]:
        tables["red-team"] = (
            "Our FAQ, messages that it must not answer, %",
            _red_team(results[NAME][OUR_SET], red_team),
        )
        tables["kinds"] = ("golden_dev by language and by kind, %", _kinds(results))
    tables["failures"] = ("Failures by what the asker met, the worst first, questions", _failures(results[NAME]))
    if noisy:
        tables["noise"] = ("R@1 lost to noise, points, on the same questions", _noise(results, sets, noisy))
    return tables


def _beside(results: Results, names: Sequence[str]) -> str:
    rows = []
    for ranker, by_set in results.items():
        numbers = [numbers_of(by_set[name]) for name in names]
        rows.append([ranker, *(_three(one["r1"], one["r3"], one["auroc"]) for one in numbers)])
    return table(["ranker", *names], rows)


def _averages(results: Results) -> str:
    rows = []
    for ranker, by_set in results.items():
        row = [ranker]
        for names in LANGUAGES.values():
            numbers = [numbers_of(by_set[name]) for name in names if name in by_set]
            row.append(_three(average(one["r1"] for one in numbers), average(one["r3"] for one in numbers)))
        rows.append(row)
    return table(["ranker", *LANGUAGES], rows)


def _decisions(by_set: Mapping[str, Outcomes], halves: Outcomes, lines: Lines) -> str:
    head = ["set", "in / out", *DECISIONS.values(), "lines"]
    rows = []
    for name, outcomes in by_set.items():
        sure, maybe = lines[name]
        rows.append([*_row(name, outcomes), f"{sure:.2f} / {maybe:.2f}"])
        if name == OUR_SET:
            rows.append([*_row(f"{name}, lines also from its other half", halves), ""])
    return table(head, rows)


def _red_team(ours: Outcomes, red_team: Mapping[str, Outcomes]) -> str:
    rows = []
    for name, outcomes in red_team.items():
        sure, refused = share(outcomes, lambda one: one.sure), share(outcomes, lambda one: one.refused)
        offered = share(outcomes, lambda one: not one.sure and not one.refused)
        auroc = separation(in_scope(ours), outcomes)
        rows.append([name, str(len(outcomes)), *map(percent, (sure, offered, refused, auroc))])
    return table(["messages", "number", "sure", "choices", "refused", "AUROC against golden_dev"], rows)


def _failures(by_set: Mapping[str, Outcomes]) -> str:
    rows = [
        [name, str(len(outcomes)), *(str(len(group)) for group in by_class(outcomes).values())]
        for name, outcomes in by_set.items()
    ]
    return table(["set", "questions", *CLASSES], rows)


def _kinds(results: Results) -> str:
    shown = ("r1", "r3", "helped", "wrong_and_sure", "refused", "sure_oos", "auroc")
    others = [_by_language_and_kind(by_set[OUR_SET]) for ranker, by_set in results.items() if ranker != NAME]
    rows = []
    for name, group in _by_language_and_kind(results[NAME][OUR_SET]).items():
        numbers = numbers_of(group)
        best = max((numbers_of(other[name])["r1"] or 0.0 for other in others), default=None)
        rows.append([name, _counts(numbers), *(percent(numbers[key]) for key in shown), percent(best)])
    names = {**DECISIONS, "r3": "first three"}
    return table(["group", "in / out", *(names[key] for key in shown), "best other, first"], rows)


def _by_language_and_kind(outcomes: Outcomes) -> dict[str, list[Outcome]]:
    return {
        **grouped(outcomes, lambda question: question.lang),
        **grouped(in_scope(outcomes), lambda question: question.kind),
    }


def _noise(results: Results, sets: Sequence[QuestionSet], noisy: Sequence[QuestionSet]) -> str:
    questions = {found.name: found.questions for found in sets}
    twins = {found.name: clean_twins(found.questions, questions[found.clean_name]) for found in noisy}
    rows = []
    for ranker, by_set in results.items():
        row = [ranker]
        for found in noisy:
            before = numbers_of([by_set[found.clean_name][number] for number in twins[found.name]])["r1"]
            after = numbers_of(by_set[found.name])["r1"]
            row.append("–" if before is None or after is None else f"{100 * (before - after):+.1f}")
        rows.append(row)
    return table(["ranker", *(found.name for found in noisy)], rows)


def _row(name: str, outcomes: Outcomes) -> list[str]:
    numbers = numbers_of(outcomes)
    return [name, _counts(numbers), *(percent(numbers[key]) for key in DECISIONS)]


def _counts(numbers: Mapping[str, float | None]) -> str:
    return f"{numbers['in']:.0f} / {numbers['out']:.0f}"


def _three(*shares: float | None) -> str:
    return " / ".join(map(percent, shares))
