# SPDX-License-Identifier: Apache-2.0
"""The documents a demonstration clerk attaches: two PDFs with Chinese text and a photograph of several MB.

The photograph is a rendered PDF page, warped, shaded and noised with ImageMagick, as a telephone would take it. Only public tools
(pango-view, pdftoppm or ImageMagick) make them; nothing is shipped as a picture.
"""
import os
import subprocess
from pathlib import Path

FONT = "Noto Sans CJK SC 14"


def _run(*command):
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def _pdf(path: Path, title: str, lines: list[str]):
    if path.exists():
        return
    text = path.with_suffix(".txt")
    text.write_text(f"{title}\n\n" + "\n\n".join(lines) + "\n", encoding="utf-8")
    part = path.with_suffix(".part.pdf")
    _run("pango-view", "--no-display", "--font", FONT, "--width", "420", "--wrap", "word-char", "--margin", "48",
         "--output", str(part), str(text))
    text.unlink()
    os.replace(part, path)  # a half-written document is never attached


def _photo(path: Path, source_pdf: Path, seed: int):
    if path.exists():
        return
    page = path.with_suffix(".page.png")
    _run("pdftoppm", "-r", "200", "-png", "-singlefile", str(source_pdf), str(page.with_suffix("")))
    part = path.with_suffix(".part.jpg")
    _run("convert", str(page), "-resize", "2200x3000!", "-background", "#54483c", "-virtual-pixel", "background",
         "-distort", "Perspective", "0,0 90,60  2200,0 2110,140  0,3000 40,2920  2200,3000 2170,2850",
         "-seed", str(seed), "-attenuate", "0.35", "+noise", "Gaussian", "-modulate", "96,90", "-quality", "94", str(part))
    page.unlink()
    os.replace(part, path)


def make(folder: Path, seed: int = 1) -> dict[str, Path]:
    """The files by purpose; made once, reused afterwards."""
    folder.mkdir(parents=True, exist_ok=True)
    out = {
        "application": folder / "编制使用申请表.pdf",
        "vacancy": folder / "空编情况说明.pdf",
        "minutes": folder / "班子会议纪要.jpg",
        "entry": folder / "上编呈报审批表.pdf",
        "hire": folder / "聘用备案表.pdf",
        "identity": folder / "学历证明.pdf",
    }
    _pdf(out["application"], "编制使用申请表", ["申请单位:浠水县巴河镇人民政府", "编制类型:事业编制", "申请人数:1 人", "用途:补充综合执法力量"])
    _pdf(out["vacancy"], "空编情况说明", ["截至上次同步,本单位事业编制尚有空编。", "本说明由单位经办人填写,单位负责人审核。"])
    minutes = folder / "minutes.pdf"
    _pdf(minutes, "班子会议纪要", ["时间:本周一上午九时", "地点:镇三楼会议室", "议题:关于使用事业编制的请示", "会议一致同意按程序申报。"])
    _photo(out["minutes"], minutes, seed)
    _pdf(out["entry"], "人员上编呈报审批表", ["姓名:示例人员", "单位:浠水县巴河镇人民政府", "编制类型:事业编制"])
    _pdf(out["hire"], "事业单位聘用备案表", ["浠人社聘〔2026〕8号", "经公开招聘,同意聘用。"])
    _pdf(out["identity"], "学历证明", ["大学本科毕业,学士学位。"])
    return out
