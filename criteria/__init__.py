"""The nouns: what is judged, by whom, and the files they live in. No arithmetic beyond reading numbers."""

__version__ = "0.1.0"
