"""数字核对: every number of a draft held against the briefing it was made from. Knows no file format and no screen."""

from layouts.number_check.check import check_numbers
from layouts.number_check.findings import Finding, NumberCheck, Place, Verdict

__all__ = ["Finding", "NumberCheck", "Place", "Verdict", "check_numbers"]
