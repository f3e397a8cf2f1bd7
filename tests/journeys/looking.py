"""To look at a page as it stands: axe, rulers, a picture under var/screenshots/."""

from axe_playwright_python.base import AXE_SCRIPT

from config.embedded.places import ROOT
from tests.journeys.conftest import Phone

PICTURES = ROOT / "var" / "screenshots"
# 320 pixels are also what a desk of 1280 has left at a zoom of 400 % (WCAG 1.4.10).
WIDTHS = [320, 1280]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
CONTRAST = {"runOnly": ["color-contrast"]}

TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Letters, words, lines and paragraphs as far apart as WCAG 1.4.12 says. The page's policy lets
# nobody write into it; a sheet of the browser's own is no part of it.
SPACED = """() => {
  window.spaced = new CSSStyleSheet();
  spaced.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
    word-spacing: .16em !important; } p { margin-bottom: 2em !important; }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, spaced];
}"""
NOT_SPACED = """() => {
  document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== spaced);
}"""
# Words that their box cuts off.
CUT_OFF = """() => [...document.querySelectorAll('main *, header *, footer *')].filter((box) => {
  const style = getComputedStyle(box);
  return box.clientWidth > 1 && style.display !== 'inline' && box.tagName !== 'SELECT'
    && !box.closest('svg, .visually-hidden') && box.innerText
    && (style.overflowX === 'hidden' && box.scrollWidth > box.clientWidth + 1
      || style.overflowY === 'hidden' && box.scrollHeight > box.clientHeight + 1);
}).map((box) => 'cut off: ' + box.outerHTML.slice(0, 100))"""
# What a thumb must hit: 44 pixels high, unless it is a word within a line of text.
TOO_SMALL = """() => {
  const wanted = 'a[href], button, summary, select, textarea, input:not([type=hidden])';
  return [...document.querySelectorAll(wanted)].filter((one) => {
    if (!one.checkVisibility() || one.closest('.visually-hidden, .skip-link')) return false;
    const around = one.closest('label') ?? one;
    if (getComputedStyle(around).display === 'inline') return false;
    const after = getComputedStyle(one, '::after');  // a whole row or card may be the link
    if (after.content !== 'none' && after.position === 'absolute') return false;
    return around.getBoundingClientRect().height < 43.5;
  }).map((one) => `${Math.round(one.getBoundingClientRect().height)} px high: `
    + one.outerHTML.slice(0, 100));
}"""
# Each place of the keyboard in turn: its focus is drawn, and nothing that stays in place hides it.
HIDDEN_FOCUS = """() => {
  const wanted = 'a[href], button:enabled, summary, select, textarea, input:enabled, [tabindex="0"]';
  const wrong = [];
  const before = document.activeElement;
  for (const one of document.querySelectorAll(wanted)) {
    if (!one.checkVisibility() || one.type === 'hidden') continue;
    one.focus({ focusVisible: true });
    if (document.activeElement !== one) continue;
    const drawn = [one, one.closest('label'), one.parentElement].some((box) => {
      if (!box) return false;
      const style = getComputedStyle(box);
      return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
    });
    if (!drawn) wrong.push('focus is not drawn: ' + one.outerHTML.slice(0, 100));
    const box = one.getBoundingClientRect();
    const middle = [box.x + Math.min(box.width / 2, 40), box.y + Math.min(box.height / 2, 20)];
    const top = document.elementFromPoint(...middle);
    let over = top;
    while (over && !['fixed', 'sticky'].includes(getComputedStyle(over).position)) over = over.parentElement;
    if (over && !over.contains(one)) wrong.push('focus is covered: ' + one.outerHTML.slice(0, 100));
  }
  before?.focus?.({ preventScroll: true });
  if (!before || before === document.body) document.activeElement.blur();
  scrollTo(0, 0);
  return wrong;
}"""


def look_at(one: Phone, name: str, language: str, width: int, area: str | None = None) -> list[str]:
    """Take a picture; return what axe (in `area`) and the ruler find wrong."""
    page, said = one.page, len(one.complaints)
    folder = PICTURES / language
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / f"{name}-{width}.png", full_page=True)
    wrong = axe(one, RULES, area)
    if (wide := page.evaluate(TOO_WIDE)) > 0:
        wrong.append(f"{wide} px too wide")
    # The camera and axe put styles of their own into the page, and its policy refuses them: what
    # the page itself had to complain about was said before.
    del one.complaints[said:]
    return [f"{name} {language} {width}: {what}" for what in wrong]


def look_closely(one: Phone, name: str, language: str) -> list[str]:
    """Look at the page on a phone and on a desk; in the dark; and with rulers for thumb and eye.

    The page is the same one throughout, so that it may stand after an error or a swap.
    """
    page = one.page
    wrong = []
    for width in reversed(WIDTHS):
        page.set_viewport_size({"width": width, "height": 740})
        wrong += look_at(one, name, language, width)
    said = len(one.complaints)
    found = [*page.evaluate(TOO_SMALL), *page.evaluate(HIDDEN_FOCUS)]
    page.evaluate(SPACED)
    if (wide := page.evaluate(TOO_WIDE)) > 0:
        found.append(f"{wide} px too wide when text is spaced")
    found += page.evaluate(CUT_OFF)
    page.evaluate(NOT_SPACED)
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")  # colours at once
    found += [f"in the dark: {what}" for what in axe(one, CONTRAST)]
    page.emulate_media(color_scheme="light", reduced_motion="no-preference")
    del one.complaints[said:]
    return [*wrong, *(f"{name} {language}: {what}" for what in found)]


def axe(one: Phone, rules: dict[str, list[str]], area: str | None = None) -> list[str]:
    """Return what axe finds, one line for a rule."""
    if not one.page.evaluate("'axe' in window"):
        one.page.evaluate(AXE_SCRIPT)
    options = {"resultTypes": ["violations"], **rules}
    found = one.page.evaluate(
        "([area, options]) => axe.run(area ?? document, options).then((found) => found.violations)",
        [area, options],
    )
    return [f"{violation['id']}: {violation['nodes'][0]['html'][:120]}" for violation in found]
