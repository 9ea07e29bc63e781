"""Full places and the waiting list: who runs it, how it moves, and what the page does not say of it."""

from __future__ import annotations

from bot.understanding.answering import Answer, Question, sentences

PLACE_ON_IT = (
    r"where am i|what (?:number|place|position)|my (?:place|position|number)|am i on|i'?m on|her place|his "
    r"place|put me|add me|am i still"
)


HOW_MANY = (
    r"how (?:many|big)|number of (?:places|spaces|seats)|quota|allocation|per university|is it full|capacity|"
    r"still (?:places|spaces|spots|seats)|(?:any|are there) (?:\w+ )?(?:places|spaces|spots|seats)(?: left| remaining)?"
)


def waitlist(a: Question) -> Answer:
    """Full places, the waiting list (T20)."""
    facts = a.facts("waitlist")
    if a.says(HOW_MANY) and not a.says(
        r"what if|what happens|what now|plan b|if|no (?:places|spaces|spots|seats)|chance"
    ):
        near = list({one.key: one for one in [*a.facts("places"), *facts]}.values())
        return a.silent("places", beside=near, why="" if not near else "The page gives no number.")
    if not facts:
        return a.silent("waitlist")
    if a.says(PLACE_ON_IT) and a.role == "student":
        return a.answer(
            "act",
            f"I look up your own place and tell you where you stand. {sentences(facts)} {a.aged(facts)}",
            facts,
        )
    if not a.says("who (?:decides|runs|moves|operates|controls|picks)") and a.says(
        r"order|how (?:do|can) i move|move up|first come|likely|ever get in|how fast|when (?:does|will)|rule|"
        r"ranked|rank"
    ):
        unknown = [one.text for one in a.programme.facts_about("waitlist") if one.status == "unknown"]
        return a.silent("waitlist", beside=facts, why=unknown[0] if unknown else "")
    return a.answer("answer", f"{sentences(facts)} {a.aged(facts)}", facts)
