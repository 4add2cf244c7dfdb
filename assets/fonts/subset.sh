#!/usr/bin/env bash
# Makes NotoSansSC-subset.otf from Debian's fonts-noto-cjk: GB2312, ASCII, Latin-1 and a few symbols.
# Needs: apt-get install fonts-noto-cjk fonttools
set -euo pipefail
cd "$(dirname "$0")"
chars=$(mktemp)
trap 'rm -f "$chars"' EXIT
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
pyftsubset /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc --font-number=2 --text-file="$chars" \
    --no-hinting --notdef-outline --output-file=NotoSansSC-subset.otf
