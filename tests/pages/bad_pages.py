"""The bad pages, their good twins, and all that the checks say of either.

A bad page holds its fault between `<!--bad-->` and `<!--/bad-->`, and what should stand there in
`<!--good ... /good-->`. The twin differs in that alone.
"""

from __future__ import annotations

import random
import re
import shutil
from contextlib import contextmanager
from pathlib import Path

from . import checks, explorer_checks, glossary_checks, pad_checks, pushup_checks, site
from .links import check_links
from .pushup_checks import Answers, Wrong
from .visit import Problem, visit

BAD = Path(__file__).with_name("bad")

# What each bad page must be caught for. Some faults are seen from more than one side: axe has a
# rule on levels of headings too, and a dead picture is dead for mouse, keys and links alike.
CAUGHT = {
    "foreign_script": {"foreign"},
    "foreign_promise": {"foreign"},
    "missing_file": {"failed", "links"},
    "console_error": {"console"},
    "page_error": {"errors"},
    "alt_missing": {"alt"},
    "alt_hash": {"alt"},
    "alt_file_name": {"alt"},
    "alt_placeholder": {"alt"},
    "alt_undeclared": {"alt"},
    "unlabelled_input": {"axe"},
    "low_contrast_in_dark": {"contrast"},
    "figure_text_in_dark": {"figure contrast"},
    "no_dark_theme": {"themes"},
    "line_lost_in_dark": {"themes"},
    "wide_table": {"width"},
    "cut_off": {"width"},
    "raw_tex": {"math"},
    "half_math": {"math"},
    "math_error": {"math"},
    "no_title": {"identity"},
    "two_firsts": {"headings"},
    "skipped_level": {"headings", "axe"},
    "script_only": {"without script"},
    "too_heavy": {"weight"},
    "broken_link": {"links"},
    "broken_anchor": {"links"},
    "explorer_dead_slider": {
        "explorer mouse",
        "explorer keyboard",
        "explorer touch",
        "explorer words",
        "explorer link",
    },
    "explorer_deaf_to_mouse": {"explorer mouse", "explorer touch"},
    "explorer_deaf_to_keys": {"explorer keyboard", "explorer link"},
    "explorer_deaf_to_touch": {"explorer touch"},
    "explorer_lost_first_key": {"explorer keyboard"},
    "explorer_no_way_back": {
        "explorer mouse",
        "explorer keyboard",
        "explorer touch",
        "explorer link",
    },
    "explorer_same_words": {"explorer words"},
    "explorer_empty_readout": {"explorer words"},
    "explorer_jumping_page": {"explorer jump"},
    "explorer_link_to_start": {"explorer link"},
    "explorer_link_to_nowhere": {"explorer link"},
    "explorer_link_without_scroll": {"explorer link"},
    "explorer_link_without_picture": {"explorer link"},
    "explorer_light_in_dark": {"explorer dark"},
    "no_first_picture": {"without script"},
    "no_first_pattern": {"pad without script"},
    "pad_dead_pixel": {"pad mouse", "pad touch"},
    "pad_does_not_show": {
        "pad mouse",
        "pad touch",
        "pad keyboard",
        "pad reading",
        "pad learning",
    },
    "pad_cannot_be_painted": {"pad mouse"},
    "pad_deaf_to_keys": {"pad keyboard"},
    "pad_deaf_to_touch": {"pad touch"},
    "pad_zero_goes_up": {"pad recall", "pad learning"},
    "pad_fixed_order": {"pad recall", "pad learning"},
    "pad_last_unit_never": {"pad recall", "pad learning"},
    "pad_flips_some_twice": {"pad corrupt"},
    "pad_silent": {"pad words", "pad recall", "pad learning"},
    "pad_energy_upside_down": {"pad reading", "pad learning"},
    "pad_learns_itself": {"pad learning"},
    "pad_link_to_start": {"pad link"},
    "pad_light_in_dark": {"pad dark"},
    "pad_small": {"pad touch"},
    "glossary_empty": {"glossary"},
    "glossary_no_hover": {"glossary"},
    "glossary_no_focus": {"glossary"},
    "glossary_no_tap": {"glossary"},
    "glossary_stays": {"glossary"},
    "pushup_accepts_everything": {"pushup verdicts"},
    "pushup_accepts_nothing": {"pushup verdicts", "pushup memory"},
    "pushup_accepts_blank": {"pushup verdicts"},
    "pushup_silent": {"pushup verdicts"},
    "pushup_empty_hint": {"pushup folds"},
    "pushup_forgets": {"pushup memory"},
    "pushup_forgets_answer": {"pushup memory"},
    "pushup_exports_nothing": {"progress"},
    "pushup_imports_nothing": {"progress"},
    "pushup_clears_unasked": {"progress"},
    "pushup_never_clears": {"progress"},
}
TOUCHED = [
    name for name in CAUGHT if name.startswith(("explorer_", "glossary_", "pad_", "pushup_"))
]
READ = [name for name in CAUGHT if name not in TOUCHED]
ANSWERS = {
    "demo/one": Answers("42", (Wrong("0.042", "think of the unit"),), hints=2, solution=True),
    "demo/two": Answers("b", (Wrong("a", "Not yet"),)),
}


