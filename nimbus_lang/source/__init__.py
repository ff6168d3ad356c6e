"""Where text comes from: spans, files, the bundled grammar and standard library."""
