"""The check-in page in a real browser."""
