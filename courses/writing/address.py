"""The address of a page out of its title: trainers never meet it, so it is made for them."""

import re
from typing import Any

# Letters as they are read in addresses of Kazakhstan's sites; ъ and ь are silent.
LATIN = {
    "а": "a", "ә": "a", "б": "b", "в": "v", "г": "g", "ғ": "g", "д": "d", "е": "e", "ё": "e",
    "ж": "zh", "з": "z", "и": "i", "й": "i", "к": "k", "қ": "q", "л": "l", "м": "m", "н": "n",
    "ң": "n", "о": "o", "ө": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ұ": "u",
    "ү": "u", "ф": "f", "х": "kh", "һ": "h", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sch",
    "ъ": "", "ы": "y", "і": "i", "ь": "", "э": "e", "ю": "iu", "я": "ia",
}  # fmt: skip
TABLE = str.maketrans(LATIN)
LONGEST = 60
# What stands among the lessons of a course in `courses.urls`: no lesson can have such an address.
TAKEN = frozenset({"take-along"})


def address_of(title: str) -> str:
    """Return an ASCII slug of at most LONGEST characters; never empty."""
    latin = title.lower().translate(TABLE)
    words = re.sub(r"[^a-z0-9]+", "-", latin).strip("-")
    return words[:LONGEST].strip("-") or "page"


def give_address(page: Any, parent: Any) -> None:
    """Set the slug of a `page` that has none after its title: the first that no sibling has."""
    if page.slug:
        return
    address, number = address_of(page.title), 1
    page.slug = address
    while not type(page)._slug_is_available(page.slug, parent, page):
        number += 1
        page.slug = f"{address}-{number}"
