"""Other forms of a report: PDF, Word and Markdown made from its page; nothing is executed or drawn again."""
