"""Placements through the core alone: what a transcript cannot show."""
