"""A document as PDF, set in a face that has the letters of most people's names."""

from __future__ import annotations

import re
from functools import cache
from html import escape
from importlib import resources
from io import BytesIO
from typing import Any

from bot.documents import Document

CJK_FACE = "STSong-Light"
CJK = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]+")


@cache
def faces() -> tuple[str, str]:
    """The regular and the bold face: DejaVu, which matplotlib brings along."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfbase.ttfonts import TTFont

    folder = resources.files("matplotlib").joinpath("mpl-data/fonts/ttf")
    for name, file in (("Text", "DejaVuSans.ttf"), ("Text-Bold", "DejaVuSans-Bold.ttf")):
        with resources.as_file(folder.joinpath(file)) as path:
            pdfmetrics.registerFont(TTFont(name, str(path)))
    pdfmetrics.registerFont(UnicodeCIDFont(CJK_FACE))
    return "Text", "Text-Bold"


def render(document: Document) -> bytes:
    """The bytes of an A4 PDF with title, author, page numbers, and headings that stay with their text."""
    from reportlab.lib import colors
    from reportlab.lib.enums import TA_LEFT
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.lib.units import cm
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    text_face, bold_face = faces()
    base = ParagraphStyle(
        "text", fontName=text_face, fontSize=10, leading=14.5, spaceAfter=6, alignment=TA_LEFT
    )
    grey = colors.HexColor("#595959")
    styles = {
        "title": ParagraphStyle("title", base, fontName=bold_face, fontSize=20, leading=25, spaceAfter=8),
        "line": ParagraphStyle("line", base, spaceAfter=1, textColor=grey),
        "heading": ParagraphStyle(
            "heading",
            base,
            fontName=bold_face,
            fontSize=12.5,
            leading=17,
            spaceBefore=14,
            spaceAfter=4,
            keepWithNext=1,
        ),
        "label": ParagraphStyle(
            "label", base, fontName=bold_face, spaceBefore=4, spaceAfter=1, keepWithNext=1
        ),
        "text": base,
        "quiet": ParagraphStyle("quiet", base, fontSize=8, leading=11, textColor=grey),
        "bullet": ParagraphStyle("bullet", base, leftIndent=12, bulletIndent=2, spaceAfter=3),
    }
    story: list[Any] = [Paragraph(_marked(document.title), styles["title"])]
    story += [Paragraph(_marked(line), styles["line"]) for line in document.lines]
    for block in document.blocks:
        for paragraph in block.text.split("\n\n"):
            mark = "•" if block.kind == "bullet" else None
            story.append(Paragraph(_marked(paragraph), styles[block.kind], bulletText=mark))

    def foot(canvas: Any, page: Any) -> None:
        canvas.setFont(text_face, 8)
        canvas.setFillColor(grey)
        canvas.drawString(2.5 * cm, 1.4 * cm, document.foot)
        canvas.drawRightString(A4[0] - 2.5 * cm, 1.4 * cm, str(page.page))

    out = BytesIO()
    made = SimpleDocTemplate(
        out, pagesize=A4, leftMargin=2.5 * cm, rightMargin=2.5 * cm, topMargin=2.2 * cm, bottomMargin=2.2 * cm,
        title=document.title, author=document.author, lang=document.language, invariant=1,
    )  # fmt: skip
    made.build(story, onFirstPage=foot, onLaterPages=foot)
    return out.getvalue()


def _marked(text: str) -> str:
    """What somebody typed, never read as markup; line breaks stay."""
    marked = CJK.sub(lambda run: f'<font face="{CJK_FACE}">{run.group()}</font>', escape(text, quote=False))
    return marked.replace("\n", "<br/>")
