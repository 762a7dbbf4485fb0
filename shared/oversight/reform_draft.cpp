// SPDX-License-Identifier: Apache-2.0
#include "shared/codec/reader.hpp"
#include "shared/model/checks.hpp"
#include "shared/oversight/reform.hpp"

namespace zj::oversight {

namespace {

constexpr std::size_t kNameBytesMax = 300;
constexpr std::size_t kCodeBytesMax = 32;
constexpr std::size_t kOrgansMax = 100;  // a bureau has some thirty
// More posts than any county has.
constexpr std::int64_t kPostsMax = 100'000;

std::map<std::string, std::int64_t> numbers(codec::Reader& r, const char* member) {
    std::map<std::string, std::int64_t> out;
    const codec::Value* said = r.object_if(member);
    if (said == nullptr) {
        return out;
    }
    codec::Reader inner(*said, r.pointer(member));
    for (const auto& [key, value] : said->object()) {
        out[key] = inner.integer(key, 0, kPostsMax);
    }
    if (const auto whole = inner.finish(); !whole) {
        r.fault(member, whole.error().code, whole.error().detail);
    }
    return out;
}

std::string text_if(codec::Reader& r, const char* member, std::size_t bytes_max) {
    return r.string_if(member, bytes_max).value_or(std::string());
}

Result<DraftUnit> read_unit(const codec::Value& value, const std::string& pointer) {
    codec::Reader r(value, pointer);
    DraftUnit out;
    out.code = r.string("unit", kCodeBytesMax, 1);
    out.name = text_if(r, "name", kNameBytesMax);
    out.nature = text_if(r, "nature", kCodeBytesMax);
    out.category = text_if(r, "category", kCodeBytesMax);
    out.ends = r.boolean_if("ends", false);
    out.quota = numbers(r, "quota");
    out.posts = numbers(r, "posts");
    if (r.has("organs")) {
        out.organs = r.strings("organs", kOrgansMax, kNameBytesMax);
    }
    if (r.ok() && !model::is_unit_code(out.code)) {
        r.fault("unit", "json.choice", "no unit code");
    }
    ZJ_CHECK(r.finish());
    return out;
}

Result<DraftMove> read_move(const codec::Value& value, const std::string& pointer) {
    codec::Reader r(value, pointer);
    DraftMove out;
    out.from = r.string("from", kCodeBytesMax, 1);
    out.to = r.string("to", kCodeBytesMax, 1);
    out.inner = text_if(r, "inner", kNameBytesMax);
    out.quota_type = text_if(r, "quota_type", kCodeBytesMax);
    if (r.has("persons")) {
        out.persons = r.strings("persons", kDraftPersonsMax, kNameBytesMax);
    }
    out.to_inner = text_if(r, "to_inner", kNameBytesMax);
    out.to_quota_type = text_if(r, "to_quota_type", kCodeBytesMax);
    out.to_staff_class = text_if(r, "to_staff_class", kCodeBytesMax);
    ZJ_CHECK(r.finish());
    return out;
}

}  // namespace

Result<ReformDraft> parse_reform(const codec::Value& value) {
    codec::Reader r(value);
    ReformDraft out;
    out.title = text_if(r, "title", kNameBytesMax);
    const codec::Array* units = r.array_if("units", kDraftUnitsMax);
    const codec::Array* moves = r.array_if("moves", kDraftMovesMax);
    ZJ_CHECK(r.finish());
    for (std::size_t i = 0; units != nullptr && i < units->size(); ++i) {
        ZJ_TRY(DraftUnit unit, read_unit((*units)[i], "/units/" + std::to_string(i)));
        out.units.push_back(std::move(unit));
    }
    for (std::size_t i = 0; moves != nullptr && i < moves->size(); ++i) {
        ZJ_TRY(DraftMove move, read_move((*moves)[i], "/moves/" + std::to_string(i)));
        out.moves.push_back(std::move(move));
    }
    return out;
}

}  // namespace zj::oversight
