"""Which kinds of a snapshot's parts are activities."""

GRADED = ("single", "multiple")
REFLECTION = "reflection"
ACTIVITIES = (*GRADED, REFLECTION)
