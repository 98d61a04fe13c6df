"""What an operator may choose, and what doctor says of it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from data.doctor import examine
from data.issues import UsageError
from data.settings import HOUSE, from_env
from tests.account_samples import served
from tests.identity_provider import (
    SECRET,
)
from tests.openid_visits import (
    signed_in,
    with_oidc,
)

BASE = {"TUOYU_AUTH": "oidc", "TUOYU_OIDC_ISSUER": "https://id.example", "TUOYU_OIDC_CLIENT_ID": "x",
        "TUOYU_OIDC_CLIENT_SECRET": "y"}  # fmt: skip


@pytest.mark.parametrize(
    ("more", "key"),
    [
        ({"TUOYU_OIDC_ISSUER": ""}, "oidc_missing"),
        ({"TUOYU_OIDC_CLIENT_ID": ""}, "oidc_missing"),
        ({"TUOYU_OIDC_CLIENT_SECRET": ""}, "oidc_missing"),
        ({"TUOYU_OIDC_ISSUER": "http://id.example"}, "oidc_issuer"),
        ({"TUOYU_OIDC_ISSUER": "https://id.example?x=1"}, "oidc_issuer"),
        ({"TUOYU_OIDC_ISSUER": "https://a:b@id.example"}, "oidc_issuer"),
        ({"TUOYU_OIDC_ISSUER": "https://id.example:port"}, "oidc_issuer"),
        ({"TUOYU_OIDC_ISSUER": "id.example"}, "oidc_issuer"),
        ({"TUOYU_OIDC_SCOPES": "profile email"}, "oidc_scopes"),
        ({"TUOYU_OIDC_CA": "/nowhere.pem"}, "oidc_ca"),
    ],
)
def test_settings_that_nobody_can_mean_are_refused(more, key):
    from_env(BASE).check()
    with pytest.raises(UsageError, match=key):
        from_env({**BASE, **more}).check()


@pytest.mark.parametrize("address", ["http://127.0.0.1:8080", "http://localhost/realms/a", "http://[::1]:9/x"])
def test_plain_http_is_taken_on_this_machine_and_where_it_was_allowed(address):
    from_env({**BASE, "TUOYU_OIDC_ISSUER": address}).check()
    from_env({**BASE, "TUOYU_OIDC_ISSUER": "http://id.example", "TUOYU_ALLOW_HTTP": "1"}).check()


def test_the_secret_may_lie_in_a_file_that_nobody_else_reads_and_is_never_printed(house, provider, tmp_path):
    file = tmp_path / "secret"
    file.write_text(f"{SECRET}\n")
    file.chmod(0o644)
    chosen = {"oidc_client_secret": "", "oidc_client_secret_file": file}
    with pytest.raises(UsageError, match="secret_key_open"):
        served(with_oidc(house, provider, **chosen))
    file.chmod(0o600)
    assert signed_in(served(with_oidc(house, provider, **chosen))).status_code == 303
    assert SECRET not in repr(with_oidc(house, provider).settings)


def test_doctor_tells_whether_the_provider_can_be_used(house, provider):
    def told(**chosen: object) -> tuple[str, str]:
        found = list(examine(with_oidc(house, provider, **chosen).settings, house.now()))
        return next((one.health.value, one.code) for one in found if one.name == "issuer")

    assert told() == ("note", "http")
    assert told(oidc_client_id="") == ("wrong", "setting")
    assert told(oidc_issuer=f"{provider.issuer}/other") == ("wrong", "unreachable")
    provider.twists.metadata = {"issuer": "https://evil.example"}
    assert told() == ("wrong", "answer")
    provider.twists.metadata = {}
    provider.published = []
    assert told() == ("wrong", "answer")
    assert "issuer" not in [one.name for one in examine(house.settings, house.now())]


def test_nothing_of_it_is_loaded_by_a_house_that_does_not_use_it(tmp_path):
    told = ("import sys, app; from data.settings import Settings;"
            f"app.create_app(Settings(database_url='sqlite:///{tmp_path / 'b.sqlite'}', auth='login'));"
            "sys.exit(any(name.split('.')[0] in ('authlib', 'joserfc') for name in sys.modules))")  # fmt: skip
    assert subprocess.run([sys.executable, "-c", told], cwd=HOUSE, check=False).returncode == 0
