"""The safety pass: rules over the graph, waivers, and the only door to a cleared graph."""
