"""What the scheduler is told: how often, how patiently, within which limits. Wiring fills it from the settings."""

from dataclasses import dataclass, field
from datetime import timedelta

from bot.core.quotas import QuotaRules
from bot.core.verdict import Pace
from scheduler.backing_up import BackupPlan


@dataclass(frozen=True, slots=True)
class SchedulerConfig:
    """Seconds unless said otherwise. `owner` names this worker, differently in every process and at every start.

    `follow_up_after`: when the platform is asked what became of an accepted delivery, if it has not said so by itself.
    `quotas`: None counts nothing (dry runs). `backups`: None makes none by itself.
    """

    owner: str
    tick_seconds: float = 1
    lease_seconds: float = 60
    retry_floor_seconds: float = 65
    reconcile_after: tuple[float, ...] = (20, 120, 600)
    follow_up_after: tuple[float, ...] = (120, 600, 1800, 7200)
    chat_days: int = 90
    at_once: int = 32  # sends in parallel, each on another account
    quotas: QuotaRules | None = field(default_factory=QuotaRules)
    backups: BackupPlan | None = None

    @property
    def lease(self) -> timedelta:
        """How long a claim holds without being renewed."""
        return timedelta(seconds=self.lease_seconds)

    @property
    def pace(self) -> Pace:
        """How patiently things are done again."""
        return Pace(timedelta(seconds=self.retry_floor_seconds), self.reconcile_after, self.follow_up_after)
