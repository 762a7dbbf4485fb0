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

std::string in_words(std::string_view key, const std::string& value, const std::string& lang) {
    static constexpr std::pair<std::string_view, std::string_view> kFamilies[] = {
        {"state", "case."},  {"state", "queue."},  {"state", "verdict."},  {"state", "pending."},
        {"state", "grant."}, {"state", "person."}, {"state", "standing."}, {"matter", "matter."},
        {"step", "step."},   {"act", "act."},      {"role", "role."},      {"waits_for", "role."},
    };
    for (const auto& [member, family] : kFamilies) {
        if (member == key) {
            const std::string term = std::string(family) + value;
            if (std::string said = word(term, lang); said != term) {
                return said;
            }
        }
    }
    return value;
}

std::string scalar(std::string_view key, const codec::Value& value, const std::string& lang) {
    if (value.is_string()) {
        return in_words(key, value.string(), lang);
    }
    if (value.is_bool()) {
        return word(value.boolean() ? "word.yes" : "word.no", lang);
    }
    return value.is_int() ? std::to_string(value.integer()) : std::string();
}

std::string one_line(const codec::Value& item, const std::string& lang) {
    if (!item.is_object()) {
        return scalar({}, item, lang);
    }
    std::string out;
    for (const auto& [key, value] : item.object()) {
        if (const std::string text = scalar(key, value, lang); !text.empty()) {
            out += (out.empty() ? "" : "  ") + key + "=" + text;
        }
    }
    return out;
}

void write(std::string& out, const codec::Value& answer, const std::string& indent, const std::string& lang) {
    for (const auto& [key, value] : answer.object()) {
        if (value.is_array()) {
            if (!value.array().empty()) {
                out += indent + key + ":\n";
            }
            for (const codec::Value& item : value.array()) {
                out += indent + "  " + one_line(item, lang) + "\n";
            }
        } else if (value.is_object()) {
            if (!value.object().empty()) {
                out += indent + key + ":\n";
                write(out, value, indent + "  ", lang);
            }
        } else if (const std::string text = scalar(key, value, lang); !text.empty()) {
            out += indent + key + ": " + text + "\n";
        }
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
        out += "  - " + std::string(fault.str_or("where")) + ": " + std::string(fault.str_or("what")) + "\n";
    }
    return codec::for_screen(out + "[" + error.code + "]\n");
}

}  // namespace zj::app
