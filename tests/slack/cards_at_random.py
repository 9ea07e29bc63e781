"""Cards and forms that nobody would write: empty, endless, full of emoji, right to left, with markup in them."""

from __future__ import annotations

import string

from hypothesis import strategies as st

from bot.cards import Action, Attachment, Card, Facts, Field, Form, Image, Option, Row, Table, Text

ODD = [
    "",
    " ",
    "\n\n",
    "<!channel> *bold* _it_ `code` <@U1> &amp; :smile:",
    "مرحبا بالعالم " * 20,
    "👩‍👩‍👧‍👦" * 40,
    "ﷺ" * 90,
    "x" * 3001,
    "word " * 1300,
    "line\n" * 700,
    "https://example.org/a?b=c&d=<e> and (https://example.org).",
    "𝒳" * 1600,
]
some_text = st.one_of(
    st.text(max_size=80), st.sampled_from(ODD), st.text(alphabet="aé漢😀\n ", max_size=4000)
)
name = st.text(alphabet=string.ascii_lowercase + "._:#", min_size=1, max_size=40)
args = st.dictionaries(st.text(min_size=1, max_size=12), st.text(max_size=60), max_size=5)
actions = st.builds(
    Action,
    label=some_text,
    name=name,
    args=args,
    style=st.sampled_from(["plain", "primary", "danger"]),
    opens_form=st.booleans(),
    confirm=st.none() | some_text,
)
links = st.builds(Action, label=some_text, url=st.just("https://example.org/" + "p" * 100))
tones = st.sampled_from(["plain", "strong", "quiet", "quote", "warning"])
parts = st.one_of(
    st.builds(Text, some_text, tones),
    st.builds(Facts, st.lists(st.tuples(some_text, some_text), max_size=14).map(tuple)),
    st.integers(0, 24).flatmap(
        lambda width: st.builds(
            Table,
            st.lists(st.text(max_size=20), min_size=width, max_size=width).map(tuple),
            st.lists(
                st.lists(st.text(max_size=30), min_size=width, max_size=width).map(tuple), max_size=120
            ).map(tuple),
        )
    ),
    st.builds(Image, st.just("f1"), some_text),
    st.builds(Row, some_text, some_text, st.lists(actions, max_size=28).map(tuple)),
    st.builds(Attachment, some_text, st.just("text/csv"), st.just("f2")),
)
cards = st.builds(
    Card,
    title=some_text,
    parts=st.lists(parts, max_size=60).map(tuple),
    actions=st.lists(st.one_of(actions, links), max_size=60).map(tuple),
    summary=some_text,
)

options = st.lists(
    st.text(alphabet="abcdefghij", min_size=1, max_size=9), min_size=1, max_size=130, unique=True
).map(
    lambda values: tuple(
        Option(value, f"{value} {value * 20}"[: 20 + len(value) * 12], "d" * (len(value) % 3))
        for value in values
    )
)


@st.composite
def fields(draw, key: str):
    kind = draw(
        st.sampled_from(
            ["short_text", "long_text", "choice", "choices", "date", "time", "number", "file", "toggle"]
        )
    )
    some = draw(options) if kind in {"choice", "choices"} else ()
    values = [option.value for option in some]
    value = {
        "short_text": st.none() | st.text(min_size=1, max_size=200),
        "long_text": st.none() | st.text(min_size=1, max_size=1500),
        "choice": st.none() | st.sampled_from(values or [""]),
        "choices": st.lists(st.sampled_from(values or [""]), unique=True, max_size=min(5, len(values))),
        "date": st.none() | st.dates().map(str),
        "time": st.none() | st.times().map(lambda time: f"{time:%H:%M}"),
        "number": st.none() | st.integers(-99, 99).map(str),
        "file": st.none(),
        "toggle": st.none() | st.sampled_from(["yes", "no"]),
    }[kind]
    return Field(
        key=key,
        kind=kind,
        label=draw(some_text),
        hint=draw(st.sampled_from(["", "A hint"])),
        required=draw(st.booleans()),
        options=some,
        value=draw(value),
        max_length=draw(st.none() | st.integers(1, 5000)),
        placeholder=draw(some_text),
        error=draw(st.sampled_from(["", "That is too long."])),
        ranked=draw(st.booleans()),
    )


@st.composite
def forms(draw):
    keys = draw(
        st.lists(
            st.text(alphabet=string.ascii_lowercase + "_.", min_size=1, max_size=30), max_size=7, unique=True
        )
    )
    return Form(
        name=draw(name),
        args=draw(args),
        title=draw(some_text),
        fields=tuple(draw(fields(key)) for key in keys),
        submit=draw(some_text),
        intro=draw(st.lists(st.builds(Text, some_text, tones), max_size=3).map(tuple)),
        page=",".join(keys),
        error=draw(st.sampled_from(["", "Something is missing."])),
        in_chat=draw(st.none() | actions),
    )
