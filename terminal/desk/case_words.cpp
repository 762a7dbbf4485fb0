// SPDX-License-Identifier: Apache-2.0
#include "terminal/desk/case_words.hpp"

#include <algorithm>
#include <array>

namespace zj::desk {

using ui::Icon;
using ui::Tone;

bool closed(const work::CaseRow& row) {
    return row.state == "approved" || row.state == "refused" || row.state == "withdrawn";
}

StateWord state_word(const work::CaseRow& row) {
    if (row.held) {
        return {"cases.state.held", Tone::held, Icon::octagon_pause};
    }
    struct Known {
        std::string_view state;
        StateWord word;
    };
    static constexpr std::array kKnown{
        Known{"draft", {"cases.state.draft", Tone::neutral, Icon::file}},
        Known{"signed", {"cases.state.signed", Tone::pending, Icon::upload}},
        Known{"returned", {"cases.state.returned", Tone::warning, Icon::undo_2}},
        Known{"paused", {"cases.state.paused", Tone::offline, Icon::circle_pause}},
        Known{"approved", {"cases.state.approved", Tone::ok, Icon::circle_check}},
        Known{"refused", {"cases.state.refused", Tone::danger, Icon::circle_x}},
        Known{"withdrawn", {"cases.state.withdrawn", Tone::neutral, Icon::rotate_ccw}},
    };
    const auto* found = std::find_if(kKnown.begin(), kKnown.end(), [&](const Known& k) { return k.state == row.state; });
    return found != kKnown.end() ? found->word : StateWord{"cases.state.open", Tone::accent, Icon::circle_play};
}

std::string days_text(std::int64_t half_days) {
    return std::to_string(half_days / 2) + (half_days % 2 == 0 ? "" : ".5");
}

LimitWord limit_word(const work::TimeLimit& limit, texts::Lang lang) {
    if (limit.paused) {
        return {texts::term("cases.limit.paused", lang), Tone::offline, Icon::circle_pause, false};
    }
    if (!limit.running || limit.limit <= 0) {
        return {};
    }
    const std::int64_t left = limit.left(), size = left < 0 ? -left : left;
    const std::string days = days_text(size);
    if (left < 0) {
        return {texts::term("cases.limit.over", lang, {days}), Tone::danger, Icon::circle_x, true};
    }
    if (left == 0) {
        return {texts::term("cases.limit.due", lang), Tone::warning, Icon::clock, true};
    }
    const bool near = limit.used * 5 >= limit.limit * 4;  // 80 % (domain.md 6.9)
    return {texts::term("cases.limit.left", lang, {days}), near ? Tone::warning : Tone::neutral, Icon::clock, near};
}

Icon matter_icon(std::string_view code) {
    return code == "USE"    ? Icon::grid_2x2_plus
           : code == "IN"   ? Icon::user_plus
           : code == "OUT"  ? Icon::user_minus
           : code == "MOVE" ? Icon::arrow_left_right
           : code == "MOD"  ? Icon::user_pen
           : code == "ORG"  ? Icon::network
                            : Icon::file_text;
}

const std::string& in(const model::Text2& text, texts::Lang lang) {
    return lang == texts::Lang::zh ? text.zh : text.en;
}

std::string matter_label(const model::Catalogue* catalogue, std::string_view code, texts::Lang lang) {
    const model::Matter* matter = catalogue == nullptr ? nullptr : catalogue->matter(code);
    return matter != nullptr ? in(matter->label, lang) : texts::term("matter." + std::string(code), lang);
}

std::string title_of(const model::Catalogue* catalogue, const work::CaseRow& row, texts::Lang lang) {
    const std::string label = matter_label(catalogue, row.matter, lang);
    if (row.subject.empty()) {
        return label;
    }
    return label + (lang == texts::Lang::zh ? "·" : ": ") + row.subject;
}

std::string number_of(const work::CaseRow& row, texts::Lang lang) {
    if (!row.case_no.empty() && !row.local) {
        return row.case_no;
    }
    return row.count ? texts::term("word.device_number", lang, {std::to_string(*row.count)}) : row.case_no;
}

std::string step_label(const model::Catalogue* catalogue, std::string_view matter, std::string_view step,
                       texts::Lang lang) {
    const model::Matter* of = catalogue == nullptr ? nullptr : catalogue->matter(matter);
    if (of != nullptr) {
        for (const model::Layer& layer : of->layers) {
            if (layer.step == step) {
                return in(layer.label, lang);
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

std::string slot_label(const model::Catalogue* catalogue, std::string_view matter, std::string_view slot,
                       texts::Lang lang) {
    const model::Matter* of = catalogue == nullptr ? nullptr : catalogue->matter(matter);
    const model::Slot* found = of == nullptr ? nullptr : of->slot(slot);
    return found != nullptr ? in(found->label, lang) : std::string(slot);
}

std::string masked_id(std::string_view number) {
    if (number.size() != 18) {
        return std::string(number.size(), '*');
    }
    return std::string(number.substr(0, 6)) + "********" + std::string(number.substr(14));
}

namespace {

std::string plain(const codec::Value& value, texts::Lang lang) {
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

// What a field of a person was and what it becomes, by the form that takes people in.
std::string change_text(const model::Catalogue& catalogue, const codec::Value& change, texts::Lang lang) {
    const std::string name(change.str_or("field"));
    const model::Matter* entry = catalogue.matter("IN");
    const model::Field* field = entry == nullptr ? nullptr : entry->field(name);
    const auto side = [&](const char* which) {
        const codec::Value* value = change.find(which);
        if (value == nullptr) {
            return texts::term("word.none", lang);
        }
        return field == nullptr ? plain(*value, lang) : value_text(catalogue, *field, *value, lang);
    };
    return texts::term("cases.change", lang, {field == nullptr ? name : in(field->label, lang), side("old"), side("new")});
}

}  // namespace

std::string value_text(const model::Catalogue& catalogue, const model::Field& field, const codec::Value& value,
                       texts::Lang lang) {
    if (field.type == model::FieldType::code && value.is_string()) {
        const model::CodeItem* item = catalogue.code(field.list, value.string());
        return item != nullptr ? in(item->label, lang) : value.string();
    }
    if (field.type == model::FieldType::id_no && value.is_string()) {
        return masked_id(value.string());
    }
    if (value.is_array()) {
        std::string out;
        for (const codec::Value& change : value.array()) {
            out += (out.empty() ? "" : "\n") + change_text(catalogue, change, lang);
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

std::string size_text(std::int64_t bytes) {
    constexpr std::int64_t kKilo = 1000, kMega = kKilo * kKilo;
    if (bytes < kMega) {
        return std::to_string(std::max<std::int64_t>(1, bytes / kKilo)) + " KB";
    }
    return std::to_string(bytes / kMega) + "." + std::to_string(bytes % kMega / (kMega / 10)) + " MB";
}

}  // namespace zj::desk
