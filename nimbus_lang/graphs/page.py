"""A picture as one HTML page that needs nothing else: drag and wheel move it, a click tells all of a resource.

The drawing is the SVG; the facts lie in the page as JSON and reach the document as text only, so that nothing in a spec can
become markup. The page may load nothing from anywhere.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from nimbus_lang.graphs.picture import NAMES, Picture
from nimbus_lang.graphs.svg import svg, text

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"
_STYLE = """
  :root { color-scheme: light dark; --ink: #1c2330; --soft: #5c6675; --paper: #fff; --side: #f6f7f9; --edge: #d5dae2; --mark: #d9480f }
  @media (prefers-color-scheme: dark) { :root { --ink: #e6e9ee; --soft: #a0a9b8; --paper: #12161d; --side: #191f28; --edge: #323b49; --mark: #ff9f5a } }
  * { box-sizing: border-box }
  body { margin: 0; height: 100vh; display: grid; grid-template: auto 1fr / 1fr minmax(260px, 26vw); color: var(--ink);
    background: var(--paper); font: 14px/1.45 system-ui, sans-serif }
  header { grid-column: 1 / 3; display: flex; gap: 16px; align-items: center; padding: 8px 16px; border-bottom: 1px solid var(--edge) }
  h1 { font-size: 16px; margin: 0 }
  header input { margin-left: auto; width: 240px; padding: 4px 8px; font: inherit; color: inherit; background: var(--side);
    border: 1px solid var(--edge); border-radius: 6px }
  header button { font: inherit; color: inherit; background: var(--side); border: 1px solid var(--edge); border-radius: 6px; padding: 4px 10px }
  .key { display: flex; gap: 6px; align-items: center; color: var(--soft) }
  .key i { width: 12px; height: 12px; border-radius: 3px; border: 2px solid }
  .key .terraform { border-color: #7b42bc } .key .kubernetes { border-color: #326ce5 } .key .helm { border-color: #0f8a83 }
  main { overflow: hidden; cursor: grab; touch-action: none } main.moving { cursor: grabbing }
  main svg { width: 100%; height: 100%; display: block }
  aside { overflow: auto; padding: 16px; background: var(--side); border-left: 1px solid var(--edge) }
  aside h2 { font: 600 14px ui-monospace, Menlo, Consolas, monospace; margin: 0 0 4px; overflow-wrap: anywhere }
  aside h3 { font-size: 12px; margin: 14px 0 4px; color: var(--soft) }
  aside p { margin: 2px 0; color: var(--soft); overflow-wrap: anywhere } aside ul { margin: 0; padding-left: 18px }
  aside pre { margin: 0; font: 12px/1.5 ui-monospace, Menlo, Consolas, monospace; white-space: pre-wrap; overflow-wrap: anywhere }
  aside a { color: inherit; cursor: pointer; text-decoration: underline dotted }
  .node { cursor: pointer } .node:focus { outline: none }
  .quiet .node, .quiet .line { opacity: .22 } .quiet .near { opacity: 1 }
  .node.chosen rect { stroke-width: 3.5 } .line.near path { stroke: var(--mark); stroke-width: 2 } .line.near text { fill: var(--ink) }
"""
_SCRIPT = """
  const facts = JSON.parse(document.getElementById("facts").textContent);
  const main = document.querySelector("main"), svg = main.querySelector("svg"), scene = svg.querySelector(".scene");
  const side = document.querySelector("aside"), search = document.querySelector("input");
  const nodes = [...svg.querySelectorAll(".node")], lines = [...svg.querySelectorAll(".line")];
  const paper = svg.viewBox.baseVal, full = { width: paper.width, height: paper.height };
  let view = { x: 0, y: 0, scale: 1 };
  svg.removeAttribute("viewBox");

  function show() { scene.setAttribute("transform", `translate(${view.x} ${view.y}) scale(${view.scale})`); }
  function fit() {
    const box = main.getBoundingClientRect();
    const scale = Math.min(box.width / full.width, box.height / full.height, 1.5);
    view = { scale, x: (box.width - full.width * scale) / 2, y: (box.height - full.height * scale) / 2 };
    show();
  }
  main.addEventListener("wheel", event => {
    event.preventDefault();
    const box = main.getBoundingClientRect(), x = event.clientX - box.left, y = event.clientY - box.top;
    const scale = Math.min(6, Math.max(0.05, view.scale * Math.exp(-event.deltaY * 0.0015)));
    view.x = x - (x - view.x) * scale / view.scale;
    view.y = y - (y - view.y) * scale / view.scale;
    view.scale = scale;
    show();
  }, { passive: false });
  let held = null;
  main.addEventListener("pointerdown", event => { held = { x: event.clientX, y: event.clientY, moved: false }; });
  window.addEventListener("pointermove", event => {
    if (!held) return;
    const dx = event.clientX - held.x, dy = event.clientY - held.y;
    if (!held.moved && Math.hypot(dx, dy) < 4) return;
    held = { x: event.clientX, y: event.clientY, moved: true };
    main.classList.add("moving");
    view.x += dx; view.y += dy;
    show();
  });
  window.addEventListener("pointerup", event => {
    const still = held && !held.moved;
    held = null;
    main.classList.remove("moving");
    if (still && main.contains(event.target)) choose(event.target.closest(".node"));
  });
  for (const node of nodes) node.addEventListener("keydown", event => { if (event.key === "Enter") choose(node); });

  function made(tag, text, parent) {
    const element = document.createElement(tag);
    if (text !== undefined) element.textContent = text;
    (parent || side).append(element);
    return element;
  }
  function links(title, found) {
    if (!found.length) return;
    made("h3", title);
    const list = made("ul");
    for (const [id, label] of found) {
      const item = made("li", undefined, list), link = made("a", facts[id].address, item);
      link.addEventListener("click", () => choose(document.getElementById(id)));
      if (label) item.append(`  ${label}`);
    }
  }
  function choose(node) {
    side.replaceChildren();
    nodes.concat(lines).forEach(one => one.classList.remove("chosen", "near"));
    scene.classList.toggle("quiet", !!node);
    if (!node) { made("p", "Click a resource to see its fields, where it is written, and what it needs."); return; }
    node.classList.add("chosen", "near");
    const needs = [], needed = [];
    for (const line of lines) {
      const { source, target } = line.dataset;
      if (source !== node.id && target !== node.id) continue;
      line.classList.add("near");
      const other = source === node.id ? target : source;
      document.getElementById(other).classList.add("near");
      (source === node.id ? needs : needed).push([other, line.querySelector("title").textContent]);
    }
    const one = facts[node.id];
    made("h2", one.address);
    made("p", `${one.kind}, ${one.target}`);
    links("Needs", needs);
    links("Needed by", needed);
    for (const resource of one.resources) {
      made("h3", one.resources.length > 1 ? `${resource.address}: ${resource.type}` : "Written");
      if (resource.doc) made("p", resource.doc);
      resource.places.forEach((place, at) => made("p", at ? `used from ${place}` : place));
      if (resource.protected) made("p", "protected: never destroyed or replaced");
      for (const waiver of resource.waivers || []) made("p", `waived ${waiver}`);
      made("h3", "Fields");
      made("pre", JSON.stringify(resource.fields, null, 2));
    }
  }
  search.addEventListener("input", () => {
    const wanted = search.value.trim().toLowerCase();
    const found = nodes.filter(node => (facts[node.id].address + " " + facts[node.id].kind).toLowerCase().includes(wanted));
    nodes.concat(lines).forEach(one => one.classList.remove("near"));
    scene.classList.toggle("quiet", !!wanted);
    if (wanted) found.forEach(node => node.classList.add("near"));
  });
  document.querySelector("button").addEventListener("click", fit);
  window.addEventListener("resize", fit);
  fit();
  choose(null);
"""


def page(picture: Picture, facts: Mapping[str, Any]) -> str:
    """The whole page, with a final newline."""
    keys = "".join(
        f'<span class="key"><i class="{target.value}"></i>{NAMES[target]}</span>'
        for target in picture.targets
    )
    count = sum(len(node.resources) for node in picture.nodes)
    return (
        "<!doctype html>\n"
        f'<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{text(picture.title)}</title><style>{_STYLE}</style></head><body>\n"
        f"<header><h1>{text(picture.title)}</h1><span>{count} resources</span>{keys}"
        '<input type="search" placeholder="find a resource" aria-label="find a resource"><button>fit</button></header>\n'
        f"<main>{svg(picture)}</main>\n<aside></aside>\n"
        f'<script type="application/json" id="facts">{_json(facts)}</script>\n'
        f"<script>{_SCRIPT}</script>\n</body></html>\n"
    )


def _json(facts: Mapping[str, Any]) -> str:
    """JSON that cannot end the element it stands in."""
    return json.dumps(facts, ensure_ascii=True).replace("<", "\\u003c").replace(">", "\\u003e")
