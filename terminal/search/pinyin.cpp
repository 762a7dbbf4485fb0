// SPDX-License-Identifier: Apache-2.0
#include "terminal/search/pinyin.hpp"

#include <algorithm>
#include <cstdint>

#include "shared/base/result.hpp"

namespace zj::search {

namespace {

#include "search_readings.inc"

// Steps of one sounds_like(): a name of fifty characters under ten syllables takes some hundred.
constexpr std::size_t kStepsMax = 20'000;

class Matching {
public:
    explicit Matching(std::u32string_view characters) : characters_(characters) {}

    bool from(std::size_t at, std::string_view typed) {
        if (typed.empty()) {
            return true;
        }
        if (at == characters_.size() || ++steps_ > kStepsMax) {
            return false;
        }
        for (const std::string_view reading : readings_of(characters_[at])) {
            if (reading.starts_with(typed) ||
                (typed.starts_with(reading) && from(at + 1, typed.substr(reading.size())))) {
                return true;
            }
            if (typed.front() == reading.front() && from(at + 1, typed.substr(1))) {
                return true;
            }
        }
        return false;
    }

private:
    std::u32string_view characters_;
    std::size_t steps_ = 0;
};

struct Cutting {
    std::vector<std::string_view> sofar;
    std::vector<std::vector<std::string_view>> out;
    std::size_t steps = 0;

    void from(std::string_view typed) {
        constexpr std::size_t kSyllableMax = 6;  // zhuang
        if (out.size() == kCutsMax || ++steps > kStepsMax) {
            return;
        }
        if (typed.empty()) {
            out.push_back(sofar);
            return;
        }
        for (std::size_t size = std::min(typed.size(), kSyllableMax); size > 0; --size) {
            const std::string_view syllable = typed.substr(0, size);
            const auto at = std::lower_bound(std::begin(kSyllables), std::end(kSyllables), syllable);
            const bool whole = at != std::end(kSyllables) && *at == syllable;
            const bool begun = at != std::end(kSyllables) && at->starts_with(syllable) && size == typed.size();
            if (whole || begun) {
                sofar.push_back(syllable);
                from(typed.substr(size));
                sofar.pop_back();
            }
        }
    }
};

}  // namespace

std::vector<std::string_view> readings_of(char32_t c) {
    std::vector<std::string_view> out;
    const std::uint32_t first = static_cast<std::uint32_t>(c) << 9;
    for (const auto* at = std::lower_bound(std::begin(kReadings), std::end(kReadings), first);
         at != std::end(kReadings) && *at >> 9 == c; ++at) {
        out.push_back(kSyllables[*at & 511]);
    }
    return out;
}

std::span<const std::string_view> syllables() {
    return kSyllables;
}

bool sounds_like(std::u32string_view characters, std::string_view typed) {
    ZJ_ASSERT(typed.size() <= kTypedMax);
    if (typed.empty()) {
        return false;
    }
    Matching matching(characters);
    for (std::size_t at = 0; at < characters.size(); ++at) {
        if (matching.from(at, typed)) {
            return true;
        }
    }
    return false;
}

std::vector<std::vector<std::string_view>> cuts_of(std::string_view typed) {
    ZJ_ASSERT(typed.size() <= kTypedMax);
    Cutting cutting;
    if (!typed.empty()) {
        cutting.from(typed);
    }
    return std::move(cutting.out);
}

}  // namespace zj::search
