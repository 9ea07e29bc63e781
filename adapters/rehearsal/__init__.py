"""Rehearsals: a whole cycle on a simulated clock, through the real core, with people who do not exist."""
