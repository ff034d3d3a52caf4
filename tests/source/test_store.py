import os
import stat

import pytest

from handouts.source.store import Store


@pytest.fixture
def store(tmp_path):
    made = Store.at(tmp_path / "cache")
    assert made is not None
    return made


def test_gives_back_what_was_put(store):
    store.put("plate", "abc", b"one")
    store.put("library", "abc", b"two")
    assert (store.get("plate", "abc"), store.get("library", "abc")) == (b"one", b"two")
    assert store.get("plate", "other") is None


@pytest.mark.parametrize("damage", [b"", b"x", lambda old: old[:-1], lambda old: old[:40] + b"?" + old[41:]])
def test_a_damaged_file_is_nothing_and_is_taken_away(store, damage):
    store.put("plate", "abc", b"many bytes" * 10)
    path = store.folder / "plate" / "abc"
    path.write_bytes(damage(path.read_bytes()) if callable(damage) else damage)
    assert store.get("plate", "abc") is None
    assert not path.exists()
    store.put("plate", "abc", b"again")
    assert store.get("plate", "abc") == b"again"


@pytest.mark.skipif(os.name != "posix", reason="permissions are told by POSIX systems only")
def test_only_the_user_can_read_or_write_it(store):
    store.put("plate", "abc", b"one")
    assert stat.S_IMODE(store.folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((store.folder / "plate").stat().st_mode) == 0o700
    assert stat.S_IMODE((store.folder / "plate" / "abc").stat().st_mode) == 0o600


@pytest.mark.skipif(os.name != "posix", reason="permissions are told by POSIX systems only")
def test_a_folder_that_others_may_write_to_is_not_used(tmp_path):
    tmp_path.joinpath("open").mkdir()
    tmp_path.joinpath("open").chmod(0o777)
    assert Store.at(tmp_path / "open") is None


def test_a_place_that_cannot_be_written_is_no_error(tmp_path):
    tmp_path.joinpath("file").write_text("in the way")
    assert Store.at(tmp_path / "file" / "cache") is None
    store = Store.at(tmp_path / "cache")
    assert store is not None
    store.folder.joinpath("plate").write_text("in the way")
    store.put("plate", "abc", b"one")
    assert store.get("plate", "abc") is None


def test_what_was_not_used_for_longest_goes_first(store):
    store.limit = 1000
    for number in range(20):
        store.put("plate", f"p{number:02}", bytes(100))
        os.utime(store.folder / "plate" / f"p{number:02}", (number, number))
    assert store.get("plate", "p00") is not None
    store.trim()
    kept = sorted(path.name for path in store.folder.glob("*/*"))
    assert kept == ["p00", "p16", "p17", "p18", "p19"]
    assert sum(path.stat().st_size for path in store.folder.glob("*/*")) <= 750
