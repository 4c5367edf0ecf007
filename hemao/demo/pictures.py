"""Invented landscapes, drawn where a town has photos: hills, a sun, fields, water; nobody in them."""

import math

from django.core.files.storage import default_storage
from PIL import Image, ImageDraw

from papers import photos

SIZE = WIDTH, HEIGHT = 1080, 720
HORIZON = HEIGHT * 0.55

SKIES = [((196, 221, 238), (244, 240, 226)), ((214, 226, 232), (250, 235, 208))]
HILLS = [(150, 176, 176), (122, 158, 140), (92, 136, 104)]
EARTH = (198, 190, 140)
CROPS = [(170, 184, 92), (212, 190, 88), (134, 166, 82), (226, 208, 120)]
WATER, RIPPLE = (142, 182, 200), (176, 206, 218)
BANK = (128, 150, 84)
SUN = (252, 226, 150)


def draw(rng, scene):
    """A picture (in RGB) of `scene`, which is hills, fields or water; the same for the same rng."""
    image = Image.new("RGB", SIZE)
    brush = ImageDraw.Draw(image)
    sky(brush, *rng.choice(SKIES))
    sun(brush, rng)
    for number, colour in enumerate(HILLS):
        ridge(brush, rng, HORIZON - 112 + number * 56, 68 - number * 16, colour)
    SCENES[scene](brush, rng)
    return image


def sky(brush, top, bottom):
    for y in range(HEIGHT):
        share = min(y / HORIZON, 1)
        colour = tuple(round(a + (b - a) * share) for a, b in zip(top, bottom, strict=True))
        brush.line([(0, y), (WIDTH, y)], fill=colour)


def sun(brush, rng):
    brush.circle((rng.randint(150, WIDTH - 150), rng.randint(80, 160)), 40, fill=SUN)


def ridge(brush, rng, height, swing, colour):
    """A line of hills about `height` pixels from the top, filled to the bottom."""
    waves = [(rng.uniform(0.7, 1.3) * n, rng.uniform(0, math.tau)) for n in (1, 2, 4)]
    line = [
        (x, height + swing * sum(math.sin(x / WIDTH * math.tau * n + at) / n for n, at in waves))
        for x in range(0, WIDTH + 1, 12)
    ]
    brush.polygon([(0, HEIGHT), *line, (WIDTH, HEIGHT)], fill=colour)


def hills(brush, rng):
    """Nearer hills, one before the other."""
    for step in range(4):
        near = HORIZON + 52 + step * 70
        ridge(brush, rng, near, 20, (70 + step * 10, 122 + step * 12, 70 + step * 4))


def fields(brush, rng):
    """Strips of crops that run towards the horizon."""
    brush.rectangle([0, HORIZON, WIDTH, HEIGHT], fill=EARTH)
    middle, count = rng.uniform(0.3, 0.7) * WIDTH, 14
    far, near = (
        [middle + (n / count - 0.5) * WIDTH * spread for n in range(count + 1)]
        for spread in (0.9, 5)
    )
    for n in range(count):
        strip = [(far[n], HORIZON), (far[n + 1], HORIZON), (near[n + 1], HEIGHT), (near[n], HEIGHT)]
        brush.polygon(strip, fill=rng.choice(CROPS), outline=EARTH, width=3)


def water(brush, rng):
    """A wide water behind its dyke."""
    brush.rectangle([0, HORIZON, WIDTH, HEIGHT], fill=WATER)
    for _ in range(70):
        x, y = rng.uniform(-80, WIDTH), rng.uniform(HORIZON + 16, HEIGHT - 110)
        length = 30 + (y - HORIZON) * rng.uniform(0.2, 0.8)
        brush.line([(x, y), (x + length, y)], fill=RIPPLE, width=2)
    ridge(brush, rng, HEIGHT - 96, 30, BANK)


SCENES = {"hills": hills, "fields": fields, "water": water}


def keep(name, rng, scene):
    """Draw `scene` and store it as `name`, unless an earlier load has: it was the same picture."""
    if not default_storage.exists(name):
        photos.store(name, photos.Photo(draw(rng, scene)))
