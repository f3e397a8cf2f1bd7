"""What staff upload: not too large, and what its name says it is.

`limits` stops what is too large before it is received, `contents` looks at the first bytes,
`archives` at what a document would unpack to, `svg` at drawings that act, `forms` brings all of it
into Wagtail's forms.
"""
