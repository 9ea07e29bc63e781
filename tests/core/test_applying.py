"""Applying, against those who try to break it: twice, too late, somebody else's, a changed programme, a bug half-way."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.activities import Arrived, FormRequested, Message, Press, Submission, Upload
from bot.conversations import tables
from bot.conversations.dialog import subject_of
from bot.errors import NotAllowedError
from bot.ports import UnitOfWork
from bot.programme.applications import Application
from bot.programme.loading import load_programme, shipped
from bot.programme.people import Scope
from bot.turn import Turn
from tests.core.conftest import Core, button, words

AMARA = "amara.okafor@qm.sample.example"
BEN = "ben.carter@qm.sample.example"
QUEEN_MARY = Scope("queen_mary", "queen_mary_2024")


def applications(core: Core, email: str) -> list[Application]:
    def work(unit: UnitOfWork) -> list[Application]:
        person = unit.people.by_email(QUEEN_MARY.organisation, email)
        assert person is not None
        return list(unit.applications.of_student(QUEEN_MARY, person.id))

    return core.store.run(work)


def started(core: Core, email: str = AMARA) -> Turn:
    """The first question of an application for the first placement on the list."""
    return core.say(email, "browse", "details 1", "apply to tea charity")


def filled(core: Core, email: str = AMARA) -> Turn:
    """The question whether to submit."""
    started(core, email)
    return core.say(email, "I read newsletters.", "skip", "skip", "I agree")


def test_pressing_submit_twice_submits_once(core: Core):
    asked = filled(core)
    first = core.press(AMARA, asked, "Submit to Tea Charity")
    second = core.press(AMARA, asked, "Submit to Tea Charity")
    assert "Your application is submitted." in words(first)
    assert "no longer open" in words(second)
    assert [(one.state, one.version) for one in applications(core, AMARA)] == [("submitted", 1)]


def test_a_card_whose_dialog_is_over_gives_way_where_it_stands(core: Core):
    asked = started(core)
    core.press(AMARA, filled(core), "Submit")
    form = button(asked, "Fill in as a form")
    turn = core.act(AMARA, FormRequested(form.name, form.args), inline=True)
    assert turn.form is None, "no empty form for what was sent in"
    assert "no longer open" in words(turn)
    late = core.act(AMARA, Press(form.name, form.args), card="m1")
    assert late.said == []
    assert late.replacement is not None
    assert "no longer open" in words(late)


def test_a_confirmation_pressed_before_the_questions_are_answered_asks_them_first(core: Core):
    asked = filled(core)
    core.say(AMARA, "start again")
    turn = core.press(AMARA, asked, "Submit")
    assert "One question comes before that." in words(turn)
    assert "why this placement?" in words(turn)
    assert applications(core, AMARA)[0].state == "draft"


def test_a_question_typed_after_a_form_was_left_half_way_is_answered(core: Core):
    asked = started(core)
    form = button(asked, "Fill in as a form")
    core.act(AMARA, FormRequested(form.name, form.args), inline=True)
    page = Submission("apply", dict(subject_of(form.args)), {"statement": "I read."}, page="statement")
    core.act(AMARA, page, inline=True)
    turn = core.say(AMARA, "when is the deadline?")
    assert "28 January 2024" in words(turn)
    assert "Back to where we were." in words(turn)
    assert "step 2 of 5" in words(turn)


def test_of_two_files_the_one_that_is_kept_is_named(core: Core):
    started(core)
    core.say(AMARA, "I read newsletters.")
    files = tuple(Upload(name, "application/pdf", 9, "s", file_id=name) for name in ("cv.pdf", "cat.pdf"))
    turn = core.act(AMARA, Message("", files))
    assert 'I kept "cv.pdf" and nothing else' in words(turn)
    assert "When are you available?" in words(turn)


def test_applying_again_leads_to_the_one_that_is_there(core: Core):
    core.press(AMARA, filled(core), "Submit")
    again = started(core)
    assert "You have applied already" in words(again)
    assert len(applications(core, AMARA)) == 1


def test_a_draft_is_picked_up_where_it_was_left(core: Core):
    started(core)
    core.say(AMARA, "I read newsletters.", "home")
    resumed = core.say(AMARA, "go on")
    assert "step 2 of 5" in words(resumed)


def test_nobody_touches_an_application_of_somebody_else(core: Core):
    core.press(AMARA, filled(core), "Submit")
    mine = applications(core, AMARA)[0]
    for name in ("status.one", "status.answers", "withdraw", "withdraw.sure", "apply.edit"):
        turn = core.act(BEN, Press(name, {"application": str(mine.id)}))
        assert "no longer there" in words(turn)
    assert applications(core, AMARA)[0].state == "submitted"


def test_a_placement_cancelled_while_the_form_is_open_is_said_and_the_answers_stay(core: Core):
    started(core)
    core.say(AMARA, "I read newsletters.")

    def cancel(unit: UnitOfWork) -> None:
        one = unit.opportunities.by_key(QUEEN_MARY, "qm-news")
        assert one is not None
        unit.opportunities.save(replace(one, cancelled="the host has moved"))

    core.store.run(cancel)
    turn = core.say(AMARA, "skip")
    assert "has been cancelled: the host has moved" in words(turn)
    assert "Your answers are kept" in words(turn)
    kept = core.act(AMARA, Press("status.answers", {"application": str(applications(core, AMARA)[0].id)}))
    assert "I read newsletters." in words(kept)


def test_a_deadline_that_passes_between_two_answers_ends_it_with_a_reason(core: Core):
    asked = filled(core)
    core.now += timedelta(days=30)
    turn = core.press(AMARA, asked, "Submit")
    assert "over everywhere" in words(turn)
    assert applications(core, AMARA)[0].state == "draft"


def test_a_new_question_in_the_programme_file_is_asked_within_a_running_draft(core: Core):
    started(core)
    core.say(AMARA, "I read newsletters.")

    def change(unit: UnitOfWork) -> None:
        before = shipped()["queen_mary_2024"]
        step = "    - {key: bicycle, kind: text, label: Have you a bicycle, required: yes}\n"
        after = before.replace("    - {key: cv,", step + "    - {key: cv,")
        assert after != before
        unit.programmes.put(load_programme(after, "queen_mary_2024"), after, core.now)

    core.store.run(change)
    turn = core.say(AMARA, "skip")
    assert "Have you a bicycle" in words(turn)
    turn = core.say(AMARA, "yes, a red one")
    assert "When are you available?" in words(turn)


def test_a_bug_half_way_leaves_nothing_behind(core: Core, monkeypatch: pytest.MonkeyPatch):
    asked = filled(core)

    def broken(turn: Turn, *_: Any) -> None:
        tables.apply.submit(turn, dict(turn.talk.active["subject"]) if turn.talk.active else {}, {})
        raise RuntimeError("a bug")

    monkeypatch.setitem(tables.ACTIONS, "dialog.answer", broken)
    with pytest.raises(RuntimeError):
        core.press(AMARA, asked, "Submit")
    monkeypatch.undo()
    assert applications(core, AMARA)[0].state == "draft"
    assert "Your application is submitted." in words(core.press(AMARA, asked, "Submit"))


def test_an_old_button_of_an_answered_question_changes_nothing_by_itself(core: Core):
    started(core)
    asked = core.say(AMARA, "I read newsletters.")
    core.press(AMARA, asked, "Skip")
    turn = core.press(AMARA, asked, "Skip")
    assert 'You answered "Your CV" already: skipped.' in words(turn)
    assert "step 3 of 5" in words(turn)
    assert "step 2 of 5" in words(core.press(AMARA, turn, "Change it"))


def test_in_a_channel_nothing_personal_is_said(core: Core):
    core.press(AMARA, filled(core), "Submit")
    turn = core.act(AMARA, tables_message("status"), private=False)
    assert "Tea Charity" not in words(turn)
    assert "in private" in words(turn)


def tables_message(text: str) -> Any:
    from bot.activities import Message

    return Message(text)


def test_a_form_keeps_what_is_right_and_puts_each_message_beside_its_field(core: Core):
    asked = started(core)
    form = core.act(AMARA, FormRequested(*_named(button(asked, "Fill in as a form"))), inline=True).form
    assert form is not None
    assert [field.key for field in form.fields] == ["statement", "cv", "availability"]
    sent = {"statement": "word " * 301, "cv": None, "availability": "mornings"}
    back = core.act(AMARA, Submission(form.name, form.args, sent, {}, form.page), inline=True).form
    assert back is not None
    fields = {field.key: field for field in back.fields}
    assert "301 words" in fields["statement"].error
    assert fields["statement"].value == sent["statement"]
    assert fields["availability"].value == "mornings"
    assert not fields["availability"].error
    sent["statement"] = "I read newsletters."
    second = core.act(AMARA, Submission(back.name, back.args, sent, {}, back.page), inline=True).form
    assert second is not None
    assert [field.key for field in second.fields] == ["consent"]
    third = core.act(
        AMARA, Submission(second.name, second.args, {"consent": "yes"}, {}, second.page), inline=True
    ).form
    assert third is not None
    assert third.submit.startswith("Submit to Tea Charity")
    done = core.act(AMARA, Submission(third.name, third.args, {}, {}, third.page), inline=True)
    assert done.form is None
    assert "Your application is submitted." in words(done)


def test_a_form_begun_can_be_finished_in_the_chat(core: Core):
    asked = started(core)
    form = core.act(AMARA, FormRequested(*_named(button(asked, "Fill in as a form"))), inline=True).form
    assert form is not None
    assert form.in_chat is not None
    sent = {"statement": "I read newsletters.", "cv": None, "availability": None}
    core.act(AMARA, Submission(form.name, form.args, sent, {}, form.page), inline=True)
    turn = core.act(AMARA, Press(form.in_chat.name, form.in_chat.args))
    assert "Do you agree?" in words(turn)


def test_a_file_field_that_a_surface_cannot_show_is_asked_for_in_the_chat(core: Core):
    asked = started(core)
    form = core.act(AMARA, FormRequested(*_named(button(asked, "Fill in as a form"))), inline=True).form
    assert form is not None
    sent = {"statement": "I read newsletters.", "availability": None}
    turn = core.act(AMARA, Submission(form.name, form.args, sent, {}, form.page), inline=True)
    assert turn.form is None
    assert "here in the chat" in words(turn)
    assert "Your CV" in words(turn)


def test_an_unknown_button_is_answered_with_the_way_home(core: Core):
    turn = core.act(AMARA, Press("no.such.thing", {}))
    assert "out of date" in words(turn)
    assert "[Home]" in words(turn)


def _named(action: Any) -> tuple[str, dict[str, str]]:
    return action.name, action.args


def test_what_a_handler_had_begun_is_undone_when_it_says_no(core: Core, monkeypatch: pytest.MonkeyPatch):
    filled(core)

    def half(turn: Turn, _: Any) -> None:
        active = turn.talk.active
        tables.apply.submit(turn, dict(active["subject"]) if active else {}, {"statement": "x"})
        raise NotAllowedError

    monkeypatch.setitem(tables.ACTIONS, "dialog.half", half)
    turn = core.act(AMARA, Press("dialog.half", {}))
    assert "belongs to someone else" in words(turn)
    assert "submitted" not in words(turn)
    assert applications(core, AMARA)[0].state == "draft"


def test_opening_the_chat_goes_on_with_the_question_and_the_home_tab_leaves_it_alone(core: Core):
    started(core)
    assert "step 1 of 5" in words(core.act(AMARA, Arrived("chat")))
    core.act(AMARA, Arrived("home"))
    assert "step 2 of 5" in words(core.say(AMARA, "I read newsletters."))


@pytest.mark.parametrize(
    "said",
    [
        "edit my application to tea charity",
        "I want to update my application",
        "can i amend my statement",
        "please change my cv",
        "how do i fix my application?",
    ],
)
def test_who_wants_to_change_an_application_is_never_taken_to_withdraw_it(core: Core, said: str):
    core.press(AMARA, filled(core), "Submit to Tea Charity")
    core.say(AMARA, "home")
    seen = words(core.say(AMARA, said))
    assert "stays in force until you submit the new version" in seen
    assert "withdraw" not in seen.casefold()


@pytest.mark.parametrize(
    "said", ["any update on my application?", "is there a change in my application status"]
)
def test_who_asks_how_it_stands_is_told(core: Core, said: str):
    core.press(AMARA, filled(core), "Submit to Tea Charity")
    assert "Submitted" in words(core.say(AMARA, said))
