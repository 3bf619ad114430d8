"""Ballots on paper and in spreadsheets, for panellists who have none of this tool: made, and read back."""
