"""Writes docs/diagnostics/: the page of every code, and an index by what the codes are about.

The pages are those that `nimbus explain` shows; run this after changing one: `python docs/build_diagnostics.py`.
"""

from __future__ import annotations

from pathlib import Path

from nimbus_lang.diagnostics.catalog import Page, codes, page

FOLDER = Path(__file__).parent / "diagnostics"
GROUPS = {
    "NB1": "Syntax",
    "NB20": "Names",
    "NB21": "Types",
    "NB22": "Deferred values and secrets",
    "NB3": "Values",
    "NB40": "Provider schemas",
    "NB41": "Types from elsewhere",
    "NB48": "Lowering",
    "NB50": "Safety: credentials and waivers",
    "NB51": "Safety: AWS data and services",
    "NB52": "Safety: AWS networks",
    "NB53": "Safety: AWS identity",
    "NB54": "Safety: AWS compute",
    "NB55": "Safety: Kubernetes",
    "NB59": "Safety: policies",
    "NB60": "Files, projects and the command line",
    "NB65": "Tests",
    "NB66": "Looking at a stack",
    "NB70": "Plan",
    "NB71": "Apply",
    "NB72": "Tools",
    "NB73": "Sandbox",
    "NB8": "Ask",
}
"""Beginnings of codes; the longest that fits decides."""


def documents() -> dict[str, str]:
    """Every file of docs/diagnostics/ by name."""
    pages = [found for found in map(page, codes()) if found is not None]
    made = {f"{found.code}.md": _document(found) for found in pages}
    made["README.md"] = _index(pages)
    return made


def _document(found: Page) -> str:
    text = found.text.rstrip().replace("```nimbus wrong\n", "Wrong:\n\n```nimbus\n")
    text = text.replace("```nimbus right\n", "Right:\n\n```nimbus\n")
    for name in found.beside:
        text = text.replace(f"```nimbus beside {name}\n", f"`{name}` beside it:\n\n```nimbus\n")
    return text + "\n"


def _index(pages: list[Page]) -> str:
    lines = [
        "# Diagnostics",
        "",
        "Everything that Nimbus says of a spec, a plan or a machine has a code. `nimbus explain CODE` shows its page offline;",
        "here are the same pages. A code keeps its meaning for ever.",
    ]
    for prefix, title in GROUPS.items():
        rows = [p for p in pages if group_of(p.code) == prefix]
        if rows:
            lines += ["", f"## {title}", "", "| code | |", "|---|---|"]
            lines += [
                f"| [{p.code}]({p.code}.md) | {p.summary.replace('|', chr(92) + '|')} |"
                for p in rows
            ]
    return "\n".join(lines) + "\n"


def group_of(code: str) -> str:
    """The group of a code: a key of GROUPS. Raises ValueError for a code that belongs to none."""
    return max((prefix for prefix in GROUPS if code.startswith(prefix)), key=len)


def main() -> None:
    """Write what changed, remove what is no code any more."""
    FOLDER.mkdir(exist_ok=True)
    made = documents()
    for path in FOLDER.glob("*.md"):
        if path.name not in made:
            path.unlink()
    for name, text in made.items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
