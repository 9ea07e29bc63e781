"""A document as .docx."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from bot.documents import Document

STYLES = {"heading": "Heading 2", "label": "Heading 3", "text": "Normal", "bullet": "List Bullet"}


def render(document: Document) -> bytes:
    """The bytes of a Word document, with real styles, so that it can be reflowed and read aloud."""
    from docx import Document as Word
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm, Pt, RGBColor

    made = Word()
    made.core_properties.title = document.title
    made.core_properties.author = document.author
    made.core_properties.language = document.language
    section = made.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    normal = made.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(11)
    normal.paragraph_format.space_after = Pt(6)
    normal.paragraph_format.line_spacing = 1.25
    made.add_heading(xml(document.title), level=0)
    for line in document.lines:
        made.add_paragraph(xml(line)).paragraph_format.space_after = Pt(0)
    for block in document.blocks:
        if block.kind == "quiet":
            run = made.add_paragraph().add_run(xml(block.text))
            run.font.size, run.font.color.rgb = Pt(9), RGBColor(0x59, 0x59, 0x59)
            continue
        for paragraph in block.text.split("\n\n"):
            added = made.add_paragraph(style=STYLES[block.kind])
            _lines(added, paragraph)
    foot = section.footer.paragraphs[0]
    foot.text, foot.alignment = xml(document.foot), WD_ALIGN_PARAGRAPH.CENTER
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def _lines(paragraph: Any, text: str) -> None:
    """The lines of a paragraph, broken where the writer broke them."""
    for number, line in enumerate(text.split("\n")):
        run = paragraph.add_run(xml(line))
        if number:
            run.element.insert(0, run.element._new_br())  # noqa: SLF001 - a break before the words, not after them


def xml(text: str) -> str:
    """The text without what XML cannot hold."""
    return "".join(char for char in text if char in "\t\n" or (char >= " " and char not in "\ufffe\uffff"))
