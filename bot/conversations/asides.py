"""What a student says in passing, neither a question about the programme nor an order: ill, nervous, sent already?

Each has an answer where a person would have one. Words of danger are never taken for small talk.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.cards import Action
from bot.conversations import apply_words
from bot.conversations.ask import role_of
from bot.conversations.placement import asides, glance, mine
from bot.conversations.words.vocabulary import TO_THE_END
from bot.prompts.reading import AROUND
from bot.turn import Turn
from bot.understanding.guards import danger as plain_danger
from bot.understanding.normalise import clean
from bot.understanding.reader import DANGER, read

HOME = Action("Home", "home")
Take = Callable[[Turn, str], bool]
_UNWELL = (
    r"(?:i'?m|i am|i feel|i felt|i was|i'?ve been|feeling|been|got|have|had|caught|with|a|bit|so|really|too) "
    r"(?:\w+ ){0,2}?"
    r"(?:ill|sick|poorly|unwell|fever|flu|covid|migraine|food poisoning|temperature|tonsillitis)\b"
    r"|\bmy (?:\w+ )?(?:nan\w*|gran\w*|mum|mom|dad|mother|father|brother|sister|uncle|aunt\w*|friend|dog|cat) (?:\w+ )?"
    r"(?:died|passed away)\b|\bfuneral\b|\b(?:in|to|at) (?:the )?(?:hospital|a&e)\b"
)
UNWELL = re.compile(
    rf"^(?!.*\?$)(?!.*\b(?:reimburse|policy|cover\w*|what if|what happens)\b).*?(?:{_UNWELL})"
)
NERVOUS = re.compile(
    r"(?:(?:hi|hey|ok|so|also|but|and|lol|honestly|tbh|a|bit) )*(?:i'?m|i am|i feel|feeling|i get|i was|i'?ve been)? ?"
    r"(?:\w+ ){0,2}(?:nervous|worried|anxious|scared|panicking|stressed|overwhelmed|butterflies)\b(?! of\b)"
    r"|(?:(?:ugh|but|and|so|also) )*i (?:have|'?ve got|got) (?:no|zero|little|hardly any) (?:\w+ )?experience\b"
)
GOODBYE = re.compile(
    r"(?:(?:ok|right|thanks?|thank you|thx|cheers|well) )*(?:(?:good ?)?night(?: ?night)?|gn|g'?night|bye(?: ?bye)?|"
    r"goodbye|see (?:you|ya)|cya|ttyl|talk (?:later|tomorrow|soon)|have a (?:good|nice|lovely) \w+)"
    r"(?: (?:x+|everyone|all|bot|foothold|then|now|later|tomorrow|soon|thanks?|thank you|for now|lol))*[.! ]*$"
)
SENT = re.compile(
    r"(?:so |and |ok |but |wait )*(?:has|did|is|was) (?:it|that|my (?:application|cv|form)) (?:all )?"
    r"(?:actually |really |now )?(?:gone|go(?: off| through| in)|been (?:sent|submitted|received)|sent(?: off)?|"
    r"submitted|through|received|arrived?|work)\b(?: (?:off|through|in|now|yet|ok|already|then))*[?! ]*$|"
    r"(?:is that (?:it|all)|all done|am i done)[?! ]*$"
)
WRONG_FILE = re.compile(
    r"(?:\w+ ){0,6}?(?:wrong|not the right|old) (?:file|cv|resume|document|doc|pdf|version|attachment|upload)\b"
)
SEVERAL = re.compile(
    r"(?:so |and |ok |wait |also )*(?:can|could|may|am|is it|are we) (?:i |we |you |ok )?(?:allowed to |to )?"
    r"(?:do|apply|take|have|go|pick|choose|submit)\b(?: (?:to|for|on))?(?: (?:like|maybe|up to))? "
    r"(?:two|2|three|3|several|both|many|multiple|more than one|more then one|a second|another(?: one)?)\b"
)
THINKS = re.compile(
    r"(?:(?:ok|hmm|so|but|wait) )*(?:can|could|may|let|i(?:'ll| will| need to| want to| have to))(?: i| me)? "
    r"(?:please )?(?:have (?:some|more|a bit of|a little|a day|a few days)(?: more)? (?:time )?to )?"
    r"think (?:about (?:it|that|this)|it over)(?: first| a bit| for a bit| overnight| please)*[.!? ]*$"
)
HELLO = re.compile(
    r"(?:hi+|hey+|hello|hiya|good (?:morning|afternoon|evening))[,! ]*(?:there )?"
    r"(?:i'?m|i am|my name is|this is|its|it's) (?!on\b|in\b|not\b|a\b|the\b|an\b|doing\b)\w+(?: \w+)?[.! ]*$"
)
SEES_SENT = re.compile(
    r"(?:(?:can|could) i (?:see|read|check|view)|show me|what did i) (?:what i )?"
    r"(?:sent|send|wrote|submit|submitted|said)\b.*"
)
UNSURE = re.compile(
    r"(?:(?:hmm+|umm*|ok|i'?m|lol) )*(?:not sure|unsure|idk|dunno|i don'?t know|no idea|no clue)[.!? ]*$"
)
OF_JOURNAL = re.compile(
    r"(?:(?:can|could|how do|let|i|me|want|need|to|please|pls) )*(?:edit|change|fix|correct|read|show(?: me)?) my "
    r"(?:journal|diary|reflections?|entry|entries)\b(?!.*\b(?:reminder|plan|deadline)s?\b)"
    r"|i (?:got|wrote|put|made) (?:\w+ ){0,3}(?:wrong|mistake|typo)\b.*\bjournal\b"
)
WITHOUT_PARENTS = re.compile(
    r"(?=.*\b(?:parents?|guardian|mum|mom|dad|mother|father|family)\b)"
    r"(?=.*\b(?:knowing|know|permission|consent|agree\w*|sign|tell|told|allow\w*|ok with|have to ask|need)\b)"
    r"(?:(?:so|and|but|ok) )*(?:can|could|do|does|must|will|what if)\b"
)


def thinks(turn: Turn, _: str) -> bool:
    """Time to think: until when an offer is open, else that nothing is decided by itself."""
    if one := asides.offered(turn):
        turn.go("status.one", application=str(one.id))
    else:
        turn.say("Of course. Nothing is sent or decided before you say so.", HOME)
    return True


def unwell(turn: Turn, text: str) -> bool:
    """Ill, or in mourning: a kind word, and whoever has to know is told; the host is the student's own to tell."""
    if not mine.placements(turn):
        turn.say(
            "I am sorry to hear that. Take the time that you need. If it gets in the way of something here, tell me "
            "what, and the team hears of it.",
            Action("Tell the team", "problem"), HOME,
        )  # fmt: skip
        return True
    host = turn.the_programme.vocabulary.name("host", locale=turn.person.locale)
    turn.say(
        f"I am sorry to hear that. If your {host} expects you, please tell them, too: this goes to the team only."
    )
    glance.tell(turn, text)
    return True


