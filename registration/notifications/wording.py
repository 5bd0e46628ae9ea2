"""The language letters are written in: words, facts in {{ }}, and {% if %} and {% for %}. Nothing else.

It is a small part of Jinja, held small by a list of what may stand in it: no calls, no sums, no names but the
facts of the letter. What an administrator types is read here before it is ever rendered, and every fault is
told in words, with its line.
"""

import difflib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from jinja2 import Environment, StrictUndefined, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from registration.notifications.kinds import LetterKind

LONGEST_SUBJECT = 150
LONGEST_TEXT = 10_000
MOST_PARTS = 1_000
FILTERS = frozenset({"day", "moment", "plural", "lower"})
UNKEEPABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""Controls and half letters: between quotes they can be written as codes."""
OF_A_CONDITION = frozenset({"code", "what", "proof", "due_on", "subject", "address"})

MAY_STAND = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.Filter, nodes.If, nodes.For,
    nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Tuple, nodes.Getattr,
    nodes.Test,
)


@dataclass(frozen=True)
class Fault:
    """What is wrong with the words of a letter: a whole sentence, and the line of the text it is about."""

    line: int
    sentence: str


def new_environment(filters: Mapping[str, Callable[..., str]]) -> Environment:
    """Letters are plain text, so nothing is escaped here: pages and the HTML of a mail do that."""
    made = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, autoescape=False,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )
    made.filters = {**filters, "lower": made.filters["lower"]}
    made.tests = {"defined": made.tests["defined"]}
    made.globals = {}
    return made


READER = new_environment({})
"""Only to read with."""


def faults(source: str, letter: LetterKind) -> list[Fault]:
    """Everything in a subject or a text that a letter cannot say; empty when it may be used."""
    try:
        tree = READER.parse(source)
        found = list(tree.find_all(nodes.Node))
    except TemplateSyntaxError as error:
        return [unreadable(source, error)]
    except RecursionError:
        return [Fault(1, "This is nested too deeply to be read. Write it with fewer brackets.")]
    except ValueError:
        return [Fault(1, "A number in this is too long to be read. Write a shorter one.")]
    if len(found) > MOST_PARTS:
        return [Fault(1, f"This has more than {MOST_PARTS:,} parts. Write a shorter letter.")]
    return sorted({fault.line: fault for fault in reversed(list(judged(tree, letter)))}.values(), key=lambda f: f.line)


def unreadable(source: str, error: TemplateSyntaxError) -> Fault:
    lines = source.split("\n")
    number = min(max(error.lineno, 1), len(lines))
    if "tag" in (error.message or "") and "unknown" in (error.message or ""):
        return Fault(number, f"Line {number} begins something that letters do not know. They know if, elif, else and "
                             "endif, for and endfor.")  # fmt: skip
    line = lines[number - 1].strip()[:80]
    return Fault(number, f"Line {number} cannot be read, or something before it has no end: “{line}”. "
                         "Every {{ needs its }}, every {% its %}, every if its endif.")  # fmt: skip


def judged(tree: nodes.Template, letter: LetterKind) -> Iterator[Fault]:
    """What may not stand in a letter, in the order of the tree."""
    loops = list(tree.find_all(nodes.For))
    each = {loop.target.name for loop in loops if isinstance(loop.target, nodes.Name)}
    listed = {f.name for f in letter.facts if isinstance(f.example, list)}
    for loop in loops:
        fine = isinstance(loop.iter, nodes.Name) and loop.iter.name in listed and isinstance(loop.target, nodes.Name)
        if not fine or loop.recursive or loop.test is not None or list(in_body(loop, nodes.For)):
            names = " and ".join(sorted(listed)) or "none in this letter"
            yield Fault(loop.lineno, f"Line {loop.lineno} goes through something that is no list. Lists are: {names}.")
    for node in tree.find_all(nodes.Node):
        sentence = fault_of(node, letter, each)
        if sentence:
            yield Fault(node.lineno, sentence)
    if each & letter.names:
        yield Fault(loops[0].lineno, f"Line {loops[0].lineno} gives a fact's own name to the things of a list.")


def in_body(loop: nodes.For, kind: type[nodes.For]) -> Iterator[nodes.For]:
    for part in (*loop.body, *loop.else_):
        if isinstance(part, kind):
            yield part
        yield from part.find_all(kind)


def fault_of(node: nodes.Node, letter: LetterKind, each: set[str]) -> str:
    """One sentence on one part of the tree; empty when it may stand there."""
    if isinstance(node, nodes.Name):
        return "" if node.name in letter.names | each else unknown(node, letter)
    if isinstance(node, nodes.Getattr):
        inside = isinstance(node.node, nodes.Name) and node.node.name in each and node.attr in OF_A_CONDITION
        return "" if inside else f"Line {node.lineno} asks for “{node.attr}”, which is no part of a fact."
    if isinstance(node, nodes.Filter):
        return "" if node.name in FILTERS else (
            f"Line {node.lineno} uses “| {node.name}”. Letters know | day, | moment, | plural(\"…\") and | lower.")
    if isinstance(node, MAY_STAND):
        said = node.value if isinstance(node, nodes.Const) else ""
        return "" if not (isinstance(said, str) and UNKEEPABLE.search(said)) else (
            f"Line {node.lineno} holds a character that no letter can carry. Write it in ordinary letters.")
    if isinstance(node, nodes.Expr | nodes.Stmt):
        return f"Line {node.lineno} asks for more than a letter can do: it can only put in facts, or leave words out."
    return ""


def unknown(node: nodes.Name, letter: LetterKind) -> str:
    near = difflib.get_close_matches(node.name, sorted(letter.names), n=1)
    hint = f" Did you mean “{near[0]}”?" if near else " The facts it may use are listed beside the text."
    return f"Line {node.lineno}: this letter has no fact called “{node.name}”.{hint}"
