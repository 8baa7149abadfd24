"""Whether the confidence means what it says: predicted against observed, as a plot (extra `bench`) and a table.

`python -m bench.reliability --help`. Out-of-scope questions count too: their first entry is never the right one.
"""

import argparse
import math
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.loading import CONTENT, NOISE, OUR_SET, ROOT, load_set, names_of_sets
from bench.measures import Outcome, Outcomes
from bench.our_bot import asked, asked_in_halves
from bench.tables import percent, refresh, table

PICTURE = ROOT / "docs" / "answering-reliability.svg"
BINS = 10
POOLED = "public sets, pooled"
HEAD = ("confidence", "questions", "predicted", "observed", "95 % interval")


@dataclass(frozen=True, slots=True)
class Bin:
    """Questions of about the same confidence: how many, their mean confidence, how many of them were right."""

    count: int
    predicted: float
    right: int

    @property
    def observed(self) -> float:
        """The share whose first entry was right."""
        return self.right / self.count

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval of the observed share."""
        z = 1.96
        spread = z * math.sqrt(self.observed * (1 - self.observed) / self.count + (z / (2 * self.count)) ** 2)
        middle = self.observed + z * z / (2 * self.count)
        whole = 1 + z * z / self.count
        return (middle - spread) / whole, (middle + spread) / whole


def main(arguments: list[str] | None = None) -> int:
    """Measure, print, draw, and write where asked."""
    options = _options(arguments)
    public = [name for name in names_of_sets() if name != OUR_SET and NOISE not in name]
    ours = load_set(OUR_SET, content=options.content)
    groups = {
        OUR_SET: bins(asked(ours)[0]),
        f"{OUR_SET}, fitted on its other half": bins(asked_in_halves(ours)),
        POOLED: bins([outcome for name in public for outcome in asked(load_set(name))[0]]),
    }
    text = "\n\n".join(
        f"{name}: off by {percent(gap(found))} points on average\n\n{shown(found)}" for name, found in groups.items()
    )
    print(text)
    if not options.no_picture:
        draw(groups, options.picture)
    if options.write:
        refresh(options.write, "calibration", text)
    return 0


def bins(outcomes: Outcomes) -> dict[int, Bin]:
    """The bins that hold a question, by their number from 0 (no confidence) to 9."""
    found: dict[int, list[Outcome]] = {}
    for one in outcomes:
        found.setdefault(min(BINS - 1, int(one.score * BINS)), []).append(one)
    return {
        number: Bin(len(group), sum(one.score for one in group) / len(group), sum(one.right_within(1) for one in group))
        for number, group in sorted(found.items())
    }


def gap(found: dict[int, Bin]) -> float | None:
    """The expected calibration error: how far predicted and observed are apart, averaged over questions."""
    total = sum(one.count for one in found.values())
    return sum(one.count * abs(one.predicted - one.observed) for one in found.values()) / total if total else None


def shown(found: dict[int, Bin]) -> str:
    """The bins as a table."""
    rows = []
    for number, one in found.items():
        low, high = one.interval
        between = f"{number / BINS:.1f} – {(number + 1) / BINS:.1f}"
        rows.append(
            [
                between,
                str(one.count),
                percent(one.predicted),
                percent(one.observed),
                f"{percent(low)} – {percent(high)}",
            ]
        )
    return table(HEAD, rows)


def draw(groups: dict[str, dict[int, Bin]], picture: Path) -> None:
    """The plot, the same to the byte for the same numbers."""
    import matplotlib as mpl  # noqa: PLC0415  extra bench
    from matplotlib import pyplot as plt  # noqa: PLC0415  extra bench

    mpl.use("Agg")
    mpl.rcParams["svg.hashsalt"] = "reliability"
    figure, panels = plt.subplots(2, len(groups), figsize=(12, 5.5), height_ratios=(3, 1), sharex=True, squeeze=False)
    for (name, found), (above, below) in zip(groups.items(), panels.T, strict=True):
        predicted = [one.predicted for one in found.values()]
        observed = [one.observed for one in found.values()]
        above.plot([0, 1], [0, 1], color="0.7", linewidth=1)
        above.errorbar(predicted, observed, yerr=_errors(list(found.values())), fmt="o-", capsize=3, color="#1f4e8c")
        above.set(title=f"{name}\noff by {percent(gap(found))} points", ylabel="first entry right", ylim=(-0.02, 1.02))
        places = [(number + 0.5) / BINS for number in found]
        bars = below.bar(places, [one.count for one in found.values()], width=0.9 / BINS, color="#9db8d9")
        below.bar_label(bars, fontsize=7)
        below.margins(y=0.25)
        below.set(xlabel="confidence", ylabel="questions", xlim=(0, 1))
    figure.tight_layout()
    figure.savefig(picture, metadata={"Date": None})
    plt.close(figure)


def _errors(found: Sequence[Bin]) -> list[list[float]]:
    below = [max(0.0, one.observed - one.interval[0]) for one in found]
    above = [max(0.0, one.interval[1] - one.observed) for one in found]
    return [below, above]


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--content", type=Path, default=CONTENT, help="the folder of our faq.yaml and lexicon.yaml")
    parser.add_argument("--picture", type=Path, default=PICTURE, metavar="FILE", help=f"default {PICTURE.name} in docs")
    parser.add_argument("--no-picture", action="store_true", help="print the tables only")
    parser.add_argument("--write", type=Path, metavar="PAGE", help="put the tables between the markers of this page")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
