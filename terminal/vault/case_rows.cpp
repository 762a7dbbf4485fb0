// SPDX-License-Identifier: Apache-2.0
#include "terminal/vault/case_rows.hpp"

#include <algorithm>
#include <cctype>

namespace zj::vault {

namespace {

std::optional<Time> time_in(const codec::Value& value, const char* member) {
    const auto time = parse_time(value.str_or(member));
    return time ? std::optional(*time) : std::nullopt;
}

// The newest time that the case itself tells: lists are sorted by it, and it is the same whenever the row is made.
std::optional<Time> changed_at(const codec::Value& value) {
    std::optional<Time> out;
    const auto seen = [&](const codec::Value& in, const char* member) {
        out = std::max(out, time_in(in, member));
    };
    for (const char* member :
         {"written_at", "signed_at", "received_at", "accepted_at", "answered_at", "returned_at", "closed_at"}) {
        seen(value, member);
    }
    for (const char* list : {"steps", "thread"}) {
        for (const codec::Value& item : value.items(list)) {
            seen(item, "at");
        }
    }
    for (const codec::Value& pause : value.items("paused")) {
        seen(pause, "from");
        seen(pause, "until");
    }
    return out;
}

// Whoever signed it at the unit or took another layer (the judge's G10).
std::string barred_from(const codec::Value& value) {
    std::string out;
    const auto bar = [&](std::string_view person) {
        const std::string one = "|" + std::string(person) + "|";
        if (!person.empty() && out.find(one) == out.npos) {
            out += out.empty() ? one : one.substr(1);
        }
    };
    bar(value.str_or("clerk"));
    bar(value.str_or("head"));
    for (const codec::Value& step : value.items("steps")) {
        if (step.str_or("step") != value.str_or("step")) {
            bar(step.str_or("person"));
        }
    }
    return out;
}

// Somebody who types an identity number into the name of a post must not show it in a list: of a long run of digits
// only the last four signs stay.
std::string masked(std::string_view text) {
    constexpr std::size_t kLong = 12, kShown = 4;
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at;
        while (end < text.size() && std::isdigit(static_cast<unsigned char>(text[end])) != 0) {
            ++end;
        }
        if (end > at && end < text.size() && (text[end] == 'X' || text[end] == 'x')) {
            ++end;
        }
        const std::size_t run = end - at;
        if (run == 0) {
            out += text[at++];
        } else {
            out +=
                run >= kLong ? "…" + std::string(text.substr(end - kShown, kShown)) : std::string(text.substr(at, run));
            at = end;
        }
    }
    return out;
}

// The record that names what the case is about.
std::string about_key(const codec::Value& value, const codec::Value& fields) {
    for (const std::string_view key : {fields.str_or("person"), fields.str_or("target")}) {
        if (!key.empty()) {
            return std::string(key);
        }
    }
    return value.str_or("matter") == "ORG" ? "unit/" + std::string(value.str_or("unit")) : std::string();
}

}  // namespace

bool closed_state(std::string_view state) {
    return state == "approved" || state == "refused" || state == "withdrawn";
}

std::string place_of(std::string_view state, std::string_view matter, std::string_view step) {
    if (state == "signed" || state == "returned") {
        return std::string(state) + "/" + std::string(matter);
    }
    const bool in_hand = state == "received" || state == "in_review" || state == "paused";
    return in_hand && !step.empty() ? std::string(matter) + "/" + std::string(step) : std::string();
}

CaseEntry case_entry_of(std::string_view key, const codec::Value& value,
                        const std::function<std::string(std::string_view key)>& name_of) {
    static const codec::Value kNone;
    const codec::Value* found = value.find("fields");
    const codec::Value& fields = found == nullptr ? kNone : *found;
    CaseEntry out;
    out.key = key;
    out.case_no = value.str_or("case_no");
    out.matter = value.str_or("matter");
    out.unit = value.str_or("unit");
    out.state = value.str_or("state");
    out.step = value.str_or("step");
    out.place = place_of(out.state, out.matter, out.step);
    out.about = about_key(value, fields);
    for (const std::string_view text : {fields.str_or("name"), fields.str_or("person_name")}) {
        out.subject = out.subject.empty() ? masked(text) : out.subject;
    }
    if (out.subject.empty() && !out.about.empty()) {
        out.subject = masked(name_of(out.about));
    }
    if (out.subject.empty()) {
        out.subject = masked(fields.str_or("post_name"));
    }
    out.barred = barred_from(value);
    const codec::Value* held = value.find("held");
    out.held = held != nullptr && held->is_object();
    out.received_at = time_in(value, "received_at");
    out.closed_at = time_in(value, "closed_at");
    out.changed_at = changed_at(value);
    for (const codec::Value& pause : value.items("paused")) {
        if (const auto from = time_in(pause, "from")) {
            out.pauses.emplace_back(*from, time_in(pause, "until"));
        }
    }
    out.half_days = value.int_or("limit_half_days");
    return out;
}

}  // namespace zj::vault
