"""Rehearsals: that they come out the same again, that nothing real is touched, that a change is seen."""
