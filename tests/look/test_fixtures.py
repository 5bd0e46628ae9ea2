"""The macros and the stylesheet are of one version: each example GOV.UK Frontend ships renders to the same tree."""

import json
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import pytest
from jinja2 import Environment, PackageLoader, PrefixLoader

COMPONENTS = Path(__file__).parents[2] / "node_modules/govuk-frontend/dist/govuk/components"
EXAMPLES = [
    pytest.param(component.parent.name, example, id=f"{component.parent.name}: {example['name']}")
    for component in sorted(COMPONENTS.glob("*/fixtures.json"))
    for example in json.loads(component.read_text())["fixtures"]
]


@pytest.fixture(scope="module")
def macros():
    loader = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    return Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)


def tree(element: Element | str) -> object:
    """What a browser makes of markup: names, attributes in any order, text without blanks at its ends."""
    if isinstance(element, str):
        element = html5lib.parseFragment(element, namespaceHTMLElements=False)
    text = " ".join((element.text or "").split())
    children = [(tree(child), " ".join((child.tail or "").split())) for child in element]
    return element.tag, sorted(element.attrib.items()), text, children


def test_the_examples_are_all_there():
    assert len(EXAMPLES) == 657


@pytest.mark.parametrize(("component", "example"), EXAMPLES)
def test_a_macro_writes_what_the_stylesheet_expects(macros, component, example):
    name = "govuk" + component.title().replace("-", "")
    template = macros.get_template(f"govuk_frontend_jinja/components/{component}/macro.html")

    written = str(getattr(template.module, name)(example["options"]))

    assert tree(written) == tree(example["html"])
