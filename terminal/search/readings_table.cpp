// SPDX-License-Identifier: Apache-2.0
// zj_readings: Unihan_Readings.txt on its input, a table of C++ on its output: all modern readings of each character,
// without tones, ü as v. Runs while building, over a file of the distribution; what it does not understand it refuses.
#include <algorithm>
#include <charconv>
#include <cstdint>
#include <iostream>
#include <map>
#include <set>
#include <string>
#include <string_view>

namespace {

// The usual reading, those in use by frequency, and those of two dictionaries of the modern language. kHanyuPinyin has
// the readings of two thousand years, by which nobody looks for a name.
const std::set<std::string_view> kFields{"kMandarin", "kHanyuPinlu", "kTGHZ2013", "kXHC1983"};

const std::map<std::string, char, std::less<>> kVowels{
    {"ā", 'a'}, {"á", 'a'}, {"ǎ", 'a'}, {"à", 'a'}, {"ē", 'e'}, {"é", 'e'}, {"ě", 'e'}, {"è", 'e'},
    {"ê", 'e'}, {"ế", 'e'}, {"ề", 'e'}, {"ī", 'i'}, {"í", 'i'}, {"ǐ", 'i'}, {"ì", 'i'}, {"ō", 'o'},
    {"ó", 'o'}, {"ǒ", 'o'}, {"ò", 'o'}, {"ū", 'u'}, {"ú", 'u'}, {"ǔ", 'u'}, {"ù", 'u'}, {"ü", 'v'},
    {"ǖ", 'v'}, {"ǘ", 'v'}, {"ǚ", 'v'}, {"ǜ", 'v'}, {"ń", 'n'}, {"ň", 'n'}, {"ǹ", 'n'}, {"ḿ", 'm'}};

std::size_t length_of(unsigned char lead) {
    return lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

// yī → yi; empty where a sign is unknown (marks of Middle Chinese, combining tones over ê), and for sounds without a
// vowel (嗯 ng), which would cut every word at its ends.
std::string plain(std::string_view reading) {
    std::string out;
    while (!reading.empty()) {
        const std::string_view sign = reading.substr(0, length_of(static_cast<unsigned char>(reading.front())));
        if (sign.size() == 1 && sign[0] >= 'a' && sign[0] <= 'z') {
            out += sign[0];
        } else if (const auto vowel = kVowels.find(sign); vowel != kVowels.end()) {
            out += vowel->second;
        } else {
            return {};
        }
        reading.remove_prefix(sign.size());
    }
    return out.find_first_of("aeiouv") == out.npos ? std::string() : out;
}

// "zhòng(1823) chóng(329)", "0149.100:chóng 1502.040:zhòng", "zhòng": readings stand between ':', ',' and '('.
void add(std::string_view value, std::set<std::string>& out) {
    std::size_t at = 0;
    while (at < value.size()) {
        const std::size_t space = std::min(value.find(' ', at), value.size());
        std::string_view word = value.substr(at, space - at);
        if (const std::size_t colon = word.rfind(':'); colon != word.npos) {
            word.remove_prefix(colon + 1);
        }
        word = word.substr(0, word.find('('));
        while (!word.empty()) {
            const std::size_t comma = std::min(word.find(','), word.size());
            if (const std::string reading = plain(word.substr(0, comma)); !reading.empty()) {
                out.insert(reading);
            }
            word.remove_prefix(std::min(comma + 1, word.size()));
        }
        at = space + 1;
    }
}

}  // namespace

int main() {
    std::map<std::uint32_t, std::set<std::string>> characters;
    std::string line;
    while (std::getline(std::cin, line)) {
        const std::size_t first = line.find('\t'), second = first == line.npos ? line.npos : line.find('\t', first + 1);
        if (second == line.npos || !line.starts_with("U+") ||
            !kFields.contains(std::string_view(line).substr(first + 1, second - first - 1))) {
            continue;
        }
        std::uint32_t character = 0;
        std::from_chars(line.data() + 2, line.data() + first, character, 16);
        add(std::string_view(line).substr(second + 1), characters[character]);
    }
    std::map<std::string, std::size_t> syllables;
    for (const auto& [character, readings] : characters) {
        for (const std::string& reading : readings) {
            syllables.emplace(reading, 0);
        }
    }
    // Nine bits hold a syllable; fewer characters than any Unihan has would be another file.
    constexpr std::size_t kSyllablesMax = 512, kCharactersMin = 20'000;
    if (syllables.size() > kSyllablesMax || characters.size() < kCharactersMin) {
        std::cerr << "zj_readings: " << characters.size() << " characters, " << syllables.size()
                  << " syllables: no Unihan_Readings.txt\n";
        return 1;
    }
    std::cout << "// Written by zj_readings from Unihan_Readings.txt (Unicode License); do not edit.\n"
              << "constexpr std::string_view kSyllables[] = {\n";
    std::size_t number = 0;
    for (auto& [syllable, index] : syllables) {
        index = number++;
        std::cout << "\"" << syllable << "\",\n";
    }
    std::cout << "};\n// character << 9 | syllable, in order\nconstexpr std::uint32_t kReadings[] = {\n";
    for (const auto& [character, readings] : characters) {
        for (const std::string& reading : readings) {
            std::cout << (character << 9 | syllables.at(reading)) << ",\n";
        }
    }
    std::cout << "};\n";
    return std::cout.flush() ? 0 : 1;
}
