"""What people type or attach beside a return, read strictly before it is kept. Pure."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from unicodedata import category

from data.issues import UsageError
from data.validation.persons import identity_number

LONGEST_TEXT = 2000
LONGEST_PARAGRAPHS = 8000
LONGEST_NAME = 100
LARGEST_ATTACHMENT = 10 * 1024 * 1024
KINDS = {b"%PDF-": ".pdf", b"\x89PNG\r\n\x1a\n": ".png", b"\xff\xd8\xff": ".jpg"}
"""How a scan may begin, and the ending of its name."""

UNKEPT = ("Cc", "Cs")
"""Signs that nobody sees: NUL and its kind, and halves of signs."""

UNKNOWN = ("Cn", "Co", "Cs")
"""Signs that no font can be trusted with: of private use, or not known to be any. They are not left out unsaid."""

_ENDINGS = {".pdf": ".pdf", ".png": ".png", ".jpg": ".jpg", ".jpeg": ".jpg"}


def words(text: str | None, *, longest: int = LONGEST_TEXT) -> str:
    """The text without blanks round it; UsageError where nothing, too much or an identity number is said."""
    said = " ".join("".join(" " if category(sign)[0] == "C" else sign for sign in text or "").split())
    if not said:
        raise UsageError("remark.blank")
    if len(said) > longest:
        raise UsageError("remark.too_long", longest=longest)
    if identity_number(said):
        raise UsageError("remark.identity_number")
    return said


def paragraphs(text: str | None) -> str:
    """A text of several paragraphs, one a line, blank ones left out; may be empty. UsageError as for ``words``."""
    unknown = next((sign for sign in text or "" if category(sign) in UNKNOWN), None)
    if unknown is not None:
        raise UsageError("remark.unknown_sign", code=f"U+{ord(unknown):04X}")
    lines = [line for line in (text or "").splitlines() if line.strip()]
    found = "\n".join(words(line, longest=LONGEST_PARAGRAPHS) for line in lines)
    if len(found) > LONGEST_PARAGRAPHS:
        raise UsageError("remark.too_long", longest=LONGEST_PARAGRAPHS)
    return found


def person(name: str | None) -> str:
    """Who acts; UsageError where nobody is named."""
    if not (name or "").strip():
        raise UsageError("remark.nobody")
    return words(name, longest=LONGEST_NAME)


def document(text: str | None) -> str:
    """依据文号, which may be left blank."""
    return words(text, longest=LONGEST_NAME) if (text or "").strip() else ""


def file_name(name: str | None) -> str:
    """What a browser calls a file, without its folder and without signs that nobody sees and no store need keep."""
    return "".join(sign for sign in PurePosixPath(name or "").name if category(sign) not in UNKEPT)


def scan(name: str, content: bytes) -> str:
    """The name under which a scan is kept; UsageError where it is too large or neither PDF, PNG nor JPEG."""
    if len(content) > LARGEST_ATTACHMENT:
        raise UsageError("remark.too_large", largest=LARGEST_ATTACHMENT // 1024**2)
    ending = next((ending for start, ending in KINDS.items() if content.startswith(start)), None)
    plain = PurePosixPath(name.replace("\\", "/"))
    if ending is None or _ENDINGS.get(plain.suffix.lower()) != ending:
        raise UsageError("remark.no_scan")
    stem = re.sub(r"[^\w（）()〔〕.\- ]+", "_", plain.stem).strip(" .") or "scan"
    return stem[:LONGEST_NAME] + plain.suffix.lower()
