"""What the real Slack refuses in blocks and views, from its published limits; kept apart from the renderer's own numbers.

`messages` and `views` raise `Refused` with Slack's error code. Nothing here imports the code under test.
"""

from __future__ import annotations

import json

PLAIN_ONLY = {"header", "button", "placeholder", "label", "hint", "title"}
IN_MESSAGE = {"actions", "context", "divider", "header", "image", "rich_text", "section", "table", "markdown"}
IN_MODAL = {"actions", "context", "divider", "header", "image", "input", "rich_text", "section"}
IN_HOME = {"actions", "context", "divider", "header", "image", "input", "rich_text", "section"}
INPUTS = {
    "plain_text_input",
    "number_input",
    "datepicker",
    "timepicker",
    "radio_buttons",
    "checkboxes",
    "static_select",
    "external_select",
    "multi_static_select",
    "multi_external_select",
    "file_input",
}
IN_ACTIONS = INPUTS - {"plain_text_input", "number_input", "file_input"} | {"button", "overflow"}


class Refused(Exception):
    """Slack would answer with this error; `why` is what stands in response_metadata.messages."""

    def __init__(self, error: str, why: str):
        super().__init__(f"{error}: {why}")
        self.error, self.why = error, why


def length(text: str) -> int:
    """Characters as the strictest counter in Slack's clients counts them."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def need(condition: bool, why: str, error: str = "invalid_blocks") -> None:
    if not condition:
        raise Refused(error, why)


def only(thing: dict, allowed: set[str], where: str) -> None:
    need(isinstance(thing, dict), f"{where} is no object")
    extra = set(thing) - allowed
    need(not extra, f"{where} has unknown fields {sorted(extra)}")


def text_object(thing, where: str, most: int, *, plain: bool = False, least: int = 1) -> None:
    only(thing, {"type", "text", "emoji", "verbatim"}, where)
    need(
        thing.get("type") in ({"plain_text"} if plain else {"plain_text", "mrkdwn"}),
        f"{where} has the wrong type of text",
    )
    need(isinstance(thing.get("text"), str), f"{where} has no text")
    need(
        least <= length(thing["text"]) <= most, f"{where} is {length(thing['text'])} long, not {least}-{most}"
    )


def message(body: dict) -> None:
    """The content of chat.postMessage and its kin."""
    blocks = body.get("blocks")
    if blocks is None:
        need(bool(body.get("text")), "no_text", "no_text")
        return
    need(bool(body.get("text")), "no fallback text with the blocks", "no_text")
    need(length(body["text"]) <= 40_000, "text over 40,000", "msg_too_long")
    need(1 <= len(blocks) <= 50, f"{len(blocks)} blocks in a message")
    check(blocks, IN_MESSAGE)
    need(sum(1 for block in blocks if block["type"] == "table") <= 1, "only_one_table_allowed")
    need(words_in(blocks) <= 13_000, "msg_blocks_too_long", "msg_blocks_too_long")
    ids_unique(blocks)


def view(thing: dict) -> None:
    """A modal or a home tab."""
    wrong = "invalid_arguments"
    need(thing.get("type") in {"modal", "home"}, "type of view", wrong)
    modal = thing["type"] == "modal"
    allowed = {"type", "blocks", "private_metadata", "callback_id", "external_id"}
    only(
        thing,
        allowed | ({"title", "submit", "close", "clear_on_close", "notify_on_close"} if modal else set()),
        "view",
    )
    need(
        1 <= len(thing.get("blocks", [])) <= 100 or (not modal and thing.get("blocks") == []),
        "number of blocks",
        wrong,
    )
    need(length(thing.get("private_metadata", "")) <= 3000, "private_metadata", wrong)
    for name in ("callback_id", "external_id"):
        need(length(thing.get(name, "")) <= 255, name, wrong)
    if modal:
        for name in ("title", "submit", "close"):
            if name == "title" or name in thing:
                text_object(thing.get(name), name, 24, plain=True)
        if any(block.get("type") == "input" for block in thing["blocks"]):
            need("submit" in thing, "a modal with inputs needs a submit", wrong)
    check(thing["blocks"], IN_MODAL if modal else IN_HOME)
    ids_unique(thing["blocks"], whole_view=True)


def words_in(thing) -> int:
    if isinstance(thing, dict):
        own = length(thing["text"]) if isinstance(thing.get("text"), str) else 0
        return own + sum(words_in(value) for key, value in thing.items() if key != "confirm")
    return sum(map(words_in, thing)) if isinstance(thing, list) else 0


def ids_unique(blocks: list[dict], *, whole_view: bool = False) -> None:
    """block_id and action_id: Slack asks for action_id only within a block, slack.md within the message."""
    named = [block["block_id"] for block in blocks if "block_id" in block]
    need(len(named) == len(set(named)), "duplicate block_id")
    actions = [
        (block.get("block_id") if whole_view else "", element["action_id"])
        for block in blocks
        for element in [
            *block.get("elements", []),
            *filter(None, [block.get("accessory"), block.get("element")]),
        ]
        if "action_id" in element
    ]
    need(len(actions) == len(set(actions)), "duplicate action_id")


def check(blocks: list[dict], allowed: set[str]) -> None:
    for number, block in enumerate(blocks):
        kind = block.get("type")
        need(kind in allowed, f"block {number}: {kind} is not allowed here")
        need(length(block.get("block_id", "")) <= 255, "block_id over 255")
        BLOCKS[kind](block)


def header(block):
    only(block, {"type", "block_id", "text"}, "header")
    text_object(block.get("text"), "header", 150, plain=True)


def section(block):
    only(block, {"type", "block_id", "text", "fields", "accessory", "expand"}, "section")
    need("text" in block or "fields" in block, "section without text")
    if "text" in block:
        text_object(block["text"], "section", 3000)
    fields = block.get("fields", [])
    need(len(fields) <= 10, "more than 10 fields")
    for field in fields:
        text_object(field, "field", 2000)
    if "accessory" in block:
        element(block["accessory"], IN_ACTIONS)


def context(block):
    only(block, {"type", "block_id", "elements"}, "context")
    need(1 <= len(block["elements"]) <= 10, "elements of a context")
    for one in block["elements"]:
        text_object(one, "context", 3000)


def divider(block):
    only(block, {"type", "block_id"}, "divider")


def image(block):
    only(block, {"type", "block_id", "image_url", "alt_text", "title"}, "image")
    need(block.get("image_url", "").startswith("http") and length(block["image_url"]) <= 3000, "image_url")
    need(1 <= length(block.get("alt_text", "")) <= 2000, "alt_text")


def actions(block):
    only(block, {"type", "block_id", "elements"}, "actions")
    need(1 <= len(block["elements"]) <= 25, f"{len(block['elements'])} elements in actions")
    for one in block["elements"]:
        element(one, IN_ACTIONS)


def rich_text(block):
    only(block, {"type", "block_id", "elements"}, "rich_text")
    need(bool(block.get("elements")), "empty rich_text")
    for one in block["elements"]:
        need(
            one.get("type")
            in {"rich_text_section", "rich_text_quote", "rich_text_list", "rich_text_preformatted"},
            "rich text element",
        )
        need(bool(one.get("elements")), "empty rich text element")
        for leaf in one["elements"]:
            need(leaf.get("type") in {"text", "link", "emoji", "user"}, "rich text leaf")
            if leaf["type"] == "text":
                only(leaf, {"type", "text", "style"}, "rich text")
                need(bool(leaf.get("text")), "empty text in rich text")
            if leaf["type"] == "link":
                only(leaf, {"type", "url", "text", "style", "unsafe"}, "link")
                need(leaf.get("url", "").startswith(("http://", "https://", "mailto:")), "url of a link")
            need(set(leaf.get("style", {})) <= {"bold", "italic", "strike", "code"}, "style of rich text")
    need(words_in(block) <= 3000, "rich text over what a section may hold")


def table(block):
    only(block, {"type", "block_id", "rows", "column_settings"}, "table")
    need(1 <= len(block["rows"]) <= 100, "rows of a table")
    need(len({len(row) for row in block["rows"]}) == 1 and len(block["rows"][0]) <= 20, "columns of a table")
    need(len(block.get("column_settings", [])) <= 20, "column_settings")
    for row in block["rows"]:
        for cell in row:
            need(cell.get("type") in {"raw_text", "rich_text"}, "cell")
            if cell["type"] == "raw_text":
                need(bool(cell.get("text")), "empty cell")
    need(words_in(block) <= 10_000, "table over 10,000")


def input_block(block):
    only(block, {"type", "block_id", "label", "element", "hint", "optional", "dispatch_action"}, "input")
    text_object(block.get("label"), "label", 2000, plain=True)
    if "hint" in block:
        text_object(block["hint"], "hint", 2000, plain=True)
    element(block.get("element", {}), INPUTS)


def option(thing, where="option"):
    only(thing, {"text", "value", "description", "url"}, where)
    text_object(thing.get("text"), where, 75)
    need(1 <= length(thing.get("value", "")) <= 150, f"value of an {where}")
    if "description" in thing:
        text_object(thing["description"], "description", 75)


def element(thing: dict, allowed: set[str]) -> None:
    kind = thing.get("type")
    need(kind in allowed, f"{kind} is not allowed here")
    need(0 < length(thing.get("action_id", "x")) <= 255, "action_id")
    if "placeholder" in thing:
        text_object(thing["placeholder"], "placeholder", 150, plain=True)
    ELEMENTS[kind](thing)


def button(thing):
    only(
        thing,
        {"type", "text", "action_id", "url", "value", "style", "confirm", "accessibility_label"},
        "button",
    )
    text_object(thing.get("text"), "button", 75, plain=True)
    need(length(thing.get("value", "")) <= 2000, "value of a button")
    need(length(thing.get("url", "")) <= 3000, "url of a button")
    need(thing.get("style", "primary") in {"primary", "danger"}, "style of a button")
    if "confirm" in thing:
        dialog = thing["confirm"]
        only(dialog, {"title", "text", "confirm", "deny", "style"}, "confirm")
        for name, most in (("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)):
            text_object(dialog.get(name), f"confirm {name}", most)


def options_of(thing, most):
    options = thing.get("options", [])
    need(1 <= len(options) <= most, f"{len(options)} options, not 1-{most}")
    for one in options:
        option(one)
    chosen = thing.get("initial_options", [thing["initial_option"]] if "initial_option" in thing else [])
    need("initial_options" not in thing or bool(chosen), "empty initial_options")
    for one in chosen:
        need(one in options, "an initial option that is none of the options")


def external(thing):
    for one in thing.get("initial_options", [thing["initial_option"]] if "initial_option" in thing else []):
        option(one)
    need(thing.get("initial_options") != [], "empty initial_options")


def plain_text_input(thing):
    only(
        thing,
        {
            "type",
            "action_id",
            "initial_value",
            "multiline",
            "min_length",
            "max_length",
            "placeholder",
            "dispatch_action_config",
            "focus_on_load",
        },
        "plain_text_input",
    )
    most = thing.get("max_length", 3000)
    need(1 <= most <= 3000, "max_length")
    need(length(thing.get("initial_value", "")) <= most, "initial_value over max_length")


def number_input(thing):
    only(
        thing,
        {"type", "action_id", "is_decimal_allowed", "initial_value", "min_value", "max_value", "placeholder"},
        "number_input",
    )
    need("is_decimal_allowed" in thing, "is_decimal_allowed is required")
    if "initial_value" in thing:
        float(thing["initial_value"])


def picker(thing):
    from datetime import date, time

    if "initial_date" in thing:
        date.fromisoformat(thing["initial_date"])
    if "initial_time" in thing:
        time.fromisoformat(thing["initial_time"])


def file_input(thing):
    need(1 <= thing.get("max_files", 10) <= 10, "max_files")


BLOCKS = {
    "actions": actions,
    "context": context,
    "divider": divider,
    "header": header,
    "image": image,
    "input": input_block,
    "rich_text": rich_text,
    "section": section,
    "table": table,
}
ELEMENTS = {
    "button": button,
    "overflow": lambda thing: options_of(thing, 5),
    "radio_buttons": lambda thing: options_of(thing, 10),
    "checkboxes": lambda thing: options_of(thing, 10),
    "static_select": lambda thing: options_of(thing, 100),
    "multi_static_select": lambda thing: options_of(thing, 100),
    "external_select": external,
    "multi_external_select": external,
    "plain_text_input": plain_text_input,
    "number_input": number_input,
    "datepicker": picker,
    "timepicker": picker,
    "file_input": file_input,
}


def loaded(thing):
    """Blocks may come as JSON text."""
    return json.loads(thing) if isinstance(thing, str) else thing
