"""The command line as a stranger meets it: from any folder, with no settings, with no terminal on its input."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import pytest

import store
from adapters.main import main
from bot.programme.loading import new_programme, shipped

LATER = datetime(2099, 1, 1, tzinfo=UTC)
PEOPLE = "email,name,role\nann@qm.example,Ann Lee,student\ntom@qm.example,Tom Day,staff\n"


@pytest.fixture
def foothold(tmp_path, monkeypatch, capsys):
    """Run the command in an empty folder; returns its exit code, what it said, and what it complained about."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith(("FOOTHOLD_", "SLACK_", "TEAMS_"))]:
        monkeypatch.delenv(name)

    def run(*words: str, said: str = "", **settings: str) -> tuple[int, str, str]:
        with monkeypatch.context() as here:
            here.setattr(sys, "argv", ["foothold", *words])
            here.setattr(sys, "stdin", io.StringIO(said))
            for name, value in settings.items():
                here.setenv(name, value)
            with pytest.raises(SystemExit) as end:
                main()
        heard = capsys.readouterr()
        return int(end.value.code or 0), heard.out, heard.err

    return run


@pytest.fixture
def loaded(foothold, tmp_path):
    """A folder with the Queen Mary programme loaded and two people on its roster."""
    assert foothold("programme", "load", "queen_mary_2024")[0] == 0
    (tmp_path / "people.csv").write_text(PEOPLE)
    assert foothold("import", "people", "people.csv")[0] == 0
    return foothold


def fails(result: tuple[int, str, str], why: str, then: str) -> None:
    """It failed: why in the first line, what to do in the next, and nothing more."""
    code, _, complaint = result
    lines = complaint.strip().splitlines()
    assert code != 0
    assert len(lines) == 2, complaint
    assert why in lines[0]
    assert then in lines[1]


def test_help_reads_well(foothold):
    code, said, _ = foothold("--help")
    assert code == 0
    for command in (
        "demo",
        "chat",
        "ask",
        "run",
        "serve",
        "work",
        "programme",
        "import",
        "connect",
        "deliveries",
        "db",
    ):
        assert command in said


def test_programmes_are_checked_loaded_listed_and_begun(foothold, tmp_path):
    code, said, _ = foothold("programme", "check", "oxford_mip_2023_24")
    assert (code, "can be loaded" in said, "live" in said) == (0, True, True)
    assert "loaded." in foothold("programme", "load", "oxford_mip_2023_24")[1]
    assert "nothing has changed" in foothold("programme", "load", "oxford_mip_2023_24")[1]
    assert [line.split()[1] for line in foothold("programme", "list")[1].splitlines()].count("loaded") == 1
    assert foothold("programme", "new", "leeds_2027")[0] == 0
    text = (tmp_path / "leeds_2027.yaml").read_text()
    assert "\nkey: leeds_2027" in text
    fails(foothold("programme", "new", "leeds_2027"), "is there already", "Choose another key")
    fails(foothold("programme", "new", "Leeds 2027"), "cannot be a key", "small letters")


def test_a_new_version_says_what_changed(foothold, tmp_path):
    from bot.programme.loading import shipped

    foothold("programme", "load", "queen_mary_2024")
    (tmp_path / "qm.yaml").write_text(
        shipped()["queen_mary_2024"].replace("day: 2024-01-28", "day: 2024-01-30")
    )
    code, said, _ = foothold("programme", "load", "qm.yaml")
    assert code == 0
    assert "a new version is loaded" in said
    assert "Sunday 28 January 2024" in said
    assert "Tuesday 30 January 2024" in said


def test_a_date_that_moves_with_a_new_version_is_told_with_its_reason(foothold, tmp_path):
    text = re.sub(r"«([^»]*)»", r"\1", new_programme("mine").replace("such as my_university", ""))
    text = text.replace("organisation key, ", "mine").replace("person@example.org", "ann@example.org")
    closes = "closes: {day: 2099-01-31, basis: programme_zone}"
    text = text.replace("closes: {unknown: true, route: whom to ask}", closes)
    file = tmp_path / "mine.yaml"
    file.write_text(text)
    (tmp_path / "people.csv").write_text(PEOPLE)
    (tmp_path / "places.csv").write_text("key,title,host,window\nk1,Charts,Tea,spring\n")
    assert foothold("programme", "load", "mine.yaml", "--because", "it is new")[0] == 0
    for kind, name in (("people", "people.csv"), ("opportunities", "places.csv")):
        assert foothold("import", kind, name)[0] == 0
    assert foothold("chat", "--as", "ann@qm.example", said="apply to charts\nI like charts.\n")[0] == 0

    file.write_text(text := text.replace("2099-01-31", "2099-02-07"))
    _, said, _ = foothold("programme", "load", "mine.yaml", "--because", "because the form was down.")
    assert "1 person is told the old date, the new one, and why." in said
    opened = store.open_store(f"sqlite:///{tmp_path / 'foothold.db'}")
    [card] = [one.card for one in opened.run(lambda unit: unit.deliveries.claim(LATER, 9, lease_seconds=1))]
    opened.close()
    assert (
        "it was Saturday 31 January 2099, and now it is Saturday 7 February 2099. Moved on"
        in card.parts[0].text
    )
    assert card.parts[0].text.endswith(", because the form was down.")

    file.write_text(text.replace("title: Title", "title: Another title"))
    assert "nobody is told a reason" in foothold("programme", "load", "mine.yaml", "--because", "x")[1]


