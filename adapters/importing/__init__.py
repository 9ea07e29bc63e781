"""Imports of people, opportunities and placements: all or nothing, shown before they change anything, repeatable."""

from __future__ import annotations

from adapters.importing.importer import KINDS, ImportRefusedError, Report, import_file

__all__ = ["KINDS", "ImportRefusedError", "Report", "import_file"]
