"""The steps of an application, made from the programme file: one small function for each kind of step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from bot.cards import Option
from bot.conversations.phrases import listed
from bot.flow import Answers, Step
from bot.programme.applications import Application
from bot.programme.dates.saying import say_date
from bot.programme.definition import application as rules
from bot.programme.minors import guardian_agreed
from bot.programme.opportunities import Opportunity
from bot.prompts import Choice, Choices, Confirm, EmailAddress, File, LongText, Prompt, ShortText, YesNo
from bot.prompts.files import MEGABYTE
from bot.turn import Turn

WORDS_OF_A_LINE = 60
SETTLED = {"opportunity", "alternative"}
Asked = Prompt | Callable[[Answers], Prompt]


def steps_of(
    turn: Turn, application: Application, one: Opportunity | None, known: Mapping[str, Any]
) -> tuple[Step, ...]:
    """The questions that this student gets, and the review at the end."""
    asked = [
        (rule, prompt)
        for rule in turn.the_programme.application.steps
        if (prompt := prompt_for(turn, rule, one)) is not None
    ]
    steps = [Step(rule.key, prompt) for rule, prompt in asked]

    def confirm(answers: Answers) -> Prompt:
        shown = [(step.ask(answers), answers[step.key]) for step in steps if step.when(answers)]
        summary = tuple((prompt.label, prompt.show(value)) for prompt, value in shown)
        again = application.state == "submitted"
        return Confirm(
            question="Submit the new version?" if again else "Is this right?",
            label="Review",
            do="Submit the new version" if again else f"Submit to {one.host}"[:60] if one else "Submit",
            summary=summary,
        )

    return (*steps, Step("review", confirm))


def prompt_for(turn: Turn, rule: rules.Step, one: Opportunity | None) -> Asked | None:
    """The question for a step, or None where it is settled already or does not concern this student."""
    attributes = turn.membership.attributes if turn.membership else {}
    if rule.only_if and attributes.get(rule.only_if, "").casefold() not in {"yes", "y", "true", "1"}:
        return None
    return KINDS[rule.kind](turn, rule, one)


def common(rule: rules.Step) -> dict[str, Any]:
    """What every question takes from its rule."""
    hint = {"hint": rule.help} if rule.help else {}
    return {
        "question": rule.question or rule.label,
        "label": rule.label,
        "optional": not rule.required,
        **hint,
    }


def opportunity(_: Turn, __: rules.Step, ___: Opportunity | None) -> Prompt | None:
    """Chosen by where the application began."""
    return None


def alternative(turn: Turn, rule: rules.Step, one: Opportunity | None) -> Prompt | None:
    """Which of the alternative weeks; settled where the opportunity names its week (T11)."""
    cycle = turn.the_programme.cycle(one.window) if one else None
    if cycle is None or (one and one.window != cycle.key) or not cycle.alternatives:
        return None
    return Choice(**common(rule), choices=tuple(Option(week.key, week.name) for week in cycle.alternatives))


def ranked_themes(turn: Turn, rule: rules.Step, _: Opportunity | None) -> Prompt | None:
    """Themes in the order of preference."""
    themes = turn.the_programme.themes
    if themes is None or not themes.items:
        return None
    choices = tuple(Option(theme.key, theme.name) for theme in themes.items)
    hint = (
        "Type them in order, for example: "
        + ", ".join(str(place) for place in range(1, min(3, len(choices)) + 1))
        + "."
    )
    return Choices(**common(rule), choices=choices, at_most=rule.choose, ranked=True, hint=hint)


def choice(_: Turn, rule: rules.Step, __: Opportunity | None) -> Prompt:
    """One of the options in the file."""
    return Choice(**common(rule), choices=tuple(Option(words, words) for words in rule.options))


def choices(turn: Turn, rule: rules.Step, _: Opportunity | None) -> Prompt:
    """Several of the options in the file, or of the programme's themes; free words where it lists none."""
    options = rule.options or tuple(
        theme.name for theme in (turn.the_programme.themes.items if turn.the_programme.themes else ())
    )
    if not options:
        return ShortText(**common(rule))
    return Choices(
        **common(rule), choices=tuple(Option(words, words) for words in options), at_most=rule.choose
    )


