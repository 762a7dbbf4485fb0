// SPDX-License-Identifier: Apache-2.0
#include "terminal/desk/case_words.hpp"

#include "shared/model/checks.hpp"

namespace zj::desk {

bool closed(const work::CaseRow& row) {
    return row.state == "approved" || row.state == "refused" || row.state == "withdrawn";
}

std::string step_label(const model::Catalogue* catalogue, std::string_view matter, std::string_view step, Lang lang) {
    const model::Matter* of = catalogue == nullptr ? nullptr : catalogue->matter(matter);
    if (of != nullptr) {
        for (const model::Layer& layer : of->layers) {
            if (layer.step == step) {
                return label(layer.label, lang);
            }
        }
    }
    for (const std::string_view own : {"signed", "confirmed", "received", "closed"}) {
        if (step == own) {
            return texts::term("cases.step." + std::string(step), lang);
        }
    }
    return texts::term("step." + std::string(step), lang);
}

std::string slot_label(const model::Catalogue* catalogue, std::string_view matter, std::string_view slot, Lang lang) {
    const model::Matter* of = catalogue == nullptr ? nullptr : catalogue->matter(matter);
    const model::Slot* found = of == nullptr ? nullptr : of->slot(slot);
    return found != nullptr ? label(found->label, lang) : std::string(slot);
}

std::string days_number(std::int64_t half_days) {
    return std::to_string(half_days / 2) + (half_days % 2 == 0 ? "" : ".5");
}

StateLook short_limit(const work::TimeLimit& limit, Lang lang) {
    StateLook out = limit_of(limit, lang);
    if (lang == Lang::en && !limit.paused && !out.word.empty()) {
        const std::int64_t left = limit.left(), size = left < 0 ? -left : left;
        out.word =
            texts::term(std::string(left < 0 ? "cases.limit.over" : "cases.limit.left") + (size == 2 ? ".one" : ""),
                        lang, {days_number(size)});
    }
    return out;
}

std::string short_title(const model::Catalogue& catalogue, const work::CaseRow& row, Lang lang) {
    const std::string key = "cases.short." + row.matter, word = texts::term(key, lang);
    const std::string matter = word == key ? matter_name(catalogue, row.matter, lang) : word;
    return row.subject.empty() ? matter : matter + (lang == Lang::zh ? "·" : ": ") + row.subject;
}

std::string count_text(std::size_t n) {
    std::string out = std::to_string(n);
    for (std::ptrdiff_t at = static_cast<std::ptrdiff_t>(out.size()) - 3; at > 0; at -= 3) {
        out.insert(static_cast<std::size_t>(at), ",");
    }
    return out;
}

std::string masked_id(std::string_view number) {
    return model::mask_id_number(number);
}

namespace {

std::string plain(const codec::Value& value, Lang lang) {
    if (value.is_string()) {
        return value.string();
    }
    if (value.is_int()) {
        return std::to_string(value.integer());
    }
    if (value.is_bool()) {
        return texts::term(value.boolean() ? "word.yes" : "word.no", lang);
    }
    return {};
}

// What an item was and what it becomes.
std::string change_text(const model::Catalogue& catalogue, const model::Field& changes, const codec::Value& change,
                        Lang lang) {
    const std::string name(change.str_or("field"));
    const model::Field* field = catalogue.changed_field(changes, name);
    const auto side = [&](const char* which) {
        const codec::Value* value = change.find(which);
        if (value == nullptr) {
            return texts::term("word.none", lang);
        }
        return field == nullptr ? plain(*value, lang) : value_text(catalogue, *field, *value, lang);
    };
    return texts::term("cases.change", lang,
                       {field == nullptr ? name : label(field->label, lang), side("old"), side("new")});
}

}  // namespace

std::string value_text(const model::Catalogue& catalogue, const model::Field& field, const codec::Value& value,
                       Lang lang) {
    if (field.type == model::FieldType::code && value.is_string()) {
        const model::CodeItem* item = catalogue.code(field.list, value.string());
        return item != nullptr ? label(item->label, lang) : value.string();
    }
    if (field.type == model::FieldType::id_no && value.is_string()) {
        return masked_id(value.string());
    }
    if (value.is_array()) {
        std::string out;
        for (const codec::Value& change : value.array()) {
            out += (out.empty() ? "" : "\n") + change_text(catalogue, field, change, lang);
        }
        return out;
    }
    return plain(value, lang);
}

std::string when_text(Time at, Time now, bool seconds) {
    const std::string whole = format_time(at);  // 2026-11-23T15:04:05.678+08:00
    const std::string time = whole.substr(11, seconds ? 8 : 5);
    if (date_of(at) == date_of(now)) {
        return time;
    }
    const bool this_year = ymd_of(date_of(at)).year == ymd_of(date_of(now)).year;
    return (this_year ? whole.substr(5, 5) : whole.substr(0, 10)) + " " + time;
}

}  // namespace zj::desk
