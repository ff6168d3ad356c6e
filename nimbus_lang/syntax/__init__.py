"""From text to tree and back: lexer, LALR loop, nodes, recovery, formatter."""
