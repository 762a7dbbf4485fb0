// SPDX-License-Identifier: Apache-2.0
#include "terminal/app/output.hpp"

#include "assets/texts.hpp"
#include "shared/codec/json.hpp"
#include "shared/codec/text.hpp"

namespace zj::app {

namespace {

std::string both(const std::string& zh, const std::string& en, const std::string& lang) {
    return lang.empty() ? (zh == en ? zh : zh + " / " + en) : texts::lang_from(lang) == texts::Lang::en ? en : zh;
}

// Ours has no null; inside a text the quotes would stand escaped, so these members are found in no other place.
std::string with_nulls(std::string text) {
    for (const char* member : {"\"file\":", "\"next\":"}) {
        const std::string empty = std::string(member) + "\"\"";
        for (auto at = text.find(empty); at != std::string::npos; at = text.find(empty, at + 1)) {
            text.replace(at, empty.size(), std::string(member) + "null");
        }
    }
    return text;
}

// Which words a state is told in depends on what has it.
std::string_view state_family(const codec::Value& of) {
    static constexpr std::pair<std::string_view, std::string_view> kByKey[] = {
        {"grant/", "grant."},       {"stage/", "stage_state."}, {"person/", "person."}, {"unit/", "unit_state."},
        {"identity/", "standing."}, {"device/", "standing."},   {"key/", "standing."},
    };
    const std::string_view key = of.str_or("key");
    for (const auto& [prefix, family] : kByKey) {
        if (key.starts_with(prefix)) {
            return family;
        }
    }
    if (of.find("slot") != nullptr) {
        return "material.";
    }
    if (of.find("seq") != nullptr) {
        return "queue.";  // and, once the county has answered, its verdict
    }
    return of.find("pending") != nullptr && of.find("matter") == nullptr ? "pending." : "case.";
}

std::string in_words(std::string_view key, const std::string& value, const codec::Value& of, const std::string& lang) {
    static constexpr std::pair<std::string_view, std::string_view> kFamilies[] = {
        {"step", "step."}, {"act", "act."}, {"waits_for", "role."}};
    // Codes that people type again stand beside their word.
    static constexpr std::pair<std::string_view, std::string_view> kCodes[] = {
        {"matter", "matter."}, {"role", "role."}, {"roles", "role."}, {"confirm_role", "role."}, {"needs", "role."}};
    const auto said = [&](std::string_view family) {
        const std::string term = std::string(family) + value;
        const std::string words = word(term, lang);
        return words == term ? std::string() : words;
    };
    if (key == "verdict") {  // of a preview it is none yet
        const std::string words = said(of.find("known") != nullptr ? "foretold." : "verdict.");
        return words.empty() ? value : words;
    }
    if (key == "state") {
        const std::string_view family = state_family(of);
        const std::string words = said(family);
        return !words.empty() ? words : family == "queue." && !said("verdict.").empty() ? said("verdict.") : value;
    }
    for (const auto& [member, family] : kFamilies) {
        if (member == key && !said(family).empty()) {
            return said(family);
        }
    }
    for (const auto& [member, family] : kCodes) {
        if (member == key && !said(family).empty()) {
            return value + " (" + said(family) + ")";
        }
    }
    return value;
}

// What the county's or the judge's code says, and what to do about it.
std::string sentence(const codec::Value& of, const std::string& lang) {
    const std::string code(of.str_or("code"));
    if (code.empty() || of.find("what") != nullptr || !texts::has_explanation(code)) {
        return {};
    }
    const Error error = fail(code);
    const texts::Explained zh = texts::explain(error, texts::Lang::zh), en = texts::explain(error, texts::Lang::en);
    return both(zh.what + zh.todo, en.what + " " + en.todo, lang);
}

// {"zh","en"} is one text; with other members beside it, the text is their label.
bool has_label(const codec::Value& value) {
    return value.is_object() && value.find("zh") != nullptr && value.find("en") != nullptr;
}
std::string label_of(const codec::Value& value, const std::string& lang) {
    return both(std::string(value.str_or("zh")), std::string(value.str_or("en")), lang);
}

// `of` is the object whose member this is.
std::string scalar(std::string_view key, const codec::Value& value, const codec::Value& of, const std::string& lang) {
    if (value.is_string()) {
        return in_words(key, value.string(), of, lang);
    }
    if (value.is_bool()) {
        return word(value.boolean() ? "word.yes" : "word.no", lang);
    }
    if (value.is_int()) {
        return std::to_string(value.integer());
    }
    if (has_label(value) && value.object().size() == 2) {
        return label_of(value, lang);
    }
    std::string out;
    if (value.is_array()) {
        for (const codec::Value& item : value.array()) {
            if (item.is_string() || item.is_int()) {
                out += (out.empty() ? "" : ",") + scalar(key, item, of, lang);
            }
        }
    }
    return out;
}

bool has_parts(const codec::Value& value) {
    return value.is_array() && !value.array().empty() && value.array().front().is_object();
}

void write_item(std::string& out, const codec::Value& item, const std::string& indent, const std::string& lang) {
    if (!item.is_object()) {
        out += indent + scalar({}, item, item, lang) + "\n";
        return;
    }
    std::string line;
    for (const auto& [key, value] : item.object()) {
        if (const std::string text = scalar(key, value, item, lang); !text.empty()) {
            line += (line.empty() ? "" : "  ") + key + "=" + text;
        }
    }
    out += indent + line + "\n";
    if (const std::string told = sentence(item, lang); !told.empty()) {
        out += indent + "  " + told + "\n";
    }
    for (const auto& [key, value] : item.object()) {
        if (has_parts(value)) {
            out += indent + "  " + key + ":\n";
            for (const codec::Value& part : value.array()) {
                write_item(out, part, indent + "    ", lang);
            }
        }
    }
}

void write(std::string& out, const codec::Value& answer, const std::string& indent, const std::string& lang) {
    const bool labelled = has_label(answer);
    if (labelled) {
        out += indent + label_of(answer, lang) + "\n";
    }
    for (const auto& [key, value] : answer.object()) {
        if (labelled && (key == "zh" || key == "en")) {
            continue;
        }
        if (has_parts(value)) {
            out += indent + key + ":\n";
            for (const codec::Value& item : value.array()) {
                write_item(out, item, indent + "  ", lang);
            }
        } else if (const std::string text = scalar(key, value, answer, lang); !text.empty()) {
            out += indent + key + ": " + text + "\n";
        } else if (value.is_object() && !value.object().empty()) {
            out += indent + key + ":\n";
            write(out, value, indent + "  ", lang);
        }
    }
    if (const std::string told = sentence(answer, lang); !told.empty()) {
        out += indent + told + "\n";
    }
}

}  // namespace

std::string word(std::string_view term, const std::string& lang) {
    return both(texts::term(term, texts::Lang::zh), texts::term(term, texts::Lang::en), lang);
}

std::string json_answer(const codec::Value& answer) {
    codec::Value out = answer;
    out.set("ok", true);
    return with_nulls(codec::write_json(out)) + "\n";
}

std::string json_error(const Error& error, const codec::Array& faults, const std::string& lang) {
    const texts::Explained zh = texts::explain(error, texts::Lang::zh), en = texts::explain(error, texts::Lang::en);
    codec::Value inner = codec::Object{{"code", error.code},
                                       {"what", both(zh.what, en.what, lang)},
                                       {"means", both(zh.means, en.means, lang)},
                                       {"do", both(zh.todo, en.todo, lang)}};
    if (!error.where.empty()) {
        inner.set("where", error.where);
    }
    if (!faults.empty()) {
        inner.set("faults", faults);
    }
    return codec::write_json(codec::Object{{"ok", false}, {"error", std::move(inner)}}) + "\n";
}

std::string text_answer(const codec::Value& answer, const std::string& lang) {
    std::string out;
    if (answer.is_object()) {
        write(out, answer, {}, lang);
    }
    return codec::for_screen(out);
}

std::string text_error(const Error& error, const codec::Array& faults, const std::string& lang) {
    std::string out = lang.empty() ? texts::for_people(error) : texts::for_people(error, texts::lang_from(lang));
    for (const codec::Value& fault : faults) {
        const std::string shown(fault.str_or("shown"));
        out += "  - " + std::string(fault.str_or("where")) + ": " + std::string(fault.str_or("what")) +
               (shown.empty() ? "\n" : " [" + shown + "]\n");
    }
    return codec::for_screen(out + "[" + error.code + "]\n");
}

}  // namespace zj::app