def test_a_broken_programme_file_names_its_lines(foothold, tmp_path):
    (tmp_path / "bad.yaml").write_text("format: 1\nkey: bad\ntitle: [\n")
    code, _, complaint = foothold("programme", "check", "bad.yaml")
    assert code != 0
    assert "bad.yaml has" in complaint
    assert "line 3" in complaint or "line 4" in complaint


def test_what_is_still_to_do_in_a_programme_file_has_its_line(foothold, tmp_path):
    text = shipped()["queen_mary_2024"]
    for old, new in (("one_of: [undergraduate", "one_of: [freshers"), ("safety-1@", "nobody at ")):
        assert old in text
        text = text.replace(old, new, 1)
    (tmp_path / "mine.yaml").write_text(text)
    code, said, _ = foothold("programme", "check", "mine.yaml")
    assert code == 0
    lines = text.splitlines()
    for word in ("freshers", "nobody at"):
        told = next(line for line in said.splitlines() if word in line)
        number = int(told.partition("line ")[2].split()[0])
        assert told.strip().startswith("to do before it goes live")
        assert word in "".join(lines[number - 1 : number + 4])


def test_a_batch_that_is_not_there_is_said(loaded):
    fails(loaded("deliveries", "nothing"), "no broadcast or prompt 'nothing'", "foothold deliveries")


def test_imports_apply_at_once_unless_dry(loaded, tmp_path):
    (tmp_path / "more.csv").write_text("email,name,role\nbo@qm.example,Bo Ray,student\n")
    assert "this was a dry run" in loaded("import", "people", "more.csv", "--dry-run")[1]
    code, said, _ = loaded("import", "people", "more.csv")
    assert (code, "1 new" in said, "2 that the file does not name" in said) == (0, True, True)
    assert "1 as they were" in loaded("import", "people", "more.csv")[1]


def test_a_bad_import_tells_each_line_and_changes_nothing(loaded, tmp_path):
    (tmp_path / "bad.csv").write_text("email,role\nnew@qm.example,student\nnobody,king\n")
    code, _, complaint = loaded("import", "people", "bad.csv")
    lines = complaint.splitlines()
    assert code != 0
    assert [line.split(":")[0] for line in lines[:2]] == ["  line 3, email", "  line 3, role"]
    assert lines[-2].startswith("Nothing was imported: one row of 2")
    assert "0 new" in loaded("import", "people", "people.csv", "--dry-run")[1]


def test_what_fails_says_why_and_what_to_do(foothold, tmp_path):
    fails(foothold("programme", "check", "nowhere.yaml"), "There is no file", "Name a file")
    fails(foothold("import", "people", "nowhere.csv"), "cannot be read", "Check the name")
    (tmp_path / "people.csv").write_text(PEOPLE)
    fails(foothold("import", "people", "people.csv"), "No programme is loaded", "foothold programme load")
    fails(foothold("chat"), "Nobody is on a roster", "foothold demo")
    fails(foothold("owner", "add", "ann@qm.example"), "No programme is loaded", "foothold programme load")
    fails(foothold("owner", "add", "ann"), "not an e-mail address", "Write it as")
    fails(foothold("connect", "discord", "T1"), "no surface", "slack or teams")
    fails(foothold("connect", "slack", "T1", "nope"), "No programme 'nope'", "Loaded: none")
    fails(foothold("run"), "FOOTHOLD_SECRET_KEY", "Set it")
    fails(
        foothold("programme", "list", FOOTHOLD_DATABASE_URL="mysql://x"),
        "FOOTHOLD_DATABASE_URL",
        "Use sqlite",
    )
    fails(foothold("frobnicate"), "No such command 'frobnicate'", "foothold --help")
    fails(foothold("programme", "check"), "Missing argument", "foothold programme check --help")
    fails(foothold("ask", "--loud", "is it paid?"), "No such option: --loud", "foothold ask --help")
    nowhere = f"sqlite:///{tmp_path / 'nowhere' / 'x.db'}"
    fails(foothold("deliveries", FOOTHOLD_DATABASE_URL=nowhere), "cannot be opened", "its folder")
    fails(
        foothold("chat", "--now", "tomorrow", "--as", "x@y.example"),
        "not an instant",
        "2024-01-22T09:00+00:00",
    )


