// SPDX-License-Identifier: Apache-2.0
#include "terminal/tables/columns.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "shared/model/characters.hpp"

namespace zj::tables {

namespace {

constexpr std::array<std::string_view, 10> kFieldNames{"unit",  "id_no",   "name", "paid",   "item",
                                                       "month", "paid_on", "year", "amount", "funded"};

using Headers = std::vector<std::string>;

std::set<std::string, std::less<>> all_keys() {
    std::set<std::string, std::less<>> out;
    for (std::size_t i = 0; i < kFieldNames.size(); ++i) {
        for (const std::string& header : headers_of(static_cast<Field>(i))) {
            out.insert(header_key(header));
        }
    }
    return out;
}

}  // namespace

std::string_view name_of(Kind kind) {
    return kind == Kind::payroll ? "payroll" : "budget";
}

std::string_view name_of(Field field) {
    return kFieldNames[static_cast<std::size_t>(field)];
}

std::optional<Field> field_named(std::string_view name) {
    const auto at = std::find(kFieldNames.begin(), kFieldNames.end(), name);
    return at == kFieldNames.end() ? std::nullopt : std::optional(static_cast<Field>(at - kFieldNames.begin()));
}

const std::vector<Field>& fields_of(Kind kind) {
    static const std::vector<Field> kPayroll{Field::unit, Field::id_no, Field::name,   Field::paid,
                                             Field::item, Field::month, Field::paid_on};
    static const std::vector<Field> kBudget{Field::unit, Field::year, Field::amount, Field::funded};
    return kind == Kind::payroll ? kPayroll : kBudget;
}

const std::vector<std::string>& headers_of(Field field) {
    static const std::array<Headers, 10> kHeaders{
        Headers{"单位代码", "单位编码", "预算单位编码", "预算单位代码", "单位编号", "统一社会信用代码", "单位名称",
                "预算单位名称", "预算单位", "机构名称", "发放单位", "所在单位", "工作单位", "单位", "unit"},
        Headers{"身份证号", "身份证号码", "公民身份号码", "居民身份证号码", "身份证件号码", "证件号码", "证件号",
                "身份证", "id_no"},
        Headers{"姓名", "人员姓名", "职工姓名", "人员名称", "name"},
        Headers{"实发合计", "实发工资", "实发金额", "实发数", "实发", "发放金额", "应发合计", "应发工资", "应发金额",
                "金额", "paid"},
        Headers{"人员类别", "人员身份", "人员性质", "工资类别", "发放项目", "工资项目", "项目", "类别", "item"},
        Headers{"发放月份", "工资月份", "所属月份", "所属期", "月份", "month"},
        Headers{"发放日期", "发薪日期", "支付日期", "入账日期", "日期", "paid_on"},
        Headers{"预算年度", "年度", "年份", "year"},
        Headers{"人员经费预算", "人员经费", "人员支出预算", "人员支出", "预算金额", "年初预算数", "年初预算", "预算数",
                "金额", "amount"},
        Headers{"财政供养人数", "经费供养人数", "供养人数", "核定供养人数", "核定人数", "人数", "funded"},
    };
    return kHeaders[static_cast<std::size_t>(field)];
}

std::string header_key(std::string_view header) {
    const auto characters = model::decode_characters(header);
    std::u32string out;
    bool in_brackets = false;
    for (const char32_t wide : characters.value_or(std::u32string())) {
        const char32_t c = model::half_width(wide);
        if (c == U'(' || c == U'[' || c == U'【') {
            in_brackets = true;
        } else if (c == U')' || c == U']' || c == U'】') {
            in_brackets = false;
        } else if (!in_brackets && !model::is_space(c) && c != U'*') {
            out += c >= U'A' && c <= U'Z' ? c - U'A' + U'a' : c;
        }
    }
    return model::encode_characters(out);
}

bool is_known_header(std::string_view header) {
    static const auto kKeys = all_keys();
    constexpr std::size_t kHeaderBytesMax = 120;
    return !header.empty() && header.size() <= kHeaderBytesMax && kKeys.contains(header_key(header));
}

std::optional<std::string> item_of(std::string_view text) {
    static const std::map<std::string, std::string, std::less<>> kItems{
        {"在职", "active"},     {"在职人员", "active"},  {"在编", "active"},      {"在编在职", "active"},
        {"工资", "active"},     {"在职工资", "active"},  {"基本工资", "active"},  {"在职人员工资", "active"},
        {"公务员", "active"},   {"参公", "active"},      {"事业", "active"},      {"active", "active"},
        {"退休", "retired"},    {"退休人员", "retired"}, {"退休费", "retired"},   {"离休", "retired"},
        {"离休费", "retired"},  {"离退休", "retired"},   {"离退休费", "retired"}, {"离退休人员", "retired"},
        {"retired", "retired"}, {"其他", "other"},       {"其它", "other"},       {"遗属", "other"},
        {"遗属补助", "other"},  {"抚恤金", "other"},     {"临聘", "other"},       {"聘用", "other"},
        {"编外", "other"},      {"补贴", "other"},       {"other", "other"},
    };
    const auto at = kItems.find(header_key(text));
    return at == kItems.end() ? std::nullopt : std::optional(at->second);
}

}  // namespace zj::tables
