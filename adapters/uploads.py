"""Looks at what an upload really is before it is kept: its size, and its content against the ending of its name."""

from __future__ import annotations

import io
import mimetypes
import zipfile
from dataclasses import replace

from bot.activities import Upload

MEGABYTE = 1_000_000
LARGEST = 25 * MEGABYTE
"""The most that is fetched at all; what a step takes may be less (it says so itself)."""
OFFICE = {"word/": "docx", "xl/": "xlsx", "ppt/": "pptx"}
STARTS = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"GIF8", "gif"),
    (b"{\\rtf", "rtf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "doc"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"MZ", "exe"),
    (b"\x7fELF", "exe"),
)
SAME = {
    "jpeg": "jpg", "tif": "tiff", "xls": "doc", "ppt": "doc", "heif": "heic", "xlsm": "xlsx", "csv": "txt",
    "md": "txt", "ics": "txt", "text": "txt", "tsv": "txt", "json": "txt", "htm": "txt", "html": "txt",
}  # fmt: skip
KNOWN = frozenset(
    {kind for _, kind in STARTS} | set(OFFICE.values()) | set(SAME) | {"odt", "heic", "webp", "txt"}
)

PICTURE = "image/*"
"""A picture of which it is not said what kind it is."""
PICTURES = frozenset({"png", "jpg", "gif", "tiff", "heic", "webp"})


def ending(name: str) -> str:
    """What a file's name says that it is, in small letters."""
    return name.rsplit(".", 1)[-1].casefold() if "." in name else ""


def kind_of(content: bytes) -> str:
    """What a file's content says that it is; empty where it says nothing."""
    for start, kind in STARTS:
        if content.startswith(start):
            return kind
    if content[:1024].lstrip().startswith(b"%PDF-"):
        return "pdf"
    if content[4:12] in {b"ftypheic", b"ftypheix", b"ftypmif1"}:
        return "heic"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "webp"
    if content.startswith(b"PK"):
        return _packed(content)
    return "" if _is_binary(content) else "txt"


def _packed(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = packed.namelist()
            if "mimetype" in names and b"opendocument.text" in packed.read("mimetype")[:100]:
                return "odt"
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError):
        return ""
    return next(
        (kind for folder, kind in OFFICE.items() if any(name.startswith(folder) for name in names)), "zip"
    )


def _is_binary(content: bytes) -> bool:
    head = content[:4096]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    return b"\x00" in head


def too_large(upload: Upload) -> str | None:
    """What to say about a file that is too large to be fetched."""
    if upload.size <= LARGEST:
        return None
    return (
        f'"{upload.name}" is too large: the most is {LARGEST // MEGABYTE} MB. '
        "Saving it as a smaller PDF usually helps."
    )


def looked_at(upload: Upload, content: bytes) -> Upload:
    """The upload with its true size, and with `problem` where its content is not what its name says."""
    upload = replace(upload, size=len(content))
    if not content:
        return replace(upload, problem=f'"{upload.name}" is empty. Please check the file and send it again.')
    if problem := too_large(upload):
        return replace(upload, problem=problem)
    said, found = ending(upload.name), kind_of(content)
    if not said and upload.media_type == PICTURE and found in PICTURES:  # pasted, so nobody has named it
        name = f"{upload.name}.{found}"
        return replace(upload, name=name, media_type=mimetypes.guess_type(name)[0] or PICTURE)
    if said and SAME.get(said, said) == found:
        return upload
    if not said:
        return replace(upload, problem=f'"{upload.name}" has no ending such as .pdf, so I cannot tell what it is. '
                                       "Please name it and send it again.")  # fmt: skip
    if not found or said in KNOWN or found in {"exe", "zip"}:
        return replace(upload, problem=f'"{upload.name}" is not really a {said.upper()} file, or it is damaged. '
                                       "Please save it again and send that one.")  # fmt: skip
    return upload
