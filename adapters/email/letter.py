"""A card as an e-mail: plain text, and the same as simple HTML."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from html import escape

from bot.cards import Attachment, Card, Facts, Image, Row, Table, Text
from bot.ports import Outgoing

LONGEST_SUBJECT = 120
CALLS = {
    "safety": (
        "To take care of this, open this page and press its button; to open it alone says nothing:",
        "Take care of this",
    ),
    "": ("Answer on one page, no account needed:", "Answer on one page"),
}
"""What leads to the page behind the link, and the words of the button that opens it, by the kind of message."""


def letter(outgoing: Outgoing, sender: str, to: str, link: str = "") -> EmailMessage:
    """The e-mail of a message. The same message always has the same Message-ID, so that a repetition is seen as one."""
    card = outgoing.card
    mail = EmailMessage()
    mail["From"] = sender
    mail["To"] = to
    mail["Subject"] = " ".join(card.headline().split())[:LONGEST_SUBJECT]
    mail["Date"] = formatdate(usegmt=True)
    mark = hashlib.sha256(outgoing.key.encode()).hexdigest()[:32]
    mail["Message-ID"] = make_msgid(idstring=mark, domain=sender.rpartition("@")[2].rstrip(">") or None)
    mail["Auto-Submitted"] = "auto-generated"
    lines = [line for line in paragraphs(card) if line]
    foot = [
        line
        for line in (outgoing.why, "You can reply to the team that runs the programme, not to this address.")
        if line
    ]
    before, label = CALLS.get(outgoing.kind, CALLS[""])
    call = [before, link] if link else []
    mail.set_content("\n\n".join([*lines, *call, "--", *foot]) + "\n")
    body = "".join(f"<p>{escape(line)}</p>" for line in lines)
    if link:
        body += (
            f'<p><a href="{escape(link)}" style="display:inline-block;padding:12px 20px;background:#1d4f91;'
            f'color:#ffffff;text-decoration:none;border-radius:6px">{escape(label)}</a></p>'
            f"<p>No account is needed. If the button does not work: {escape(link)}</p>"
        )
    body += "".join(f'<p style="color:#555555;font-size:13px">{escape(line)}</p>' for line in foot)
    mail.add_alternative(f'<div style="font-family:sans-serif;max-width:600px">{body}</div>', subtype="html")
    return mail


def paragraphs(card: Card) -> Iterator[str]:
    """The words of a card; buttons are left out, since nothing can be pressed in an e-mail."""
    if card.title:
        yield card.title
    for part in card.parts:
        match part:
            case Text(text=text):
                yield text
            case Row(title=title, text=text):
                yield f"{title}: {text}" if text else title
            case Facts(pairs=pairs):
                yield "\n".join(f"{label}: {value}" for label, value in pairs)
            case Table(columns=columns, rows=rows):
                yield "\n".join(" | ".join(cells) for cells in (columns, *rows))
            case Image(alt=alt):
                yield alt
            case Attachment(name=name):
                yield name
