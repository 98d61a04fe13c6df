"""What somebody gets who asks for what cannot be: a sentence with what can, and never a silence or a wrong page."""

from __future__ import annotations

import argparse
import ast
import inspect
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask.testing import FlaskClient

from callbacks.commands.argument_words import KEYS, speaking
from data.model import Period
from data.settings import Settings
from layouts.text import LANGUAGES, text_for
from tests.integration.test_commands import Shell
from tests.integration.test_pages_http import asked_for, shown
from tests.site_samples import sample_dashboard

AHEAD = "2099-Q4"
FIRST, LAST = "2022-Q4", "2025-Q4"


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return sample_dashboard().server.test_client()


@pytest.fixture
def shell(demo_settings: Settings, tmp_path: Path, capsys: Any) -> Shell:
    return Shell(demo_settings, tmp_path, capsys)


@pytest.mark.parametrize("path", ["/", "/plain/", "/districts/110114", "/returns", "/download/briefing.pdf", "/screen"])
def test_a_period_that_has_not_begun_is_refused_with_those_that_there_are(client, path):
    answer = client.get(f"{path}?period={AHEAD}&lang=en")
    assert answer.status_code == 400
    assert all(words in answer.text for words in (AHEAD, "has not begun", FIRST, LAST))


def test_programs_are_refused_it_too(client):
    answer = client.get(f"/api/v1/indicators?period={AHEAD}")
    assert answer.status_code == 400
    assert AHEAD in answer.text


def test_the_first_day_of_a_period_is_the_first_on_which_it_can_be_asked_for(client):
    """The clock of the sample says 20 January 2026."""
    assert "2026年一季度" in shown(client, "/", "?period=2026-Q1")
    assert "尚未开始" in shown(client, "/", "?period=2026-Q2")


def filters(client: FlaskClient, search: str) -> dict[str, dict]:
    """The fields of the filter bar by their ids."""

    def walk(part: object) -> Any:
        if isinstance(part, list):
            for one in part:
                yield from walk(one)
        elif isinstance(part, dict):
            if part.get("props", {}).get("id") in ("filter-period", "filter-as-of"):
                yield part["props"]
            for one in part.values():
                yield from walk(one)

    return {props["id"].removeprefix("filter-"): props for props in walk(asked_for(client, "/", search))}


@pytest.mark.parametrize("search", ["?as_of=2020-01-01", f"?period={AHEAD}"])
def test_the_filter_bar_stays_over_what_is_refused_and_offers_what_there_is(client, search):
    found = filters(client, search)
    assert [one["value"] for one in found["period"]["options"]][-1] == FIRST
    assert found["period"]["value"] == LAST
    assert found["as-of"]["value"] == ("2020-01-01" if "as_of" in search else "")


def test_a_wrong_address_is_refused_in_the_language_it_asks_for(client):
    assert "Nothing to show here" in shown(client, "/", "?period=soon&lang=en")


@pytest.mark.parametrize("command", [("brief", "--out", "x.pdf"), ("indicators",)])
def test_no_command_computes_a_period_that_has_not_begun(shell, tmp_path, command):
    name, *more = command
    out = [tmp_path / word if word.endswith(".pdf") else word for word in more]
    assert shell(name, "--period", AHEAD, "--org-unit", "110000", *out) == 1
    assert shell.out == ""
    assert all(words in shell.err for words in (f"{AHEAD}尚未开始", "2022-Q4", "2026-Q3"))
    assert list(tmp_path.iterdir()) == []


def test_a_period_with_nothing_stored_is_told_and_programs_get_an_empty_list(shell):
    assert shell("returns", "--period", "1999-Q1") == 0
    assert (shell.out, shell.err) == ("", "没有存入1999-Q1的报表。\n")
    assert shell("returns", "--period", "1999-Q1", "--format", "json") == 0
    assert (shell.json, shell.err) == ([], "")


def test_a_folder_that_is_made_for_a_file_is_told(shell, tmp_path):
    asked = ("template", "--org-unit", "110114", "--period", "2026-Q3")
    assert shell(*asked, "--out", tmp_path / "new" / "form.xlsx") == 0
    assert shell.err == f"没有文件夹{tmp_path / 'new'}，已建好。\n"
    assert shell(*asked, "--out", tmp_path / "new" / "form.xlsx") == 0
    assert shell.err == ""


def test_a_template_of_a_period_that_runs_says_from_when_it_can_be_filed(shell, tmp_path):
    today = datetime.now(ZoneInfo("Asia/Shanghai")).date()
    running = next(one for year in (today.year,) for one in _quarters(year) if one.start <= today <= one.end)
    out = ("--org-unit", "110114", "--out", tmp_path / "form.xlsx")
    assert shell("template", "--period", running, *out) == 0
    first = running.next.start
    assert f"{first.year}年{first.month}月{first.day}日起才能报送" in shell.err
    assert shell("template", "--period", running.previous, *out) == 0
    assert shell.err == ""


def _quarters(year: int) -> list[Period]:
    return [Period.parse(f"{year}-Q{number}") for number in (1, 2, 3, 4)]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("template", "--org-unit", "110114"), "缺少必填参数：--period, --out"),
        (("nothing",), "没有 'nothing' 这个选择"),
        (("serve", "--port", "high"), "参数 --port：值 'high' 不是整数"),
        (("load",), "缺少必填参数：FILE"),
        (("returns", "--period"), "参数 --period：后面应有一个值"),
        (("returns", "--perod", "2025-Q4"), "没有这样的参数：--perod 2025-Q4"),
    ],
)
def test_wrong_words_on_the_command_line_are_answered_in_chinese_with_the_same_exit_code(shell, words, said):
    assert shell(*words) == 2
    assert said in shell.err
    assert shell.err.startswith("用法：")
    assert not {"usage", "error", "argument", "required", "invalid"} & set(shell.err.replace(":", " ").split())


def test_argparse_speaks_english_again_afterwards(shell):
    shell("nothing")
    with pytest.raises(SystemExit):
        argparse.ArgumentParser("other").parse_args(["--what"])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_sentence_of_argparse_is_filled_with_its_own_names(lang):
    """Each translation takes what argparse fills in: a wrong placeholder would fail only when the mistake is made."""
    filled = dict.fromkeys(("prog", "message", "argument_name", "option", "matches", "type", "value", "choices"), "x")
    filled["parser_name"] = "x"
    with speaking(text_for(lang)):
        for sentence in KEYS:
            words = argparse._(sentence)  # type: ignore[attr-defined]
            by_place = "%s" in sentence or "%r" in sentence
            assert words % ("x" if by_place else filled)


def test_argparse_still_has_the_sentences_that_are_translated():
    """A newer Python may word them otherwise; those of a mistake that our commands cannot meet may be missing."""
    tree = ast.parse(inspect.getsource(argparse))
    known = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    assert set(KEYS) - known <= {"unknown parser %(parser_name)r (choices: %(choices)s)"}
