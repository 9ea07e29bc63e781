"""The HTTP client that MSAL is given: bounded in time, and able to reach a login service on this machine.

MSAL refuses authorities that are not https. A local one (TEAMS_LOGIN_URL=http://…) is therefore told to MSAL as the
public one, and its requests are led to the local one here.
"""

from __future__ import annotations

import json
from typing import Any

import requests

from adapters.teams.options import PUBLIC_LOGIN

SECONDS = 15


class LoginClient(requests.Session):
    """A session for tokens. `base` is where the login service is."""

    def __init__(self, base: str) -> None:
        super().__init__()
        self._base = base.rstrip("/")
        self.authority = self._base if self._base.startswith("https://") else PUBLIC_LOGIN

    def request(self, method: str, url: str | bytes, *args: Any, **kwargs: Any) -> requests.Response:
        """Send a request; what MSAL believes to be public goes to the local service."""
        address = str(url)
        kwargs.setdefault("timeout", SECONDS)
        if self.authority == self._base or not address.startswith(PUBLIC_LOGIN + "/"):
            return super().request(method, address, *args, **kwargs)
        if address.endswith("/v2.0/.well-known/openid-configuration"):
            return _endpoints(address.removesuffix("/v2.0/.well-known/openid-configuration"))
        return super().request(method, self._base + address.removeprefix(PUBLIC_LOGIN), *args, **kwargs)


def _endpoints(tenant: str) -> requests.Response:
    """Where a tenant's endpoints are: the same paths in every cloud, so a local service need not say it."""
    response = requests.Response()
    response.status_code = 200
    response._content = json.dumps(  # noqa: SLF001
        {
            "issuer": f"{tenant}/v2.0",
            "authorization_endpoint": f"{tenant}/oauth2/v2.0/authorize",
            "token_endpoint": f"{tenant}/oauth2/v2.0/token",
        }
    ).encode()
    return response