def nervous(turn: Turn, _: str) -> bool:
    """Worry that names nothing: heard, and the two ways on."""
    turn.say(
        "Many feel that way, and nothing is wrong with it. Tell me what it is about and I say what is known; or a "
        "person on the team can talk it through.",
        Action("What needs me now", "home", style="primary"), Action("Tell the team", "problem"),
    )  # fmt: skip
    return True


def hello(turn: Turn, _: str) -> bool:
    """Somebody says who they are."""
    turn.go("greet")
    return True


def goodbye(turn: Turn, _: str) -> bool:
    """The end of a talk."""
    turn.say("Until next time. Everything is kept.", HOME)
    return True


def sent(turn: Turn, _: str) -> bool:
    """Whether it has gone: where one's applications stand; False where there are none."""
    if not turn.unit.applications.of_student(turn.scope, turn.person.id):
        return False
    turn.go("status")
    return True


def submit(turn: Turn, _: str) -> bool:
    """“Submit” with no form open: the draft that waits, else the journal, else that nothing is left to send."""
    found = [one for one in turn.unit.applications.of_student(turn.scope, turn.person.id) if not one.ended]
    drafts = [one for one in found if one.state == "draft"]
    if len(drafts) == 1:
        turn.go("apply", application=str(drafts[0].id))
    elif mine.placements(turn) and turn.the_programme.journal is not None:
        turn.go("journal.submit")
    elif found and not drafts:
        turn.say("Nothing is left to send: your application is submitted.")
        turn.go("status")
    elif drafts:
        turn.go("status")
    else:
        return False
    return True


