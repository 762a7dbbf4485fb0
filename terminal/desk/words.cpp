// SPDX-License-Identifier: Apache-2.0
#include "terminal/desk/words.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace zj::desk {

namespace {

struct Civil {
    int year, month, day, hour, minute, second, weekday;  // weekday: 0 is Monday
};

Civil civil(Time at) {
    const Date day = date_of(at);
    const Ymd ymd = ymd_of(day);
    const auto seconds = static_cast<int>((at - start_of(day)) / kSecondMs);
    return {ymd.year,
            ymd.month,
            ymd.day,
            seconds / 3600,
            seconds / 60 % 60,
            seconds % 60,
            ((day.days + 3) % 7 + 7) % 7};  // day 0 was a Thursday
}

std::string weekday(int n, Lang lang) {
    return texts::term("weekday." + std::to_string(n), lang);
}

}  // namespace

std::string clock_text(Time at) {
    const Civil c = civil(at);
    return fmt::format("{:02}:{:02}", c.hour, c.minute);
}

std::string clock_with_seconds(Time at) {
    return fmt::format("{}:{:02}", clock_text(at), civil(at).second);
}

std::string day_and_time(Time at) {
    const Civil c = civil(at);
    return fmt::format("{:02}-{:02} {:02}:{:02}", c.month, c.day, c.hour, c.minute);
}

std::string date_with_weekday(Time at, Lang lang) {
    const Civil c = civil(at);
    return texts::term(
        "date.full", lang,
        {std::to_string(c.year),
         lang == Lang::zh ? std::to_string(c.month) : texts::term("month." + std::to_string(c.month), lang),
         std::to_string(c.day), weekday(c.weekday, lang)});
}

std::string day_with_weekday(Time at, Lang lang) {
    const Civil c = civil(at);
    return texts::term(
        "date.short", lang,
        {lang == Lang::zh ? std::to_string(c.month) : texts::term("month." + std::to_string(c.month), lang),
         std::to_string(c.day), weekday(c.weekday, lang)});
}

std::string span_text(std::int64_t ms, Lang lang) {
    const std::int64_t minutes = std::max<std::int64_t>(0, ms / 60'000), hours = minutes / 60, days = hours / 24;
    if (days > 0) {
        return texts::term("span.days", lang, {std::to_string(days), std::to_string(hours % 24)});
    }
    if (hours > 0) {
        return texts::term("span.hours", lang, {std::to_string(hours), std::to_string(minutes % 60)});
    }
    return texts::term(minutes > 0 ? "span.minutes" : "span.now", lang, {std::to_string(minutes)});
}

std::string half_days_text(std::int64_t half_days, Lang lang) {
    const std::int64_t n = half_days < 0 ? -half_days : half_days;
    const std::string number = n % 2 == 0 ? std::to_string(n / 2) : std::to_string(n / 2) + ".5";
    return texts::term(n == 2 ? "span.workday" : "span.workdays", lang, {number});
}

std::string size_text(std::int64_t bytes) {
    if (bytes >= 1024 * 1024) {
        return fmt::format("{:.1f} MB", static_cast<double>(bytes) / (1024.0 * 1024.0));
    }
    return fmt::format("{} KB", std::max<std::int64_t>(1, (bytes + 512) / 1024));
}

StateLook state_of(const work::CaseRow& row, Lang lang) {
    struct Known {
        std::string_view state;
        ui::Tone tone;
        ui::Icon icon;
    };
    constexpr std::array<Known, 9> kStates{{{"draft", ui::Tone::neutral, ui::Icon::file},
                                            {"signed", ui::Tone::pending, ui::Icon::upload},
                                            {"received", ui::Tone::accent, ui::Icon::circle_play},
                                            {"in_review", ui::Tone::accent, ui::Icon::circle_play},
                                            {"paused", ui::Tone::offline, ui::Icon::circle_pause},
                                            {"returned", ui::Tone::warning, ui::Icon::undo_2},
                                            {"approved", ui::Tone::ok, ui::Icon::circle_check},
                                            {"refused", ui::Tone::danger, ui::Icon::circle_x},
                                            {"withdrawn", ui::Tone::neutral, ui::Icon::log_out}}};
    if (row.held) {
        return {texts::term("state.held", lang), ui::Tone::held, ui::Icon::octagon_pause};
    }
    for (const Known& known : kStates) {
        if (known.state == row.state) {
            // Signed and known to the county: only the unit head's signature is missing.
            const bool waits = row.state == "signed" && !row.local;
            return {texts::term("state." + (waits ? "unconfirmed" : row.state), lang),
                    waits ? ui::Tone::accent : known.tone, waits ? ui::Icon::pencil : known.icon};
        }
    }
    return {row.state, ui::Tone::neutral, ui::Icon::circle_question_mark};
}

StateLook limit_of(const work::TimeLimit& limit, Lang lang) {
    if (limit.paused) {
        return {texts::term("limit.paused", lang), ui::Tone::offline, ui::Icon::circle_pause};
    }
    if (!limit.running || limit.limit <= 0) {
        return {};
    }
    const std::int64_t left = limit.left();
    return {texts::term(left < 0 ? "limit.over" : "limit.left", lang, {half_days_text(left, lang)}),
            left < 0       ? ui::Tone::danger
            : limit.near() ? ui::Tone::warning
                           : ui::Tone::neutral,
            left < 0 ? ui::Icon::circle_x : ui::Icon::clock};
}

std::string label(const model::Text2& text, Lang lang) {
    return lang == Lang::zh || text.en.empty() ? text.zh : text.en;
}

std::string matter_name(const model::Catalogue& catalogue, std::string_view matter, Lang lang) {
    const model::Matter* known = catalogue.matter(matter);
    return known == nullptr ? std::string(matter) : label(known->label, lang);
}

ui::Icon matter_icon(std::string_view matter) {
    return matter == "USE"    ? ui::Icon::grid_2x2_plus
           : matter == "IN"   ? ui::Icon::user_plus
           : matter == "OUT"  ? ui::Icon::user_minus
           : matter == "MOVE" ? ui::Icon::arrow_left_right
           : matter == "MOD"  ? ui::Icon::user_pen
           : matter == "ORG"  ? ui::Icon::network
                              : ui::Icon::file_text;
}

std::string code_name(const model::Catalogue& catalogue, std::string_view list, std::string_view code, Lang lang) {
    const model::CodeItem* item = catalogue.code(list, code);
    return item == nullptr ? std::string(code) : label(item->label, lang);
}

std::string role_name(const model::Catalogue& catalogue, std::string_view role, Lang lang) {
    const codec::Value* known = catalogue.roles().find(role);
    return known == nullptr ? std::string(role) : std::string(known->str_or(lang == Lang::zh ? "zh" : "en"));
}

std::string case_title(const model::Catalogue& catalogue, const work::CaseRow& row, Lang lang) {
    const std::string matter = matter_name(catalogue, row.matter, lang);
    return row.subject.empty() ? matter : matter + (lang == Lang::zh ? "·" : ": ") + row.subject;
}

std::string case_number(const work::CaseRow& row, Lang lang) {
    if (!row.case_no.empty()) {
        return row.case_no;
    }
    return row.count ? texts::term("case.count", lang, {std::to_string(*row.count)}) : std::string();
}

}  // namespace zj::desk
