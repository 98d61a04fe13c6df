"""Who did something is told in the language of the page, however it was kept."""

from __future__ import annotations

import pytest

from layouts.names import actor_name
from layouts.text import text_for


@pytest.mark.parametrize(
    ("kept", "zh", "en"),
    [
        ("张三（未认证）", "张三（未认证）", "张三 (unverified)"),
        ("Zhang San (unverified)", "Zhang San（未认证）", "Zhang San (unverified)"),
        ("demo", "demo", "demo"),
    ],
)
def test_that_nobody_checked_a_name_is_said_in_the_language_of_the_page(kept, zh, en):
    assert (actor_name(kept, text_for("zh")), actor_name(kept, text_for("en"))) == (zh, en)
