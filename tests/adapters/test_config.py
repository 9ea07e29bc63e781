"""Settings: what is missing or contradicts is named with what to do."""

from __future__ import annotations

import pytest

from adapters.config import Settings, SettingsError, read, require_server
from adapters.pacing import Pace

KEY = "k" * 32
SLACK = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "s"}
TEAMS = {"TEAMS_APP_ID": "a", "TEAMS_APP_PASSWORD": "p", "TEAMS_TENANT_ID": "t"}
MANY = {"FOOTHOLD_DATABASE_URL": "postgresql://h/d", "FOOTHOLD_FILES": "s3://b/f", "FOOTHOLD_SECRET_KEY": KEY}


def test_nothing_is_needed_to_read_the_settings():
    assert read({}) == Settings()


@pytest.mark.parametrize(
    ("environment", "rates"),
    [
        ({}, {}),
        ({"SLACK_RATE": "2"}, {"slack": Pace(2.0, 8)}),
        ({"SLACK_BURST": "5"}, {"slack": Pace(5.0, 5)}),
        ({"TEAMS_RATE": "0.5", "TEAMS_BURST": "1"}, {"teams": Pace(0.5, 1)}),
        ({"FOOTHOLD_MAIL_RATE": "20", "FOOTHOLD_MAIL_BURST": "50"}, {"email": Pace(20.0, 50)}),
    ],
)
def test_rates_are_settings(environment, rates):
    assert read(environment).rates == rates


def test_everything_can_be_set():
    found = read({
        **SLACK, **TEAMS, **MANY, "FOOTHOLD_PUBLIC_URL": "https://f.example/", "FOOTHOLD_PORT": "80",
        "FOOTHOLD_TICK_SECONDS": "2.5", "FOOTHOLD_SMTP_URL": "smtp://u:p@m.example:587", "SLACK_API_URL": "http://x/",
    })  # fmt: skip
    assert (found.public_url, found.port, found.tick_seconds) == ("https://f.example", 80, 2.5)
    assert found.slack is not None
    assert found.slack.api_url == "http://x/"
    assert found.teams is not None
    assert found.teams.app_type == "SingleTenant"


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({"FOOTHOLD_DATABASE_URL": "mysql://h"}, "FOOTHOLD_DATABASE_URL"),
        ({"FOOTHOLD_PUBLIC_URL": "http://f.example"}, "FOOTHOLD_PUBLIC_URL"),
        ({"FOOTHOLD_PUBLIC_URL": "f.example"}, "FOOTHOLD_PUBLIC_URL"),
        ({"FOOTHOLD_SECRET_KEY": "short"}, "FOOTHOLD_SECRET_KEY"),
        ({"FOOTHOLD_SMTP_URL": "mail.example"}, "FOOTHOLD_SMTP_URL"),
        ({"FOOTHOLD_PORT": "eighty"}, "FOOTHOLD_PORT"),
        ({"FOOTHOLD_PORT": "70000"}, "FOOTHOLD_PORT"),
        ({"FOOTHOLD_TICK_SECONDS": "0"}, "FOOTHOLD_TICK_SECONDS"),
        ({"FOOTHOLD_SQLITE_SYNCHRONOUS": "OFF"}, "FOOTHOLD_SQLITE_SYNCHRONOUS"),
        ({"FOOTHOLD_TICK_SECONDS": "nan"}, "FOOTHOLD_TICK_SECONDS"),
        ({"SLACK_RATE": "0"}, "SLACK_RATE"),
        ({"SLACK_RATE": "fast"}, "SLACK_RATE"),
        ({"SLACK_RATE": "21"}, "SLACK_RATE"),
        ({"TEAMS_RATE": "51"}, "TEAMS_RATE"),
        ({"TEAMS_BURST": "60"}, "TEAMS_BURST"),
        ({"SLACK_BURST": "2.5"}, "SLACK_BURST"),
        ({"FOOTHOLD_MAIL_BURST": "0"}, "FOOTHOLD_MAIL_BURST"),
        ({"SLACK_SIGNING_SECRET": "s"}, "SLACK_BOT_TOKEN"),
        ({"SLACK_BOT_TOKEN": "t"}, "SLACK_SIGNING_SECRET"),
        ({"SLACK_CLIENT_ID": "c", "SLACK_SIGNING_SECRET": "s"}, "SLACK_CLIENT_SECRET"),
        ({**SLACK, "SLACK_CLIENT_ID": "c", "SLACK_CLIENT_SECRET": "d"}, "SLACK_BOT_TOKEN"),
        ({"TEAMS_APP_ID": "a"}, "TEAMS_TENANT_ID"),
        ({"TEAMS_APP_ID": "a", "TEAMS_TENANT_ID": "t"}, "TEAMS_APP_PASSWORD"),
        ({**TEAMS, "TEAMS_APP_TYPE": "MultiTenant"}, "TEAMS_APP_TYPE"),
        ({**TEAMS, "TEAMS_APP_TYPE": "UserAssignedMSI"}, "TEAMS_APP_PASSWORD"),
        ({"TEAMS_ALLOW_ANONYMOUS": "yes"}, "TEAMS_ALLOW_ANONYMOUS"),
        ({"TEAMS_ALLOW_ANONYMOUS": "1", "FOOTHOLD_HOST": "0.0.0.0"}, "TEAMS_ALLOW_ANONYMOUS"),  # noqa: S104
    ],
)
def test_a_wrong_setting_is_named_with_its_mend(environment, named):
    with pytest.raises(SettingsError) as caught:
        read(environment)
    assert named in caught.value.message
    assert caught.value.mend


@pytest.mark.parametrize(
    ("environment", "processes", "named"),
    [
        (SLACK, "one", "FOOTHOLD_SECRET_KEY"),
        ({"FOOTHOLD_SECRET_KEY": KEY}, "one", "Neither Slack nor Teams"),
        ({**SLACK, "FOOTHOLD_SECRET_KEY": KEY}, "many", "SQLite"),
        ({**SLACK, **MANY, "FOOTHOLD_FILES": "files"}, "many", "FOOTHOLD_FILES"),
        (
            {
                "FOOTHOLD_SECRET_KEY": KEY,
                "SLACK_CLIENT_ID": "c",
                "SLACK_CLIENT_SECRET": "d",
                "SLACK_SIGNING_SECRET": "s",
            },
            "one",
            "FOOTHOLD_PUBLIC_URL",
        ),
    ],
)
def test_a_server_says_what_it_needs(environment, processes, named):
    with pytest.raises(SettingsError) as caught:
        require_server(read(environment), processes=processes)
    assert named in caught.value.message


def test_a_server_with_enough_starts():
    require_server(read({**SLACK, "FOOTHOLD_SECRET_KEY": KEY}), processes="one")
    require_server(read({**TEAMS, **MANY}), processes="many")
    require_server(read({"TEAMS_ALLOW_ANONYMOUS": "1", "FOOTHOLD_SECRET_KEY": KEY}), processes="one")
