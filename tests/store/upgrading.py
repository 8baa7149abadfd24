"""A process of its own that migrates a database, alone or at the same moment as others, until it is done or killed."""

import multiprocessing
import os
import signal
from multiprocessing.synchronize import Barrier

from sqlalchemy import Engine, event

from bot.store.engine import Database

processes = multiprocessing.get_context("forkserver")
processes.set_forkserver_preload(["tests.store.upgrading"])


def migrate(url: str, kill_at: int = 0, together: Barrier | None = None) -> None:
    """Migrate; at the n-th statement this process is killed, as by the system."""
    statements = 0

    def count(*_: object) -> None:
        nonlocal statements
        statements += 1
        if statements == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "before_cursor_execute", count)
    database = Database(url)
    if together is not None:
        together.wait(30)
    database.migrate()
    database.close()


def killed(url: str, at: int) -> bool:
    """Whether a migration in another process was killed at that statement; False when it was through before."""
    process = processes.Process(target=migrate, args=(url, at))
    process.start()
    process.join()
    assert process.exitcode in {0, -signal.SIGKILL}
    return process.exitcode != 0
