"""Which kinds of a snapshot's parts are activities, and what each kind has."""

CHOICES = ("single", "multiple", "truefalse")
GRADED = (*CHOICES, "order", "pairs", "number")
SCALE = "scale"
ANSWERED = (*GRADED, SCALE)  # answered with a few strings, see courses.responses

REFLECTION = "reflection"
TOGETHER = "together"
THOUGHTS = (REFLECTION, TOGETHER)  # one's own words, private, never graded

ACTIVITIES = (*ANSWERED, *THOUGHTS)

# When an answer counts. Snapshots of before these rules have none: theirs is RIGHT.
RIGHT = "right"
ONE_OFF = "one_off"
ANY_ANSWER = "answered"
PASS_RULES = {
    "single": (RIGHT, ANY_ANSWER),
    "truefalse": (RIGHT, ANY_ANSWER),
    "multiple": (RIGHT, ONE_OFF, ANY_ANSWER),
    "order": (RIGHT, ONE_OFF, ANY_ANSWER),
    "pairs": (RIGHT, ONE_OFF, ANY_ANSWER),
    "number": (RIGHT, ANY_ANSWER),
}
FEWEST_FOR_ONE_OFF = 3  # with fewer items, allowing one mistake would accept almost anything

FEWEST, MOST = 2, 8  # options, items, rows
SCALE_STEPS = range(3, 8)
MOST_TRIES_BEFORE_SHOWN = 9

# The words of a true-or-false question, as they are frozen in a lesson of each language.
TRUE_OR_FALSE = {
    "kk": {"true": "Дұрыс", "false": "Дұрыс емес"},
    "ru": {"true": "Верно", "false": "Неверно"},
}
