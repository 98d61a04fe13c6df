"""Jobs handed to Celery workers over Redis. Redis is told a name and nothing else: the order lies in the job's folder.

Celery is loaded only where ``Settings.jobs`` names a Redis; the default installation has none.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from data.issues import StoreError
from data.job_state import Job
from data.jobs import Executor, Jobs, Progress, Threads, Work
from data.settings import Settings

if TYPE_CHECKING:
    from celery import Celery

TASK = "tuoyu.job"
QUEUE = "tuoyu-jobs"
PATIENCE_SECONDS = 3
"""How long a page waits for a Redis that does not answer."""
WORKER = (
    "--quiet",
    "worker",
    "--pool=solo",
    "--loglevel=WARNING",
    "--without-gossip",
    "--without-mingle",
    "--without-heartbeat",
)
"""One process that does one job after the other: killed, it takes the lock of its job along."""


class Queue:
    """In a process of ``app.py worker`` that shares the folder of jobs."""

    def __init__(self, url: str) -> None:
        self._url = url

    def begin(self, folder: Path, job: Job, work: Work, order: str) -> None:  # noqa: ARG002 - made again from its order
        """Lay the order down and say its name; StoreError where Redis cannot be reached."""
        from kombu.exceptions import OperationalError

        part = folder / "order.part"
        part.write_text(order, encoding="utf-8")
        part.replace(folder / "order")
        Progress(folder, job).tell(job)
        try:
            celery_of(self._url).send_task(TASK, (job.name,), retry=False)
        except OperationalError as error:
            raise StoreError("jobs.unreached") from error


def executor_of(settings: Settings) -> Executor:
    """Where the jobs of this installation are done."""
    return Queue(settings.jobs) if settings.jobs else Threads()


@cache
def celery_of(url: str) -> Celery:
    """Celery over that Redis. A job is told to a worker once, and never again after a worker died with it."""
    from celery import Celery

    celery = Celery("tuoyu", broker=url, set_as_current=False)
    celery.conf.update(
        task_default_queue=QUEUE,
        task_ignore_result=True,
        task_acks_late=False,
        task_serializer="json",
        accept_content=["json"],
        worker_prefetch_multiplier=1,
        worker_hijack_root_logger=False,
        worker_enable_remote_control=False,
        worker_send_task_events=False,
        broker_connection_retry_on_startup=True,
        broker_transport_options={
            "socket_connect_timeout": PATIENCE_SECONDS,
            "socket_timeout": PATIENCE_SECONDS,
            "max_retries": 0,
        },
    )
    return celery


def serve_jobs(settings: Settings, work_of: Callable[[str], Work]) -> None:
    """Do jobs as they come, until told to end; what is under way then is finished first."""
    jobs, celery = Jobs(settings.work), celery_of(settings.jobs)

    def take_up(name: str) -> None:
        jobs.take_up(name, work_of)

    celery.task(name=TASK)(take_up)
    celery.worker_main([*WORKER, f"--queues={QUEUE}"])
