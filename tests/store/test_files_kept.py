"""Files and secrets: encrypted, bound to what they belong to, readable only with the right key."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from bot.errors import NotFoundError
from store import MissingKeyError, open_store
from store.encryption import UnreadableError, ciphers
from store.files import EncryptedFiles

CV = b"%PDF-1.7 a curriculum vitae" * 1000


@pytest.fixture
def key(tmp_path):
    return ciphers("a secret of thirty-two characters or more", None)


@pytest.fixture(params=["folder", "url"])
def files(request, tmp_path, key):
    where = str(tmp_path / "a folder") if request.param == "folder" else f"memory://{tmp_path.name}"
    return EncryptedFiles(where, lambda: key("files"))


def test_a_file_comes_back(files):
    ids = [files.put(content) for content in (CV, b"", CV)]
    assert [files.get(one) for one in ids] == [CV, b"", CV]
    assert len(set(ids)) == 3


def test_a_file_that_is_deleted_is_gone(files):
    one = files.put(CV)
    files.delete(one)
    files.delete(one)
    with pytest.raises(NotFoundError):
        files.get(one)


@pytest.mark.parametrize("wrong", ["", "0" * 32, "../../etc/passwd", "x" * 32, "0" * 31 + "/", "A" * 32])
def test_an_id_that_was_never_given_is_not_found(files, wrong):
    with pytest.raises(NotFoundError):
        files.get(wrong)


def test_on_the_disk_nothing_can_be_read_and_nothing_is_left_half(tmp_path, key):
    files = EncryptedFiles(str(tmp_path / "f"), lambda: key("files"))
    one = files.put(CV)
    [path] = [path for path in (tmp_path / "f").rglob("*") if path.is_file()]
    assert path.name == one
    assert b"curriculum" not in path.read_bytes()


def test_a_file_in_the_place_of_another_is_refused(tmp_path, key):
    files = EncryptedFiles(str(tmp_path / "f"), lambda: key("files"))
    mine, theirs = files.put(b"mine"), files.put(b"theirs")
    paths = {path.name: path for path in (tmp_path / "f").rglob("*") if path.is_file()}
    paths[mine].write_bytes(paths[theirs].read_bytes())
    with pytest.raises(UnreadableError):
        files.get(mine)
    paths[theirs].write_bytes(b"")
    with pytest.raises(UnreadableError):
        files.get(theirs)


def test_another_key_reads_nothing(tmp_path):
    where = str(tmp_path / "f")
    one = EncryptedFiles(where, lambda: ciphers("k" * 32, None)("files")).put(CV)
    with pytest.raises(UnreadableError, match="FOOTHOLD_SECRET_KEY"):
        EncryptedFiles(where, lambda: ciphers("l" * 32, None)("files")).get(one)


def test_each_purpose_has_a_key_of_its_own(key):
    sealed = key("files").seal(b"x", b"1")
    with pytest.raises(UnreadableError):
        key("secrets").open(sealed, b"1")
    assert key("files").seal(b"x", b"1") != sealed


def test_secrets_are_kept_by_name(store):
    store.secrets.put("slack", "T1", "bot_token", "xoxb-1")
    store.secrets.put("slack", "T1", "bot_token", "xoxb-2 \U0001f600")
    assert store.secrets.get("slack", "T1", "bot_token") == "xoxb-2 \U0001f600"
    assert store.secrets.get("slack", "T2", "bot_token") is None
    raw = store.run(
        lambda unit: bytes(unit.connection.exec_driver_sql("SELECT sealed FROM secrets").scalar_one())
    )
    assert b"xoxb" not in raw
    for _ in range(2):
        store.secrets.delete("slack", "T1", "bot_token")
    assert store.secrets.get("slack", "T1", "bot_token") is None
    store.secrets.put("slack", "T1", "a", "1")
    store.secrets.forget("slack", "T1")
    assert store.secrets.get("slack", "T1", "a") is None


def test_a_secret_moved_to_another_workspace_is_refused(store):
    store.secrets.put("slack", "T1", "bot_token", "xoxb-1")
    store.run(lambda unit: unit.connection.exec_driver_sql("UPDATE secrets SET workspace = 'T2'"))
    with pytest.raises(UnreadableError):
        store.secrets.get("slack", "T2", "bot_token")


def test_without_a_key_postgresql_keeps_no_secret(postgresql_url, tmp_path):
    store = open_store(postgresql_url, str(tmp_path))
    with pytest.raises(MissingKeyError, match="FOOTHOLD_SECRET_KEY"):
        store.secrets.put("slack", "T1", "a", "1")
    with pytest.raises(MissingKeyError):
        store.files.put(CV)
    store.close()


def test_without_a_key_sqlite_makes_one_beside_the_database_when_it_is_needed(sqlite_url):
    folder = Path(sqlite_url.removeprefix("sqlite:///")).parent
    store = open_store(sqlite_url)
    assert not (folder / "foothold.key").exists()
    one = store.files.put(CV)
    store.secrets.put("slack", "T1", "a", "1")
    store.close()
    assert stat.S_IMODE((folder / "foothold.key").stat().st_mode) == 0o600
    again = open_store(sqlite_url)
    assert again.files.get(one) == CV
    assert again.secrets.get("slack", "T1", "a") == "1"
    again.close()
    assert sorted(path.name for path in folder.iterdir() if path.is_dir()) == ["foothold-files"]
