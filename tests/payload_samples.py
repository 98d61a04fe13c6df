"""Twenty pieces of HTML, and a return that holds them in every cell of words."""

from __future__ import annotations

from dataclasses import replace

from app import House
from data.briefings import Kind, Occasion, Section
from data.returns import Programme, Project, TaskState
from data.review import Review
from tests.account_samples import START
from tests.integration.test_life_of_a_return import PDF, WARNING
from tests.store_samples import PERIOD, TOWNSHIP, UNIT, institution, ledger_return, stored

PAYLOADS = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\"><script>alert(1)</script>",
    "'><svg onload=alert(1)>",
    "<iframe src=javascript:alert(1)>", "<body onload=alert(1)>", "<a href=javascript:alert(1)>点</a>",
    "</td><script>x</script>",
    "<details open ontoggle=alert(1)>", "<math><mi xlink:href=javascript:alert(1)>", "<style>@import 'x'</style>",
    "<input autofocus onfocus=alert(1)>", "<video><source onerror=alert(1)>", "<object data=javascript:alert(1)>",
    "<base href=//evil.example/>", "<meta http-equiv=refresh content=0>", "<svg><animate onbegin=alert(1)>",
    "<!--<script>alert(1)//-->", "<scr<script>ipt>alert(1)</script>", "＜script＞alert(1)＜/script＞<b>",
)  # fmt: skip
ARMED = tuple(one.replace("alert(1)", "window.__hit=1") for one in PAYLOADS)
"""The same, leaving a mark in the page that runs them."""


def filed(house: House) -> str:
    """One return with all of them in its cells, and one in every place where somebody types beside it."""
    rows = [
        replace(institution(number), name=one, address=one, filing_state="已备案", longitude="116.2", latitude="40.2")
        for number, one in enumerate(ARMED, 1)
    ]
    projects = tuple(
        Project(number, "在建", one, TOWNSHIP, "K1", 40, 40, PERIOD.end, None, one)
        for number, one in enumerate(ARMED, 2)
    )
    tasks = tuple(
        TaskState(number, str(code), "推进中", PERIOD.end, one, one, one)
        for number, (code, one) in enumerate(zip((3, 4, 5, 6, 7, 9, 10, 11), ARMED), 2)
    )
    doubt = replace(WARNING, found=ARMED[0], facts={"code": TOWNSHIP, "wanted": ARMED[1]})
    content = replace(
        ledger_return(*rows),
        header={"org_unit": UNIT, "period": str(PERIOD), "contact": ARMED[2], "filled_by": ARMED[3]},
        projects=projects, tasks=tasks, programmes=(Programme(2, ARMED[4], ARMED[5], "高职", "2024"),),
    )  # fmt: skip
    kept = stored(house.repository, content, actor=ARMED[6], file_name=ARMED[7] + ".xlsx", issues=[doubt])
    review = Review(house.repository, lambda: START)
    review.explain(kept.receipt, 1, ARMED[8], actor=ARMED[9])
    review.attach(kept.receipt, "scan.pdf", PDF, actor=ARMED[10])
    house.issuing.write(
        Occasion(Kind.BRIEFING, UNIT, PERIOD, "zh"), Section.PROBLEMS, "\n".join(ARMED), author=ARMED[11]
    )
    return kept.receipt