def good_twin(text: str) -> str:
    """The page without its fault."""
    text = re.sub(r"<!--bad-->.*?<!--/bad-->", "", text, flags=re.S)
    return re.sub(r"<!--good (.*?) /good-->", r"\1", text, flags=re.S)


def different_twins(names: list[str]) -> list[str]:
    """Of pages whose twins differ in the title alone, the first."""
    first = {}
    for name in names:
        text = good_twin((BAD / f"{name}.html").read_text(encoding="utf-8"))
        text = re.sub(r"<(title|h1)>.*?</", "", text)
        first.setdefault("".join(text.split()), name)
    return list(first.values())


@contextmanager
def stage(folder: Path):
    """Serve the bad pages and, below good/, their twins; yields the two places."""
    shutil.copytree(BAD, folder, dirs_exist_ok=True)
    # Random bytes, which nothing can compress: too heavy to be kept in the repository.
    noise = (f'"{random.Random(seed).randbytes(100_000).hex()}";' for seed in range(5))
    (folder / "stage" / "noise.js").write_text("\n".join(noise))
    good = folder / "good"
    good.mkdir()
    shutil.copytree(folder / "stage", good / "stage")
    for page in folder.glob("*.html"):
        (good / page.name).write_text(good_twin(page.read_text(encoding="utf-8")))
    with site.served(folder) as served:
        yield served, site.Place(good, served.origin + "good/")


def all_said(browser, place: site.Place, name: str, *, twin: bool) -> list[Problem]:
    """All that the checks have to say of a page.

    A page with nothing to touch is only read: by all checks if it is bad, as only its own may
    report it; by these alone if it is the twin. A page with a fault that only touching shows is
    only touched: that it reads well its twin shows, which is the same page but for the fault.
    """
    touched = name in TOUCHED
    kinds = None if twin else CAUGHT[name]
    if touched:
        problems = reading(browser, place, f"{name}.html") if twin else []
    else:
        problems = reading(browser, place, f"{name}.html", CAUGHT[name] if twin else None)
    return problems + (touching(browser, place, f"{name}.html", kinds) if touched else [])


def reading(browser, place: site.Place, name: str, kinds: set[str] | None = None) -> list[Problem]:
    """What the checks of a page left alone have to say; all of them, or those named in `kinds`."""

    def wanted(kind: str) -> bool:
        return kinds is None or kind in kinds

    problems = check_links(place.folder, name) if wanted("links") else []
    with visit(browser, place, name) as seen:
        for check in (*checks.PASSIVE, checks.check_weight, checks.check_axe):
            if wanted(check.__name__.removeprefix("check_").replace("_", " ")):
                problems += check(seen)
        light = checks.colours(seen)
        seen.theme("dark")
        problems += checks.check_themes(seen, light, checks.colours(seen))
        problems += checks.check_contrast(seen) + checks.check_figure_contrast(seen)
        seen.theme("light")
        seen.resize(390)
        problems += checks.check_width(seen)
    if wanted("without script") or wanted("pad without script"):
        with visit(browser, place, name, scripts=False) as seen:
            problems += checks.check_without_script(seen)
            problems += pad_checks.check_pad_without_script(seen)
    return problems


def touching(browser, place: site.Place, name: str, kinds: set[str] | None = None) -> list[Problem]:
    """What the checks of explorers, pads, push-ups and terms have to say.

    The checks of explorers and pads take long. Of these, a bad page meets only those that must see
    its fault, named in `kinds`; that the others have nothing against such a page is seen on a good
    twin.
    """

    def wanted(kind: str) -> bool:
        reads = kind == "pad recall" and "pad reading" in (kinds or ())
        return kinds is None or kind in kinds or reads

    problems = []
    with visit(browser, place, name) as seen:
        if seen.page.locator(".nm-pushup").count():
            problems += pushup_checks.check_pushup_verdicts(seen, ANSWERS.get)
            problems += pushup_checks.check_pushup_folds(seen, ANSWERS.get)
            forgotten = pushup_checks.check_pushup_memory(seen, ANSWERS.get)
            problems += forgotten
            if not forgotten:
                problems += pushup_checks.check_progress(seen, set(ANSWERS))
        problems += glossary_checks.check_glossary(seen)
        if explorer_checks.explorers(seen):
            for seen_by, check in (
                ({"explorer mouse"}, explorer_checks.check_explorer_mouse),
                ({"explorer keyboard"}, explorer_checks.check_explorer_keyboard),
                ({"explorer words", "explorer jump"}, explorer_checks.check_explorer_words),
                ({"explorer link"}, explorer_checks.check_explorer_link),
            ):
                if any(map(wanted, seen_by)):
                    problems += check(seen)
            if wanted("explorer dark"):
                seen.theme("dark")
                problems += explorer_checks.check_explorer_dark(seen)
        if pad_checks.pads(seen):
            for check in pad_checks.WITH_MOUSE_AND_KEYS:
                if wanted(check.__name__.removeprefix("check_").replace("_", " ")):
                    problems += check(seen)
    with visit(browser, place, name, width=390, touch=True) as seen:
        if wanted("explorer touch"):
            problems += explorer_checks.check_explorer_touch(seen)
        if wanted("pad touch"):
            problems += pad_checks.check_pad_touch(seen)
        problems += glossary_checks.check_glossary_tap(seen)
    return problems
