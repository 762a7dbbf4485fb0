// SPDX-License-Identifier: Apache-2.0
#include "assets/texts.hpp"

#include <map>

#include "assets/assets.hpp"
#include "shared/codec/json.hpp"

namespace zj::texts {

namespace {

constexpr std::string_view kUnknown = "*";

struct Tables {
    std::map<std::string, Explained, std::less<>> errors;
    std::map<std::string, std::string, std::less<>> terms;
};

codec::Object parse(const std::string& name) {
    const auto bytes = assets::find(name);
    ZJ_ASSERT(bytes.has_value());
    auto value = codec::parse_json(*bytes, limits::kCatalogueBytesMax);
    ZJ_ASSERT(value.has_value() && value->is_object());  // our own file, tested
    return std::move(value->object());
}

Tables load(const std::string& lang) {
    Tables out;
    for (const auto& [code, text] : parse("i18n/errors." + lang + ".json")) {
        out.errors[code] = {std::string(text.str_or("what")), std::string(text.str_or("means")),
                            std::string(text.str_or("do"))};
    }
    // Words of outputs, those of warnings, and those of the desks, a file a desk.
    for (const auto& [name, bytes] : assets::all()) {
        const bool of_desk = name.starts_with("i18n/desk/") && name.ends_with("." + lang + ".json");
        const bool of_outputs = name == "i18n/terms." + lang + ".json" || name == "i18n/oversight." + lang + ".json";
        if (!of_outputs && !of_desk) {
            continue;
        }
        for (const auto& [key, text] : parse(name)) {
            const bool fresh = out.terms.emplace(key, text.is_string() ? text.string() : std::string()).second;
            ZJ_ASSERT(fresh);  // one key, one place
        }
    }
    return out;
}

const Tables& tables(Lang lang) {
    static const Tables zh = load("zh"), en = load("en");
    return lang == Lang::zh ? zh : en;
}

const Explained* find_text(const Tables& from, std::string_view code) {
    if (const auto at = from.errors.find(code); at != from.errors.end()) {
        return &at->second;
    }
    const std::string family = std::string(code.substr(0, code.find('.'))) + ".*";
    const auto at = from.errors.find(family);
    return at == from.errors.end() ? nullptr : &at->second;
}

std::string filled(std::string_view text, const Error& error) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const std::size_t close = text[i] == '{' ? text.find('}', i) : text.npos;
        if (close == text.npos) {
            out += text[i];
            continue;
        }
        const std::string_view name = text.substr(i + 1, close - i - 1);
        if (name == "where") {
            out += error.where;
        } else if (name == "code") {
            out += error.code;
        } else if (name == "detail") {
            out += error.detail;
        } else if (name.size() == 1 && name[0] >= '0' && name[0] <= '9') {
            const auto index = static_cast<std::size_t>(name[0] - '0');
            out += index < error.args.size() ? error.args[index] : "…";
        } else {
            out += text.substr(i, close - i + 1);
        }
        i = close;
    }
    return out;
}

}  // namespace

Lang lang_from(std::string_view text) {
    return text.starts_with("en") || text.starts_with("EN") ? Lang::en : Lang::zh;
}

Explained explain(const Error& error, Lang lang) {
    const Tables& from = tables(lang);
    const Explained* text = find_text(from, error.code);
    if (text == nullptr) {
        const auto general = from.errors.find(kUnknown);
        ZJ_ASSERT(general != from.errors.end());
        text = &general->second;
    }
    return {filled(text->what, error), filled(text->means, error), filled(text->todo, error)};
}

bool has_explanation(std::string_view code) {
    return find_text(tables(Lang::zh), code) != nullptr && find_text(tables(Lang::en), code) != nullptr;
}

std::string for_people(const Error& error, Lang only) {
    const Explained e = explain(error, only);
    return e.what + "\n  " + e.means + "\n  " + e.todo + "\n";
}

std::string for_people(const Error& error) {
    return for_people(error, Lang::zh) + for_people(error, Lang::en);
}

std::string term(std::string_view key, Lang lang) {
    const auto& terms = tables(lang).terms;
    const auto at = terms.find(key);
    return at == terms.end() ? std::string(key) : at->second;
}

std::string term(std::string_view key, Lang lang, const std::vector<std::string>& args) {
    Error filler;
    filler.args = args;
    return filled(term(key, lang), filler);
}

std::vector<std::string> error_codes(Lang lang) {
    std::vector<std::string> out;
    for (const auto& [code, text] : tables(lang).errors) {
        out.push_back(code);
    }
    return out;
}

std::vector<std::string> term_keys(Lang lang) {
    std::vector<std::string> out;
    for (const auto& [key, text] : tables(lang).terms) {
        out.push_back(key);
    }
    return out;
}

}  // namespace zj::texts
