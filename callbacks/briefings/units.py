"""All units at once, in the background: drafts or issues, into one zip."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from callbacks.briefings.batch import Archive, copies, every_unit, refused
from callbacks.briefings.page import basis_of, jobs_of, office_of
from callbacks.site import Site
from data.jobs import Progress
from data.scope import Caller
from layouts.view import ViewQuery


def begin_batch(site: Site, view: ViewQuery, actor: str | None, caller: Caller) -> str:
    """Begin; ``actor`` is who issues, None = drafts. All units are told of one moment, that of the beginning.

    The name of the job; StoreError where enough are under way.
    """
    whole, office, text = basis_of(site, view), office_of(site), site.text(view)
    units = every_unit(site.reference)
    formats = office.press.formats_named(view.format or office.press.formats[0])

    def make(unit: str) -> Mapping[str, bytes]:
        basis = replace(whole, occasion=replace(whole.occasion, org_unit=unit))
        if actor is None:
            return office.drafts(basis, formats)
        return office.files(office.issue(basis, formats, actor=actor, caller=caller))

    def work(progress: Progress) -> None:
        with progress.part.open("wb") as out, Archive(out) as archive:
            for copy in copies(units, make):
                archive.add(copy.files)
                progress.step(refused(copy, site.reference, text))
            archive.name_missing(progress.job.missing, text)

    return jobs_of(site).start(work, total=len(units))
