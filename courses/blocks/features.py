"""What rich text may hold, by place."""

RICH_TEXT = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "blockquote"]
PLAIN_TEXT = ["bold", "italic", "ol", "ul", "link"]
ONE_LINE = ["bold", "italic"]
