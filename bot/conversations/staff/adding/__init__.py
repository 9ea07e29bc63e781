"""One person, opportunity or placement added by hand: the questions, the same checks as an import, and an undo."""
