// SPDX-License-Identifier: Apache-2.0
#include "terminal/ui/pinyin.hpp"

#include <unicode/translit.h>
#include <unicode/unistr.h>

#include <map>
#include <memory>
#include <mutex>

#include "terminal/ui/edit.hpp"

namespace zj::ui {

namespace {

std::string spoken(std::string_view label) {
    static const std::unique_ptr<icu::Transliterator> kHan = [] {
        UErrorCode status = U_ZERO_ERROR;
        std::unique_ptr<icu::Transliterator> out(
            icu::Transliterator::createInstance("Han-Latin; Latin-ASCII; Lower", UTRANS_FORWARD, status));
        return U_SUCCESS(status) ? std::move(out) : nullptr;
    }();
    if (kHan == nullptr) {
        return {};  // an ICU without its data: lists are searched by characters and codes alone
    }
    icu::UnicodeString text =
        icu::UnicodeString::fromUTF8(icu::StringPiece(label.data(), static_cast<std::int32_t>(label.size())));
    kHan->transliterate(text);
    std::string out;
    text.toUTF8String(out);
    return out;
}

std::string words(std::string_view label) {
    std::string whole, initials;
    bool begins = true;
    for (const char c : spoken(label)) {
        const bool digit = c >= '0' && c <= '9';
        if ((c >= 'a' && c <= 'z') || digit) {
            whole += c;
            if (begins || digit) {
                initials += c;
            }
            begins = digit;
        } else {
            begins = true;
        }
    }
    return whole.empty() ? std::string() : whole + " " + initials;
}

}  // namespace

std::string pinyin_words(std::string_view label) {
    static std::mutex lock;
    static std::map<std::string, std::string, std::less<>> kept;
    std::size_t end = label.size() <= kPinyinBytesMax ? label.size() : previous_character(label, kPinyinBytesMax);
    const std::string key(label.substr(0, end));
    const std::lock_guard<std::mutex> guard(lock);
    if (const auto found = kept.find(key); found != kept.end()) {
        return found->second;
    }
    if (kept.size() >= kPinyinKept) {
        kept.clear();  // made again in microseconds each
    }
    return kept[key] = words(key);
}

}  // namespace zj::ui
