"""What the program tells of itself on stderr: plain words, or one JSON object a line for those who collect logs.

Never a password, a figure of a person or the query of an address; a fault bears the number that its reader was shown.
"""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime

OURS = "tuoyu.request"
"""The logger that tells each request; it is silent unless JSON was asked for."""
BESIDE = ("request", "method", "path", "status", "ms")


class JsonLines(logging.Formatter):
    """One object a record: time in UTC, level, logger, message, what stands beside it, and the trace of a fault."""

    def format(self, record: logging.LogRecord) -> str:
        moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        told: dict[str, object] = {"time": moment, "level": record.levelname.lower(), "logger": record.name}
        told["message"] = record.getMessage()
        told |= {name: getattr(record, name) for name in BESIDE if hasattr(record, name)}
        if record.exc_info:
            told["exception"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False)


def set_up_log(kind: str) -> None:
    """``json``: every logger writes JSON lines, requests among them. Anything else leaves Python's plain way."""
    if kind != "json":
        return
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger(OURS).setLevel(logging.INFO)
