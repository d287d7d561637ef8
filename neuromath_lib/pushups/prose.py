"""Markdown with $math$, as html for a page and as plain text for a terminal."""

from __future__ import annotations

import functools
import re
from html import escape

_LETTERS = {
    "alpha": "α",
    "beta": "β",
    "gamma": "γ",
    "delta": "δ",
    "epsilon": "ε",
    "zeta": "ζ",
    "eta": "η",
    "theta": "θ",
    "kappa": "κ",
    "lambda": "λ",
    "mu": "μ",
    "nu": "ν",
    "xi": "ξ",
    "pi": "π",
    "rho": "ρ",
    "sigma": "σ",
    "tau": "τ",
    "phi": "φ",
    "chi": "χ",
    "psi": "ψ",
    "omega": "ω",
    "Gamma": "Γ",
    "Delta": "Δ",
    "Theta": "Θ",
    "Lambda": "Λ",
    "Sigma": "Σ",
    "Phi": "Φ",
    "Psi": "Ψ",
    "Omega": "Ω",
    "varepsilon": "ε",
    "varphi": "φ",
}
_SIGNS = {
    "cdot": "·",
    "times": "×",
    "approx": "≈",
    "le": "≤",
    "leq": "≤",
    "ge": "≥",
    "geq": "≥",
    "ne": "≠",
    "neq": "≠",
    "pm": "±",
    "to": "→",
    "infty": "∞",
    "partial": "∂",
    "sum": "∑",
    "int": "∫",
    "sqrt": "√",
    "propto": "∝",
    "ll": "≪",
    "gg": "≫",
    "ldots": "…",
    "dots": "…",
    "circ": "°",
    "quad": " ",
    "qquad": " ",
    "prime": "′",
    "mid": "|",
}
_SUPERSCRIPTS = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")


def tex_to_plain(tex: str) -> str:
    """Return a readable line of text for a short formula; what it does not know it keeps."""
    text = re.sub(r"\\(?:left|right|big|Big|displaystyle|limits)(?![A-Za-z])", "", tex)
    text = re.sub(
        r"\\(?:text|mathrm|mathbf|mathit|operatorname|bar|hat|overline)(?![A-Za-z])", "", text
    )
    text = re.sub(r"\\(ln|log|exp|sin|cos|tanh|max|min)(?![A-Za-z])", r" \1", text)
    for _ in range(4):  # nested fractions, innermost first
        text = re.sub(r"\\[dt]?frac\{([^{}]*)\}\{([^{}]*)\}", r" (\1)/(\2)", text)
    text = re.sub(r"\((\w+)\)(?=/)|(?<=/)\((\w+)\)", lambda m: m[1] or m[2], text)
    text = re.sub(
        r"\\([A-Za-z]+)",
        lambda m: _LETTERS.get(m[1]) or _SIGNS.get(m[1]) or m[1],
        text,
    )
    text = re.sub(r"\\[,;:! ]", " ", text)
    text = re.sub(r"\^\{?([+-]?[0-9]+)\}?", lambda m: m[1].translate(_SUPERSCRIPTS), text)
    text = text.replace("^°", "°").replace("\\%", "%").replace("\\", "")
    text = text.replace("{", "").replace("}", "").replace("~", " ").replace("-", "−")
    return re.sub(r"\s+", " ", text).strip()


def _math(content: str, options: dict) -> str:
    # The class is what MathJax on a Sphinx page looks for; data-plain is what the script shows
    # where there is no MathJax.
    left, right = ("\\[", "\\]") if options.get("display_mode") else ("\\(", "\\)")
    return f"{left}{escape(content.strip())}{right}"


@functools.cache
def _parser():
    from markdown_it import MarkdownIt
    from mdit_py_plugins.dollarmath import dollarmath_plugin

    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    parser.use(dollarmath_plugin, allow_labels=False, double_inline=True)

    def math(kind: str):
        display = kind != "math_inline"
        tag = "div" if kind == "math_block" else "span"

        def render(self, tokens, index, options, env):
            content = tokens[index].content.strip()
            return (
                f'<{tag} class="math notranslate nohighlight"'
                f' data-plain="{escape(tex_to_plain(content))}">'
                f"{_math(content, {'display_mode': display})}</{tag}>"
            )

        return render

    for kind in ("math_inline", "math_inline_double", "math_block"):
        parser.add_render_rule(kind, math(kind))

    def code(self, tokens, index, options, env):
        lines = tokens[index].content.rstrip("\n").split("\n")
        numbered = "\n".join(f'<span class="nm-line">{escape(line)}</span>' for line in lines)
        if len(lines) == 1:
            numbered = escape(lines[0])
        # A block that scrolls sideways must be reachable by keyboard, hence the tab stop.
        return (
            '<pre class="nm-code" tabindex="0" role="group" aria-label="Code">'
            f"<code>{numbered}</code></pre>\n"
        )

    parser.add_render_rule("fence", code)
    parser.add_render_rule("code_block", code)
    return parser


def to_html(markdown: str) -> str:
    """Return html blocks; code is numbered by line."""
    return _parser().render(markdown.strip()).strip()


def to_inline_html(markdown: str) -> str | None:
    """Return html without a surrounding paragraph, or None if the text is more than one."""
    tokens = _parser().parse(markdown.strip())
    if [token.type for token in tokens] != ["paragraph_open", "inline", "paragraph_close"]:
        return None
    return _parser().renderInline(tokens[1].content).strip()


def to_plain(markdown: str) -> str:
    """Return the text a terminal shows: no markup, formulas in one readable line."""
    blocks: list[str] = []
    bullet = ""
    for token in _parser().parse(markdown.strip()):
        if token.type == "list_item_open":
            bullet = f"{token.info}. " if token.info else "- "
        elif token.type == "inline":
            blocks.append(bullet + _plain_inline(token))
            bullet = ""
        elif token.type in ("fence", "code_block"):
            lines = token.content.rstrip("\n").split("\n")
            width = len(str(len(lines)))
            blocks.append("\n".join(f"  {n:>{width}}  {line}" for n, line in enumerate(lines, 1)))
        elif token.type == "math_block":
            blocks.append("  " + tex_to_plain(token.content))
    return "\n".join(blocks)


def _plain_inline(token) -> str:
    parts = []
    for child in token.children or []:
        if child.type.startswith("math_inline"):
            parts.append(tex_to_plain(child.content))
        elif child.type in ("text", "code_inline"):
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            parts.append(" ")
        elif child.type == "image":
            parts.append(child.content)
    return "".join(parts)
