"""Divisions, organisations, posts, appointments, numbers.

All spans of days are half-open: ``valid_from``/``since`` is the first day, ``valid_to``/``until`` the first
day on which it is over.
"""

from .contacts import Contact
from .divisions import Division, DivisionQuerySet, Level
from .numbers import NumberCounter, NumberKind, NumberPattern, Reset
from .posts import Appointment, AppointmentQuerySet, Post, PostQuerySet
from .scoped import Scoped, Version
from .tree import Kind, Organisation, OrganisationName, OrganisationQuerySet

__all__ = [
    "Appointment",
    "AppointmentQuerySet",
    "Contact",
    "Division",
    "DivisionQuerySet",
    "Kind",
    "Level",
    "NumberCounter",
    "NumberKind",
    "NumberPattern",
    "Organisation",
    "OrganisationName",
    "OrganisationQuerySet",
    "Post",
    "PostQuerySet",
    "Reset",
    "Scoped",
    "Version",
]
