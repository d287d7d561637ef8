"""Show what a term means where it is used: on hover, on keyboard focus and on tap.

Definitions come from the book's own glossary when it is built. A page carries those of the terms
it uses, hidden; ``glossary_tips.js`` shows one beside its term. Pages without terms get nothing.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from filecmp import cmp
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from neuromath_lib.pushups.prose import tex_to_plain

_HERE = Path(__file__).parent
_FILES = ("glossary_tips.js", "glossary_tips.css")
_TERM = "std-term"


def _wanted(app: Sphinx) -> bool:
    return app.builder.name in ("html", "dirhtml")


def copy_files(app: Sphinx) -> None:
    """Put script and style where the pages look for them."""
    if not _wanted(app):
        return
    static = Path(app.outdir) / "_static"
    static.mkdir(parents=True, exist_ok=True)
    for name in _FILES:
        if not (static / name).is_file() or not cmp(_HERE / name, static / name, shallow=False):
            shutil.copyfile(_HERE / name, static / name)


def _terms_used(env: BuildEnvironment) -> dict[str, set[str]]:
    """Return the targets of the term references of each document, kept with the environment."""
    if not hasattr(env, "nm_terms_used"):
        env.nm_terms_used = {}
    return env.nm_terms_used


def note_terms(app: Sphinx, doctree: nodes.document) -> None:
    """Remember which terms a document refers to, to rewrite it when their definitions change."""
    used = {
        node["reftarget"].lower()
        for node in doctree.findall(addnodes.pending_xref)
        if node.get("refdomain") == "std" and node.get("reftype") == "term"
    }
    if used:
        _terms_used(app.env)[app.env.docname] = used


def forget(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    """Forget a document that is about to be read again, or is gone."""
    _terms_used(env).pop(docname, None)


def merge(app: Sphinx, env: BuildEnvironment, docnames: Iterable[str], other: Any) -> None:
    """Take over what a parallel reader has noted."""
    theirs = _terms_used(other)
    _terms_used(env).update({name: theirs[name] for name in docnames if name in theirs})


def _glossary_terms(env: BuildEnvironment) -> Iterator[tuple[str, str, str]]:
    """Yield (term in lower case, document, label) of everything in a glossary."""
    for name, _, kind, docname, label, _ in env.get_domain("std").get_objects():
        if kind == "term":
            yield name.lower(), docname, label


def _definition_html(app: Sphinx, term: nodes.term) -> str:
    item = term.parent
    found = [child for child in item.children if isinstance(child, nodes.definition)]
    if not found:
        return ""
    block = nodes.container()
    block += [child.deepcopy() for child in found[0].children]
    for node in list(block.findall(nodes.Element)):
        node["ids"] = []
    for xref in list(block.findall(addnodes.pending_xref)):
        xref.replace_self(nodes.inline("", xref.astext()))
    for index in list(block.findall(addnodes.index)):
        index.parent.remove(index)
    for kind, left, right in ((nodes.math, "\\(", "\\)"), (nodes.math_block, "\\[", "\\]")):
        for formula in list(block.findall(kind)):
            # A page without equations of its own has no MathJax; data-plain is for it.
            tex = formula.astext()
            html = (
                f'<span class="math notranslate nohighlight" data-plain="'
                f'{escape(tex_to_plain(tex))}">{left}{escape(tex)}{right}</span>'
            )
            formula.replace_self(nodes.raw("", html, format="html"))
    return "".join(
        app.builder.render_partial(child)["fragment"].strip() for child in block.children
    )


def collect_definitions(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Render every definition once, and name the documents that use one that has changed."""
    if not _wanted(app):
        return []
    terms = list(_glossary_terms(env))
    glossaries = {docname: env.get_doctree(docname) for docname in sorted({d for _, d, _ in terms})}
    definitions: dict[str, tuple[str, str]] = {}
    for doctree in glossaries.values():
        for term in doctree.findall(nodes.term):
            for label in term["ids"]:
                definitions[label] = (term.astext(), _definition_html(app, term))
    before = getattr(env, "nm_definitions", {})
    env.nm_definitions = definitions
    changed = {name for name, _, label in terms if before.get(label) != definitions.get(label)}
    return [doc for doc, used in _terms_used(env).items() if used & changed]


def _labels(doctree: nodes.document) -> list[str]:
    """Return the labels of the terms a resolved page links to, in order, each once."""
    found: dict[str, None] = {}
    for reference in doctree.findall(nodes.reference):
        if any(_TERM in inline["classes"] for inline in reference.findall(nodes.inline)):
            label = reference.get("refid") or reference.get("refuri", "").partition("#")[2]
            found[label] = None
    return list(found)


def add_tips(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Append the definitions of a page's terms to it, with script and style."""
    if doctree is None or not _wanted(app):
        return
    definitions = getattr(app.env, "nm_definitions", {})
    tips = [
        f'<div id="nm-tip-{label}"><strong>{escape(name)}</strong> {html}</div>'
        for label in _labels(doctree)
        for name, html in [definitions.get(label, ("", ""))]
        if html
    ]
    if not tips:
        return
    context["body"] += f'<div class="nm-tips" hidden>{"".join(tips)}</div>\n'
    app.add_js_file(_FILES[0], loading_method="defer")
    app.add_css_file(_FILES[1])


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    app.connect("builder-inited", copy_files)
    app.connect("doctree-read", note_terms)
    app.connect("env-purge-doc", forget)
    app.connect("env-merge-info", merge)
    app.connect("env-updated", collect_definitions)
    app.connect("html-page-context", add_tips)
    return {"env_version": 1, "parallel_read_safe": True, "parallel_write_safe": True}
