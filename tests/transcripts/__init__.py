"""Conversations as readable text: the specification, replayed on every surface with a restart after every turn."""