def words(_: Turn, rule: rules.Step, __: Opportunity | None) -> Prompt:
    """A line, or a text with a limit in words."""
    if rule.words is not None and rule.words > WORDS_OF_A_LINE:
        asked = rule.question or rule.label
        asked = asked[:1].lower() + asked[1:].rstrip("?")
        question = f"In up to {rule.words} words: {asked}?"
        return LongText(**{**common(rule), "question": question, "hint": ""}, words=rule.words)
    return ShortText(**common(rule), longest=400)


def file(_: Turn, rule: rules.Step, __: Opportunity | None) -> Prompt:
    """A document."""
    endings = rule.file_types or ("pdf", "docx", "odt", "txt")
    prompt = File(**common(rule), endings=endings, largest=rule.max_megabytes * MEGABYTE)
    return replace(prompt, hint=f"Attach it here as {prompt.kinds()}, up to {rule.max_megabytes} MB.")


def time_zone(turn: Turn, rule: rules.Step, _: Opportunity | None) -> Prompt:
    """The student's duty about time zones, in the programme's words."""
    duty = turn.the_programme.time_zone_duty
    return YesNo(
        **{**common(rule), "question": rule.help or (duty.text if duty else rule.label)},
        yes="I have read this",
        no="Not yet",
        must_agree="Please read it first; it is there so that you and your host agree on whose clock counts.",
    )


def consent(turn: Turn, rule: rules.Step, one: Opportunity | None) -> Callable[[Answers], Prompt]:
    """What goes to whom and when; without a yes nothing can be sent to a host (evidence.md, time and privacy)."""

    def prompt(answers: Answers) -> Prompt:
        sentences = [
            share_words(turn, share, one, answers) for share in turn.the_programme.application.shares
        ]
        return YesNo(
            **{
                **common(rule),
                "question": " ".join([*sentences, "Do you agree?"]) if sentences else rule.label,
            },
            yes="I agree",
            no="I do not agree",
            must_agree="Without your agreement nothing can be passed on, so the application cannot be submitted. "
            "Your draft is kept. If something here worries you, ask the programme team first.",
        )

    return prompt


def _is_given(turn: Turn, step: rules.Step, one: Opportunity | None, answers: Answers) -> bool:
    """Whether a field has something to share: an answer, or what the placement itself settles."""
    if prompt_for(turn, step, one) is None:
        return step.kind in SETTLED
    return answers[step.key] is not None


def share_words(turn: Turn, share: rules.Share, one: Opportunity | None, answers: Answers) -> str:
    """One sentence: these fields go to X on that day; what was skipped is not among them."""
    programme = turn.the_programme
    labels = [
        f"“{step.label}”"
        for step in programme.application.steps
        if step.key in share.fields and _is_given(turn, step, one, answers)
    ]
    extra = [key.replace("_", " ") for key in share.fields if programme.step(key) is None]
    to = one.host if share.to == "host" and one else share.to_name
    cycle = programme.cycle(one.window) if one else None
    when = {
        "on_submission": " when you submit",
        "on_acceptance": " when you accept an offer",
        "not_stated": "",
        "sent_to_hosts": f" on {say_date(cycle.sent_to_hosts)}"
        if cycle and cycle.sent_to_hosts.first
        else " when applications are sent to hosts",
    }[share.when]
    until = " You can withdraw until then." if share.when in {"sent_to_hosts", "on_acceptance"} else ""
    what = listed(["your name", *extra, *labels])
    return f"This goes to {to}{when}: {what}.{until}"


def guardian(turn: Turn, rule: rules.Step, _: Opportunity | None) -> Prompt | None:
    """A guardian's consent: settled where it is on record; else the team asks for it (T25)."""
    if guardian_agreed(turn.membership.attributes if turn.membership else {}):
        return None
    return EmailAddress(
        **{
            **common(rule),
            "question": rule.help
            or "A parent or guardian must agree before anything is shared with a company.",
        },
        hint="Please give the e-mail address of a parent or guardian. The team is asked to write to them.",
        not_this=turn.person.email,
    )


KINDS: dict[str, Callable[[Turn, rules.Step, Opportunity | None], Asked | None]] = {
    "opportunity": opportunity,
    "alternative": alternative,
    "ranked_themes": ranked_themes,
    "choice": choice,
    "choices": choices,
    "text": words,
    "statement": words,
    "file": file,
    "availability": words,
    "time_zone": time_zone,
    "consent": consent,
    "guardian_consent": guardian,
}
