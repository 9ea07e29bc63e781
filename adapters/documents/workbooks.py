"""Tables as an Excel workbook."""

from __future__ import annotations

import re
from collections.abc import Sequence
from io import BytesIO

from bot.documents import Sheet

LONGEST_TITLE = 31
WIDEST = 60


def render(sheets: Sequence[Sheet]) -> bytes:
    """The bytes of a workbook: a bold first line that stays in view, whole numbers as numbers, never a formula."""
    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    for empty in book.worksheets:
        book.remove(empty)
    for sheet in sheets:
        made = book.create_sheet(re.sub(r"[\\/*?:\[\]]", " ", sheet.name)[:LONGEST_TITLE])
        for number, row in enumerate((sheet.columns, *sheet.rows), start=1):
            for place, words in enumerate(row, start=1):
                cell = made.cell(number, place)
                if number > 1 and re.fullmatch(r"0|[1-9]\d{0,8}", words):
                    cell.value = int(words)
                else:
                    cell.value = ILLEGAL_CHARACTERS_RE.sub("", words)
                    cell.data_type = "s"  # what begins with = would become a formula
                if number == 1:
                    cell.font = Font(bold=True)
        made.freeze_panes = "A2"
        for place, title in enumerate(sheet.columns):
            longest = max([len(title), *(len(row[place]) for row in sheet.rows if place < len(row))])
            made.column_dimensions[get_column_letter(place + 1)].width = min(longest + 2, WIDEST)
    out = BytesIO()
    book.save(out)
    return out.getvalue()
