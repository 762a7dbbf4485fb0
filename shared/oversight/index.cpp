// SPDX-License-Identifier: Apache-2.0
#include "shared/oversight/index.hpp"

#include <algorithm>
#include <tuple>

#include "shared/codec/text.hpp"
#include "shared/crypto/crypto.hpp"
#include "shared/model/checks.hpp"
#include "shared/oversight/read.hpp"

namespace zj::oversight {

namespace {

void insert_sorted(std::vector<Text>& into, Text text) {
    const auto at = std::lower_bound(into.begin(), into.end(), text);
    if (at == into.end() || *at != text) {
        into.insert(at, text);
    }
}

void erase_sorted(std::vector<Text>& from, Text text) {
    const auto at = std::lower_bound(from.begin(), from.end(), text);
    if (at != from.end() && *at == text) {
        from.erase(at);
    }
}

template <class Map>
void add_keys(const Map& map, std::string_view prefix, std::vector<std::string>& out) {
    for (const auto& [key, value] : map) {
        out.push_back(std::string(prefix).append(key));
    }
}

}  // namespace

Index::Index(std::string county) : county_(std::move(county)) {}

std::vector<std::string> Index::take_touched() {
    for (Number* number : touched_numbers_) {
        touched_.insert("pay/" + std::string(number->id));
        number->touched = false;
    }
    touched_numbers_.clear();
    std::vector<std::string> out(touched_.begin(), touched_.end());
    touched_.clear();
    return out;
}

std::vector<std::string> Index::subjects() const {
    std::vector<std::string> out{"county"};
    add_keys(tables_.units, "unit/", out);
    for (const auto& [key, ledger] : tables_.ledgers) {  // units may be told of before their own record comes
        out.push_back("unit/" + std::string(key.first));
    }
    for (const auto& [key, posts] : tables_.posts) {
        out.push_back("unit/" + std::string(key.first));
    }
    add_keys(tables_.pay, "unit/", out);
    add_keys(tables_.persons, "", out);
    add_keys(tables_.numbers, "pay/", out);
    add_keys(tables_.cases, "", out);
    add_keys(tables_.grants, "", out);
    add_keys(tables_.stages, "grant/", out);
    add_keys(tables_.rulings, "", out);
    add_keys(tables_.devices, "device/", out);
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

void Index::note_use(std::string_view device, Date day) {
    Date& last = tables_.device_uses[keep(device)];
    last = std::max(last, day);
    touch("device/" + std::string(device));
}

void Index::touch_unit(Text code) {
    if (!code.empty()) {
        touch("unit/" + std::string(code));
    }
}

void Index::touch_number(Number& number) {
    if (!number.touched) {
        number.touched = true;
        touched_numbers_.push_back(&number);
    }
}

std::vector<Text> Index::holders_of(std::string_view id_no) const {
    const auto known = by_number_.find(id_no);
    return known == by_number_.end() ? std::vector<Text>{} : known->second->persons;
}

// The same id as that of the number's record idno/<id> (rules/1/ledger.cpp).
Number& Index::number(std::string_view id_no) {
    if (const auto known = by_number_.find(id_no); known != by_number_.end()) {
        return *known->second;
    }
    const Hash digest = crypto::sha256("zhijian-idno-v1\n", as_bytes(county_), as_bytes(id_no));
    const Text id = keep(codec::short_id(digest));
    Number& made = tables_.numbers[id];
    made.id = id;
    made.masked = keep(model::mask_id_number(id_no));
    by_number_.emplace(keep(id_no), &made);
    return made;
}

std::uint32_t Index::unit_index(Text code) {
    const auto [at, fresh] = unit_indices_.try_emplace(code, static_cast<std::uint32_t>(unit_codes_.size()));
    if (fresh) {
        unit_codes_.push_back(code);
    }
    return at->second;
}

// Who shares a number, or name and birth, is judged together (W17).
void Index::touch_mates(const Person& person) {
    touch(std::string(person.key));
    if (!person.id_no.empty()) {
        Number& shared = number(person.id_no);
        touch_number(shared);
        for (const Text key : shared.persons) {
            touch(std::string(key));
        }
    }
    if (person.birth) {
        if (const auto* group = find_in(tables_.namesakes, std::pair(person.name, *person.birth))) {
            for (const Text key : *group) {
                touch(std::string(key));
            }
        }
    }
}

void Index::join_groups(const Person& person) {
    insert_sorted(tables_.persons_of[person.unit], person.key);
    if (person.payer() != person.unit) {
        insert_sorted(tables_.paid_for[person.payer()], person.key);
        touch_unit(person.payer());
    }
    if (!person.id_no.empty()) {
        insert_sorted(number(person.id_no).persons, person.key);
    }
    if (person.birth) {
        insert_sorted(tables_.namesakes[{person.name, *person.birth}], person.key);
    }
    touch_unit(person.unit);
    touch_mates(person);
}

void Index::leave_groups(const Person& person) {
    touch_unit(person.unit);
    touch_mates(person);
    erase_sorted(tables_.persons_of[person.unit], person.key);
    if (person.payer() != person.unit) {
        erase_sorted(tables_.paid_for[person.payer()], person.key);
        touch_unit(person.payer());
    }
    if (!person.id_no.empty()) {
        erase_sorted(number(person.id_no).persons, person.key);
    }
    if (person.birth) {
        erase_sorted(tables_.namesakes[{person.name, *person.birth}], person.key);
    }
}

void Index::put_person(const log::Record& record) {
    Person& slot = tables_.persons[keep(record.key)];
    if (slot.version >= record.version) {
        return;
    }
    if (slot.version > 0) {
        leave_groups(slot);
    }
    slot = read_person(record);
    join_groups(slot);
}

void Index::put_case(const log::Record& record, std::string_view id) {
    Case& slot = tables_.cases[keep(record.key)];
    if (slot.version >= record.version) {
        return;
    }
    touch_unit(slot.unit);
    slot = read_case(record);
    touch(record.key);
    touch_unit(slot.unit);
    if (slot.matter == "IN" && !slot.grant.empty()) {
        insert_sorted(entries_of_[slot.grant], slot.key);
    }
    if (tables_.stages.contains(id)) {  // whose stages these are is known only now
        touch("grant/" + std::string(id));
    }
}

void Index::put_grant(const log::Record& record) {
    Grant& slot = tables_.grants[keep(record.key)];
    if (slot.version >= record.version) {
        return;
    }
    const codec::Value& v = record.value;
    touch_unit(slot.unit);
    erase_sorted(tables_.grants_of[slot.unit], slot.key);
    slot = {record.version,
            keep(record.key),
            keep(v.str_or("grant_no")),
            keep(v.str_or("unit")),
            keep(v.str_or("quota_type")),
            keep(v.str_or("staff_class")),
            keep(v.str_or("state")),
            v.int_or("count"),
            v.int_or("used"),
            v.int_or("reserved"),
            date_in(v, "valid_until"),
            !v.str_or("over_quota_decision").empty(),
            date_in(v, "digested_by")};
    insert_sorted(tables_.grants_of[slot.unit], slot.key);
    touch(record.key);
    touch_unit(slot.unit);
}

void Index::drop_rows(PayMonth& month, Month when, std::uint32_t unit) {
    for (Number* number : month.numbers) {
        std::erase_if(number->rows, [&](const PayRow& row) { return row.month == when && row.unit == unit; });
        touch_number(*number);
    }
    month.numbers.clear();
    month.paid_active = 0;
}

void Index::add_rows(PayMonth& month, Month when, std::uint32_t unit, const codec::Array& rows) {
    std::set<Number*> active, all;
    for (const codec::Value& cells : rows) {
        if (!cells.is_array() || cells.array().size() != 4 || !cells.array()[0].is_string() ||
            !cells.array()[2].is_int() || !cells.array()[3].is_string()) {
            continue;
        }
        Number& to = number(cells.array()[0].string());
        const std::string& item = cells.array()[3].string();
        const PayRow row{cells.array()[2].integer(), unit, when,
                         item == "active"    ? PayItem::active
                         : item == "retired" ? PayItem::retired
                                             : PayItem::other};
        // By the unit's code: its index depends on which payroll came first.
        const auto place = [&](const PayRow& one) {
            return std::tuple(one.month, unit_codes_[one.unit], one.item, one.paid);
        };
        const auto before = [&](const PayRow& a, const PayRow& b) {
            return place(a) < place(b);
        };
        to.rows.insert(std::upper_bound(to.rows.begin(), to.rows.end(), row, before), row);
        all.insert(&to);
        if (row.item == PayItem::active) {
            active.insert(&to);
        }
    }
    month.numbers.assign(all.begin(), all.end());
    month.paid_active = static_cast<std::int64_t>(active.size());
    for (Number* number : month.numbers) {
        touch_number(*number);
    }
}

// Who is on the unit's register, or paid by it, may be missing from its payroll.
void Index::touch_paid(Text unit) {
    touch_unit(unit);
    for (const auto* group : {&tables_.persons_of, &tables_.paid_for}) {
        const auto* keys = find_in(*group, unit);
        for (std::size_t i = 0; keys != nullptr && i < keys->size(); ++i) {
            if (const Text id_no = tables_.persons.find((*keys)[i])->second.id_no; !id_no.empty()) {
                touch_number(number(id_no));
            }
        }
    }
}

// A new organ is founded by one (W18).
void Index::touch_rulings_of(Text doc_no) {
    for (const auto& [key, ruling] : tables_.rulings) {
        if (!doc_no.empty() && ruling.doc_no == doc_no) {
            touch(std::string(key));
        }
    }
}

void Index::touch_devices_of(Text person) {
    for (const auto& [id, key] : tables_.keys) {
        if (!person.empty() && key.person == person) {
            touch("device/" + std::string(key.device));
        }
    }
}

}  // namespace zj::oversight
