"""The one file that knows botbuilder: plain data in, plain data out.

botbuilder 4.17.1 is archived, and its stock adapter answers 500 to every invoke with a body, drops the tenant id,
fetches a token for every turn and blocks a thread for every request. So `CloudAdapterBase` is subclassed, the two
attribute maps are mended, and the connector client gets one aiohttp session and one cached token
(docs/decisions: why botbuilder stands behind one file). Who sent a request is checked before it comes here (auth.py).
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeAlias, cast

import msal
from botbuilder.core import CloudAdapterBase, InvokeResponse, TurnContext
from botbuilder.schema import Activity, ActivityTypes, ConversationAccount, ConversationParameters
from botframework.connector.aio import ConnectorClient
from botframework.connector.auth import (
    AuthenticateRequestResult,
    BotFrameworkAuthentication,
    ClaimsIdentity,
    ConnectorFactory,
)
from msrest.authentication import Authentication
from msrest.exceptions import ClientException, HttpOperationError
from msrest.pipeline.async_abc import AsyncPipeline
from msrest.serialization import DeserializationError  # type: ignore[attr-defined]  # it is azure.core's

from adapters.teams.http import Sender
from adapters.teams.login import LoginClient
from adapters.teams.options import Options
from adapters.teams.references import Reference
from adapters.teams.service import (
    Answer,
    AnswerLostError,
    Body,
    ConnectorError,
    NoTokenError,
)

Handler: TypeAlias = Callable[[Body], Awaitable[Answer]]

EARLY_SECONDS = 300  # a token is renewed this long before it runs out

# The service says "tenantId"; the models say "tenantID", and so lose it in both directions.
for _model in (ConversationAccount, ConversationParameters):
    _model._attribute_map["tenant_id"]["key"] = "tenantId"  # noqa: SLF001


class BotFramework:
    """Talks to the Bot Framework service for one app. Open it on the running loop; `close` it at the end."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._sender = Sender(_Tokens(options))
        self._clients: dict[str, ConnectorClient] = {}
        self._adapter = _Adapter(_Authentication(self._client))

    async def close(self) -> None:
        """Close the connections."""
        await self._sender.close()

    async def handle(self, body: Body, claims: Mapping[str, Any], handler: Handler) -> Answer:
        """Run one verified activity through botbuilder; raises ValueError for one that is no activity.

        `claims` are those of its token. For an invoke, the handler's answer becomes the answer of the request.
        """
        try:
            activity = Activity().deserialize(body)
        except (ClientException, DeserializationError, AttributeError, TypeError) as error:
            raise ValueError(str(error)) from error
        answers: list[Answer] = []

        async def logic(context: TurnContext) -> None:
            answer = await handler(body)
            answers.append(answer)
            if activity.type == ActivityTypes.invoke:
                await context.send_activity(
                    Activity(
                        type=ActivityTypes.invoke_response,
                        value=InvokeResponse(status=answer.status, body=answer.body),
                    )
                )

        known = AuthenticateRequestResult()
        known.claims_identity = ClaimsIdentity(dict(claims), True)
        known.audience = self._options.scope
        known.connector_factory = _Factory(self._client)
        response = await self._adapter.process_activity(known, activity, logic)
        return Answer(int(response.status), response.body) if response else answers[0]

    async def send(self, reference: Reference, message: Body) -> str:
        """Send a message to a conversation; its id. Raises the errors of service.py, as all calls do."""
        activity = _outgoing(reference, message)
        return await self._told(self._chats(reference).send_to_conversation(reference.conversation, activity))

    async def update(self, reference: Reference, message_id: str, message: Body) -> str:
        """Put a message in the place of one that was sent; the id of the message."""
        activity = _outgoing(reference, message)
        activity.id = message_id
        chats = self._chats(reference)
        return (
            await self._told(chats.update_activity(reference.conversation, message_id, activity))
            or message_id
        )

    async def delete(self, reference: Reference, message_id: str) -> None:
        """Take back a message that was sent."""
        await _plainly(self._chats(reference).delete_activity(reference.conversation, message_id))

    async def open_chat(self, service_url: str, user: str, tenant: str) -> str:
        """The id of the private conversation with a user (Teams id or Entra object id); opened if need be."""
        parameters = ConversationParameters(
            is_group=False,
            bot={"id": self._options.bot_id},
            members=[{"id": user}],
            tenant_id=tenant,
            channel_data={"tenant": {"id": tenant}},
        )
        return await self._told(self._client(service_url).conversations.create_conversation(parameters))

    async def member(self, reference: Reference, user: str) -> Body:
        """What the roster of a conversation says of one user."""
        raw = await _plainly(
            self._chats(reference).get_conversation_member(reference.conversation, user, raw=True)
        )
        return dict(raw.response.json)

    async def members(self, reference: Reference) -> list[Body]:
        """The roster of a conversation, all pages of it."""
        found: list[Body] = []
        token: str | None = None
        while True:
            raw = await _plainly(
                self._chats(reference).get_teams_conversation_paged_members(
                    reference.conversation, page_size=500, continuation_token=token, raw=True
                )
            )
            found += raw.response.json.get("members", [])
            token = raw.response.json.get("continuationToken")
            if not token:
                return found

    async def download(self, url: str, *, signed: bool, most: int) -> bytes:
        """The content behind an address; with `signed`, our token goes along."""
        return await self._sender.download(url, signed=signed, most=most)

    async def upload(self, url: str, content: bytes, media_type: str) -> None:
        """Put a file where the client asked for it; the address is its own permission."""
        await self._sender.upload(url, content, media_type)

    def _chats(self, reference: Reference) -> Any:
        return self._client(reference.service_url).conversations

    def _client(self, service_url: str) -> ConnectorClient:
        if service_url not in self._clients:
            client = ConnectorClient(_Anything(), base_url=service_url)
            client._client.config.pipeline = AsyncPipeline(  # noqa: SLF001
                [client.config.user_agent_policy],
                cast("Any", self._sender),
            )
            self._clients[service_url] = client
        return self._clients[service_url]

    async def _told(self, call: Awaitable[Any]) -> str:
        resource = await _plainly(call)
        return str(resource.id or "") if resource else ""


