#!/usr/bin/env python3
"""Draws the invented signature and the invented seal of the sample letter, on transparent ground.

    python3 testdata/sample/pictures.py testdata/sample

Needs Pillow and Debian's fonts-liberation2. The same input gives the same pictures.
"""

import math
import sys
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

FONT = "/usr/share/fonts/truetype/liberation2/LiberationSerif-Bold.ttf"
BLUE, RED = (24, 58, 168), (200, 16, 32)
FINE = 4  # drawn this much larger, then made smaller


def signature():
    width, height = 450 * FINE, 200 * FINE
    picture = Image.new("RGBA", (width, height), BLUE + (0,))
    pen = ImageDraw.Draw(picture)
    steps = 1600
    for step in range(steps):
        t = step / steps
        x = 0.06 + 0.74 * t + 0.075 * math.sin(2 * math.pi * 5.2 * t)
        y = 0.52 - 0.34 * math.cos(2 * math.pi * 5.2 * t) * (1 - 0.75 * t) - 0.10 * math.sin(7 * t)
        thick = FINE * (3.4 + 2.2 * math.sin(2 * math.pi * 5.2 * t + 1.2))
        x, y = x * width, y * height
        pen.ellipse((x - thick, y - thick, x + thick, y + thick), fill=BLUE + (255,))
    for step in range(500):
        t = step / 500
        x, y = (0.12 + 0.84 * t) * width, (0.86 - 0.10 * t - 0.05 * math.sin(3 * t)) * height
        thick = FINE * (3.6 - 2.6 * t)
        pen.ellipse((x - thick, y - thick, x + thick, y + thick), fill=BLUE + (255,))
    return picture.resize((450, 200), Image.LANCZOS)


def round_text(picture, text, centre, radius, size, start, end):
    """Letters on a circle, from one angle to another, in degrees clockwise from the top."""
    font = ImageFont.truetype(FONT, size)
    for index, letter in enumerate(text):
        angle = start + (end - start) * index / max(1, len(text) - 1)
        tile = Image.new("RGBA", (size * 2, size * 2), RED + (0,))
        ImageDraw.Draw(tile).text((size, size), letter, RED + (255,), font, anchor="mm")
        tile = tile.rotate(-angle, Image.BICUBIC)
        x = centre + radius * math.sin(math.radians(angle))
        y = centre - radius * math.cos(math.radians(angle))
        picture.alpha_composite(tile, (round(x - size), round(y - size)))


def seal():
    side = 360 * FINE
    centre = side / 2
    picture = Image.new("RGBA", (side, side), RED + (0,))
    pen = ImageDraw.Draw(picture)
    for radius, thick in ((0.485, 9), (0.455, 3), (0.29, 3)):
        reach = radius * side
        box = (centre - reach, centre - reach, centre + reach, centre + reach)
        pen.ellipse(box, outline=RED + (255,), width=thick * FINE)
    star = []
    for index in range(10):
        reach = side * (0.125 if index % 2 == 0 else 0.05)
        angle = math.pi * index / 5
        star.append((centre + reach * math.sin(angle), centre - reach * math.cos(angle)))
    pen.polygon(star, fill=RED + (255,))
    round_text(picture, "VỤ CÔNG NGHỆ SỐ", centre, side * 0.372, 34 * FINE, -120, 120)
    return picture.resize((360, 360), Image.LANCZOS)


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    for name, picture in (("signature", signature()), ("seal", seal())):
        picture.quantize(32).save(folder / f"{name}.png", optimize=True)
