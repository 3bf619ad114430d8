"""What an analysis answers: frozen, labelled, with provenance. Each result knows its table; nothing here computes."""
