"""Every template can be read, finds what it asks for, and keeps to the content security policy."""

import ast
import re
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment, TemplateNotFound, nodes

ROOT = Path(__file__).resolve().parents[2]
VENDOR = "govuk_frontend_jinja/"

REFUSED = {
    "a style attribute": re.compile(r"""<[^>]*\sstyle\s*=|["']style["']\s*:""", re.IGNORECASE),
    "an on… attribute": re.compile(r"""<[^>]*\son[a-z]+\s*=|["']on[a-z]+["']\s*:\s*["'][^"']*\(""", re.IGNORECASE),
    "a script without a nonce": re.compile(r"<script\b(?![^>]*\bnonce=)", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "a javascript: link": re.compile(r"javascript:", re.IGNORECASE),
}


def refused(markup: str) -> list[str]:
    """What the policy would stop, as "line 3: a style attribute"."""
    # An expression may hold a ">" that does not end the tag around it.
    shown = re.sub(r"\{#.*?#\}", lambda m: "\n" * m[0].count("\n"), markup, flags=re.DOTALL)
    plain = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", lambda m: m[0].replace(">", " ").replace("<", " "), shown, flags=re.DOTALL)
    found = [
        (plain.count("\n", 0, match.start()) + 1, what)
        for what, pattern in REFUSED.items()
        for match in pattern.finditer(plain)
    ]
    return [f"line {line}: {what}" for line, what in sorted(found)]


def missing(env: Environment, name: str) -> list[str]:
    """Templates, and macros of templates, that this one asks for and that are not there."""
    found = []
    for node in _parsed(env, name).find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)):
        if not isinstance(node.template, nodes.Const):
            continue
        asked = node.template.value
        try:
            there = _exported(env, asked)
        except TemplateNotFound:
            found.append(asked)
            continue
        if isinstance(node, nodes.FromImport):
            wanted = [one if isinstance(one, str) else one[0] for one in node.names]
            found += [f"{macro} in {asked}" for macro in wanted if macro not in there]
    return found


def _parsed(env: Environment, name: str) -> nodes.Template:
    source, _, _ = env.loader.get_source(env, name)
    return env.parse(source, name)


def _exported(env: Environment, name: str) -> set[str]:
    tree = _parsed(env, name)
    assigned = (target.name for one in tree.find_all(nodes.Assign) for target in one.find_all(nodes.Name))
    return {macro.name for macro in tree.find_all(nodes.Macro)} | set(assigned)


def test_every_template_can_be_compiled_with_its_filters_and_tests(bare_app):
    names = bare_app.jinja_env.list_templates(extensions=["html"])
    ours = [name for name in names if not name.startswith(VENDOR)]
    assert {name.split("/")[0] for name in ours} >= {"components", "layouts"}
    assert len(names) > len(ours), "GOV.UK's components are not among the templates"
    for name in names:
        bare_app.jinja_env.get_template(name)


def test_every_template_and_macro_asked_for_is_there(bare_app):
    env = bare_app.jinja_env
    lacking = {name: missing(env, name) for name in env.list_templates(extensions=["html"])}
    assert {name: asked for name, asked in lacking.items() if asked} == {}


def test_every_template_a_page_names_is_there(bare_app):
    there = set(bare_app.jinja_env.list_templates())
    named = {
        node.args[0].value
        for path in (ROOT / "casework").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).split(".")[-1] in ("render_template", "get_template")
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }
    assert named
    assert named - there == set()


def test_no_template_needs_more_than_the_content_security_policy_allows():
    files = sorted((ROOT / "templates").rglob("*.*"))
    assert files
    found = {str(path.relative_to(ROOT)): refused(path.read_text(encoding="utf-8")) for path in files}
    assert {path: places for path, places in found.items() if places} == {}


def test_no_markup_written_in_python_does_either():
    found = {
        f"{path.relative_to(ROOT)}:{node.lineno}": refused(node.value)
        for path in (ROOT / "casework").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "<" in node.value
    }
    assert {place: problems for place, problems in found.items() if problems} == {}


@pytest.mark.parametrize(
    "markup",
    [
        '<p style="color: red">',
        '<p class="{{ "a" if x > 1 }}" style="color: red">',
        "<button type=button onclick='go()'>",
        '{{ govukButton({"attributes": {"onclick": "go()"}}) }}',
        '{{ govukButton({"attributes": {"style": "x"}}) }}',
        "<script>go()</script>",
        '<script src="x.js"></script>',
        "<style>p {}</style>",
        '<a href="javascript:go()">',
    ],
)
def test_the_check_sees_each_thing_the_policy_stops(markup):
    assert [one.split(": ")[0] for one in refused("<p>\n" + markup)] == ["line 2"]


@pytest.mark.parametrize(
    "markup",
    [
        '<script src="x.js" nonce="{{ cspNonce }}"></script>',
        '<p class="on" data-style="x">Once on = off, style = none</p>',
        '{# <p style="x"> #}',
        '{{ tag({"on": "yes", "once": key}) }}',
    ],
)
def test_the_check_leaves_ordinary_markup_alone(markup):
    assert refused(markup) == []


def test_the_check_sees_a_macro_and_a_template_that_are_not_there(bare_app):
    env = bare_app.jinja_env.overlay(
        loader=DictLoader(
            {
                "page": '{% from "macros" import here, gone %}{% include "nowhere" %}',
                "macros": "{% macro here() %}{% endmacro %}",
            }
        )
    )
    assert sorted(missing(env, "page")) == ["gone in macros", "nowhere"]
