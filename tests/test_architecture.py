"""The house rules that no linter knows, read off the source itself."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from statistics import median, quantiles
from string import Formatter

from data.settings import HOUSE
from layouts.text import LANGUAGES, text_for

ROOMS = ("data", "metrics", "layouts", "callbacks")
TOP_LEVEL = {
    "app.py", "data", "metrics", "layouts", "callbacks", "tests", "requirements.txt", "requirements-dev.txt",
    "requirements-celery.txt", "requirements-celery.lock",
    "requirements-audit.txt", "requirements-mutants.txt", "requirements.lock", "requirements-dev.lock",
    "requirements-audit.lock", "requirements-mutants.lock",
    "README.md", "CHANGELOG.md", "GLOSSARY.md", "Makefile", "pyproject.toml", "Dockerfile", "compose.yaml",
    "docs", "LICENSES",
}  # fmt: skip
VAGUE_MODULES = ("util", "helper", "manager", "common", "misc", "tools", "stuff")
VAGUE_FUNCTIONS = ("process_", "handle_", "manage_", "do_")
OTHER_FIELDS_WORDS = ("kpi",)
NETWORK = {"socket", "requests", "urllib", "urllib3", "http", "httpx", "aiohttp", "ftplib", "smtplib", "authlib"}
NETWORK |= {"celery", "kombu", "redis"}
# The identity provider and the Redis of the settings, and no other host.
MAY_CALL = {"data/back_channel.py", "data/job_queue.py"}
CALL_NOBODY = {"urllib.parse", "http", "authlib.oidc.core", "authlib.integrations.base_client"}
READS_THE_ENVIRONMENT = {"app.py"}  # it hands the environment to data.settings.from_env and to nobody else

FLOATING_POINT = {"scipy", "numpy"}
MAY_APPROXIMATE = {"metrics/planner.py", "metrics/projection.py"}  # all else is integers and fractions

Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def sources() -> tuple[Path, ...]:
    """Every module of the house, tests apart."""
    rooms = [file for room in ROOMS for file in sorted((HOUSE / room).rglob("*.py"))]
    return (HOUSE / "app.py", *rooms)


@cache
def tree_of(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"), str(file))


def name_of(file: Path) -> str:
    return file.relative_to(HOUSE).as_posix()


def functions() -> Iterator[tuple[Path, Function]]:
    for file in sources():
        for node in ast.walk(tree_of(file)):
            if isinstance(node, Function):
                yield file, node


def body_lines(function: Function) -> int:
    """Lines of a body without its docstring; a function inside counts on its own."""
    statements = function.body[1:] if ast.get_docstring(function) is not None else function.body
    if not statements:
        return 0
    lines = set(range(statements[0].lineno, (function.end_lineno or 0) + 1))
    for inner in ast.walk(function):
        if isinstance(inner, Function) and inner is not function:
            lines -= set(range(inner.lineno, (inner.end_lineno or 0) + 1))
    return len(lines)


def file_lines() -> dict[str, int]:
    return {name_of(file): len(file.read_text(encoding="utf-8").splitlines()) for file in sources()}


def imports(file: Path) -> set[str]:
    """The modules that a file imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def test_function_bodies_are_short():
    sizes = [body_lines(function) for _, function in functions() if body_lines(function)]
    assert median(sizes) <= 8
    assert quantiles(sizes, n=100)[94] <= 25


def test_no_function_body_is_over_forty_lines_and_no_layout_tree_over_sixty():
    too_long = {
        f"{name_of(file)}:{function.lineno} {function.name}": body_lines(function)
        for file, function in functions()
        if body_lines(function) > (60 if name_of(file).startswith("layouts/pages/") else 40)
    }
    assert too_long == {}


def test_files_are_short():
    sizes = {name: lines for name, lines in file_lines().items() if lines}
    assert {name: lines for name, lines in sizes.items() if lines > 300} == {}
    assert median(sizes.values()) <= 120


def test_the_composition_root_stays_small():
    assert file_lines()["app.py"] <= 150


def test_the_top_level_holds_only_what_the_house_plan_names():
    listed = subprocess.run(["git", "ls-files"], cwd=HOUSE, capture_output=True, text=True, check=False).stdout
    tops = {line.split("/")[0] for line in listed.splitlines()}
    assert {top for top in tops if not top.startswith(".")} <= TOP_LEVEL


def test_module_names_are_nouns_of_the_field():
    vague = [name_of(file) for file in sources() if any(word in file.stem for word in VAGUE_MODULES)]
    assert vague == []


def test_function_names_say_what_they_do():
    vague = [f"{name_of(f)} {n.name}" for f, n in functions() if n.name.lstrip("_").startswith(VAGUE_FUNCTIONS)]
    assert vague == []


def test_names_use_the_words_of_the_glossary():
    names = {
        f"{name_of(file)} {node.name}"
        for file in sources()
        for node in ast.walk(tree_of(file))
        if isinstance(node, Function | ast.ClassDef) and any(word in node.name.lower() for word in OTHER_FIELDS_WORDS)
    }
    assert names == set()


def test_every_signature_is_typed():
    untyped = [
        f"{name_of(file)}:{function.lineno} {function.name}"
        for file, function in functions()
        if function.returns is None
        or any(
            argument.annotation is None and argument.arg not in {"self", "cls"}
            for argument in (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)
        )
    ]
    assert untyped == []


