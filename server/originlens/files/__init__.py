"""Files -> the paragraphs that a reader would see: plain text, HTML, Markdown, Word, PDF."""
