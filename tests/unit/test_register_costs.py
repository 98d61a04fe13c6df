"""The cost file of a reference folder: what ships, and what is refused with its file and line."""

import shutil
from pathlib import Path

import pytest

from data.issues import ReferenceRefused
from data.model import Channel, WayKind
from data.register import load_reference
from data.settings import Settings
from layouts.text import LANGUAGES, text_for


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(Settings().reference, tmp_path / "reference"))


def change(folder: Path, old: str, new: str) -> int:
    """Replace the first ``old`` and return the line on which it stood."""
    file = folder / "costs.toml"
    before, found, after = file.read_text(encoding="utf-8").partition(old)
    assert found, old
    file.write_text(before + new + after, encoding="utf-8")
    return before.count("\n") + 1


def line_of_way(folder: Path, line: int) -> int:
    """The ``[[way]]`` above a line."""
    lines = (folder / "costs.toml").read_text(encoding="utf-8").splitlines()
    return max(number for number, words in enumerate(lines, 1) if words == "[[way]]" and number <= line)


def test_the_file_that_ships_is_a_sample_and_says_so_in_both_languages(reference):
    costs = reference.costs
    assert (costs.label, costs.label_en) == ("示例成本，不是实际造价", "Sample costs, not actual ones")
    assert {way.kind for way in costs.ways} == set(WayKind)
    classes = costs.way("classes.K1")
    assert (classes.channel, classes.least, classes.most, classes.fixed) == (Channel.K1, 20, 20, 120_000)
    assert costs.way("build.C") is None
    assert all(way.per_quarter <= way.per_year for way in costs.ways)


# What is changed, into what, and the code of the refusal; the row is that of the way's header.
SPOILED = {
    "a kind nobody knows": ('kind = "build"', 'kind = "buy"', "bad_choice"),
    "a channel nobody knows": ('kind = "build"\nchannel = "S1"', 'kind = "build"\nchannel = "S9"', "bad_choice"),
    "classes elsewhere": ('kind = "classes"\nchannel = "K1"', 'kind = "classes"\nchannel = "S1"', "bad_choice"),
    "a way twice": ('kind = "convert"\nchannel = "K2"', 'kind = "convert"\nchannel = "K1"', "duplicate"),
    "a key nobody reads": ("per_township = 2", "per_town = 2", "unknown_key"),
    "a limit that is missing": ("per_quarter = 40\n", "", "blank"),
    "a cost below nothing": ("fixed = 500000", "fixed = -1", "bad_number"),
    "a cost with a point": ("per_slot = 20000", "per_slot = 20000.5", "bad_number"),
    "a class without places": ("places = 20", "places = 0", "bad_number"),
    "a largest site below the smallest": ("most = 60", "most = 10", "bad_number"),
    "a year under its quarter": ("per_year = 120", "per_year = 39", "bad_number"),
    "a fixed cost of turning": ("per_slot = 3000", "per_slot = 3000\nfixed = 1", "unknown_key"),
}  # fmt: skip


@pytest.mark.parametrize("name", SPOILED)
def test_a_way_that_is_wrong_is_refused_with_its_line(folder, name):
    old, new, code = SPOILED[name]
    line = line_of_way(folder, change(folder, old, new))
    with pytest.raises(ReferenceRefused) as refused:
        load_reference(folder)
    facts = refused.value.facts
    assert (refused.value.key, facts["file"], facts["row"]) == (f"reference.{code}", "costs.toml", line)
    for lang in LANGUAGES:
        assert "costs.toml" in text_for(lang)(refused.value.key, **facts)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('"中心城区" = 120', '"市中心" = 120', "unknown_zone"),
        ('"中心城区" = 120', '"中心城区" = 0', "bad_number"),
        ('label = "示例成本，不是实际造价"\n', "", "blank"),
        ('source = "项目自拟，仅供演示测算"', 'source = ""', "blank"),
        ('label_en = "', 'remark = "a"\nlabel_en = "', "unknown_key"),
        ("\n[[way]]\n", "\n[[way]\n", "unreadable"),
    ],
)
def test_a_file_that_is_wrong_as_a_whole_is_refused(folder, old, new, code):
    change(folder, old, new)
    with pytest.raises(ReferenceRefused) as refused:
        load_reference(folder)
    assert (refused.value.key, refused.value.facts["file"]) == (f"reference.{code}", "costs.toml")


def test_a_file_that_is_named_and_missing_is_refused_and_one_that_is_not_named_is_not_needed(folder):
    (folder / "costs.toml").unlink()
    with pytest.raises(ReferenceRefused):
        load_reference(folder)
    manifest = folder / "reference.toml"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace('costs = "costs.toml"', ""), encoding="utf-8")
    assert load_reference(folder).costs is None


def test_other_costs_have_another_digest_and_leave_that_of_the_figures_as_it_was(folder, reference):
    change(folder, "fixed = 500000", "fixed = 500001")
    changed = load_reference(folder)
    assert changed.costs.digest != reference.costs.digest
    assert changed.digest == reference.digest
