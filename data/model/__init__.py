"""The vocabulary everybody shares: periods, places, people, plans. Frozen, standard library only."""

from data.model.definitions import Channel, Definitions, MountainTownships, NewSlots, Setting
from data.model.periods import Frequency, Period
from data.model.places import DistrictShape, Hexagon, Level, OrgUnit, Plane, Population, Township, TownshipShape
from data.model.plans import Commitment, CommitmentKind, Duty, Plan, Target, Task
from data.model.reference import PublishedFigure, Reference, SeriesBreak

__all__ = [
    "Channel",
    "Commitment",
    "CommitmentKind",
    "Definitions",
    "DistrictShape",
    "Duty",
    "Frequency",
    "Hexagon",
    "Level",
    "MountainTownships",
    "NewSlots",
    "OrgUnit",
    "Period",
    "Plan",
    "Plane",
    "Population",
    "PublishedFigure",
    "Reference",
    "SeriesBreak",
    "Setting",
    "Target",
    "Task",
    "Township",
    "TownshipShape",
]
