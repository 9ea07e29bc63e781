"""The cards and forms whose pictures stand in docs/: one of each kind, with the words of the voice notes."""

from __future__ import annotations

from bot.cards import Action, Attachment, Card, Facts, Field, Form, Option, Row, Table, Text


def answers(student: int) -> tuple[Action, ...]:
    return tuple(
        Action(label, "checkin.answer", {"placement": str(student), "value": value})
        for label, value in (
            ("On track", "on_track"),
            ("Needs a word", "needs_word"),
            ("Not started", "not_started"),
        )
    )


CARDS = {
    "check-in": Card(
        title="Mid-way check-in",
        parts=(
            Text(
                "Queen Mary micro-internships: 3 students, about 20 seconds. Your answer goes to the internships team only."
            ),
            Row("Student A", "Volunteer newsletter", answers(1)),
            Row("Student B", "Volunteer newsletter", answers(2)),
            Row("Student C", "Street map of small shops", answers(3)),
            Text(
                "You get this because you supervise these placements, and their mid-way week has begun.",
                "quiet",
            ),
        ),
        actions=(
            Action("Later today", "checkin.later"),
            Action("Ask someone else", "checkin.delegate", opens_form=True),
            Action("Why am I getting this?", "why"),
        ),
        summary="Mid-way check-in: 3 students, about 20 seconds",
    ),
    "check-in-answered": Card(
        title="Mid-way check-in: answered",
        parts=(
            Facts(
                (
                    ("Student A", "on track"),
                    ("Student B", "on track"),
                    ("Student C", "quiet since the week beginning Monday 11 March 2024"),
                )
            ),
            Text(
                "I have passed this to the internships team. You can change these until Friday 22 March 2024."
            ),
        ),
        actions=(Action("Change an answer", "checkin.change"),),
    ),
    "deadline": Card(
        parts=(
            Text(
                "No. The deadline for student applications is today, Sunday 28 January 2024. The programme gives no hour, so submit now rather than later: applications go to host employers on Monday 29 January 2024."
            ),
            Text(
                "You have one draft: Volunteer newsletter, Tea Charity. Two of four steps are done; what is left takes about five minutes."
            ),
        ),
        actions=(
            Action("Go on with the draft", "dialog.resume", style="primary"),
            Action("Show the steps", "apply.steps"),
        ),
        summary="No: the deadline is today, Sunday 28 January 2024",
    ),
    "browse": Card(
        title="Placements in spring: 1 to 3 of 24",
        parts=tuple(
            Row(
                f"{title}, {host}",
                text,
                (
                    Action("Details", "browse.show", {"id": title}),
                    Action("Save", "browse.save", {"id": title}),
                    Action("Apply", "apply.start", {"id": title}, "primary", opens_form=True),
                ),
            )
            for title, host, text in (
                (
                    "Volunteer newsletter",
                    "Tea Charity",
                    "Communications, hybrid in London, 35 hours from the week beginning Monday 4 March 2024.",
                ),
                (
                    "Street map of small shops",
                    "Mile End Traders",
                    "Research, in person, 35 hours from the week beginning Monday 11 March 2024.",
                ),
                (
                    "Museum labels in plain English",
                    "Docklands Museum",
                    "Heritage, in person, 35 hours from the week beginning Monday 11 March 2024.",
                ),
            )
        ),
        actions=(
            Action("More", "browse.more"),
            Action("Filter", "browse.filter", opens_form=True),
            Action("Saved", "browse.saved"),
        ),
    ),
    "broadcast-rehearsal": Card(
        title="Here is what would happen. Nothing is sent yet.",
        parts=(
            Facts(
                (
                    (
                        "To",
                        "students with a placement in summer 2024, no journal submitted: 31 of 58 today; the list is worked out again at sending",
                    ),
                    (
                        "When",
                        "Thursday 8 August 2024, 17:00 London (BST). For 4 people that is after 21:00 their time: they get it on Friday at 09:00, their time",
                    ),
                    ("Held back", "2 have paused messages; 1 has had three nudges this week"),
                )
            ),
            Text(
                "Your HEAR journal: the published deadline is Sunday 11 August 2024. You have written 340 words.",
                "quote",
            ),
        ),
        actions=(
            Action(
                "Schedule for 31",
                "broadcast.schedule",
                style="primary",
                confirm="Schedule this for 31 students?",
            ),
            Action("Send to myself first", "broadcast.rehearse"),
            Action("Edit", "broadcast.edit", opens_form=True),
            Action("Cancel", "broadcast.cancel", style="danger"),
        ),
    ),
    "delivery-report": Card(
        title="Deadline reminder: who was reached",
        parts=(
            Table(
                ("State", "People"),
                (
                    ("Delivered", "27"),
                    ("Waiting until 09:00 their time", "2"),
                    ("Paused by the person", "1"),
                    ("Unknown: Slack's answer was lost", "1"),
                ),
            ),
            Text("27 + 2 + 1 + 1 = 31, as intended.", "quiet"),
            Attachment("deliveries.csv", "text/csv", "f1"),
        ),
        actions=(
            Action(
                "Send again to the 1 unknown",
                "broadcast.resend",
                confirm="They may get it twice. Send again?",
            ),
        ),
    ),
}

