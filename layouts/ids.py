"""Component ids, each used once in the layout."""

from __future__ import annotations

from enum import StrEnum


class Id(StrEnum):
    """Names that callbacks and layouts share."""

    URL = "url"
    FRAME = "frame"
    HEAD = "head"
    MAIN = "main"
    FAULT = "fault"
    ANSWER = "answer"
    SHOWN = "shown"
    AGAIN = "again"
    PERIOD = "filter-period"
    AS_OF = "filter-as-of"
    PLAN = "filter-plan"
    UPLOAD = "upload"
    ARRIVED = "upload-arrived"
    JUDGEMENT = "upload-judgement"
    ACTOR = "actor"
    COMMIT = "upload-commit"
    COMMITTED = "upload-committed"
    MARKED = "upload-marked"
    FILE = "file-made"
    REASON = "review-reason"
    DECIDED = "review-decided"
    TOLD = "told"
    DONE = "review-done"
    SCAN = "scan"
    ACCOUNT = "account"
    PERIOD_SLIDER = "period-slider"
    MAP_UNIT = "map-unit"
    SEARCH = "institution-search"
