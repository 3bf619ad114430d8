"""One page about a panel that a minister reads in five minutes, as HTML and as Markdown."""
