"""Text before any detector sees it: normalised, split into sentences, its language named."""
