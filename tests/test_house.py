"""The rules of the house: which way imports run, what the core may touch, how long a file may be."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent
PACKAGES = ["adapters", "benchmarks", "bot", "evaluation", "manifest", "programmes", "store"]
SOURCES = sorted(path for package in PACKAGES for path in (HOUSE / package).rglob("*.py"))
CORE = [path for path in SOURCES if path.is_relative_to(HOUSE / "bot")]
EVERYTHING = [*SOURCES, *sorted((HOUSE / "tests").rglob("*.py"))]

# Each arrow that must not be: from these modules, to those. A prefix stands for all that is under it.
FORBIDDEN = [
    ("bot", ("adapters", "store", "manifest", "programmes", "benchmarks", "evaluation", "tests")),
    ("bot.programme", ("bot.conversations", "bot.understanding", "bot.assistant")),
    ("bot.understanding", ("bot.conversations", "bot.assistant")),
    ("bot.conversations", ("bot.assistant",)),
    ("store", ("adapters", "manifest", "benchmarks", "evaluation", "tests")),
    ("adapters", ("store", "benchmarks", "evaluation", "tests")),
]
COMPOSITION_ROOT = "adapters.main"
# What stands below the conversations in bot/ itself; the front door stands above them.
FRONT_DOOR = "bot.assistant"

# The core does no I/O, reads no clock and waits for nothing.
OUTSIDE = [
    "aiohttp",
    "apscheduler",
    "asyncio",
    "botbuilder",
    "botframework",
    "concurrent",
    "fsspec",
    "http",
    "httpx",
    "multiprocessing",
    "psycopg",
    "requests",
    "slack_bolt",
    "slack_sdk",
    "smtplib",
    "socket",
    "sqlalchemy",
    "sqlite3",
    "subprocess",
    "threading",
    "time",
    "urllib.request",
]
CLOCKS = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today")}
PLATFORM_WORDS = re.compile(
    r"slack|(?<![a-z])teams(?![a-z])|block[ _-]?kit|adaptive|botbuilder", re.IGNORECASE
)

MAX_LINES = 300
LONGER_FOR_A_REASON: dict[str, str] = {
    "store/migrations/versions/0001_first_tables.py": "a migration is one step, written by the tool that made it",
    "store/migrations/versions/0004_what_happens_on_a_placement.py": "a migration is one step, written by the tool",
}


def module_of(path: Path) -> str:
    parts = path.relative_to(HOUSE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(tree: ast.Module, module: str, *, package: bool) -> set[str]:
    """Every module that is imported anywhere in the file, also late; `from a import b` counts as a and a.b."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            steps_up = node.level - 1 if package else node.level
            home = module.split(".")[: len(module.split(".")) - steps_up] if node.level else []
            base = ".".join([*home, *([node.module] if node.module else [])])
            found |= {base} | {f"{base}.{alias.name}" for alias in node.names}
    return found


def under(module: str, prefix: str) -> bool:
    return module == prefix or module.startswith(prefix + ".")


def wrong_arrows(module: str, imported: set[str]) -> list[str]:
    """The imports that run the wrong way, as "from -> to"."""
    wrong = {
        target
        for prefix, barred in FORBIDDEN
        if under(module, prefix)
        for target in imported
        if any(under(target, bar) for bar in barred)
    }
    if under(module, "bot") and module != FRONT_DOOR:
        wrong |= {target for target in imported if under(target, FRONT_DOOR)}
        if not under(module, "bot.conversations"):
            wrong |= {target for target in imported if under(target, "bot.conversations")}
    if module == COMPOSITION_ROOT:
        wrong = {target for target in wrong if not under(target, "store")}
    return sorted(f"{module} -> {target}" for target in wrong)


def name(path: Path) -> str:
    return str(path.relative_to(HOUSE))


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_imports_run_one_way(path: Path):
    tree = ast.parse(path.read_text("utf-8"))
    module = module_of(path)
    assert wrong_arrows(module, imports_of(tree, module, package=path.name == "__init__.py")) == []


@pytest.mark.parametrize("path", CORE, ids=name)
def test_the_core_does_nothing_outside_itself(path: Path):
    tree = ast.parse(path.read_text("utf-8"))
    module = module_of(path)
    imported = imports_of(tree, module, package=path.name == "__init__.py")
    found = [target for target in imported if any(under(target, outside) for outside in OUTSIDE)]
    for node in ast.walk(tree):
        match node:
            case ast.AsyncFunctionDef() | ast.Await():
                found.append(f"asynchronous, line {node.lineno}")
            case ast.Call(func=ast.Name(id="open" | "print" | "input")):
                found.append(f"{node.func.id}(), line {node.lineno}")
            case ast.Call(func=ast.Attribute(value=ast.Name(id=owner), attr=called)) if (
                owner,
                called,
            ) in CLOCKS:
                found.append(f"{owner}.{called}(), line {node.lineno}")
    assert found == []


@pytest.mark.parametrize("path", CORE, ids=name)
def test_the_core_knows_no_platform(path: Path):
    lines = path.read_text("utf-8").splitlines()
    assert [f"{at}: {line}" for at, line in enumerate(lines, 1) if PLATFORM_WORDS.search(line)] == []


@pytest.mark.parametrize("path", EVERYTHING, ids=name)
def test_every_file_says_what_is_in_the_room(path: Path):
    assert ast.get_docstring(ast.parse(path.read_text("utf-8")))


def test_no_file_is_too_long():
    long = {name(path) for path in SOURCES if len(path.read_text("utf-8").splitlines()) > MAX_LINES}
    assert long == set(LONGER_FOR_A_REASON)


def test_every_longer_file_has_its_reason():
    assert [path for path, reason in LONGER_FOR_A_REASON.items() if len(reason.split()) < 4] == []


@pytest.mark.parametrize(
    ("module", "line", "wrong"),
    [
        ("bot.programme.dates", "import bot.conversations.apply", ["bot.conversations.apply"]),
        ("bot.programme.dates", "from bot import conversations", ["bot.conversations"]),
        (
            "bot.programme.dates",
            "from ..conversations import apply",
            ["bot.conversations", "bot.conversations.apply"],
        ),
        ("bot.programme.dates", "from . import windows", []),
        ("bot.programme.dates", "from bot.errors import Refused", []),
        (
            "bot.conversations.apply",
            "from bot.assistant import handle",
            ["bot.assistant", "bot.assistant.handle"],
        ),
        ("bot.conversations.apply", "from bot.programme import dates", []),
        ("bot.flow", "def late():\n    import bot.conversations", ["bot.conversations"]),
        ("bot.assistant", "import bot.conversations.apply", []),
        ("bot.turn", "import store", ["store"]),
        ("store.tables", "import adapters.config", ["adapters.config"]),
        ("store.tables", "import bot.programme.dates", []),
        ("adapters.courier", "import store.outbox", ["store.outbox"]),
        ("adapters.main", "import store.outbox", []),
        ("adapters.main", "import tests.conftest", ["tests.conftest"]),
        ("adapters.courier", "import storefront", []),
    ],
)
def test_a_wrong_arrow_is_seen(module: str, line: str, wrong: list[str]):
    imported = imports_of(ast.parse(line), module, package=False)
    assert wrong_arrows(module, imported) == [f"{module} -> {target}" for target in wrong]
