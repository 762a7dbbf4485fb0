// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch_test_macros.hpp>

#include "terminal/ui/edit.hpp"

using namespace zj;
using namespace zj::ui;

namespace {

class Board final : public Clipboard {
public:
    std::string text;
    std::string get() override { return text; }
    void set(const std::string& copied) override { text = copied; }
};

Edit with(std::string text) {
    Edit out;
    out.set(std::move(text));
    return out;
}

void press(Edit& edit, Key key, bool shift = false, bool ctrl = false, Clipboard* board = nullptr) {
    CHECK(edit.press({key, shift, ctrl}, board));
}

}  // namespace

TEST_CASE("what is typed stands at the caret, and takes the place of what is chosen") {
    Edit edit = with("农业岗");
    press(edit, Key::left);
    edit.insert("技术");
    CHECK(edit.text() == "农业技术岗");
    press(edit, Key::left, true);
    press(edit, Key::left, true);
    edit.insert("推广");
    CHECK(edit.text() == "农业推广岗");
    CHECK_FALSE(edit.selecting());
}

TEST_CASE("a character and the marks that belong to it are passed and deleted as one") {
    Edit edit = with(
        "e\xCC\x81"
        "𠮷");  // e with an acute, then a character of four bytes
    CHECK(edit.chars() == 2);
    press(edit, Key::backspace);
    CHECK(edit.text() == "e\xCC\x81");
    press(edit, Key::backspace);
    CHECK(edit.text().empty());
    press(edit, Key::backspace);
    CHECK(edit.text().empty());
}

TEST_CASE("what does not fit is cut at a whole character, and that is told until the next change") {
    Edit edit;
    edit.chars_max = 4;
    edit.insert("编制使用申请");
    CHECK(edit.text() == "编制使用");
    CHECK(edit.refused() == Edit::Refused::length);
    press(edit, Key::backspace);
    CHECK(edit.refused() == Edit::Refused::nothing);
    edit.insert("用");
    CHECK(edit.refused() == Edit::Refused::nothing);
    edit.insert("x");
    CHECK(edit.text() == "编制使用");
    CHECK(edit.refused() == Edit::Refused::length);
}

TEST_CASE("what steers a screen is left out of a paste, the rest of it stays, and that is told") {
    Edit edit;
    edit.insert(
        "巴河\x1B[2J镇\xE2\x80\xAE"
        "一");
    CHECK(edit.text() == "巴河[2J镇一");
    CHECK(edit.refused() == Edit::Refused::signs);
    Edit broken;
    broken.insert("好\xFF\xFE坏");
    CHECK(broken.text().starts_with("好"));
    CHECK(broken.refused() == Edit::Refused::signs);
}

TEST_CASE("line ends become spaces in a single line, and stay where there are several") {
    Edit one;
    one.insert("第一行\r\n第二行\t第三行");
    CHECK(one.text() == "第一行 第二行 第三行");
    Edit several;
    several.multiline = true;
    several.insert("第一行\r\n第二行");
    CHECK(several.text() == "第一行\n第二行");
    CHECK(several.press({Key::enter, false, false}, nullptr));
    CHECK_FALSE(one.press({Key::enter, false, false}, nullptr));  // the desk's
}

TEST_CASE("a paste beyond the bound is cut and told, however large it is") {
    Edit edit;
    edit.chars_max = 1'000'000;
    edit.insert(std::string(Edit::kPasteBytesMax + 1, 'x'));
    CHECK(edit.text().size() == Edit::kPasteBytesMax);
    CHECK(edit.refused() == Edit::Refused::length);
}

TEST_CASE("copying, cutting and pasting go by the clipboard that there is, and by none where there is none") {
    Board board;
    Edit edit = with("事业编制");
    press(edit, Key::a, false, true, &board);
    press(edit, Key::x, false, true, &board);
    CHECK(board.text == "事业编制");
    CHECK(edit.text().empty());
    press(edit, Key::v, false, true, &board);
    press(edit, Key::v, false, true, &board);
    CHECK(edit.text() == "事业编制事业编制");
    press(edit, Key::a, false, true);
    press(edit, Key::x, false, true);
    CHECK(edit.text() == "事业编制事业编制");
}

TEST_CASE("typing is taken back word by word, not key by key, and given back again") {
    Edit edit;
    for (const char* key : {"a", "b", " ", "c"}) {
        edit.insert(key);
    }
    press(edit, Key::z, false, true);
    CHECK(edit.text().size() < 4);
    while (!edit.text().empty()) {
        press(edit, Key::z, false, true);
    }
    for (int i = 0; i < 5; ++i) {
        press(edit, Key::y, false, true);
    }
    CHECK(edit.text() == "ab c");
    edit.set("neu");
    press(edit, Key::z, false, true);
    CHECK(edit.text() == "neu");
}

TEST_CASE("the way back is bounded") {
    Edit edit;
    edit.chars_max = 10'000;
    for (std::size_t i = 0; i < 2 * Edit::kUndoMax; ++i) {
        edit.insert("字 ");
    }
    for (std::size_t i = 0; i < 4 * Edit::kUndoMax; ++i) {
        edit.press({Key::z, false, true}, nullptr);
    }
    CHECK_FALSE(edit.text().empty());
}

TEST_CASE("a revision rises with every change of the text and with nothing else") {
    Edit edit = with("一");
    const auto before = edit.revision();
    press(edit, Key::left);
    press(edit, Key::end, true);
    edit.compose("er");
    CHECK(edit.revision() == before);
    edit.insert("二");
    CHECK(edit.revision() > before);
}

TEST_CASE("a passphrase takes characters of any length, gives them away once, and is full at its bound") {
    SecretEdit edit;
    for (const char32_t c : std::u32string_view(U"bamu 编\x1B")) {
        edit.insert(c);
    }
    CHECK(edit.characters() == 6);
    edit.backspace();
    CHECK(edit.view() == "bamu ");
    CHECK(edit.take().text() == "bamu ");
    CHECK(edit.empty());
    edit.backspace();
    std::size_t n = 0;
    while (edit.insert(U'x')) {
        ++n;
    }
    CHECK(n == SecretEdit::kBytesMax);
    CHECK_FALSE(edit.insert(U'编'));
}
