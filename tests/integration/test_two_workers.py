"""Two workers over one store: what one process stores, every worker tells at the next question."""

from __future__ import annotations

import json
import os
import sys
import urllib.request
from pathlib import Path

from data.returns import State
from data.settings import HOUSE
from tests.bench.serving import served
from tests.national.__main__ import load
from tests.national.country import SIZES, country
from tests.national.folder import write_folder

ASKED = 12


def test_what_one_process_stores_is_told_by_every_worker(tmp_path: Path):
    from data.register import load_reference
    from data.repository import open_repository
    from data.settings import Settings
    from metrics.filer_sums import filer_sums
    from tests.national.returns import FIRST

    folder = write_folder(country(SIZES["small"]), tmp_path / "country")
    url = f"sqlite:///{tmp_path}/store.sqlite"
    load(folder, url, 2)
    environ = {**os.environ, "TUOYU_REFERENCE": str(folder), "TUOYU_DATABASE_URL": url}
    serve = [sys.executable, str(HOUSE / "app.py"), "serve", "--workers", "2", "--port"]
    with served(serve, environ) as (port, _, _):
        before = {_digest(port) for _ in range(ASKED)}
        assert len(before) == 1
        reference = load_reference(folder)
        repository = open_repository(Settings(database_url=url), reference, filer_sums)
        stored = repository.returns(period=FIRST, filers=[reference.units[0].code])[0]
        with repository.writing() as transaction:
            at = stored.received_at.replace(year=2026)
            transaction.append_state(stored.sequence, State.UNLOCKED, at=at, actor="乙", reason="核对")
        repository.close()
        after = {_digest(port) for _ in range(ASKED)}
        assert len(after) == 1
        assert after != before


def _digest(port: int) -> str:
    address = f"http://127.0.0.1:{port}/api/v1/indicators?period=2024-12"
    with urllib.request.urlopen(address, timeout=60) as answer:
        return json.load(answer)["data_digest"]
