"""Who is let in: every token that must be refused gets 401 and has no effect; tenants that are not served get 403."""

from __future__ import annotations

import base64
import json
import time
from dataclasses import replace

import jwt
import pytest
from structlog.testing import capture_logs

from adapters.config import TeamsSettings
from adapters.teams.options import Options
from tests.teams.fake_service import APP, SECRET, TENANT, rsa_key

HOUR = 3600


def unsigned(claims):
    """A token with `alg: none`, as an attacker writes it by hand."""
    parts = [{"alg": "none", "typ": "JWT", "kid": "service"}, claims]
    encoded = [base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in parts]
    return ".".join([*encoded, ""])


def forged(service):
    """A right token with another payload under the same signature."""
    head, _, signature = service.sign().split(".")
    payload = base64.urlsafe_b64encode(json.dumps(service.claims(aud=APP, extra="mine")).encode()).rstrip(
        b"="
    )
    return f"{head}.{payload.decode()}.{signature}"


def with_public_key_as_secret(service):
    """HS256 keyed with what everybody knows: the public key."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    public = rsa_key("service").public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    header = base64.urlsafe_b64encode(json.dumps({"alg": "HS256", "kid": "service"}).encode()).rstrip(b"=")
    payload = base64.urlsafe_b64encode(json.dumps(service.claims()).encode()).rstrip(b"=")
    signature = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256).sign(
        header + b"." + payload, public
    )
    return b".".join([header, payload, base64.urlsafe_b64encode(signature).rstrip(b"=")]).decode()


REFUSED = {
    "no token": lambda _: None,
    "expired": lambda service: service.sign(exp=int(time.time()) - HOUR),
    "not yet": lambda service: service.sign(nbf=int(time.time()) + HOUR),
    "no exp": lambda service: service.sign(exp=None),
    "forged": forged,
    "another key under a known id": lambda service: service.sign(key="mine", kid="service"),
    "unknown key": lambda service: service.sign(key="mine"),
    "no key id": lambda service: jwt.encode(service.claims(), rsa_key("service"), "RS256"),
    "key of another channel": lambda service: service.sign(key="elsewhere"),
    "wrong audience": lambda service: service.sign(aud="99999999-2222-3333-4444-555555555555"),
    "no audience": lambda service: service.sign(aud=None),
    "audience in a list": lambda service: service.sign(aud=[APP, "another"]),
    "wrong issuer": lambda service: service.sign(
        iss="https://sts.windows.net/f8cdef31-a31e-4b4a-93e4-5f571e91255a/"
    ),
    "no issuer": lambda service: service.sign(iss=None),
    "another service": lambda service: service.sign(serviceurl="https://evil.example/"),
    "no service in the token": lambda service: service.sign(serviceurl=None),
    "alg none": lambda service: unsigned(service.claims()),
    "HS256": lambda service: service.sign(key="x" * 32, kid="service", algorithm="HS256"),
    "HS256 with the public key": with_public_key_as_secret,
    "RS512": lambda service: service.sign(algorithm="RS512"),
    "not a token": lambda _: "not.a.token",
    "empty": lambda _: " ",
}


@pytest.mark.parametrize("case", REFUSED)
async def test_a_bad_token_gets_401_and_has_no_effect(service, teams, reception, case):
    body = service.activity(service.add("Ada"), text="hello")
    status, answer = await service.post(body, token=REFUSED[case](service))
    assert (status, answer) == (401, None)
    assert reception.heard == []
    assert service.messages == []
    assert service.requests == []


@pytest.mark.parametrize("kind", ["adaptiveCard/action", "task/fetch", "task/submit", "fileConsent/invoke"])
async def test_invokes_are_refused_the_same_way(service, teams, reception, kind):
    body = service.activity(
        service.add("Ada"), type="invoke", name=kind, value={"data": {"foothold": {"do": "home"}}}
    )
    for case in ("expired", "forged", "no exp", "alg none", "HS256"):
        assert (await service.post(body, token=REFUSED[case](service)))[0] == 401
    assert reception.heard == []


@pytest.mark.parametrize("scheme", ["Basic ", "", "Bearer", "bearer\t"])
async def test_other_schemes_get_401(service, teams, scheme):
    body = service.activity(service.add("Ada"), text="hello")
    token = service.sign() if scheme in {"Basic ", ""} else ""
    status, _ = await service.post(body, token=None, headers={"Authorization": f"{scheme}{token}" or "x"})
    assert status == 401


async def test_a_right_token_is_let_in(service, teams, reception):
    assert await service.say(service.add("Ada"), "hello") == 200
    assert [one.body.text for one in reception.heard] == ["hello"]


async def test_a_clock_a_few_minutes_off_is_let_in(service, teams):
    body = service.activity(service.add("Ada"), text="hello")
    assert (await service.post(body, token=service.sign(exp=int(time.time()) - 60)))[0] == 200


@pytest.mark.parametrize("value", [None, "", 7, {}])
async def test_a_body_that_names_no_service_is_refused(service, teams, reception, value):
    body = service.activity(service.add("Ada"), text="hello", serviceUrl=value)
    if value is None:
        del body["serviceUrl"]
    assert (await service.post(body))[0] == 401
    assert reception.heard == []


async def test_a_body_of_another_channel_is_refused(service, teams, reception):
    assert (await service.post(service.activity(service.add("Ada"), text="hello", channelId="webchat")))[
        0
    ] == 401
    assert reception.heard == []


@pytest.mark.parametrize("tenant", ["", "cccccccc-0000-0000-0000-000000000009"])
async def test_a_tenant_that_is_not_served_gets_403(service, teams, reception, tenant):
    ada = service.add("Ada")
    place = {"id": ada.chat, "conversationType": "personal", "tenantId": tenant}
    body = service.activity(ada, text="hello", conversation=place, channelData={"tenant": {"id": tenant}})
    assert (await service.post(body))[0] == 403
    assert reception.heard == []


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"x"', b"\xff\xfe", b'{"type": 1}', b"{}"])
async def test_a_body_that_is_no_activity_gets_400(service, teams, reception, body):
    assert (await service.post(body))[0] == 400
    assert (await service.post(body, token=None))[0] == 401
    assert reception.heard == []


async def test_the_keys_are_fetched_once_and_unknown_ids_do_not_make_us_ask_again(service, teams):
    ada = service.add("Ada")
    for _ in range(3):
        await service.say(ada, "hello")
        await service.post(service.activity(ada, text="x"), token=service.sign(key="mine"))
    assert service.keys_fetched == 1


class TestWithoutKeys:
    @pytest.fixture
    def settings(self, service):
        return TeamsSettings(
            app_id=APP,
            app_password=SECRET,
            tenant_id=TENANT,
            openid_metadata_url=f"{service.url}/nothing",
            login_url=service.url,
        )

    async def test_nobody_is_let_in_while_the_keys_cannot_be_fetched(self, service, teams, reception):
        assert await service.say(service.add("Ada"), "hello") == 503
        assert reception.heard == []


class TestInAGovernmentCloud:
    """Its tokens come from another issuer, and ours are for another audience, from another login service."""

    @pytest.fixture
    def settings(self, service):
        return TeamsSettings(
            app_id=APP, app_password=SECRET, tenant_id=TENANT, openid_metadata_url=service.metadata_url,
            login_url="https://login.microsoftonline.us",
        )  # fmt: skip

    async def test_only_its_own_issuer_is_believed(self, service, teams, reception):
        body = service.activity(service.add("Ada"), text="hello")
        assert (await service.post(body, token=service.sign()))[0] == 401
        assert reception.heard == []
        assert (await service.post(body, token=service.sign(iss="https://api.botframework.us")))[0] == 200
        assert len(reception.heard) == 1

    def test_what_we_ask_of_it(self, teams):
        assert teams.options.scope == "https://api.botframework.us"
        assert teams.options.service_url == "https://smba.infra.gov.teams.microsoft.us/teams/"

    async def test_in_the_public_cloud_its_issuer_is_not_believed(self, service, settings):
        public = Options.of(replace(settings, login_url=""))
        assert (public.issuer, public.scope) == ("https://api.botframework.com",) * 2
        assert public.service_url == "https://smba.trafficmanager.net/teams/"


class TestTheLocalTestClient:
    @pytest.fixture
    def settings(self, service):
        return TeamsSettings(tenant_id=TENANT, openid_metadata_url=service.metadata_url, allow_anonymous=True)

    async def test_the_log_warns_of_it(self, teams, reception):
        with capture_logs() as said:
            teams.app(reception, None, None)
        assert [one["log_level"] for one in said] == ["warning"]
        assert said[0]["event"].startswith(
            "TEAMS_ALLOW_ANONYMOUS=1: anybody on this machine may speak as any user"
        )

    async def test_it_needs_no_token(self, service, teams, reception):
        body = service.activity(service.add("Ada"), text="hello")
        assert (await service.post(body, token=None))[0] == 200
        assert [one.body.text for one in reception.heard] == ["hello"]

    @pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Original-Host"])
    async def test_a_request_that_came_through_a_tunnel_is_refused(self, service, teams, reception, header):
        body = service.activity(service.add("Ada"), text="hello")
        assert (await service.post(body, token=None, headers={header: "203.0.113.9"}))[0] == 401
        assert reception.heard == []

    async def test_it_must_be_on_this_machine(self, service, teams, reception):
        body = service.activity(service.add("Ada"), text="hello", serviceUrl="https://smba.example/teams/")
        assert (await service.post(body, token=None))[0] == 401
        assert reception.heard == []

    async def test_a_bad_token_is_no_way_round(self, service, teams, reception):
        body = service.activity(service.add("Ada"), text="hello")
        assert (await service.post(body, token=service.sign(key="mine")))[0] == 401
        assert reception.heard == []
