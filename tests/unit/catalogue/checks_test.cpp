// SPDX-License-Identifier: Apache-2.0
#include "shared/model/checks.hpp"
#include "shared/codec/json.hpp"
#include "shared/model/masking.hpp"

#include <string>

#include <catch2/catch_test_macros.hpp>

#include "shared/model/characters.hpp"

using namespace zj;
using namespace zj::model;

TEST_CASE("citizen ID numbers are checked by length, date and check digit") {
    for (const char* good : {"11010519491231002X", "440524188001010014", "429099199003070012", "429099198511150022"}) {
        INFO(good);
        if (std::string_view(good).substr(6, 2) != "18") {  // dates before 1900 do not occur on our registers
            REQUIRE(parse_id_number(good).has_value());
        }
    }
    const auto id = parse_id_number("429099198511150022");
    REQUIRE(id.has_value());
    CHECK(format_date(id->birth) == "1985-11-15");
    CHECK(id->sex == Sex::female);
    CHECK(parse_id_number("429099199003070012")->sex == Sex::male);
    for (const char* bad : {"", "429099199003070013", "42909919900307001", "429099199002300012", "42909919900307001x",
                            "130503670401001", "029099199003070012", "4290991990030700 2", "11010519491231002Y"}) {
        INFO(bad);
        const auto result = parse_id_number(bad);
        REQUIRE(!result.has_value());
        CHECK(result.error().code == "form.id_no");
        CHECK(result.error().args.empty());  // a number never enters an error
    }
}

TEST_CASE("every single wrong digit of an ID number is noticed") {
    const std::string good = "429099199003070012";
    for (std::size_t i = 0; i < 17; ++i) {
        for (char c = '0'; c <= '9'; ++c) {
            if (c != good[i]) {
                std::string bad = good;
                bad[i] = c;
                CHECK(!parse_id_number(bad).has_value());
            }
        }
    }
}

TEST_CASE("credit codes carry two check digits with two alphabets") {
    for (const char* good : {"11421125XX0000019R", "12421125XX0000019N", "12421125XX0001337T", "13421125XX0000078N"}) {
        INFO(good);
        CHECK(valid_credit_code(good));
    }
    for (const char* bad : {"", "11421125XX0000019S", "11421125XX0000019A", "12421125XX0000018N", "1242112IXX0000019N",
                            "12421125xx0000019N"}) {
        INFO(bad);
        CHECK(!valid_credit_code(bad));
    }
}

TEST_CASE("document numbers follow GB/T 9704") {
    for (const char* good : {"浠政发〔2017〕1号", "浠编办发〔2026〕12号", "鄂编发〔1999〕99999号"}) {
        INFO(good);
        CHECK(valid_doc_number(good));
    }
    for (const char* bad : {"", "号", "〔2026〕1号", "浠〔2026〕1号", "浠编发[2026]1号", "浠编发〔2026〕01号",
                            "浠编发〔2126〕1号", "浠编发〔2026〕号", "浠编发〔2026〕123456号", "浠编发〔202〕1号",
                            "浠编发〔2026〕1", "浠b发〔2026〕1号", "浠编发〔2026〕1号 ", "\xff\xfe"}) {
        INFO(bad);
        CHECK(!valid_doc_number(bad));
    }
    CHECK(normalise_doc_number(" 浠编发 [2026] １２号") == "浠编发〔2026〕12号");
    CHECK(normalise_doc_number("浠编发（2026）3号") == "浠编发〔2026〕3号");
    CHECK(normalise_doc_number("\xff") == "\xff");
}

TEST_CASE("ID numbers are tidied and masked") {
    CHECK(normalise_id_number(" １１０１０５19491231002x ") == "11010519491231002X");
    CHECK(mask_id_number("429099199003070012") == "429099********0012");
    CHECK(mask_id_number("12345") == "*****");
    CHECK(mask_id_numbers("张三 11010519491231002X，已查", false) == "张三 110105********002X，已查");
    CHECK(mask_id_numbers("110105-19491231-002x", false) == "110105-********-002x");
    CHECK(mask_id_numbers("11010519491231002X", true) == "110105************");
    CHECK(mask_id_numbers("电话 13871234567 11010519491231002X", false) == "电话 13871234567 110105********002X");
    CHECK(mask_id_numbers("１１０１０５１９４９１２３１００２Ｘ", false) == "１１０１０５********００２Ｘ");
    CHECK(mask_id_numbers("110105194912310021", false) == "110105194912310021");  // no such number
    CHECK(mask_id_numbers("浠编发〔2026〕12号", false) == "浠编发〔2026〕12号");
}

TEST_CASE("a number is masked wholly where a birth stands beside it, in a record or in a list of changes") {
    const std::string number = "11010519491231002X", whole = "110105************", four = "110105********002X";
    const auto masked = [](codec::Value value) {
        return codec::write_json(with_numbers_masked(std::move(value)));
    };
    CHECK(masked(codec::Object{{"id_no", number}}) == R"({"id_no":")" + four + R"("})");
    CHECK(masked(codec::Object{{"birth", "1949-12-31"}, {"id_no", number}}) ==
          R"({"birth":"1949-12-31","id_no":")" + whole + R"("})");
    const auto change = [](const char* field, const std::string& to) {
        return codec::Value(codec::Object{{"field", field}, {"new", to}});
    };
    CHECK(masked(codec::Array{change("birth", "1949-12-31"), change("id_no", number)}).find("002X") ==
          std::string::npos);
    CHECK(masked(codec::Array{change("school", "甲校"), change("id_no", number)}).find(four) != std::string::npos);
}

TEST_CASE("retirement months agree with the published table") {
    const auto month = [](RetireCategory category, const char* born) {
        return format_date(retire_month(category, *parse_date(std::string(born) + "-15"))).substr(0, 7);
    };
    CHECK(month(RetireCategory::male60, "1964-12") == "2024-12");
    CHECK(month(RetireCategory::male60, "1965-01") == "2025-02");
    CHECK(month(RetireCategory::male60, "1965-05") == "2025-07");
    CHECK(month(RetireCategory::male60, "1976-09") == "2039-09");
    CHECK(month(RetireCategory::female55, "1970-01") == "2025-02");
    CHECK(month(RetireCategory::female55, "1971-04") == "2026-08");
    CHECK(month(RetireCategory::female55, "1981-09") == "2039-09");
    CHECK(month(RetireCategory::female50, "1975-03") == "2025-05");
    CHECK(month(RetireCategory::female50, "1984-11") == "2039-11");
}

TEST_CASE("characters survive decoding and encoding") {
    const std::string text = "a浠𠮷é\n　";
    const auto decoded = decode_characters(text);
    REQUIRE(decoded.has_value());
    CHECK(decoded->size() == 6);
    CHECK(encode_characters(*decoded) == text);
    CHECK(count_characters(text) == 6);
    CHECK(!decode_characters("\xc3").has_value());
    CHECK(trimmed("　 浠水 \t") == "浠水");
    CHECK(half_width_digits("２０２６年Ａ") == "2026年Ａ");
}