HOMES = {
    "home-student": Card(
        title="Queen Mary micro-internships",
        parts=(
            Text("Overdue", "strong"),
            Row(
                "Mid-way check-in",
                "It was due on Friday 8 March 2024. It takes a minute.",
                (Action("Answer", "checkin.open", style="primary"),),
            ),
            Text("Upcoming", "strong"),
            Row(
                "Reflective journal",
                "Due on Sunday 24 March 2024. You have written 120 words.",
                (Action("Write", "journal.open", opens_form=True),),
            ),
            Text("Done", "strong"),
            Row(
                "Volunteer newsletter, Tea Charity",
                "Accepted on Tuesday 20 February 2024.",
                (Action("Details", "placement.show"),),
            ),
        ),
        actions=(
            Action("Find placements", "browse"),
            Action("My applications", "status"),
            Action("Settings", "settings"),
        ),
    ),
}

FORMS = {
    "form-apply": Form(
        name="apply",
        args={"opportunity": "7"},
        title="Apply: Tea Charity",
        submit="Continue",
        page="statement,availability,cv",
        fields=(
            Field(
                "statement",
                "long_text",
                "Why this placement?",
                hint="Up to 300 words.",
                value="I have edited our society's newsletter for two years.",
            ),
            Field(
                "availability",
                "short_text",
                "When can you work?",
                placeholder="Such as Mondays and Thursdays",
            ),
            Field("cv", "file", "Your CV", hint="PDF or Word, up to 10 MB.", required=False),
            Field(
                "consent",
                "choice",
                "May we share this with the host?",
                options=(Option("yes", "Yes, share it with Tea Charity"), Option("no", "No")),
            ),
        ),
        in_chat=Action("Save and finish in chat", "dialog.resume"),
    ),
    "form-errors": Form(
        name="journal",
        args={},
        title="Reflective journal, week of 4 March",
        submit="Submit",
        page="did,when,hours",
        error="Two answers need another look.",
        fields=(
            Field("did", "long_text", "What did you do this week?", value="Mailing list."),
            Field("when", "date", "On which day did you finish?", value="2024-03-08"),
            Field("hours", "number", "How many hours?", value="41", error="The most is 35 hours."),
            Field(
                "themes",
                "choices",
                "Which skills did you use?",
                options=tuple(
                    Option(str(n), label)
                    for n, label in enumerate(("Writing", "Research", "Teamwork", "Planning"))
                ),
            ),
            Field("share", "toggle", "May your supervisor read it?", value="yes"),
        ),
        in_chat=Action("Save and finish in chat", "dialog.resume"),
    ),
}