async def _plainly(call: Awaitable[Any]) -> Any:
    """The call's result; the library's errors as ours."""
    try:
        return await call
    except HttpOperationError as error:
        response = error.response
        after = response.headers.get("Retry-After", "")
        raise ConnectorError(
            response.status_code, _code(response.json), float(after) if after.isdigit() else None
        ) from error
    except ClientException as error:  # an answer that cannot be read: what was asked for may have been done
        raise AnswerLostError(type(error).__name__) from error


def _code(body: Any) -> str:
    found = body.get("error", body) if isinstance(body, dict) else {}
    return str(found.get("code", "")) if isinstance(found, dict) else ""


def _outgoing(reference: Reference, message: Body) -> Activity:
    """The activity of a message: tenant and object id go along, or a proactive one is refused with 403."""
    recipient = {"id": reference.user, "aadObjectId": reference.aad_object_id} if reference.user else None
    return Activity().deserialize(
        {
            "type": "message",
            **message,
            "channelId": "msteams",
            "serviceUrl": reference.service_url,
            "from": {"id": reference.bot},
            "recipient": recipient if reference.private else None,
            "conversation": {
                "id": reference.conversation,
                "conversationType": reference.kind,
                "isGroup": not reference.private,
                "tenantId": reference.tenant,
            },
            "channelData": {"tenant": {"id": reference.tenant}},
        }
    )


class _Adapter(CloudAdapterBase):
    """botbuilder's turn pipeline, without its way of answering invokes."""


class _Factory(ConnectorFactory):
    """Hands out the one client per service address."""

    def __init__(self, client: Callable[[str], ConnectorClient]) -> None:
        self._client = client

    async def create(self, service_url: str, audience: str) -> ConnectorClient:
        return self._client(service_url)


class _Authentication(BotFrameworkAuthentication):
    """What the adapter asks for; requests are verified before they reach it, so it verifies none."""

    def __init__(self, client: Callable[[str], ConnectorClient]) -> None:
        self._factory = _Factory(client)

    async def authenticate_request(self, activity: Activity, auth_header: str) -> AuthenticateRequestResult:
        raise PermissionError

    async def authenticate_streaming_request(
        self, auth_header: str, channel_id_header: str
    ) -> AuthenticateRequestResult:
        raise PermissionError

    def create_connector_factory(self, claims_identity: ClaimsIdentity) -> ConnectorFactory:
        return self._factory

    async def create_user_token_client(self, claims_identity: ClaimsIdentity) -> None:
        return None


class _Tokens:
    """The app's own token: fetched in a thread, kept until shortly before it runs out."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._app: Any = None
        self._token, self._until = "", 0.0
        self._lock = asyncio.Lock()

    async def headers(self) -> dict[str, str]:
        """What signs a request; nothing for the local test client, which has no login service."""
        if self._options.allow_anonymous or not self._options.app_id:
            return {}
        async with self._lock:
            if time.monotonic() > self._until:
                self._token, self._until = await asyncio.to_thread(self._fetch)
        return {"Authorization": f"Bearer {self._token}"}

    def forget(self) -> None:
        self._until = 0.0

    def _fetch(self) -> tuple[str, float]:
        try:
            found = self._ask()
        except (ValueError, OSError) as error:  # no such tenant, no answer, no managed identity
            raise NoTokenError(type(error).__name__) from error
        if "access_token" not in found:
            raise NoTokenError(str(found.get("error", "no token")))
        return found["access_token"], time.monotonic() + max(float(found["expires_in"]) - EARLY_SECONDS, 0.0)

    def _ask(self) -> dict[str, Any]:
        options = self._options
        client = LoginClient(options.login_url)
        if options.app_type == "UserAssignedMSI":
            identity = msal.UserAssignedManagedIdentity(client_id=options.app_id)
            self._app = self._app or msal.ManagedIdentityClient(identity, http_client=client)
            return dict(self._app.acquire_token_for_client(resource=options.scope))
        self._app = self._app or msal.ConfidentialClientApplication(
            options.app_id,
            client_credential=options.password,
            authority=f"{client.authority}/{options.tenant_id}",
            instance_discovery=False,
            http_client=client,
        )
        if not self._until:  # refused by the connector, or the first: what MSAL keeps is of no use
            self._app.remove_tokens_for_client()
        return dict(self._app.acquire_token_for_client(scopes=[f"{options.scope}/.default"]))


class _Anything(Authentication):
    """msrest wants credentials; `Sender` signs instead."""
