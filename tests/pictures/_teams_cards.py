"""Cards for the pictures of Teams that the shared ones lack: a warning, a long table, and words that look like markup."""

from __future__ import annotations

from bot.cards import Action, Card, Row, Table, Text

MORE = {
    "application": Card(
        title="Volunteer newsletter, Tea Charity",
        parts=(
            Text("Submitted on Sunday 28 January 2024, 22:14 London (GMT).", "strong"),
            Text("Applications go to host employers on Monday 29 January 2024."),
            Text("This programme is over; the dates are those of 2024.", "warning"),
            Row("Your statement", "I edit *our* newsletter_and [site](https://x.example): 1. news 2. maps"),
        ),
        actions=(
            Action("Change it", "dialog.start", opens_form=True),
            Action(
                "Withdraw", "application.withdraw", confirm="Withdraw this application? The host is not told."
            ),
            Action("Home", "home"),
        ),
        summary="Submitted: Volunteer newsletter, Tea Charity",
    ),
    "roster": Card(
        title="Journals, summer 2024",
        parts=(
            Table(
                ("Student", "Host", "Words", "State"),
                (
                    ("Amara Okafor", "Tea Charity", "340", "in progress"),
                    ("Benedikt Lindqvist-Papadopoulos", "Docklands Museum", "0", "not started"),
                    ("Chen Wei", "Mile End Traders", "612", "submitted"),
                ),
            ),
        ),
        actions=tuple(
            Action(f"Page {number}", "roster.page", {"page": str(number)}) for number in range(1, 9)
        ),
    ),
}
