"""Cards to what Slack shows: messages, the home tab. Forms are drawn in modals.py.

A card is one message wherever it can be: drawn with air, else with its words drawn together, else in as many
messages as it needs, each saying that it goes on. Nothing of a card is left out.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeAlias

from adapters.slack import limits
from adapters.slack.blocks import Block, actions, header, paragraphs, quiet, rich, spans, text_of, together
from adapters.slack.limits import size
from adapters.slack.text import cut, notification, row_line
from bot.cards import Action, Attachment, Card, Facts, Image, Row, Table, Text
from bot.errors import UnsupportedPartError

# The address at which a reader can see a kept file: (file id, name, media type) -> URL, or None where there is no
# public address.
FileLink: TypeAlias = Callable[[str, str, str], str | None]
NOTHING = "There is nothing to show here."
# Blocks that must stand in the same message.
Group: TypeAlias = list[Block]


def no_links(file_id: str, name: str, media_type: str) -> str | None:
    """Where the installation has no public address."""
    return None


def messages(card: Card, link: FileLink = no_links) -> list[dict[str, Any]]:
    """The card as arguments of chat.postMessage: one message, or more where it cannot be one.

    Raises UnsupportedPartError for an unknown part and BrokenCardError for a button that Slack would refuse.
    """
    groups = list(card_groups(card, link)) or [[one] for one in paragraphs(card.summary.strip() or NOTHING)]
    pages = [groups] if fits(groups) else _pages(drawn_together(groups))
    fallback = notification(card)
    if len(pages) == 1:
        return [{"text": fallback, "blocks": flat(pages[0])}]
    found = []
    for place, page in enumerate(pages, 1):
        note = f"{place} of {len(pages)}" + (
            "; it goes on in the next message." if place < len(pages) else "."
        )
        words = (
            fallback
            if place == 1
            else cut(f"{place} of {len(pages)}: {card.headline()}", limits.SECTION_TEXT)
        )
        found.append({"text": words, "blocks": [*flat(page), *quiet(note)]})
    return found


def home(card: Card, link: FileLink = no_links) -> dict[str, Any]:
    """The card as the view of somebody's home tab; what does not fit is pointed at in words."""
    groups = list(card_groups(card, link, message=False))
    if not fits(groups, limits.VIEW_BLOCKS - 1, None):
        groups = drawn_together(groups)
    shown: list[Block] = []
    rest = "The answers to what you press here come under Messages."
    for group in groups:
        if len(shown) + len(group) > limits.VIEW_BLOCKS - 1:
            rest = 'There is more than fits here: say "home" under Messages to see all of it.'
            break
        shown += group
    return {"type": "home", "blocks": [*shown, *quiet(rest)]}


def card_groups(card: Card, link: FileLink = no_links, *, message: bool = True) -> Iterator[Group]:
    """The card as groups of blocks. A `message` knows tables, and its rows have numbers, since "2" may be typed.

    Elsewhere (the home tab) a line stands above each heading.
    """
    number = itertools.count()
    places = itertools.count(1)
    numbered = message and sum(isinstance(part, Row) for part in card.parts) > 1
    native = _native_table(card) if message else None
    yield from ([block] for block in header(card.title))
    for at, part in enumerate(card.parts):
        match part:
            case Row():
                yield from _row(part, next(places) if numbered else None, number)
            case Table() if at == native:
                yield [_table(part)]
            case _:
                if not message and isinstance(part, Text) and part.tone == "strong":
                    yield [{"type": "divider"}]
                yield from ([block] for block in _part(part, link, number))
    yield from ([block] for block in actions(card.actions, number))


def _part(part: object, link: FileLink, number: Iterator[int]) -> Iterator[Block]:
    match part:
        case Text():
            yield from _text(part)
        case Facts(pairs=pairs):
            yield from _lines((f"{label}: ", value) for label, value in pairs)
        case Table(columns=columns, rows=rows):
            yield from _lines([(" · ".join(columns), "")] if columns else [])
            yield from _lines(("", row_line(columns, row)) for row in rows)
        case Image(file_id=file_id, alt=alt):
            yield from _image(link(file_id, "picture", "image/png"), alt)
        case Attachment(name=name, media_type=media_type, file_id=file_id):
            url = link(file_id, name, media_type)
            if url is None:
                yield from quiet(
                    f"{name}: it cannot be opened here, since this installation has no public address."
                )
            else:
                if size(name) > limits.BUTTON_TEXT - 5:
                    yield from paragraphs(name)
                yield from actions([Action(f"Open {name}", url=url)], number)
        case _:
            message = f"Slack cannot show a {type(part).__name__}."
            raise UnsupportedPartError(message)


