"""The key that signs cookies: long, not a placeholder, read by its owner only; and settings that nobody can mean."""

from __future__ import annotations

import stat

import pytest

from data.issues import UsageError
from data.secret_key import secret_key
from data.settings import Settings, from_env

GOOD = "0123456789abcdefghijklmnopqrstuv"


def test_without_one_a_key_is_made_once_that_only_its_owner_reads(tmp_path):
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'deep' / 'a.sqlite'}")
    made = secret_key(settings)
    assert len(made) == 64
    assert secret_key(settings) == made
    (file,) = (tmp_path / "deep").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize("key", ["short", "changeme-changeme-changeme-changeme", "a" * 64, "secret" * 10])
def test_a_short_or_default_key_is_refused(key):
    with pytest.raises(UsageError, match="secret_key"):
        secret_key(Settings(secret_key=key))


def test_a_key_of_its_own_file_is_taken_unless_others_can_read_it(tmp_path):
    file = tmp_path / "key"
    file.write_text(GOOD + "\n")
    file.chmod(0o600)
    assert secret_key(Settings(secret_key_file=file)) == GOOD
    file.chmod(0o640)
    with pytest.raises(UsageError, match="secret_key_open"):
        secret_key(Settings(secret_key_file=file))
    with pytest.raises(UsageError, match="secret_key_file"):
        secret_key(Settings(secret_key_file=tmp_path / "none"))


def test_a_key_is_never_printed():
    assert GOOD not in repr(Settings(secret_key=GOOD))


@pytest.mark.parametrize(
    ("environ", "key"),
    [
        ({"TUOYU_AUTH": "closed"}, "setting.auth"),
        ({"TUOYU_PROFILE": "iso"}, "setting.profile"),
        ({"TUOYU_AUTH": "header"}, "setting.proxy_missing"),
        ({"TUOYU_AUTH": "header", "TUOYU_PROXY": "proxy.local"}, "setting.proxy"),
    ],
)
def test_a_setting_that_nobody_can_mean_is_refused(environ, key):
    with pytest.raises(UsageError, match=key):
        from_env(environ).check()


def test_settings_of_access_are_read_from_the_environment():
    found = from_env({"TUOYU_ALLOW_HTTP": "1", "TUOYU_PROXY": "10.0.0.1, 192.168.0.0/16", "TUOYU_AUTH": "header"})
    found.check()
    assert (found.allow_http, found.proxies) == (True, ("10.0.0.1", "192.168.0.0/16"))
    assert not from_env({"TUOYU_ALLOW_HTTP": "no"}).allow_http
