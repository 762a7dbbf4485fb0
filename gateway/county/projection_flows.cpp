// SPDX-License-Identifier: Apache-2.0
#include "gateway/county/projection_flows.hpp"

#include <algorithm>

#include "shared/codec/json.hpp"

namespace zj::county {

namespace {

enum : std::size_t {
    kDoc,
    kRuling,
    kConsent,
    kSanction,
    kPay,
    kPayRow,
    kBudget,
    kLeave,
    kLeaveItem,
    kTotal,
    kReview,
    kWarning,
    kWarningAct,
    kArchive,
    kArchiveItem,
    kStagePerson
};

using Id = std::vector<std::string>;

// Appends to `rows` with the numbers of tables() rather than of flow_tables().
class Rows {
public:
    Rows(const log::Record& record, std::size_t first, std::vector<Row>& rows)
        : value_(record.value), version_(record.version), first_(first), rows_(rows) {}

    void add(std::size_t table, std::vector<Cell> cells) { rows_.push_back({first_ + table, std::move(cells)}); }
    Cell text(std::string_view key) const { return text_cell(value_, key); }
    Cell number(std::string_view key) const { return number_cell(value_, key); }
    // NULL where it is not told: 0 would be a number.
    Cell told(std::string_view key) const {
        const codec::Value* found = value_.find(key);
        return found != nullptr && found->is_int() ? Cell(found->integer()) : Cell();
    }
    const codec::Array& items(std::string_view key) const { return value_.items(key); }
    const codec::Value& value() const { return value_; }
    Cell version() const { return version_; }
    std::string json() const { return codec::write_json(value_); }

private:
    const codec::Value& value_;
    const std::int64_t version_;
    const std::size_t first_;
    std::vector<Row>& rows_;
};

Cell count(std::size_t n) {
    return static_cast<std::int64_t>(n);
}

std::string after_kind(std::string_view key) {
    const std::size_t slash = key.find('/');
    return std::string(slash == key.npos ? key : key.substr(slash + 1));
}

Cell case_id(std::string_view source) {
    return source.starts_with("case/") ? Cell(after_kind(source)) : Cell();
}

// One unit, or several as a JSON list.
Cell reform_of(const codec::Value& doc) {
    const codec::Value* units = doc.find("reform_of");
    return units == nullptr ? Cell() : units->is_string() ? Cell(units->string()) : Cell(codec::write_json(*units));
}

void doc(Rows& r, const Id& id) {
    r.add(kDoc, {id[0], r.text("no"), r.text("from"), r.text("doc_no"), r.text("received_on"), r.text("title"),
                 r.text("secrecy"), r.number("pages"), r.text("handler"), reform_of(r.value()), r.text("effective_on"),
                 r.text("state"), r.text("archive_no"), r.version()});
}

void ruling(Rows& r, const Id& id) {
    r.add(kRuling, {id[0], r.text("doc_no"), r.text("doc_date"), r.text("effective_on"),
                    codec::write_json(codec::Value(r.items("units"))), r.text("kind"), r.text("state"),
                    r.text("source"), case_id(r.value().str_or("source")), r.version()});
}

void consent(Rows& r, const Id& id) {
    r.add(kConsent, {id[0], r.text("kind"), r.text("unit"), r.text("of_unit"), r.text("matter"), r.text("state"),
                     r.text("by"), r.text("at"), r.text("reason"), r.version(), r.json()});
}

void sanction(Rows& r, const Id& id) {
    r.add(kSanction,
          {id[0], r.text("unit"), r.text("measure"), r.text("ground"), r.text("from"), r.text("until"),
           r.text("person"), r.text("state"), r.text("proposer"), r.text("approver"), r.version(), r.json()});
}

void pay(Rows& r, const Id& id) {
    r.add(kPay,
          {id[0], id[1], r.text("source"), r.number("count"), r.number("total"), r.text("loaded_at"), r.version()});
    std::int64_t ordinal = 0;
    for (const codec::Value& row : r.items("rows")) {
        const codec::Array& cells = row.array();  // the rules have checked its four cells
        r.add(kPayRow,
              {id[0], id[1], ordinal++, cells[0].string(), cells[1].string(), cells[2].integer(), cells[3].string()});
    }
}

void budget(Rows& r, const Id& id) {
    r.add(kBudget, {r.number("year"), id[1], r.number("amount"), r.told("funded"), r.text("source"), r.version()});
}

void leave(Rows& r, const Id& id) {
    r.add(kLeave, {id[0], r.text("unit"), r.version()});
    std::int64_t ordinal = 0;
    for (const codec::Value& item : r.items("items")) {
        r.add(kLeaveItem, {id[0], ordinal++, text_cell(item, "kind"), text_cell(item, "from"), text_cell(item, "until"),
                           std::int64_t{item.bool_or("pay_reduced") ? 1 : 0}});
    }
}

void total(Rows& r, const Id& id) {
    r.add(kTotal, {id[0], r.number("h"), r.told("ceiling"), r.number("reserve"), r.text("doc"), r.version()});
}

void review(Rows& r, const Id& id) {
    const codec::Value* opinions = r.value().find("opinions");
    const codec::Array& items = r.items("rectify");
    const auto done = std::ranges::count_if(items, [](const codec::Value& item) { return item.bool_or("done"); });
    r.add(kReview, {r.number("year"), id[1], r.text("state"), r.number("funded"),
                    count(opinions == nullptr ? 0 : opinions->object().size()), count(items.size()),
                    static_cast<std::int64_t>(done), r.version(), r.json()});
}

void warning(Rows& r, const Id& id) {
    r.add(kWarning, {id[0], r.text("id"), r.text("state"), r.text("owner"), r.text("due"), r.version()});
    std::int64_t ordinal = 0;
    for (const codec::Value& act : r.items("acts")) {
        r.add(kWarningAct, {id[0], ordinal++, text_cell(act, "act"), text_cell(act, "person"), text_cell(act, "at"),
                            text_cell(act, "reason")});
    }
}

void archive(Rows& r, const Id& id) {
    r.add(kArchive, {id[0], r.text("no"), r.text("case_no"), r.text("matter"), r.text("of"), r.text("unit"),
                     r.number("fonds_year"), r.text("class"), r.text("retention"), r.text("secrecy"), r.version()});
    std::int64_t ordinal = 0;
    for (const codec::Value& item : r.items("items")) {
        r.add(kArchiveItem,
              {id[0], ordinal++, text_cell(item, "title"), text_cell(item, "doc_no"), text_cell(item, "doc_date"),
               text_cell(item, "kind"), number_cell(item, "pages"), text_cell(item, "sha256")});
    }
}

// The stage's own row stands in projection.cpp.
void stage(Rows& r, const Id& id) {
    const codec::Value* record = r.value().find("record");
    if (record == nullptr) {
        return;
    }
    std::int64_t ordinal = 0;
    for (const codec::Value& person : record->items("persons")) {
        r.add(kStagePerson, {id[0] + "/" + id[1], ordinal++, text_cell(person, "id_no"), text_cell(person, "name"),
                             after_kind(person.str_or("person")), number_cell(person, "amount"),
                             text_cell(person, "grade"), text_cell(person, "from_month")});
    }
}

struct Kind {
    std::string_view name;
    std::size_t parts;  // of the key, after the kind
    void (*rows)(Rows&, const Id&);
};
constexpr Kind kKinds[] = {{"doc", 1, doc},           {"ruling", 1, ruling},   {"consent", 1, consent},
                           {"sanction", 1, sanction}, {"pay", 2, pay},         {"budget", 2, budget},
                           {"leave", 1, leave},       {"total", 1, total},     {"review", 2, review},
                           {"warning", 1, warning},   {"archive", 1, archive}, {"stage", 2, stage}};

}  // namespace

Cell text_cell(const codec::Value& value, std::string_view key) {
    const codec::Value* found = value.find(key);
    return found != nullptr && found->is_string() ? Cell(found->string()) : Cell();
}

Cell number_cell(const codec::Value& value, std::string_view key) {
    return value.int_or(key);
}

const std::vector<Table>& flow_tables() {
    static const std::vector<Table> all = {
        ZJ_TABLE("doc", 1, 14, "id", "?,?,?,?,?,?,?,?,?,?,?,?,?,?", ""),
        ZJ_TABLE("ruling", 1, 10, "id", "?,?,?,?,?,?,?,?,?,?", ""),
        ZJ_TABLE("consent", 1, 11, "id", "?,?,?,?,?,?,?,?,?,?,?", ""),
        ZJ_TABLE("sanction", 1, 12, "id", "?,?,?,?,?,?,?,?,?,?,?,?", ""),
        ZJ_TABLE("pay", 2, 7, "month, unit", "?,?,?,?,?,?,?", "DELETE FROM pay_row WHERE month = ?1 AND unit = ?2"),
        ZJ_TABLE("pay_row", 3, 7, "month, unit, ordinal", "?,?,?,?,?,?,?", ""),
        ZJ_TABLE("budget", 2, 6, "year, unit", "?,?,?,?,?,?", ""),
        ZJ_TABLE("leave_file", 1, 3, "person", "?,?,?", "DELETE FROM leave_item WHERE person = ?1"),
        ZJ_TABLE("leave_item", 2, 6, "person, ordinal", "?,?,?,?,?,?", ""),
        ZJ_TABLE("county_total", 1, 6, "quota_group", "?,?,?,?,?,?", ""),
        ZJ_TABLE("review", 2, 9, "year, unit", "?,?,?,?,?,?,?,?,?", ""),
        ZJ_TABLE("warning", 1, 6, "id", "?,?,?,?,?,?", "DELETE FROM warning_act WHERE id = ?1"),
        ZJ_TABLE("warning_act", 2, 6, "id, ordinal", "?,?,?,?,?,?", ""),
        ZJ_TABLE("archive_file", 1, 11, "id", "?,?,?,?,?,?,?,?,?,?,?", "DELETE FROM archive_item WHERE id = ?1"),
        ZJ_TABLE("archive_item", 2, 8, "id, ordinal", "?,?,?,?,?,?,?,?", ""),
        ZJ_TABLE("stage_person", 2, 8, "stage_id, ordinal", "?,?,?,?,?,?,?,?", ""),
    };
    return all;
}

void project_flow(const log::Record& record, const Id& id, std::size_t first, std::vector<Row>& rows) {
    const std::string_view kind = std::string_view(record.key).substr(0, record.key.find('/'));
    const auto at = std::ranges::find(kKinds, kind, &Kind::name);
    if (at != std::end(kKinds) && id.size() == at->parts) {
        Rows out(record, first, rows);
        at->rows(out, id);
    }
}

}  // namespace zj::county
