"""Transcripts of placements, from the first day to the credential."""
