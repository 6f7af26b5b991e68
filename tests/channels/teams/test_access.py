"""Who gets in: with a real key, real tokens and a key set of our own; what is refused, and that no token leaves."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from serving import KEY, Known, Peer
from starlette.testclient import TestClient
from teams_peer import TENANT, BotConnector, Teams, message, read

from bot.channels.teams.access import LOOPBACK_HOSTS, SERVICE_HOSTS, Access, Refusal
from bot.channels.teams.activity import Activity
from bot.channels.teams.channel import TeamsChannel
from bot.channels.teams.connector import Connector
from bot.channels.teams.references import References
from bot.channels.teams.routes import routes
from bot.channels.teams.sdk import TokenValidator
from bot.runtime.surroundings import Opened, Surroundings
from bot.server import Server
from bot.settings import ServerSettings
from bot.store import Retention
from bot.tenants import one

APP = "1d7c1f0a-0000-4000-8000-000000000000"
ISSUER = "https://api.botframework.com"
MINE = rsa.generate_private_key(public_exponent=65537, key_size=2048)
FORGED = rsa.generate_private_key(public_exponent=65537, key_size=2048)
BOTS_TOKEN = jwt.encode({"appid": APP}, FORGED, "RS256")
PUBLIC = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(MINE.public_key()))
KEYS = json.dumps({"keys": [{**PUBLIC, "kid": "k1", "use": "sig", "alg": "RS256"}]}).encode()


class KeyServer:
    """Gives the key set that tokens are checked with, or what a test puts in its place; None: nothing at all."""

    def __init__(self) -> None:
        self.body: bytes | None = KEYS
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                if outer.body is None:
                    return
                self.send_response(200)
                self.send_header("Content-Length", str(len(outer.body)))
                self.end_headers()
                self.wfile.write(outer.body)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}/keys"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def keys() -> Iterator[KeyServer]:
    opened = KeyServer()
    yield opened
    opened.close()


def token(url: str, key: Any = MINE, algorithm: str = "RS256", *, kid: str = "k1", **changes: Any) -> str:
    now = int(time.time())
    claims = {"iss": ISSUER, "aud": APP, "iat": now, "exp": now + 3600, "serviceurl": url} | changes
    told = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode(told, key, algorithm, headers={"kid": kid})


def bearer(*arguments: Any, **changes: Any) -> dict[str, str]:
    return {"Authorization": f"Bearer {token(*arguments, **changes)}"}


@pytest.fixture
def teams(
    base: Any, log: Any, tmp_path: Path, keys: KeyServer, connector: BotConnector, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Teams]:
    """A server with credentials. Only its edges are others: where keys are, where the service is, who gives tokens."""
    from microsoft_teams.api import TokenCredentials

    validator = TokenValidator.for_service(APP)
    monkeypatch.setattr(validator, "_jwks_client", jwt.PyJWKClient(keys.url))

    def opener(_: ServerSettings, around: Surroundings) -> Opened:
        given = TokenCredentials(client_id=APP, tenant_id=TENANT, token=lambda *_: BOTS_TOKEN)
        references = References(around.source, APP)
        channel = TeamsChannel(Connector(given, timeout_seconds=10), references, around.zone)
        access = Access(around.tenants, validator=validator, hosts=LOOPBACK_HOSTS, tenant_id=TENANT)
        return Opened(channel, routes(around.intake, access, references, around.clock))

    settings = ServerSettings(**{"DATABASE_URL": f"sqlite:///{tmp_path}/v.db", "VANORT_SECRET_KEY": KEY})
    tenants = one(Path("knowledge"), Retention(None, None))
    server = Server(settings, tenants, {"default": Known(base)}, openers=(opener,))
    with TestClient(server.app) as client:
        yield Teams(Peer(server, client, None, log, None), connector)  # type: ignore[arg-type]


def test_teams_gets_in_and_is_answered_with_the_bots_token(teams: Teams) -> None:
    assert teams.send(message("Är Nuuk vänort?", teams.connector.url), **bearer(teams.connector.url)).status_code == 200
    (call,) = teams.connector.cards()
    assert "Nuuk" in read(call)
    assert call["token"] == f"Bearer {BOTS_TOKEN}"


FORGERIES: dict[str, dict[str, Any]] = {
    "signed with another key": {"key": FORGED},
    "signed with a key that nobody knows": {"key": FORGED, "kid": "k2"},
    "signed with a secret": {"key": "k" * 32, "algorithm": "HS256"},
    "not signed": {"key": None, "algorithm": "none"},
    "for another bot": {"aud": "2d7c1f0a-0000-4000-8000-000000000000"},
    "from another issuer": {"iss": "https://sts.windows.net/somebody/"},
    "expired": {"exp": int(time.time()) - 3600},
    "not for this service": {"serviceurl": "https://smba.trafficmanager.net/emea/"},
    "for no service": {"serviceurl": None},
}


def test_a_forged_token_is_refused_and_nothing_leaves(teams: Teams) -> None:
    url = teams.connector.url
    head, body, sign = token(url).split(".")
    forged = {name: token(url, **changes) for name, changes in FORGERIES.items()}
    forged["changed after it was signed"] = f"{head}.{body[:-4]}AAAA.{sign}"
    for name, made in forged.items():
        response = teams.send(message("Är Nuuk vänort?", url), Authorization=f"Bearer {made}")
        assert (response.status_code, response.json()) == (401, {"error": "token"}), name
    assert teams.peer.depth() == {}
    assert not teams.connector.calls


def test_no_token_is_refused_whatever_the_body_is(teams: Teams) -> None:
    for header in ("", "Bearer", "Bearer ", "Bearer x", "Bearer a.b.c", "Basic eA==", "bearer x"):
        response = teams.send(message("Är Nuuk vänort?", teams.connector.url), Authorization=header)
        assert response.status_code == 401, header
        if not header.startswith("Bearer "):
            assert teams.send(b"\x00" * 300_000, Authorization=header).status_code == 401, header
    assert not teams.connector.calls


def test_another_tenant_is_refused(teams: Teams) -> None:
    url = teams.connector.url
    for change in (
        {"channelData": {"tenant": {"id": "somebody"}}},
        {"conversation": {"id": "a:chat", "tenantId": "somebody"}, "channelData": {"tenant": {"id": "somebody"}}},
        {"conversation": {"id": "a:chat"}, "channelData": {}},
    ):
        response = teams.send(message("Är Nuuk vänort?", url, **change), **bearer(url))
        assert (response.status_code, response.json()) == (403, {"error": "tenant"}), change
    assert not teams.connector.calls


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "http://smba.trafficmanager.net/teams/",
        "https://smba.trafficmanager.net.evil.example/",
        "https://smba.trafficmanager.net@evil.example/",
        "https://evil.example/#https://smba.trafficmanager.net/",
        "https://smba.trafficmanager.net:8443/",
        "https://smba.trafficmanager.net\\.evil.example/",
        "https://smba.trafficmanager.net /",
        "https://smba.trafficmanager.net/emea/?x=1",
        "//smba.trafficmanager.net/",
        "http://127.0.0.1:80/",
        "",
    ],
)
def test_a_service_address_that_is_not_teams_is_refused_before_its_token_is_looked_at(address: str) -> None:
    tenants = one(Path("knowledge"), Retention(None, None))
    access = Access(tenants, validator=TokenValidator.for_service(APP), hosts=SERVICE_HOSTS, tenant_id=TENANT)
    found = asyncio.run(access.check("Bearer x", Activity(type="message", service_url=address)))
    assert found == Refusal(401, "service_url")


@pytest.mark.parametrize(
    "address", ["https://smba.trafficmanager.net/emea/", "https://smba.trafficmanager.net:443/teams"]
)
def test_the_addresses_of_teams_are_taken(address: str) -> None:
    access = Access(one(Path("knowledge"), Retention(None, None)), validator=None, tenant_id=TENANT)
    found = asyncio.run(access.check("", Activity.model_validate(message("Hej", address))))
    assert not isinstance(found, Refusal)


@pytest.mark.parametrize("there", [None, b"", b"<html>", b'{"keys": []}'])
def test_while_the_keys_do_not_come_nobody_gets_in_and_teams_is_to_deliver_again(
    teams: Teams, keys: KeyServer, there: bytes | None
) -> None:
    url = teams.connector.url
    keys.body = there
    for key in (MINE, FORGED):
        response = teams.send(message("Är Nuuk vänort?", url), **bearer(url, key))
        assert (response.status_code, response.json()) == (503, {"error": "unavailable"})
    assert teams.send(message("Är Nuuk vänort?", url), Authorization="Bearer x").status_code == 401
    assert teams.peer.depth() == {}
    keys.body = KEYS
    assert teams.send(message("Är Nuuk vänort?", url), **bearer(url)).status_code == 200
    assert "Nuuk" in read(teams.connector.cards()[0])


@pytest.mark.parametrize(
    ("expires", "event"),
    [(None, "secret_end_unknown"), ("teams=2000-01-01", "secret_expires"), ("teams=2999-01-01", None)],
)
def test_with_credentials_nobody_gets_in_without_a_token_and_the_end_of_the_secret_is_told(
    serve: Any, connector: BotConnector, expires: str | None, event: str | None
) -> None:
    secrets = {"VANORT_TEAMS_APP_ID": APP, "VANORT_TEAMS_APP_SECRET": "s3cret", "VANORT_TEAMS_TENANT_ID": TENANT}
    peer = serve(**secrets, **({"VANORT_SECRETS_EXPIRE": expires} if expires else {}))
    teams = Teams(peer, connector)
    for header in ("", "Bearer x"):
        told = message("Är Nuuk vänort?", "https://smba.trafficmanager.net/emea/")
        assert teams.send(told, Authorization=header).status_code == 401
    assert peer.depth() == {}
    assert [line["event"] for line in peer.lines if line["event"].startswith("secret_")] == ([event] if event else [])
    assert "s3cret" not in peer.log.getvalue()
