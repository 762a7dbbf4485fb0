// SPDX-License-Identifier: Apache-2.0
#include "terminal/tables/units.hpp"

#include "shared/model/characters.hpp"

namespace zj::tables {

namespace {

std::string key_of(std::string_view text) {
    std::u32string out;
    for (const char32_t wide : model::decode_characters(text).value_or(std::u32string())) {
        const char32_t c = model::half_width(wide);
        if (!model::is_space(c)) {
            out += c >= U'A' && c <= U'Z' ? c - U'A' + U'a' : c;
        }
    }
    return model::encode_characters(out);
}

}  // namespace

std::string_view name_of(UnitBy by) {
    constexpr std::array<std::string_view, 4> kNames{"code", "name", "short_name", "uscc"};
    return kNames[static_cast<std::size_t>(by)];
}

Units::Units(const std::vector<Unit>& units) {
    for (const Unit& unit : units) {
        const std::array<const std::string*, 4> texts{&unit.code, &unit.name, &unit.short_name, &unit.uscc};
        for (std::size_t i = 0; i < texts.size(); ++i) {
            const std::string key = key_of(*texts[i]);
            if (key.empty()) {
                continue;
            }
            const auto [at, fresh] = by_[i].emplace(key, unit.code);
            if (!fresh && at->second != unit.code) {
                at->second.clear();
            }
        }
    }
}

Units::Found Units::find(UnitBy by, std::string_view text) const {
    const auto& map = by_[static_cast<std::size_t>(by)];
    const auto at = map.find(key_of(text));
    if (at == map.end()) {
        return {};
    }
    if (at->second.empty()) {
        return {Found::State::several, {}};
    }
    return {Found::State::one, at->second};
}

}  // namespace zj::tables
