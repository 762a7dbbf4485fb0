// SPDX-License-Identifier: Apache-2.0
#include "terminal/work/flow.hpp"

#include <algorithm>

#include "shared/base/limits.hpp"
#include "shared/codec/json.hpp"
#include "terminal/work/preview.hpp"

namespace zj::work {

namespace {

constexpr std::string_view kFlows[] = {
    "case.consent", "case.message",  "case.urge",      "case.reverse",    "opening.reverse", "stage.close",
    "doc.register", "doc.void",      "doc.file",       "sanction.impose", "sanction.lift",   "pay.load",
    "pay.revise",   "budget.load",   "person.retire",  "person.place",    "person.roster",   "person.outside",
    "leave.record", "ceiling.set",   "revolving.lend", "revolving.end",   "review.open",     "review.check",
    "review.sign",  "review.accept", "review.cancel",  "warning.act",     "archive.close",   "archive.file"};

// More than any intent names.
constexpr std::size_t kBaseMax = 16;

Result<std::vector<std::string>> keys_from(const codec::Value& intent) {
    const codec::Value* base = intent.find("base");
    std::vector<std::string> keys;
    if (base == nullptr) {
        return keys;
    }
    if (!base->is_array() || base->array().size() > kBaseMax) {
        return fail("flow.base", "/base", "a list of record keys is needed");
    }
    for (const codec::Value& key : base->array()) {
        if (!key.is_string() || key.string().find('/') == std::string::npos) {
            return fail("flow.base", "/base", "a list of record keys is needed");
        }
        keys.push_back(key.string());
    }
    return keys;
}

}  // namespace

Result<codec::Value> sign_flow(const Context& context, std::string_view text, bool preview) {
    ZJ_TRY(codec::Value intent, codec::parse_json(text, limits::kBodyBytesMax));
    const std::string name(intent.str_or("do"));
    if (std::find(std::begin(kFlows), std::end(kFlows), name) == std::end(kFlows)) {
        return fail("flow.intent", "/do", name, {name});
    }
    ZJ_TRY(const std::vector<std::string> keys, keys_from(intent));
    return sign_intent(context, std::move(intent), keys, preview);
}

Result<codec::Value> sign_intent(const Context& context, codec::Value intent, const std::vector<std::string>& keys,
                                 bool preview) {
    const std::string name(intent.str_or("do"));
    intent.set("base", base_for(context.vault, keys));
    const Foretold foretold = foretell(context.vault, {intent});
    if (preview) {
        return codec::Value(codec::Object{{"do", name}, {"preview", to_value(foretold)}});
    }
    ZJ_CHECK(worth_signing(foretold, "/do"));
    ZJ_TRY(codec::Value out, sign(context.vault, {intent}));
    return out.set("do", name).set("preview", to_value(foretold));
}

}  // namespace zj::work
