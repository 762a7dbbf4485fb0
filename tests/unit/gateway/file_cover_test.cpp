// SPDX-License-Identifier: Apache-2.0
// What the cover of a package says of a file's course, as other programs read it.
#include "gateway/ops/file_cover.hpp"

#include <catch2/catch_test_macros.hpp>

#include "shared/codec/text.hpp"
#include "tests/unit/paper/papers.hpp"

namespace zj::test {
namespace {

using codec::Array;
using codec::Object;
using codec::Value;
using paper::test::count;
using paper::test::has;

constexpr const char* kAt = "2026-11-24T10:15:00.000+08:00";

Value entry(std::int64_t n, Array acts, std::string_view verdict = "applied") {
    return Object{{"entry", n}, {"at", kAt}, {"kind", "change"}, {"verdict", verdict}, {"acts", std::move(acts)}};
}

package::Assembled a_file() {
    package::Assembled out;
    const Value named = Object{{"code", "x"}, {"zh", "巴河镇人民政府"}};
    out.metadata = Object{{"compiled_by", "中共浠水县委机构编制委员会办公室"},
                          {"archive_no", "J021-WS·2026-D30-YB-0007"},
                          {"title", "用编核准"},
                          {"unit", named},
                          {"matter", named},
                          {"class", named},
                          {"retention", named},
                          {"case_no", "USE-2026-0012"},
                          {"fonds", "J021"},
                          {"fonds_year", 2026},
                          {"case", Object{{"received_at", kAt}, {"closed_at", kAt}}},
                          {"archived", Object{{"at", kAt}, {"entry", 30}}},
                          {"log", Object{{"origin", "zhijian/421125/1"},
                                         {"fingerprint", std::string(64, 'a')},
                                         {"root", codec::base64(Hash{})},
                                         {"size", 40}}}};
    out.metadata.set("course", Array{Value(entry(11, Array{"case.submit"})), Value(entry(30, Array{"archive.close"}))});
    return out;
}

std::string text_of(const package::Assembled& file) {
    const auto pdf = ops::file_cover(file, paper::test::hash(1), 0, 0);
    INFO((pdf ? std::string() : to_string(pdf.error())));
    REQUIRE(pdf.has_value());
    return paper::test::text_of(*pdf);
}

void add(package::Assembled& file, Value one) {
    file.metadata.object()["course"].array().push_back(std::move(one));
}

void confirms(package::Assembled& file, std::int64_t n, std::string_view act, std::string_view needs) {
    add(file, entry(n, Array{"confirm"}));
    file.confirmed.emplace(static_cast<std::uint64_t>(n), Object{{"act", act}, {"needs", Array{needs}}});
}

}  // namespace

TEST_CASE("a cover calls each confirm by whose word it is") {
    package::Assembled file = a_file();
    CHECK_FALSE(has(text_of(file), "单位签署"));
    confirms(file, 12, "case.submit", "unit_head");
    CHECK(has(text_of(file), "单位签署"));
    confirms(file, 13, "case.submit", "ob_section");
    confirms(file, 14, "case.reverse", "ob_head");
    const std::string text = text_of(file);
    for (const char* who : {"单位签署", "编办签批", "冲正审批"}) {
        INFO(who);
        CHECK(count(text, who) == 1);
    }
}

TEST_CASE("a cover says of an entry that let a held change set go that it did, and of one act done often once") {
    package::Assembled file = a_file();
    add(file, entry(12, {}).set("settled", Array{Value(Object{{"entry", 11}, {"verdict", "applied"}})}));
    CHECK(has(text_of(file), "先前所签"));
    file = a_file();
    add(file, entry(12, {}).set("settled", Array{Value(Object{{"entry", 11}, {"verdict", "refused"}})}));
    CHECK_FALSE(has(text_of(file), "先前所签"));
    CHECK(has(text_of(file), "他事办结"));
    add(file, entry(13, Array(100, Value("case.message"))));
    CHECK(count(text_of(file), "沟通") == 1);
}

TEST_CASE("a cover says on its outside that a file was reversed after it was closed") {
    package::Assembled file = a_file();
    file.metadata.set("remark", "不予核准");
    file.metadata.set("reversed", Object{{"entry", 35}, {"at", kAt}, {"doc_no", "浠编办函〔2026〕31号"}});
    CHECK(has(text_of(file), "不予核准；本件归档后已冲正（2026-11-24，浠编办函〔2026〕31号）"));
}

TEST_CASE("a cover says the file's secrecy and what kind of paper an item is, where the office told them") {
    package::Assembled file = a_file();
    CHECK_FALSE(has(text_of(file), "内部"));
    file.metadata.set("secrecy", Object{{"code", "1"}, {"zh", "内部"}});
    file.metadata.set("items", Array{Value(Object{{"title", "商调函"},
                                                  {"responsible", "巴河镇人民政府"},
                                                  {"kind", Object{{"code", "incoming"}, {"zh", "来文"}}},
                                                  {"pages", 1},
                                                  {"sha256", std::string(64, '1')}})});
    const std::string text = text_of(file);
    CHECK(has(text, "密级内部"));
    CHECK(has(text, "来文"));
}

}  // namespace zj::test
