"""The files of a small site."""

import pytest

WORDS = {"kk": ("Отауға қош келдіңіз", "Отау туралы", "Құпиялық"),
         "ru": ("Добро пожаловать", "Об Отау", "Конфиденциальность")}  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    """A folder with pages, help lines and centres."""
    site = tmp_path / "site"
    site.mkdir()
    for language, titles in WORDS.items():
        for slug, title in zip(("home", "about", "privacy"), titles, strict=True):
            (site / f"{slug}.{language}.md").write_text(
                f"---\ntitle: {title}\nlead: {title}!\nseo_description: {title}?\n---\n## {title}\n\nМәтін {slug}.\n"
            )
    (site / "help-lines.yaml").write_text(
        '- key: "111"\n  phone: "111"\n  name_kk: Байланыс орталығы\n  name_ru: Контакт-центр\n'
        "  what_kk: Кеңес\n  what_ru: Совет\n  written_kk: Жазуға болады\n"
        "  written_ru: Можно написать\n  written_url: https://example.org/111\n"
        "  hours_kk: тәулік бойы\n  hours_ru: круглосуточно\n  checked_on: 2026-11-01\n"
    )
    rows = ""
    for key, region, city in (
        ("a", "KZ-43", "Қызылорда"), ("b", "KZ-71", "Астана"), ("c", "KZ-43", "Арал"),
    ):  # fmt: skip
        rows += (
            f"- key: {key}\n  region: {region}\n  name_kk: «{city}» орталығы\n"
            f"  name_ru: Центр «{city}»\n  city_kk: {city}\n  city_ru: {city}\n"
            f"  address_kk: Абай, 1\n  address_ru: Абая, 1\n  phone: +7 700 000 00 00\n  demo: true\n"
        )
    (site / "centres.demo.yaml").write_text(rows)
    return site
