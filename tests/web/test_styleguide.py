"""The style guide shows every component there is, so that none is built or tested unseen."""

from config.embedded.places import ROOT

TEMPLATES = ROOT / "templates"


def test_every_component_and_drawing_is_shown(client, db):
    drawn = {one.name for one in client.get("/kk/styleguide/").templates}

    there = {
        str(file.relative_to(TEMPLATES))
        for folder in ("components", "svg", "forms")
        for file in (TEMPLATES / folder).glob("*.html")
    }
    assert there - drawn == set()
