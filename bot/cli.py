"""The command line: puts the commands together, and turns what happens into an exit status and a sentence."""

import contextlib
import logging
import os
import sys

import typer

import bot.one_thread  # noqa: F401  before whatever loads numpy
from bot.commands import (
    announce,
    announce_review,
    announce_times,
    ask,
    backup,
    calendar,
    channel,
    deliveries,
    demo,
    doctor,
    faq,
    gaps,
    golden,
    inbox,
    lexicon,
    menu,
    notices,
    people,
    privacy,
    qr,
    running,
    secrets,
    setup,
    staff,
    stats,
    token,
    variables,
)
from bot.commands.output import note
from bot.core.errors import BotError

EXIT_FINDING = 1

app = typer.Typer(
    name="paristech-bot",
    help="Answers applicants on WeChat from a FAQ that people wrote, and sends announcements once.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for command in (
    demo.demo, setup.init, running.serve, running.scheduler, setup.check, doctor.doctor,
    backup.backup, backup.restore, backup.migrate,
    ask.ask, ask.predict, ask.evaluate, running.sandbox, calendar.calendar, stats.stats,
):  # fmt: skip
    app.command()(command)
announce.app.add_typer(announce_review.app)
announce.app.add_typer(announce_times.app)  # without a name of its own: its commands stand beside the others
announce.app.command()(calendar.calendar)
for group in (
    people.log, faq.app, golden.app, gaps.app, lexicon.app, variables.app, announce.app, deliveries.app, channel.app,
    inbox.app, menu.app, notices.app, privacy.app, qr.app, secrets.app, staff.app, token.app,
):  # fmt: skip
    app.add_typer(group)


def main() -> None:
    """Run the command line and exit: 0 ok, 1 finding or nothing found, 2 usage or settings, 3 platform, 130 Ctrl-C."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]  # both are text files
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command line; the exit status."""
    output = sys.stdout
    try:
        typer.main.get_command(app)(arguments, prog_name="paristech-bot")
        sys.stdout.flush()
    except SystemExit as end:
        # Typer wraps standard output when its reader (| head) has had enough; that is no fault of ours.
        return end.code if isinstance(end.code, int) and sys.stdout is output else 0
    except BotError as error:
        note(str(error))
        return error.exit_code
    except BrokenPipeError:
        with contextlib.suppress(OSError):  # closing again at exit would complain
            os.dup2(os.open(os.devnull, os.O_WRONLY), output.fileno())
        return 0
    except Exception:
        logging.getLogger(__name__).exception("unexpected")
        note("Something unexpected went wrong; the lines above help whoever mends it.")
        return EXIT_FINDING
    return 0
