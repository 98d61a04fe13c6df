"""TUOYU_POOL: how many connections a worker keeps."""

from __future__ import annotations

import pytest
from sqlalchemy.pool import QueuePool

from data.issues import UsageError
from data.repository.engine import open_engine
from data.settings import from_env


def test_the_pool_is_as_large_as_it_is_told():
    engine = open_engine("postgresql://nobody@127.0.0.1:1/nothing", pool=from_env({"TUOYU_POOL": "3"}).pool)
    assert isinstance(engine.pool, QueuePool)
    assert engine.pool.size() == 3


def test_without_a_word_a_connection_stands_ready_for_each_thread():
    assert from_env({}).pool == 8


@pytest.mark.parametrize("told", ["0", "-1", "many", "2.5", "２"])
def test_a_pool_that_is_no_number_is_refused(told: str):
    with pytest.raises(UsageError) as refusal:
        from_env({"TUOYU_POOL": told}).check()
    assert refusal.value.key == "setting.pool"
