#!/usr/bin/env bash
# Makes the bundled fonts from Debian's fonts-noto-cjk.
# Needs: apt-get install fonts-noto-cjk fonttools
#
# NotoSansSC-subset.otf: GB2312, ASCII, Latin-1 and a few symbols, as Chinese sets them.
# NotoSans-latin-marks.otf: quotes, dots and the ellipsis at the width that English gives them.
set -euo pipefail
cd "$(dirname "$0")"
chars=$(mktemp)
trap 'rm -f "$chars"' EXIT
source=${1:-/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc}
python3 - > "$chars" << 'PYTHON'
chars = {chr(code) for code in (*range(0x20, 0x7F), *range(0xA0, 0x100))}
for high in range(0xA1, 0xF8):
    for low in range(0xA1, 0xFF):
        try:
            chars.add(bytes([high, low]).decode("gb2312"))
        except UnicodeDecodeError:
            pass
chars |= set("—–…“”‘’·•→←↑↓▾▸✓✕⌘⌥⇧⏎¥€①②③④⑤⑥⑦⑧⑨⑩「」『』【】〖〗《》〈〉℃№±×÷≥≤≠旳囍嘞咗哒啵噢喔嗯呗欸诶镕喆翀昇堃玥珺彧珏赟烨煊炘垚犇祎")
print("".join(sorted(chars)), end="")
PYTHON
# Face 2 of the collection is Simplified Chinese.
pyftsubset "$source" --font-number=2 --text-file="$chars" \
    --no-hinting --notdef-outline --output-file=NotoSansSC-subset.otf
# Face 1 is Korean, which has narrow quotes and dots. Its ellipsis is as wide as a hanzi: three full stops take its place.
pyftsubset "$source" --font-number=1 --text="‘’“”·•…." \
    --no-hinting --notdef-outline --output-file=NotoSans-latin-marks.otf
python3 - NotoSans-latin-marks.otf << 'PYTHON'
import sys
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

font = TTFont(sys.argv[1])
cmap, glyphs, widths = font.getBestCmap(), font.getGlyphSet(), font["hmtx"].metrics
stop, ellipsis = cmap[ord(".")], cmap[ord("…")]
advance, bearing = widths[stop]
pen = T2CharStringPen(3 * advance, glyphs)
for place in range(3):
    glyphs[stop].draw(TransformPen(pen, (1, 0, 0, 1, place * advance, 0)))
top = font["CFF "].cff.topDictIndex[0]
old = top.CharStrings[ellipsis]
top.CharStrings[ellipsis] = pen.getCharString(old.private, old.globalSubrs)
widths[ellipsis] = (3 * advance, bearing)
for table in font["cmap"].tables:
    table.cmap.pop(ord("."), None)
font.save(sys.argv[1])
PYTHON
