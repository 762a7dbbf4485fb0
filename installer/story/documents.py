# SPDX-License-Identifier: Apache-2.0
"""The documents a demonstration clerk attaches: PDFs with Chinese text, and photographs of several MB.

A photograph is a rendered PDF page, warped, shaded and noised with ImageMagick, as a telephone would take it. Only public tools
(pango-view, pdftoppm, ImageMagick) make them; nothing is shipped as a picture.
"""
import os
import subprocess
from pathlib import Path

FONT = "Noto Sans CJK SC 14"
UNIT = "浠水县巴河镇人民政府"

# name → title, lines
PDFS = {
    "application": ("编制使用申请表", (f"申请单位:{UNIT}", "编制类型:事业编制", "申请人数:1 人", "用途:补充综合执法力量")),
    "vacancy": ("空编情况说明", ("截至上次同步,本单位事业编制尚有空编。", "本说明由单位经办人填写,单位负责人审核。")),
    "entry": ("进编(上编)呈报审批表", ("姓名:示例人员", f"单位:{UNIT}", "编制类型:事业编制")),
    "person_form": ("新进人员信息表", ("姓名:示例人员", "学历:大学本科毕业", "进入方式:事业招聘")),
    "diploma": ("学历学位证书复印件", ("大学本科毕业,学士学位。",)),
    "contract": ("聘用备案表和聘用合同", ("浠人社聘〔2026〕8号", "经公开招聘,同意聘用。")),
}
# name → title, lines, seed of the noise
PHOTOS = {
    "minutes": ("班子会议纪要", ("时间:本周一上午九时", "地点:镇三楼会议室", "议题:关于使用事业编制的请示", "会议一致同意按程序申报。"), 1),
    "id_card": ("身份证复印件", ("姓名:示例人员", "号码的行政区划 429099 从未启用"), 2),
}


def _run(*command):
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True)
    if done.returncode != 0:
        raise SystemExit(f"{command[0]} failed: {done.stderr.decode(errors='replace')[-400:]}\n  installer/deps --group demo installs what it needs")


def _pdf(path: Path, title: str, lines):
    text = path.with_suffix(".txt")
    text.write_text(f"{title}\n\n" + "\n\n".join(lines) + "\n", encoding="utf-8")
    part = path.with_suffix(".part.pdf")
    _run("pango-view", "--no-display", "--font", FONT, "--width", "420", "--wrap", "word-char", "--margin", "48",
         "--output", str(part), str(text))
    text.unlink()
    os.replace(part, path)  # a half-written document is never attached


def _photo(path: Path, title: str, lines, seed: int):
    sheet, page, part = path.with_suffix(".sheet.pdf"), path.with_suffix(".page.png"), path.with_suffix(".part.jpg")
    _pdf(sheet, title, lines)
    _run("pdftoppm", "-r", "200", "-png", "-singlefile", str(sheet), str(page.with_suffix("")))
    _run("convert", str(page), "-resize", "2200x3000!", "-background", "#54483c", "-virtual-pixel", "background",
         "-distort", "Perspective", "0,0 90,60  2200,0 2110,140  0,3000 40,2920  2200,3000 2170,2850",
         "-seed", str(seed), "-attenuate", "0.35", "+noise", "Gaussian", "-modulate", "96,90", "-quality", "94", str(part))
    sheet.unlink()
    page.unlink()
    os.replace(part, path)


def make(folder: Path) -> dict[str, Path]:
    """The files by purpose; made once, reused afterwards."""
    folder.mkdir(parents=True, exist_ok=True)
    out = {}
    for name, (title, lines) in PDFS.items():
        out[name] = folder / f"{title}.pdf"
        if not out[name].exists():
            _pdf(out[name], title, lines)
    for name, (title, lines, seed) in PHOTOS.items():
        out[name] = folder / f"{title}.jpg"
        if not out[name].exists():
            _photo(out[name], title, lines, seed)
    return out
