"""Transcripts of staff at work: packs, files, reports, rights."""
