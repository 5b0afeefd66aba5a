"""Reuse: a selection of the evidence base written for other programs, always with its sources and its licence."""

from .about import size
from .extract import ExportError, Extract, extracted
from .place import OutputError
from .selection import FORMATS, Selection, read_request
from .writing import Destination, destination, record, write_export

__all__ = [
    "FORMATS",
    "Destination",
    "ExportError",
    "Extract",
    "OutputError",
    "Selection",
    "destination",
    "extracted",
    "read_request",
    "record",
    "size",
    "write_export",
]
