"""Transcripts of a time at which placements have begun."""
