"""Search over lessons and help: words in their forms, wrong letters, two languages.

`folding` makes letters alike, `kazakh` and `lemmas` bring forms of a word together, `synonyms` is
what people call things, `texts` says what of a page is searched and how much it weighs, `finding`
answers a query, `excerpts` shows where its words stand. The index is filled by
`courses.actions.index_search`; docs/adr/0022 says why it is so.
"""
