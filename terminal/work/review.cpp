// SPDX-License-Identifier: Apache-2.0
#include "terminal/work/review.hpp"

#include "shared/base/limits.hpp"
#include "shared/codec/json.hpp"
#include "terminal/work/flow.hpp"

namespace zj::work {

namespace {

using codec::Array;
using codec::Object;
using codec::Value;

// The one that is meant: by its key, or the only one of the unit that is not over.
Result<log::Record> find_review(vault::Vault& vault, const std::string& reference) {
    if (reference.starts_with("review/")) {
        auto known = vault.record(reference);
        return known ? Result<log::Record>(std::move(*known)) : fail("review.none", reference, {}, {reference});
    }
    std::vector<log::Record> open;
    for (log::Record& one : vault.records("review/")) {
        const std::string_view state = one.value.str_or("state");
        if (one.value.str_or("unit") == reference && (state == "open" || state == "rectify")) {
            open.push_back(std::move(one));
        }
    }
    if (open.size() != 1) {
        return fail(open.empty() ? "review.none" : "review.several", reference, {}, {reference});
    }
    return std::move(open.front());
}

Value posts_form() {
    Value out;
    for (const char* level : {"chief", "deputy", "inner_chief", "inner_deputy"}) {
        out.set(level, Object{{"auth", ""}, {"actual", ""}});
    }
    return out;
}

// What is not filled is 0; a member that holds nothing but such is left out.
void take_numbers(const Value& from, Value& to) {
    for (const auto& [key, value] : from.object()) {
        if (!value.is_string() || !value.string().empty()) {
            to.set(key, value);
        }
    }
}

Result<Value> check_intent(const std::string& key, const std::string& text) {
    ZJ_TRY(const Value filled, codec::parse_json(text, limits::kBodyBytesMax));
    Value out = Object{{"do", "review.check"}, {"review", key}, {"text", filled.str_or("text")}};
    for (const char* member : {"h", "a"}) {
        Value numbers;
        if (const Value* said = filled.find(member); said != nullptr && said->is_object()) {
            take_numbers(*said, numbers);
        }
        out.set(member, std::move(numbers));
    }
    Value posts;
    if (const Value* said = filled.find("posts"); said != nullptr && said->is_object()) {
        for (const auto& [level, line] : said->object()) {
            Value numbers = Object{{"auth", 0}, {"actual", 0}};
            if (line.is_object()) {
                take_numbers(line, numbers);
            }
            posts.set(level, std::move(numbers));
        }
    }
    out.set("posts", std::move(posts));
    if (const Value* funded = filled.find("funded"); funded != nullptr && !funded->is_string()) {
        out.set("funded", *funded);
    }
    return out;
}

// ITEM:DATE; the date stands after the last colon.
Result<Array> rectify_items(const std::vector<std::string>& said) {
    Array out;
    for (const std::string& one : said) {
        const auto colon = one.rfind(':');
        if (colon == one.npos || colon == 0 || !parse_date(one.substr(colon + 1))) {
            return fail("review.item", one, {}, {one});
        }
        out.push_back(Object{{"item", one.substr(0, colon)}, {"until", one.substr(colon + 1)}});
    }
    return out;
}

Result<Value> intent_of(const std::string& act, const std::string& key, const ReviewWish& wish) {
    if (act == "check") {
        return check_intent(key, wish.figures);
    }
    Value out = Object{{"do", "review." + act}, {"review", key}};
    if (act == "sign") {
        ZJ_TRY(Array items, rectify_items(wish.rectify));
        out.set("text", wish.text).set("differences", to_array(wish.differences));
        return items.empty() ? out : out.set("rectify", std::move(items));
    }
    return act == "accept" ? out.set("items", Array(wish.items.begin(), wish.items.end()))
                           : out.set("reason", wish.text);
}

}  // namespace

Result<Value> review_form(const Context& context, const std::string& reference) {
    ZJ_TRY(const log::Record record, find_review(context.vault, reference));
    ZJ_TRY(const auto catalogue, context.vault.catalogue());
    Value numbers;
    Array types;
    // Which types the unit holds is no secret from it; how many posts it says itself.
    const Value* lines = record.value.find("h");
    for (const model::CodeItem& type : *catalogue->codes("quota")) {
        if (lines != nullptr && lines->find(type.code) != nullptr) {
            numbers.set(type.code, "");
            types.push_back(Object{{"code", type.code}, {"zh", type.label.zh}, {"en", type.label.en}});
        }
    }
    return Value(Object{{"review", record.key},
                        {"text", ""},
                        {"h", numbers},
                        {"a", numbers},
                        {"posts", posts_form()},
                        {"funded", ""},
                        {"about", std::move(types)}});
}

Result<Value> review(const Context& context, const std::string& act, const ReviewWish& wish) {
    if (act == "open") {
        return sign_intent(context, Object{{"do", "review.open"}, {"year", wish.year}, {"unit", wish.reference}},
                           {"unit/" + wish.reference}, wish.preview);
    }
    ZJ_TRY(const log::Record record, find_review(context.vault, wish.reference));
    ZJ_TRY(Value intent, intent_of(act, record.key, wish));
    ZJ_TRY(Value out, sign_intent(context, std::move(intent), {record.key}, wish.preview));
    return out.set("review", record.key);
}

}  // namespace zj::work
