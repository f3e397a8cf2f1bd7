"""What a browser says of itself, coarsely: enough to know one's own, too little to follow one."""

import re

from django.db import models
from django.utils.translation import gettext_lazy as _


class Device(models.TextChoices):
    """The kind of device, as its owner would call it."""

    ANDROID_PHONE = "android_phone", _("Android phone")
    ANDROID_TABLET = "android_tablet", _("Android tablet")
    IPHONE = "iphone", "iPhone"
    IPAD = "ipad", "iPad"
    WINDOWS = "windows", _("Windows computer")
    MAC = "mac", _("Mac computer")
    LINUX = "linux", _("Linux computer")
    OTHER = "other", _("Another device")


class Browser(models.TextChoices):
    """The browser; its version is nobody's business."""

    EDGE = "edge", "Edge"
    OPERA = "opera", "Opera"
    YANDEX = "yandex", _("Yandex Browser")
    SAMSUNG = "samsung", "Samsung Internet"
    FIREFOX = "firefox", "Firefox"
    CHROME = "chrome", "Chrome"
    SAFARI = "safari", "Safari"
    OTHER = "other", _("another browser")


# The first that fits: nearly all of them claim to be Chrome and Safari as well.
DEVICES = [
    (Device.IPAD, r"iPad"),
    (Device.IPHONE, r"iPhone"),
    (Device.ANDROID_PHONE, r"Android.*Mobile"),
    (Device.ANDROID_TABLET, r"Android"),
    (Device.WINDOWS, r"Windows NT"),
    (Device.MAC, r"Macintosh"),
    (Device.LINUX, r"Linux|CrOS|X11"),
]
BROWSERS = [
    (Browser.EDGE, r"Edg(e|A|iOS)?/"),
    (Browser.OPERA, r"OPR/|OPT/|Opera"),
    (Browser.YANDEX, r"YaBrowser/"),
    (Browser.SAMSUNG, r"SamsungBrowser/"),
    (Browser.FIREFOX, r"Firefox/|FxiOS/"),
    (Browser.CHROME, r"Chrome/|CriOS/|Chromium/"),
    (Browser.SAFARI, r"Safari/"),
]
MOST_CHARACTERS = 400


def device_of(user_agent: str) -> Device:
    """Return the kind of device that a User-Agent header names."""
    text = user_agent[:MOST_CHARACTERS]
    return next((device for device, sign in DEVICES if re.search(sign, text)), Device.OTHER)


def browser_of(user_agent: str) -> Browser:
    """Return the browser that a User-Agent header names."""
    text = user_agent[:MOST_CHARACTERS]
    return next((browser for browser, sign in BROWSERS if re.search(sign, text)), Browser.OTHER)
