"""A course as one file that opens without a network: the same bytes for everybody.

`contents` reads what an edition holds, `pictures` puts pictures into the text, `making` makes the
file. What is stored, and when it is made anew, is for `courses.actions.take_along`.
"""
