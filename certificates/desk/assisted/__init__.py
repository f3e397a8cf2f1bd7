"""For a person who is present: a page of their own, a code on paper, attendance on paper."""
