"""No module asks what time it is while it is loaded.

A run that begins before midnight ends after it, and a "today" of loading is then yesterday.
"""

import ast
from collections.abc import Iterator, Sequence

from config.embedded.places import ROOT

ASKING = {"localdate", "localtime", "now", "today", "utcnow"}


def asked(node: ast.AST) -> Iterator[int]:
    """Yield the lines on which the clock is asked; what a lambda does is done later."""
    if isinstance(node, ast.Lambda):
        return
    if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ASKING:
        yield node.lineno
    for child in ast.iter_child_nodes(node):
        yield from asked(child)


def asked_while_loading(body: Sequence[ast.stmt]) -> Iterator[int]:
    for statement in body:
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
            defaults = [*statement.args.defaults, *filter(None, statement.args.kw_defaults)]
            for part in [*statement.decorator_list, *defaults]:
                yield from asked(part)
        elif isinstance(statement, ast.ClassDef):
            yield from asked_while_loading(statement.body)
        else:
            yield from asked(statement)


def test_it_is_found_where_it_is_asked():
    wrong = "import x\n@x.mark(x.localdate())\ndef f(day=x.today()): x.now()\nclass C:\n    t = x.now()\n"
    assert list(asked_while_loading(ast.parse(wrong).body)) == [2, 3, 5]


def test_no_module_asks_the_clock_while_it_is_loaded():
    found = {}
    for path in ROOT.rglob("*.py"):
        parts = path.relative_to(ROOT).parts
        if parts[0].startswith(".") or "node_modules" in parts:
            continue
        if lines := list(asked_while_loading(ast.parse(path.read_text()).body)):
            found[str(path.relative_to(ROOT))] = lines
    assert found == {}