def test_nobody_imports_the_composition_root():
    assert [name_of(file) for file in sources() if "app" in {name.split(".")[0] for name in imports(file)}] == []


def test_the_rooms_do_not_import_the_tests():
    assert [name_of(file) for file in sources() if "tests" in {name.split(".")[0] for name in imports(file)}] == []


def test_only_the_composition_root_touches_the_environment():
    touching = {
        name_of(file)
        for file in sources()
        for node in ast.walk(tree_of(file))
        if (isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"} and ast.unparse(node.value) == "os")
        or (isinstance(node, ast.ImportFrom) and node.module == "os" and {"environ", "getenv"} & _names(node))
    }
    assert touching <= READS_THE_ENVIRONMENT


def _names(node: ast.ImportFrom) -> set[str]:
    return {alias.name for alias in node.names}


def test_nothing_in_the_house_calls_another_host_but_what_the_settings_name():
    calling = {
        name_of(file): found
        for file in sources()
        if (found := {name for name in imports(file) if name.split(".")[0] in NETWORK} - CALL_NOBODY)
    }
    assert set(calling) == MAY_CALL


def test_only_the_planner_and_the_projection_leave_exact_arithmetic():
    users = {name_of(f) for f in sources() if FLOATING_POINT & {name.split(".")[0] for name in imports(f)}}
    assert users <= MAY_APPROXIMATE


def test_only_commands_print():
    printing = {
        name_of(file)
        for file in sources()
        for node in ast.walk(tree_of(file))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    }
    assert {name for name in printing if not name.startswith("callbacks/commands/")} == set()


def test_sentences_live_in_the_catalogues():
    """No module of data/ that decides, and none of metrics/, holds Chinese prose: codes only.

    The words of the form itself (data/forms.py, the template, the demonstration) are data, not sentences.
    """
    rooms = [file for file in sources() if name_of(file).startswith("metrics/")]
    prose = [
        f"{name_of(file)}:{node.lineno}"
        for file in rooms
        for node in ast.walk(tree_of(file))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and any(mark in node.value for mark in "。；！？")
        and node.lineno not in _docstring_lines(file)
    ]
    assert prose == []


def _docstring_lines(file: Path) -> set[int]:
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    lines: set[int] = set()
    for node in ast.walk(tree_of(file)):
        if isinstance(node, documented) and ast.get_docstring(node) is not None:
            first = node.body[0]
            lines |= set(range(first.lineno, (first.end_lineno or first.lineno) + 1))
    return lines


def test_every_catalogue_file_exists_in_both_languages():
    files = {lang: {file.name for file in (HOUSE / "layouts/catalogues" / lang).glob("*.toml")} for lang in LANGUAGES}
    assert files["zh"] == files["en"] != set()


def test_both_languages_say_the_same_things():
    zh, en = text_for("zh"), text_for("en")
    assert zh.keys ^ en.keys == frozenset()


def test_a_sentence_takes_the_same_facts_in_both_languages():
    zh, en = text_for("zh"), text_for("en")
    differing = {key: (placeholders(zh(key)), placeholders(en(key))) for key in zh.keys & en.keys}
    assert {key: pair for key, pair in differing.items() if pair[0] != pair[1]} == {}


def placeholders(sentence: str) -> set[str]:
    """The facts a sentence names; ``month_name`` is what English makes of ``month``."""
    names = {field.split(".")[0].split("[")[0] for _, field, _, _ in Formatter().parse(sentence) if field}
    return {name.removesuffix("_name") for name in names}


def test_every_key_that_the_code_names_is_in_the_catalogues():
    missing = {
        f"{name_of(file)}:{node.lineno} {node.args[0].value}"
        for file in sources()
        for node in ast.walk(tree_of(file))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"text", "words"}
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and node.args[0].value not in text_for("zh")
    }
    assert missing == set()


IMPORT_EVERYTHING = """
import importlib, pathlib, socket, sqlite3, subprocess, sys

def refuse(event, arguments):
    if event in {"socket.connect", "sqlite3.connect", "subprocess.Popen"} or (
        event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+")
        and ".pyc" not in str(arguments[0]) and "__pycache__" not in str(arguments[0])
    ):
        raise RuntimeError(f"{event} at import: {arguments[:1]}")

for name in ("dash", "sqlalchemy", "alembic", "pandas", "openpyxl", "plotly", "typst"):
    importlib.import_module(name)
sys.addaudithook(refuse)
for file in sys.argv[1:]:
    importlib.import_module(file)
"""


def test_importing_any_module_connects_to_nothing_and_writes_nothing():
    scripts = {"data/migrations/env.py"}  # run by Alembic, never imported; versions/ are loaded by it likewise
    modules = [
        name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        for name in map(name_of, sources())
        if name not in scripts and not name.startswith("data/migrations/versions/")
    ]
    run = subprocess.run(
        [sys.executable, "-c", IMPORT_EVERYTHING, *modules], cwd=HOUSE, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr[-2000:]


def test_commands_do_not_wait_for_dash():
    script = "import sys, app, callbacks.commands.line; sys.exit(bool({'dash', 'plotly'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", script], cwd=HOUSE, check=False).returncode == 0
