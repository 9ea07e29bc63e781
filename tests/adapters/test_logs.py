"""Nothing personal reaches the log: neither by our own lines nor by those of libraries."""

from __future__ import annotations

import json
import logging

import pytest

from adapters import logs


@pytest.fixture(autouse=True)
def logging_again():
    root = logging.getLogger()
    kept, level = root.handlers[:], root.level
    logs.set_up(json=True)
    yield
    root.handlers[:] = kept
    root.setLevel(level)


def lines(capsys) -> list[dict[str, str]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def unwell() -> Exception:
    error = ValueError("Ann wrote: I am unwell")
    error.__cause__ = KeyError("ann@qm.example")
    return error


def test_a_library_is_named_and_not_quoted(capsys):
    try:
        raise unwell()
    except ValueError:
        logging.getLogger("aiohttp.server").exception("Error handling request of %s", "Ann")
    logging.getLogger("asyncio").warning("Ann was slow")
    logging.getLogger("asyncio").info("Ann came")
    logging.getLogger("asyncio").log(35, "Ann left")
    failed, slow, odd = lines(capsys)
    assert (failed["logger"], failed["level"]) == ("aiohttp.server", "error")
    assert failed["error"] == "ValueError < KeyError"
    assert failed["where"].startswith("test_logs.py:")
    assert (slow["logger"], slow["level"]) == ("asyncio", "warning")
    assert "Ann" not in json.dumps([failed, slow, odd])
    assert "unwell" not in json.dumps(failed)


def test_our_own_lines_hold_what_is_on_the_list_and_nothing_else(capsys):
    logs.log().error("a turn failed", surface="slack", person="ann@qm.example", text="I am unwell")
    [line] = lines(capsys)
    assert (line["event"], line["surface"]) == ("a turn failed", "slack")
    assert not {"person", "text"} & set(line)