def wrong_file(turn: Turn, _: str) -> bool:
    """A wrong file: the application that holds one is opened at it; else nothing was kept."""
    files = {step.key for step in turn.the_programme.application.steps if step.kind == "file"}
    held = [
        one
        for one in turn.unit.applications.of_student(turn.scope, turn.person.id)
        if not one.ended and any(one.answers.get(key) for key in files)
    ]
    if held:
        apply_words.change(turn, "cv")
        return True
    turn.say(
        "No harm done. A file that nothing asked for is not kept; send the right one when I ask for it.", HOME
    )
    return True


def several(turn: Turn, _: str) -> bool:
    """More than one: how many applications are taken; of doing two placements the pages say nothing."""
    rule = turn.the_programme.application
    if rule.target == "programme":
        words = "One application here covers all that is on offer; there is no second one to send."
    elif rule.max_per_student is not None:
        words = f"You can have {rule.max_per_student} applications here at most, one for each placement."
    else:
        words = "You can apply to more than one here; each is an application of its own."
    turn.say(
        f"{words} The programme's page does not say whether somebody can do two.",
        Action("Browse", "browse"), Action("My applications", "status"), HOME,
    )  # fmt: skip
    return True


def without_parents(turn: Turn, _: str) -> bool:
    """Where participants are minors, a guardian agrees first; False elsewhere."""
    if not turn.the_programme.minors.guardian_consent:
        return False
    turn.say(
        "A parent or guardian must agree before anything is shared with a company. You can begin now; I ask for their "
        "e-mail address on the way, where their consent is not on record yet.",
        Action("Apply", "apply", style="primary"), HOME,
    )  # fmt: skip
    return True


def heard(turn: Turn, text: str) -> bool:
    """Take such words where they are a student's; False where they are something else."""
    if role_of(turn) != "student":
        return False
    said = clean(text)
    if not plain_danger(_beside_offer(said)) and asides.heard(turn, text):
        return True
    bare = " ".join(word for word in re.sub(r"[.!]+", " ", said).split() if word not in AROUND)
    takes = [take for pattern, take in PLAIN if pattern.match(said)]
    if bare in TO_THE_END - {"apply"}:
        takes.append(submit)
    if not takes:
        return False
    reading = read(text, "student")
    if reading.intent in DANGER:
        return False
    return any(take(turn, text) for take in takes)


def _beside_offer(said: str) -> str:
    """The words without a no to an offer, which alone is no danger."""
    return "" if asides.IF_NO.match(said) else said


def of_journal(turn: Turn, _: str) -> bool:
    """Something in one's journal is to be changed: the entries, each with its buttons; False without a journal."""
    if turn.the_programme.journal is None or not mine.placements(turn):
        return False
    turn.go("journal.read")
    return True


def unsure(turn: Turn, _: str) -> bool:
    """Not knowing what to do next."""
    turn.go("help")
    return True


PLAIN: tuple[tuple[re.Pattern[str], Take], ...] = (
    (UNWELL, unwell),
    (THINKS, thinks),
    (HELLO, hello),
    (SEES_SENT, sent),
    (GOODBYE, goodbye),
    (SENT, sent),
    (WRONG_FILE, wrong_file),
    (SEVERAL, several),
    (WITHOUT_PARENTS, without_parents),
    (NERVOUS, nervous),
    (UNSURE, unsure),
    (OF_JOURNAL, of_journal),
)
