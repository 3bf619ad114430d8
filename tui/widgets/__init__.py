"""The parts of a screen that are our own: the scale of a pair, bars, lines, and the grid of ratings."""
