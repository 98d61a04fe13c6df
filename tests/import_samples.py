"""Several returns handed in at once, as a browser does it: files, zips of files, and what the page says of them."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Mapping

from flask.testing import FlaskClient

from data.job_state import Job
from data.jobs import Jobs
from data.settings import Settings
from tests.integration.test_every_briefing_at_once import _look
from tests.integration.test_jobs import ended
from tests.integration.test_returns_http import called, value
from tests.return_papers import Papers, ledger_papers

UNITS = {
    "110114": ("110114001", "城北街道", "昌平区"),
    "110105": ("110105001", "建外街道", "朝阳区"),
    "110106": ("110106001", "右安门街道", "丰台区"),
    "110108": ("110108001", "万寿路街道", "海淀区"),
}


def papers_of(unit: str, institutions: int = 2) -> Papers:
    """A return without errors of one of ``UNITS``."""
    township, town, name = UNITS[unit]
    papers = ledger_papers(institutions, township, town).item("填报单位代码", unit).item("填报单位名称", name)
    for line, row in enumerate(papers.sheets["机构台账"][1:], 2):
        papers.fill("系统编号", str(row[0]).replace("110114", unit), line)
        papers.fill("机构名称", f"{name}示例托育园{line}", line)
    return papers


def wrong_papers(unit: str) -> Papers:
    """The same with more inclusive slots than slots (V08)."""
    return papers_of(unit).fill("普惠托位数", 90)


def packed(files: Mapping[str, bytes], encoding: str = "utf-8") -> bytes:
    """A zip that does not say in which encoding its names stand, as Windows and macOS leave it."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in files.items():
            archive.writestr(_Named(name.encode(encoding)), content)
    return target.getvalue()


class _Named(zipfile.ZipInfo):
    """A member that is named by bytes, of which the zip does not say in which encoding they are."""

    def __init__(self, name: bytes) -> None:
        super().__init__(name.decode("latin-1"))
        self._told = name

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 - as zipfile calls it
        return self._told, self.flag_bits


def begun(client: FlaskClient, files: Mapping[str, bytes], search: str = "", actor: str | None = "王会计") -> str:
    """The answer to the button, in which the job stands or why there is none."""
    states = [
        value("import-files", "contents", ["data:;base64," + base64.b64encode(one).decode() for one in files.values()]),
        value("import-files", "filename", list(files)),
        value("actor", "value", actor),
        value("url", "search", search),
    ]
    answer = called(client, "import-told.children", [value("import-begin", "n_clicks", 1)], states)
    assert answer.status_code == 200, answer.text
    return str(answer.json["response"])


def job_in(answer: str) -> str:
    """Its name."""
    assert "job=" in answer, answer
    return answer.split("job=")[1][:16]


def imported(client: FlaskClient, settings: Settings, files: Mapping[str, bytes], **more: str) -> Job:
    """The job of these files, once it is over."""
    return ended(Jobs(settings.work), job_in(begun(client, files, **more)))


def told_of(client: FlaskClient, name: str, lang: str = "zh") -> str:
    """What the page says of a job."""
    answer = client.post("/_dash-update-component", json=_look(client, f"?job={name}&lang={lang}"))
    assert answer.status_code == 200
    return str(answer.json["response"])
