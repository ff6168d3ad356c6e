"""Pictures of a stack's graph: Mermaid, DOT, SVG and a page; text from a graph, never a disk."""
