"""The process in which a project's own templates render: one job on stdin, within limits."""

from __future__ import annotations

import json
import pickle
import resource
import sys

from jticket.render.templates import Job, attempt


def _set_limits(job: Job) -> None:
    """Limits computing time and memory, and forbids writing any file."""
    resource.setrlimit(resource.RLIMIT_CPU, (job.seconds, job.seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (job.memory, job.memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


if __name__ == "__main__":
    # The job comes from the process that started this one, never from a file.
    job: Job = pickle.load(sys.stdin.buffer)  # noqa: S301
    _set_limits(job)
    json.dump(attempt(job), sys.stdout)