def _text(part: Text) -> Iterator[Block]:
    tone: str = part.tone
    match tone:
        case "plain":
            yield from paragraphs(part.text)
        case "strong":
            yield from paragraphs(part.text, "bold")
        case "quiet":
            yield from quiet(part.text)
        case "quote":
            yield from paragraphs(part.text, quote=True)
        case "warning":
            yield from paragraphs(part.text, "bold", quote=True)
        case _:
            message = f"Slack has no look for the tone {part.tone!r}."
            raise UnsupportedPartError(message)


def _lines(pairs: Iterable[tuple[str, str]]) -> Iterator[Block]:
    """Lines of a bold beginning and a plain rest, as few blocks as they fit in."""
    sections: list[list[dict[str, Any]]] = []
    length = 0
    for label, value in pairs:
        long = size(label) + size(value) > limits.SECTION_TEXT
        if sections and (long or length + size("\n") + size(label) + size(value) > limits.SECTION_TEXT):
            yield rich(*sections)
            sections, length = [], 0
        if long:
            yield from paragraphs(label, "bold")
            yield from paragraphs(value)
            continue
        length += (size("\n") if sections else 0) + size(label) + size(value)
        sections.append([*spans(label, "bold"), *spans(value)])
    if sections := [section for section in sections if section]:
        yield rich(*sections)


def _image(url: str | None, alt: str) -> Iterator[Block]:
    if url is None or size(url) > limits.IMAGE_URL:
        yield from paragraphs(alt)
    else:
        yield {"type": "image", "image_url": url, "alt_text": cut(alt, limits.IMAGE_ALT)}


def _row(row: Row, place: int | None, number: Iterator[int]) -> Iterator[Group]:
    """A row with the buttons that belong to it."""
    title = f"{place}. {row.title}" if place else row.title
    heads = list(paragraphs(title, "bold"))
    both = size(f"{title}\n{row.text}") <= limits.SECTION_TEXT
    if both and row.title.strip() and row.text.strip():
        heads = [rich(spans(title, "bold"), spans(row.text))]
    else:
        heads += paragraphs(row.text)
    *before, last = heads or [rich(spans(title or "-"))]
    yield from ([block] for block in before)
    yield [last, *actions(row.actions, number)]


def _native_table(card: Card) -> int | None:
    """Where the one table of a message stands that Slack can show as a table: the first that fits."""
    for at, part in enumerate(card.parts):
        if isinstance(part, Table) and part.columns and part.rows:
            cells = [cell for row in (part.columns, *part.rows) for cell in row]
            if (
                len(part.columns) <= limits.TABLE_COLUMNS
                and len(part.rows) < limits.TABLE_ROWS
                and all(len(row) <= len(part.columns) for row in part.rows)
                and sum(size(cell) for cell in cells) <= limits.TABLE_TEXT
            ):
                return at
    return None


def _table(table: Table) -> Block:
    width = len(table.columns)
    rows = [[*row, *[""] * (width - len(row))] for row in (table.columns, *table.rows)]
    return {
        "type": "table",
        "column_settings": [{"is_wrapped": True}] * width,
        "rows": [[{"type": "raw_text", "text": cell or " "} for cell in row] for row in rows],
    }


def flat(groups: Iterable[Group]) -> list[Block]:
    """The blocks of groups, in order."""
    return [block for group in groups for block in group]


def fits(
    groups: list[Group], most: int = limits.MESSAGE_BLOCKS, text: int | None = limits.MESSAGE_BLOCK_TEXT
) -> bool:
    """Whether groups fit in one message (or view, which counts no text)."""
    blocks = flat(groups)
    # What Python writes of the blocks is longer than their words: where that fits, nothing need be counted.
    return len(blocks) <= most and (text is None or size(repr(blocks)) <= text or text_of(blocks) <= text)


def drawn_together(groups: Iterable[Group]) -> list[Group]:
    """The same words in fewer blocks: runs of rich text become one."""
    found: list[Group] = []
    for group in groups:
        before = found[-1] if found else []
        both_words = len(before) == 1 and before[0]["type"] == group[0]["type"] == "rich_text"
        if both_words and text_of(before) + text_of(group[0]) < limits.SECTION_TEXT - 1:
            found[-1] = [together(before[0], group[0]), *group[1:]]
        else:
            found.append(group)
    return found


def _pages(groups: list[Group]) -> list[list[Group]]:
    """As few messages as hold the groups, with room in each for the note that it goes on."""
    pages: list[list[Group]] = [[]]
    for group in groups:
        room = fits(
            [*pages[-1], group], limits.MESSAGE_BLOCKS - 1, limits.MESSAGE_BLOCK_TEXT - limits.HEADER_TEXT
        )
        if pages[-1] and not room:
            pages.append([])
        pages[-1].append(group)
    return pages