def test_a_rehearsal_of_a_programme_that_requires_a_file(foothold, tmp_path):
    step = "{key: cv, kind: file, label: Your CV, required: no,"
    text = shipped()["queen_mary_2024"]
    assert step in text
    (tmp_path / "mine.yaml").write_text(text.replace(step, step.replace("required: no", "required: yes")))
    code, said, _ = foothold("rehearse", "mine.yaml", "spring", "--cohort", "6")
    assert code == 0
    assert "cannot be finished" not in said
    nowhere = str(tmp_path / "nowhere" / "messages.csv")
    fails(
        foothold("rehearse", "mine.yaml", "spring", "--cohort", "2", "--csv", nowhere),
        f"{nowhere} cannot be used",
        "Check the name",
    )


def test_a_bug_is_told_by_its_place_and_never_in_its_own_words(loaded, monkeypatch):
    def broken(*_: object) -> None:
        raise RuntimeError("ann@qm.example wrote something private")

    monkeypatch.setattr("store.Store.run", broken)
    result = loaded("deliveries")
    fails(result, "Something is wrong in Foothold: RuntimeError at test_commands.py", "Please report it")
    assert "private" not in result[2]


def test_owners_and_connections(loaded):
    assert "is an owner of queen_mary_2024" in loaded("owner", "add", "Boss@qm.example")[1]
    assert "serves queen_mary_2024" in loaded("connect", "slack", "T1", "queen_mary_2024")[1]
    assert "No message" in loaded("deliveries")[1]
    assert "up to date" in loaded("db", "upgrade")[1]


def test_a_conversation_can_be_piped(loaded):
    talk = ("chat", "--as", "ann@qm.example", "--now", "2024-01-22T09:00+00:00")
    code, said, complaint = loaded(*talk, said="status\n")
    assert (code, complaint) == (0, "")
    assert "Queen Mary micro internships 2024" in said
    assert "no application" in said
    fails(loaded("chat"), "Nobody is named", "--as ann@qm.example")


def test_the_demo_reads_lines_and_ends_well(foothold):
    code, said, complaint = foothold("demo", said="browse\nstatus\n")
    assert (code, complaint) == (0, "")
    assert "Monday 22 January 2024" in said
    assert "Amara Okafor (sample)" in said
    assert "Volunteer newsletter" in said
    again = foothold("demo", "--now", "2024-05-20T10:00+01:00", "--as", "priya.shah@qm.sample.example")
    assert (again[0], again[2]) == (0, "")
    assert "Monday 20 May 2024" in again[1]


def test_an_unwritable_output_is_no_traceback(loaded, tmp_path):
    code, _, complaint = loaded("programme", "new", "x_2027", "--folder", str(Path(tmp_path) / "missing"))
    assert code != 0
    assert "Traceback" not in complaint


def test_it_runs_as_a_command_and_stops_when_its_reader_goes(tmp_path):
    """The real thing once: a process, a pipe that closes early, no traceback."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("FOOTHOLD_")}
    command = f"{sys.executable} -c 'from adapters.main import main; main()' programme list | head -n 1"
    done = subprocess.run(  # noqa: S602 - a pipe is what is tested
        command, shell=True, capture_output=True, text=True, timeout=60, cwd=tmp_path, check=False, env=clean
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "hku_u21_2025" in done.stdout


def test_a_question_is_answered_from_the_programme(foothold, tmp_path):
    code, said, _ = foothold("ask", "is it paid?", "--programme", "oxford")
    assert (code, "unpaid" in said, "source: " in said) == (0, True, True)
    assert list(tmp_path.iterdir()) == []  # it writes nothing


def test_questions_as_json_lines(foothold):
    lines = [
        {
            "programme": "queen_mary_2024",
            "role": "student",
            "now": "2024-01-20T10:00+00:00",
            "text": "is it paid?",
        },
        {
            "programme": "oxford_mip_2023_24",
            "role": "student",
            "now": None,
            "text": "can i apply im on the mba",
        },
    ]
    code, said, _ = foothold("ask", "--jsonl", said="\n".join(json.dumps(line) for line in lines) + "\n\n")
    answers = [json.loads(line) for line in said.splitlines()]
    assert code == 0
    assert [(one["intent"], one["outcome"]) for one in answers] == [
        ("ask_pay", "not_stated"),
        ("ask_eligibility", "answer"),
    ]
    assert {frozenset(one) for one in answers} == {
        frozenset({"intent", "outcome", "answer", "sources", "slots"})
    }
    fails(foothold("ask", "--jsonl", said="nonsense\n"), "Line 1 is not JSON", "one JSON object")
    fails(foothold("ask", "--jsonl", said="[]\n"), "Line 1 is no JSON object", "one JSON object")
    fails(
        foothold("ask", "hello", "--programme", "oxford", "--role", "king"),
        "no role",
        "student, supervisor, staff",
    )
    fails(foothold("ask", "hello"), "No programme is named", "--programme")


def test_the_version_is_that_of_the_package(foothold):
    code, said, _ = foothold("--version")
    assert (code, said.strip()) == (0, f"foothold {version('foothold')}")
