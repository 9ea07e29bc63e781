"""The reflection journal: writing, reading, submitting, and the team's side of it."""
