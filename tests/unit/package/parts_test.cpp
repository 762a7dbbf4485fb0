// SPDX-License-Identifier: Apache-2.0
#include "shared/package/parts.hpp"

#include <catch2/catch_test_macros.hpp>

#include "shared/codec/json.hpp"
#include "shared/package/scope.hpp"

namespace zj::package {
namespace {

using codec::Object;
using codec::Value;

log::SaltedRecord record(const std::string& key, std::uint8_t salt, Object value = {}) {
    log::SaltedRecord out;
    out.salt.fill(salt);
    out.bytes = log::write_record({key, 1, 1, "office", std::move(value)});
    return out;
}

struct Wrote {
    std::vector<log::SaltedRecord> all;
    log::Entry entry;
    Wrote() {
        std::vector<Hash> commitments;
        for (std::uint8_t i = 0; i < 7; ++i) {
            all.push_back(record("case/" + std::to_string(i), i));
            commitments.push_back(all.back().commitment());
        }
        entry.effects = log::root_of(commitments);
    }
};

TEST_CASE("some records of an entry are shown under its commitment, and tell nothing of the others") {
    const Wrote w;
    const ShownRecords shown = show(w.all, {2, 5});
    CHECK(check_records(shown, w.entry).has_value());
    const std::string text = codec::write_json(to_value(shown));
    CHECK(text.find("case/3") == std::string::npos);
    const auto again = records_from(*codec::parse_json(text));
    REQUIRE(again.has_value());
    CHECK(check_records(*again, w.entry).has_value());
    CHECK(codec::write_json(to_value(*again)) == text);
}

TEST_CASE("a shown record that is changed, moved or of another entry is refused") {
    const Wrote w;
    const auto fault = [&](auto change) {
        ShownRecords shown = show(w.all, {2, 5});
        change(shown);
        const auto checked = check_records(shown, w.entry);
        return checked ? std::string() : checked.error().code;
    };
    CHECK(fault([](ShownRecords&) {}).empty());
    CHECK(fault([](ShownRecords& s) { s.records[0].record.bytes[2] ^= 1; }) == "records.commitment");
    CHECK(fault([](ShownRecords& s) { s.records[0].record.salt[0] ^= 1; }) == "records.commitment");
    CHECK(fault([](ShownRecords& s) { s.records[0].n = 3; }) == "records.commitment");
    CHECK(fault([](ShownRecords& s) { s.records[0].path.pop_back(); }) == "records.commitment");
    CHECK(fault([](ShownRecords& s) { s.of = 6; }) == "records.commitment");
}

TEST_CASE("records out of order, twice or beyond what an entry may write are refused") {
    const auto refused = [](auto change) {
        const Wrote w;
        Value value = to_value(show(w.all, {2, 5}));
        change(value.object());
        return !records_from(value);
    };
    CHECK(!refused([](Object&) {}));
    CHECK(refused([](Object& v) { std::swap(v["records"].array()[0], v["records"].array()[1]); }));
    CHECK(refused([](Object& v) { v["records"].array()[1] = v["records"].array()[0]; }));
    CHECK(refused([](Object& v) { v["of"] = 4097; }));
    CHECK(refused([](Object& v) { v["of"] = 0; }));
    CHECK(refused([](Object& v) { v["more"] = 1; }));
    CHECK(refused([](Object& v) { v["records"].array()[0].set("path", codec::Array{"x"}); }));
    CHECK(refused(
        [](Object& v) { v["records"].array()[0].set("path", codec::Array(64, Value(std::string(43, 'A') + "="))); }));
    CHECK(refused([](Object& v) { v["records"].array()[0].set("salt", "AA=="); }));
}

TEST_CASE("a case owns its records, its consents, stages and sign-offs, and nothing else") {
    CaseScope scope("case/aa");
    const auto owns = [&](const std::string& key, Object value = {}) {
        return scope.owns(log::Record{key, 1, 1, "office", std::move(value)});
    };
    for (const char* key : {"case/aa", "archive/aa", "consent/aa", "stage/aa/2"}) {
        CHECK(owns(key));
    }
    for (const char* key :
         {"case/ab", "archive/ab", "stage/aab/2", "unit/aa", "ledger/aa/20", "person/aa", "outcome/aa"}) {
        INFO(key);
        CHECK(!owns(key));
    }
    CHECK(owns("pending/x", {{"case", "case/aa"}}));
    CHECK(!owns("pending/x", {{"case", "case/ab"}}));
    const auto intent = [&](const char* what, const char* member, const char* named) {
        log::Header header;
        header.county = "421125";
        return scope.owns(Object{{"do", what}, {member, named}}, header, 0);
    };
    CHECK(intent("case.decide", "case", "case/aa"));
    CHECK(!intent("case.decide", "case", "case/ab"));
    CHECK(intent("case.consent", "consent", "consent/aa"));
    CHECK(!intent("case.submit", "case", "case/aa"));  // goes by the key that it makes
    CHECK(!intent("confirm", "pending", "pending/x"));
    scope.note({"pending/x", 1, 1, "office", Object{}});
    CHECK(intent("confirm", "pending", "pending/x"));
}

}  // namespace
}  // namespace zj::package
