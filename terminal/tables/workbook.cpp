// SPDX-License-Identifier: Apache-2.0
#include "terminal/tables/workbook.hpp"

#include <map>
#include <optional>
#include <utility>

#include "terminal/tables/bounds.hpp"
#include "terminal/tables/numbers.hpp"
#include "terminal/tables/sheet_reader.hpp"
#include "terminal/tables/xml.hpp"

namespace zj::tables {

namespace {

constexpr const char* kWorkbookPart = "xl/workbook.xml";

// xl/workbook.xml: the sheets and the epoch of days.
class BookHandler final : public XmlHandler {
public:
    struct Named {
        std::string name, relation;
        bool hidden = false;
    };
    std::vector<Named> sheets;
    bool from_1904 = false;

    void start(std::string_view name, const XmlAttributes& attributes) override {
        if (name == "workbookPr") {
            from_1904 = attributes["date1904"] == "1" || attributes["date1904"] == "true";
        } else if (name == "sheet" && sheets.size() == bounds::kSheetsMax) {
            stop = fail("table.sheets", {}, {}, {std::to_string(bounds::kSheetsMax)});
        } else if (name == "sheet") {
            const std::string_view state = attributes["state"];
            sheets.push_back({std::string(attributes["name"]), std::string(attributes["id"]),
                              state == "hidden" || state == "veryHidden"});
        }
    }
    void end(std::string_view) override {}
    void text(std::string_view) override {}
};

// xl/_rels/workbook.xml.rels: which part a relation is.
class RelationHandler final : public XmlHandler {
public:
    std::map<std::string, std::string, std::less<>> parts;  // by id
    std::string strings, styles;

    void start(std::string_view name, const XmlAttributes& attributes) override {
        if (name != "Relationship") {
            return;
        }
        std::string target(attributes["Target"]);
        target = target.starts_with('/') ? target.substr(1) : "xl/" + target;
        const std::string_view type = attributes["Type"];
        if (type.ends_with("/sharedStrings")) {
            strings = target;
        } else if (type.ends_with("/styles")) {
            styles = target;
        }
        if (parts.size() < 2 * bounds::kSheetsMax && type.ends_with("/worksheet")) {
            parts.emplace(std::string(attributes["Id"]), std::move(target));
        }
    }
    void end(std::string_view) override {}
    void text(std::string_view) override {}
};

// xl/sharedStrings.xml: plain and rich text alike, without how it is pronounced.
class StringsHandler final : public XmlHandler {
public:
    std::vector<std::string> strings;

    void start(std::string_view name, const XmlAttributes&) override {
        if (name == "si") {
            current_.clear();
        }
        in_sound_ = in_sound_ || name == "rPh";
        in_text_ = name == "t" && !in_sound_;
    }
    void text(std::string_view piece) override {
        if (in_text_) {
            current_ += piece;
            bytes_ += piece.size();
        }
        if (current_.size() > bounds::kCellBytesMax || bytes_ > bounds::kTextBytesMax) {
            stop = fail("table.text", {}, {}, {std::to_string(bounds::kTextBytesMax)});
        }
    }
    void end(std::string_view name) override {
        in_text_ = false;
        if (name == "rPh") {
            in_sound_ = false;
        } else if (name == "si" && strings.size() == bounds::kCellsMax) {
            stop = fail("table.cells", {}, {}, {std::to_string(bounds::kCellsMax)});
        } else if (name == "si") {
            strings.push_back(current_);
        }
    }

private:
    std::string current_;
    std::size_t bytes_ = 0;
    bool in_text_ = false, in_sound_ = false;
};

// xl/styles.xml: which cell styles show days.
class StylesHandler final : public XmlHandler {
public:
    std::vector<bool> days;

    void start(std::string_view name, const XmlAttributes& attributes) override {
        if (name == "numFmt" && formats_.size() < bounds::kStylesMax) {
            formats_.emplace(unsigned_of(attributes["numFmtId"]), is_day_format(attributes["formatCode"]));
        } else if (name == "cellXfs") {
            in_cells_ = true;
        } else if (name == "xf" && in_cells_ && days.size() < bounds::kStylesMax) {
            const unsigned id = unsigned_of(attributes["numFmtId"]);
            const auto own = formats_.find(id);
            days.push_back(own == formats_.end() ? is_day_format(id) : own->second);
        }
    }
    void end(std::string_view name) override { in_cells_ = in_cells_ && name != "cellXfs"; }
    void text(std::string_view) override {}

private:
    std::map<unsigned, bool> formats_;
    bool in_cells_ = false;
};

}  // namespace

Result<Workbook> Workbook::open(ByteView bytes) {
    ZJ_TRY(Archive archive, Archive::open(bytes));
    if (!archive.has(kWorkbookPart)) {
        return fail("table.workbook");
    }
    Workbook out(std::move(archive));
    ZJ_CHECK(out.read_parts());
    return out;
}

Result<void> Workbook::read_parts() {
    BookHandler book;
    RelationHandler relations;
    ZJ_CHECK(read_xml(archive_, kWorkbookPart, book));
    ZJ_CHECK(read_xml(archive_, "xl/_rels/workbook.xml.rels", relations));
    from_1904_ = book.from_1904;
    for (BookHandler::Named& sheet : book.sheets) {
        if (const auto part = relations.parts.find(sheet.relation); part != relations.parts.end()) {
            sheets_.push_back({std::move(sheet.name), part->second, sheet.hidden});
        }
    }
    if (sheets_.empty()) {
        return fail("table.workbook", {}, "no sheets");
    }
    if (archive_.has(relations.strings)) {
        StringsHandler strings;
        ZJ_CHECK(read_xml(archive_, relations.strings, strings));
        shared_ = std::move(strings.strings);
    }
    if (archive_.has(relations.styles)) {
        StylesHandler styles;
        ZJ_CHECK(read_xml(archive_, relations.styles, styles));
        day_styles_ = std::move(styles.days);
    }
    return {};
}

Result<Grid> Workbook::read(const SheetPart& sheet) {
    SheetReader reader(shared_, day_styles_, from_1904_);
    ZJ_CHECK(read_xml(archive_, sheet.part, reader));
    return std::move(reader).finish();
}

}  // namespace zj::tables
