"""What whoever runs a database is told when it cannot be used: why, and what to do, and no password."""

from __future__ import annotations

import pytest

from store import StoreError, open_store, upgrade
from store.engine import DatabaseUrlError, name_of
from store.secrets import OtherKeyError


def told(url: str) -> tuple[str, str]:
    with pytest.raises(StoreError) as failed:
        open_store(url)
    said = failed.value.why, failed.value.mend
    assert "hunter2" not in " ".join(said)
    return said


def test_a_folder_that_is_not_there(tmp_path):
    why, mend = told(f"sqlite:///{tmp_path / 'nowhere' / 'x.db'}")
    assert why == "The file of the database cannot be opened."
    assert "its folder must be there" in mend


def test_a_file_that_is_something_else(tmp_path):
    (tmp_path / "letter.db").write_text("Dear Sir or Madam, " * 100)
    assert told(f"sqlite:///{tmp_path / 'letter.db'}")[0].endswith("is not a SQLite database.")


def test_a_postgresql_that_does_not_answer():
    why, mend = told("postgresql://u:hunter2@127.0.0.1:1/x")
    assert why == "No PostgreSQL answers at the address of FOOTHOLD_DATABASE_URL."
    assert mend == "Start it, or correct the host and the port."


def test_a_database_and_a_user_that_are_not_there(postgresql_server):
    url = postgresql_server.get_uri(database="nowhere")
    assert told(url)[0] == "PostgreSQL has no database of that name."
    stranger = url.replace("postgres:", "stranger:hunter2", 1)
    assert told(stranger)[0] == "PostgreSQL does not accept this user or password."


def test_a_url_that_cannot_be_read_and_the_name_of_one_that_can():
    with pytest.raises(DatabaseUrlError) as failed:
        upgrade("postgresql://u:hunter2@host:port/x")
    assert "hunter2" not in f"{failed.value} {failed.value.mend}"
    assert name_of("postgresql://u:hunter2@h:5432/x?password=hunter2") == "postgresql://u:***@h:5432/x"


def test_another_secret_key_is_noticed(database_url, tmp_path):
    for key in ("a" * 40, "a" * 40):
        opened = open_store(database_url, str(tmp_path), secret=key)
        opened.secrets.hold_to_key()
        opened.close()
    other = open_store(database_url, str(tmp_path), secret="b" * 40)
    with pytest.raises(OtherKeyError):
        other.secrets.hold_to_key()
    other.close()


def test_a_new_file_is_for_its_owner_alone(tmp_path):
    opened = open_store(f"sqlite:///{tmp_path / 'new.db'}")
    opened.run(lambda unit: unit.people.add("org", "ann@t.example", "Ann", None, None))
    rights = {file.name: file.stat().st_mode & 0o077 for file in tmp_path.glob("new.db*")}
    opened.close()
    assert set(rights.values()) == {0}, rights
