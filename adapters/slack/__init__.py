"""Slack: what arrives from it, what leaves for it, and how it is installed (docs/slack.md)."""
