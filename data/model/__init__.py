"""The vocabulary everybody shares: periods, places, people, plans. Frozen, standard library only."""

from data.model.costs import Costs, Way, WayKind
from data.model.definitions import Channel, Definitions, MountainTownships, NewSlots, PlanDates, Setting
from data.model.periods import Frequency, Period
from data.model.places import (
    DistrictShape,
    Hexagon,
    Level,
    OrgUnit,
    Plane,
    Population,
    Township,
    TownshipPeople,
    TownshipShape,
)
from data.model.plans import BETWEEN_BODIES, Body, Commitment, CommitmentKind, DistrictTarget, Duty, Plan, Target, Task
from data.model.reference import PublishedFigure, Reference, SeriesBreak

__all__ = [
    "BETWEEN_BODIES",
    "Body",
    "Channel",
    "Commitment",
    "CommitmentKind",
    "Costs",
    "Definitions",
    "DistrictShape",
    "DistrictTarget",
    "Duty",
    "Frequency",
    "Hexagon",
    "Level",
    "MountainTownships",
    "NewSlots",
    "OrgUnit",
    "Period",
    "Plan",
    "PlanDates",
    "Plane",
    "Population",
    "PublishedFigure",
    "Reference",
    "SeriesBreak",
    "Setting",
    "Target",
    "Task",
    "Township",
    "TownshipPeople",
    "TownshipShape",
    "Way",
    "WayKind",
]
