// SPDX-License-Identifier: Apache-2.0
// The small words of the rules: outcomes, keys, lists and the county's counters.
#include <algorithm>

#include "shared/codec/text.hpp"
#include "shared/crypto/crypto.hpp"
#include "shared/model/rules/1/rules.hpp"

namespace zj::model::rules1 {

Outcome refuse(std::string code, std::string detail) {
    return {Verdict::refused, std::move(code), std::move(detail), {}, {}, {}, {}};
}

Outcome hold(std::string code, std::string on_case, std::string competitor, std::string detail) {
    return {Verdict::held, std::move(code), std::move(detail), std::move(on_case), std::move(competitor), {}, {}};
}

Outcome malformed(const Error& error) {
    return refuse("B3", to_string(error));
}

Error bad_member(std::string pointer, std::string detail) {
    return fail("B3", std::move(pointer), std::move(detail));
}

Outcome Act::need_role(std::initializer_list<std::string_view> wanted) {
    for (const std::string_view role : wanted) {
        if (author.has(catalogue, role)) {
            scope = author.scope_of(catalogue, role);
            return applied();
        }
    }
    std::string names;
    for (const std::string_view role : wanted) {
        names += (names.empty() ? "" : ", ") + std::string(role);
    }
    return refuse("B5", "needs one of: " + names);
}

std::string Act::new_key(std::string_view kind) const {
    return log::record_key(kind, county, author.device, author.seq, index);
}

// One intent may make many records of a kind (the books of a unit): the first has the intent's own key, the others
// derive from it.
std::string Act::new_key(std::string_view kind, std::size_t n) const {
    const std::string first = new_key(kind);
    if (n == 0) {
        return first;
    }
    const std::string tail = "\n" + std::to_string(n);
    return std::string(kind) + "/" +
           codec::short_id(crypto::sha256("zhijian-key-v1\n", as_bytes(first), as_bytes(tail)));
}

std::string unit_scope(std::string_view unit) {
    return "unit/" + std::string(unit);
}

std::string_view after_slash(std::string_view key) {
    const std::size_t at = key.find('/');
    return at == std::string_view::npos ? std::string_view{} : key.substr(at + 1);
}

std::int64_t next_number(Work& work, std::string_view counter, int year) {
    const std::string key = "counter/" + std::string(counter) + "/" + std::to_string(year);
    const Value* now = work.get(key);
    const std::int64_t n = (now == nullptr ? 0 : now->int_or("n")) + 1;
    work.put(key, "office", Object{{"n", n}});
    return n;
}

std::string document_number(Act& act, std::string_view series, std::string_view counter) {
    const int year = ymd_of(date_of(act.at)).year;
    const CodeItem* county = act.catalogue.code("division", act.county);
    return (county == nullptr ? std::string{} : first_character(county->label.zh)) + std::string(series) + "〔" +
           std::to_string(year) + "〕" + std::to_string(next_number(act.work, counter, year)) + "号";
}

bool contains(const std::vector<std::string>& list, std::string_view text) {
    return std::find(list.begin(), list.end(), text) != list.end();
}

std::vector<std::string> strings_of(const Array& list) {
    std::vector<std::string> out;
    out.reserve(list.size());
    for (const Value& item : list) {
        if (item.is_string()) {
            out.push_back(item.string());
        }
    }
    return out;
}

Array values_of(const std::vector<std::string>& list) {
    return {list.begin(), list.end()};
}

std::string first_character(std::string_view text) {
    std::size_t n = text.empty() ? 0 : 1;
    while (n < text.size() && (static_cast<unsigned char>(text[n]) & 0xC0) == 0x80) {
        ++n;
    }
    return std::string(text.substr(0, n));
}

}  // namespace zj::model::rules1
