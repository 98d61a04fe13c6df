"""What prints: a basis, the texts of the office and its frame in, files out. The same in, the same bytes out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict, dataclass

from callbacks.briefings.batch import file_name
from callbacks.briefings.frames import filled, frame_of
from callbacks.briefings.programs import programs
from callbacks.documents import card_of, document_of
from data.briefings import EVERY_FORMAT, Basis, IssuedBriefing, Printed, Texts, Turn
from data.issues import DashboardError
from data.returns import Nature
from data.settings import Settings
from layouts.briefing.cards import Shape
from layouts.briefing.document import Document, Frame
from layouts.format import day_name
from layouts.text import text_for
from metrics.source import Source
from metrics.versions import under_version


@dataclass(frozen=True, slots=True)
class Press:
    """Over one source; ``settings`` name the fonts, ``shape`` is that of a card (those that are issued have one)."""

    source: Source
    settings: Settings
    shape: Shape = Shape.MESSAGE

    @property
    def formats(self) -> tuple[str, ...]:
        """The formats that there are."""
        return tuple(MAKERS)

    def formats_named(self, wanted: str) -> tuple[str, ...]:
        """The formats asked for by one word; DashboardError for one that there is none of."""
        if wanted == EVERY_FORMAT:
            return self.formats
        if wanted not in MAKERS:
            raise DashboardError("briefings.no_such_format", format=wanted)
        return (wanted,)

    def draft(self, basis: Basis, texts: Texts, formats: Collection[str]) -> dict[str, bytes]:
        """The files as they would be issued now, their number and day left open."""
        return self._files(self.document(basis, texts), basis, formats)

    def document(self, basis: Basis, texts: Texts) -> Document:
        """The draft before it is printed in any format."""
        return self._document(basis, texts, filled(_set(basis)))

    def document_of(self, issued: IssuedBriefing, texts: Texts) -> Document:
        """What was issued, before it was printed in any format."""
        return self._document(issued.basis, texts, frame_of(issued.frame))

    def first_page(self, basis: Basis, texts: Texts) -> bytes:
        """The first page of the draft as PNG."""
        from layouts.briefing.preview import first_page

        return first_page(self.document(basis, texts), fonts=self.settings.fonts)

    def printed(self, basis: Basis, turn: Turn, formats: Collection[str]) -> Printed:
        """The files under their number."""
        day = day_name(turn.day, text_for(basis.occasion.lang))
        return self._printed(basis, turn.texts, filled(_set(basis), number=str(turn.number), day=day), formats)

    def again(self, issued: IssuedBriefing, texts: Texts) -> Printed:
        """What was issued, made once more from its basis, its texts and the frame of then."""
        return self._printed(issued.basis, texts, frame_of(issued.frame), [one.format for one in issued.files])

    def name(self, basis: Basis, ending: str, issued: IssuedBriefing | None = None) -> str:
        """The name of a file, in the language of the briefing."""
        return file_name(basis, ending, self.source.reference, text_for(basis.occasion.lang), issued)

    def _printed(self, basis: Basis, texts: Texts, frame: Frame, formats: Collection[str]) -> Printed:
        document = self._document(basis, texts, frame)
        return Printed(
            files=self._files(document, basis, formats),
            data_digest=document.origin.data_digest,
            frame=asdict(frame),
            made_by=programs(self.settings),
            nature=(Nature.DEMO if document.origin.demo else Nature.OFFICIAL).value,
        )

    def _document(self, basis: Basis, texts: Texts, frame: Frame) -> Document:
        """UsageError for a unit, a plan or a 口径版本 that is not there."""
        occasion = basis.occasion
        return document_of(
            under_version(self.source, basis.definitions),
            org_unit=occasion.org_unit,
            period=occasion.period,
            as_of=basis.as_of,
            plan_id=basis.plan,
            text=text_for(occasion.lang),
            kind=occasion.kind,
            frame=frame,
            office={section.value: one.text for section, one in texts.items()},
        )

    def _files(self, document: Document, basis: Basis, formats: Collection[str]) -> dict[str, bytes]:
        return {name: MAKERS[name](self, document, basis) for name in formats}


def _set(basis: Basis) -> Frame:
    from layouts.briefing.frames import set_frame

    return set_frame(text_for(basis.occasion.lang))


def _pdf(press: Press, document: Document, _: Basis) -> bytes:
    from layouts.briefing.printing import print_document

    return print_document(document, fonts=press.settings.fonts)


def _png(press: Press, _: Document, basis: Basis) -> bytes:
    """The card of the city or a unit."""
    return card_of(
        under_version(press.source, basis.definitions),
        org_unit=basis.occasion.org_unit,
        period=basis.occasion.period,
        as_of=basis.as_of,
        plan_id=basis.plan,
        text=text_for(basis.occasion.lang),
        shape=press.shape,
        fonts=press.settings.fonts,
    )


def _docx(press: Press, document: Document, _: Basis) -> bytes:
    from layouts.briefing.word import word_document

    return word_document(document, fonts=press.settings.fonts)


def _xlsx(_: Press, document: Document, __: Basis) -> bytes:
    from layouts.briefing.sheets import briefing_workbook

    return briefing_workbook(document)


NO_TEXTS: Texts = {}
MAKERS: Mapping[str, Callable[[Press, Document, Basis], bytes]] = {
    "pdf": _pdf, "docx": _docx, "xlsx": _xlsx, "png": _png,
}  # fmt: skip
