"""Slack's limits as named constants, each with its source, and the one way to count characters against them.

Sources: [block] docs.slack.dev/reference/block-kit (blocks, elements and composition objects), [view] the same,
"views", [post] docs.slack.dev/reference/methods/chat.postMessage, [seen] reported and not documented.
"""

from __future__ import annotations

from typing import Final

from bot.errors import FootholdError

# Messages and views
MESSAGE_BLOCKS: Final = 50  # [block]
VIEW_BLOCKS: Final = 100  # [view] modals and home tabs
MESSAGE_TEXT: Final = 40_000  # [post] longer is cut by Slack
MESSAGE_BLOCK_TEXT: Final = 12_000  # [seen] bolt-js issue 2509: msg_blocks_too_long from about 13,000
VIEW_TITLE: Final = 24  # [view] also submit and close
PRIVATE_METADATA: Final = 3000  # [view]
CALLBACK_ID: Final = 255  # [view] also external_id
VIEW_STACK: Final = 3  # [view]

# Blocks
BLOCK_ID: Final = 255  # [block] also action_id
SECTION_TEXT: Final = 3000  # [block] taken for rich text too, which states none
SECTION_FIELDS: Final = 10  # [block]
SECTION_FIELD: Final = 2000  # [block]
HEADER_TEXT: Final = 150  # [block]
CONTEXT_TEXT: Final = 2000  # [block] the text object allows 3000; some clients cut context earlier
CONTEXT_ELEMENTS: Final = 10  # [block]
ACTIONS_ELEMENTS: Final = 25  # [block]
IMAGE_URL: Final = 3000  # [block]
IMAGE_ALT: Final = 2000  # [block]
TABLE_ROWS: Final = 100  # [block] the header row is one of them
TABLE_COLUMNS: Final = 20  # [block]
TABLE_TEXT: Final = 10_000  # [block] all cells of a message together
TABLES: Final = 1  # [block] only_one_table_allowed

# Elements
BUTTON_TEXT: Final = 75  # [block]
BUTTON_VALUE: Final = 2000  # [block]
BUTTON_URL: Final = 3000  # [block]
SELECT_OPTIONS: Final = 100  # [block]
RADIO_OPTIONS: Final = 10  # [block] also checkboxes
OVERFLOW_OPTIONS: Final = 5  # [block]
OPTION_TEXT: Final = 75  # [block] also its description
OPTION_VALUE: Final = 150  # [block]
PLACEHOLDER: Final = 150  # [block]
INPUT_LABEL: Final = 2000  # [block] also its hint
INPUT_TEXT: Final = 3000  # [block] plain_text_input
FILES: Final = 10  # [block] file_input
CONFIRM_TITLE: Final = 100  # [block]
CONFIRM_TEXT: Final = 300  # [block]
CONFIRM_BUTTON: Final = 30  # [block]

# Time
TRIGGER_SECONDS: Final = (
    3.0  # docs.slack.dev/interactivity: a trigger_id lives 3 s, an acknowledgement is due in 3 s
)
SUGGESTED_PROMPTS: Final = 4  # assistant.threads.setSuggestedPrompts


class BrokenCardError(FootholdError):
    """This card cannot be shown as it was meant. The programme team has been told; the words are below."""


def size(text: str) -> int:
    """How long Slack may count a text: in UTF-16 units, so that an emoji is never cheaper than Slack thinks."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2
