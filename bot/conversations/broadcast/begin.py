"""A message begins: from one sentence, or from questions; what is missing is asked, then the plan is shown."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from bot.activities import Args, Upload
from bot.cards import Action, Card
from bot.conversations import dialog, people_files
from bot.conversations.broadcast import lists as people_lists
from bot.conversations.broadcast import plan
from bot.conversations.broadcast.common import changed, meant, staff_only, talked_of
from bot.conversations.broadcast.drafting import draft_text
from bot.conversations.broadcast.times import ASK, NO_HOUR, WhenPrompt, clock_of, from_read, settled, which
from bot.conversations.dialog import Dialog, Subject
from bot.errors import UnclearReplyError
from bot.flow import Answers, Flow, Step
from bot.programme.audiences import Audience
from bot.programme.broadcasts import OPEN, Broadcast, edited
from bot.prompts import LongText, Prompt, ShortText
from bot.turn import Turn
from bot.understanding.broadcast_words import Order, read_order
from bot.understanding.recipients import Heard, read_audience

WHOM = (
    "Who should get it? For example: students placed in a cycle with no journal in, all hosts, "
    "applicants with a draft, names and addresses, or a file of them."
)
MOST_WORDS = 500


def from_words(turn: Turn, said: str) -> None:
    """An order in one sentence."""
    staff_only(turn)
    order = read_order(
        said, turn.the_programme, turn.now, clock_of(turn), attributes=known(turn), lists=lists(turn)
    )
    if order.whom.audience is None and (person := people_lists.addressed(turn, said)):
        order = replace(order, whom=Heard(person, rest=order.whom.rest))
    if (
        order == replace(Order(Heard(None)), whom=order.whom)
        and order.whom.audience is None
        and _open_plan(turn)
    ):
        return
    begin(turn, order)


def _open_plan(turn: Turn) -> bool:
    """Words such as "schedule it" while a plan is open: the plan again, rather than a second one."""
    number = talked_of(turn)
    one = turn.unit.broadcasts.get(turn.scope, int(number)) if number.isdigit() else None
    if one is None or one.state not in OPEN or not one.text:
        return False
    turn.say(plan.card(turn, one))
    return True


def new(turn: Turn, _: Args) -> None:
    """A new message, asked for step by step."""
    staff_only(turn)
    begin(turn, Order(Heard(None)))


def begin(turn: Turn, order: Order, *, follows: int | None = None) -> None:
    """Keep what is known as a draft, and ask for the rest; with nothing missing the plan is shown."""
    whom = order.whom.audience if not order.whom.unclear else None
    text, drafted = order.text, ""
    if not text and whom is not None:
        text, drafted = draft_text(turn.the_programme, whom, order.topic, turn.now)
    one = Broadcast(
        id=0, scope=turn.scope, author=turn.person.id, made_at=turn.now, audience=whom, text=text,
        assumed=(drafted,) if drafted else (), changed_by=turn.person.id, follows=follows,
    )  # fmt: skip
    one = replace(one, id=turn.unit.broadcasts.add(one))
    if order.whom.unclear:
        turn.say(f"I am not sure what “{order.whom.unclear[0]}” means as a rule, so I ask.")
    given: dict[str, Any] = {}
    if order.when is not None or order.at_once:
        try:
            given["when"] = from_read(turn, order.when, at_once=order.at_once, own_clock=order.own_clock)
        except UnclearReplyError as problem:
            turn.say(problem.message)
    part = "all, time first" if order.when is not None else "all"
    dialog.start(turn, BROADCAST, {"broadcast": str(one.id), "part": part}, given)


def edit(turn: Turn, args: Args, part: str = "text") -> None:
    """Change one part: its question again, with nothing else touched."""
    one = meant(turn, args)
    part = args.get("part", part)
    if one.state not in OPEN and one.state != "scheduled":
        plan.show(turn, {"broadcast": str(one.id)})
        return
    dialog.start(turn, BROADCAST, {"broadcast": str(one.id), "part": part})


def known(turn: Turn) -> dict[str, list[str]]:
    """The attributes of the roster that a group can be named by."""
    return {key: list(values) for key, values in turn.unit.broadcasts.attributes(turn.the_programme).items()}


def lists(turn: Turn) -> dict[str, str]:
    """The saved lists, by number."""
    return {str(one.id): one.name for one in turn.unit.broadcasts.lists(turn.scope)}


@dataclass(frozen=True, kw_only=True)
class AudiencePrompt(ShortText):
    """An audience in words; kept as the words, read again when it is settled."""

    turn: Turn

    def parse(self, text: str) -> str:
        words = super().parse(text)
        read_whom(self.turn, words)
        return words

    def is_talkative(self) -> bool:
        return False


def read_whom(turn: Turn, words: str) -> Audience:
    """The audience that words name, by rule, by address or by full names; raises UnclearReplyError."""
    if people := people_lists.pasted(turn, words) or people_lists.named(turn, words):
        return people
    heard = read_audience(words, turn.the_programme, attributes=known(turn), lists=lists(turn))
    if heard.unclear:
        raise UnclearReplyError(f"I do not know how to find people by “{heard.unclear[0]}”. {WHOM}")
    if heard.audience is None:
        raise UnclearReplyError(f"I could not tell who is meant. {WHOM}")
    return heard.audience


def build(turn: Turn, subject: Subject) -> Flow:
    """The questions for what is missing, or for the one part that is to be changed."""
    one = meant(turn, subject)
    part, _, first = subject.get("part", "all").partition(", ")
    steps: list[Step] = []
    if part == "audience" or (part == "all" and one.audience is None):
        steps.append(Step("audience", AudiencePrompt(question=WHOM, label="To", turn=turn)))
    if part == "text" or (part == "all" and not one.text):
        now = f"It says now: “{one.text}”" if one.text else ""
        steps.append(
            Step("text", LongText(question="What should it say?", label="Text", hint=now, words=MOST_WORDS))
        )
    if part in {"when", "all"}:

        def ask_which(answers: Answers) -> Prompt:
            return which(turn, str(answers["when"]))

        times = [
            Step("when", WhenPrompt(question=ASK, label="When", turn=turn)),
            Step("which", ask_which, lambda answers: str(answers["when"]).startswith("which:")),
        ]
        # A time that was named and cannot be meant so is asked about before anything else.
        steps = [*times, *steps] if first else [*steps, *times]
    return Flow("Message to many", tuple(steps))


def finish(turn: Turn, subject: Subject, answers: dict[str, Any]) -> None:
    """Put the answers into the draft, and show the plan."""
    one = meant(turn, subject)
    new: dict[str, Any] = {}
    if "audience" in answers:
        new["audience"] = read_whom(turn, str(answers["audience"]))
    if "text" in answers:
        new["text"] = str(answers["text"])
        new["assumed"] = ()
    if "when" in answers:
        time = settled(str(answers.get("which", answers["when"])))
        new |= {"at": time.at, "wall": time.wall}
        kept = [words for words in new.get("assumed", one.assumed) if words != NO_HOUR]
        new["assumed"] = (*kept, *time.assumed)
    after = changed(turn, edited(one, **new))
    if one.text and one.text != after.text:
        turn.record(
            "broadcast text changed", after.batch, before={"text": one.text}, after={"text": after.text}
        )
    turn.say(plan.card(turn, after))


def refuse(turn: Turn, subject: Subject) -> Card | None:
    """Why it can no longer be changed."""
    one = meant(turn, subject)
    if one.state in OPEN or one.state == "scheduled":
        return None
    return Card(
        title=f"This message is {one.state.replace('_', ' ')} already; it cannot be changed as a plan.",
        actions=(Action("Show it", "broadcast.open", {"broadcast": str(one.id)}),),
    )


def dropped(turn: Turn, subject: Subject, upload: Upload) -> None:
    """A file while something is asked: whom to write to."""
    file = people_files.file_of(upload)
    turn.go("list.received", file=file.file_id, name=file.name, broadcast=subject["broadcast"])


BROADCAST = Dialog(
    "broadcast",
    build,
    finish,
    refuse,
    dropped=dropped,
    left="The draft is kept; nothing is sent. Say “messages” to come back to it.",
)
