// SPDX-License-Identifier: Apache-2.0
// Papers of a case as files: what they say before and after the county knows of it, and that none replaces another.

#include "terminal/work/papers.hpp"

#include <sys/stat.h>

#include <cstdio>

#include "shared/codec/json.hpp"
#include "shared/codec/text.hpp"
#include "terminal/work/acts.hpp"
#include "terminal/work/chain.hpp"
#include "terminal/work/forms.hpp"
#include "tests/unit/work/books.hpp"

using namespace zj;
using namespace zj::work;
using namespace zj::work::test;

namespace {

using codec::Array;
using codec::Object;
using codec::Value;
using Kind = job::Paper::Kind;

// What the paper says, without the spaces between its words.
std::string said(const std::string& path) {
    const std::string command = "pdftotext -layout '" + path + "' -";
    std::FILE* pipe = ::popen(command.c_str(), "r");
    REQUIRE(pipe != nullptr);
    std::string out;
    for (int c; (c = std::fgetc(pipe)) != EOF;) {
        if (c != ' ' && c != '\n' && c != '\f') {
            out += static_cast<char>(c);
        }
    }
    REQUIRE(::pclose(pipe) == 0);
    for (std::size_t at; (at = out.find("\u3000")) != out.npos;) {
        out.erase(at, 3);
    }
    return out;
}

bool says(const std::string& text, const std::string& part) {
    return text.find(part) != text.npos;
}

std::string name_of(const std::string& path) {
    return std::filesystem::path(path).filename().string();
}

std::string submitted(const Context& context, const Folder& home) {
    FormFaults faults;
    return std::string(
        must(submit(context, {codec::write_json(use_form(home)), home.path.string(), false}, faults)).str_or("case"));
}

Result<std::string> paper_as(Town& town, const std::string& alias, Kind kind, const std::string& on,
                             const std::string& folder) {
    ZJ_TRY(const Value path, town.try_as(alias, [&](const Context& context) -> Result<Value> {
        ZJ_TRY(std::string written, write_paper(context, {kind, on}, folder));
        return Value(std::move(written));
    }));
    return path.string();
}

}  // namespace

TEST_CASE("the receipt of a case that the county has not seen says so, with its own number and hash") {
    Desk desk;
    desk.open_books();
    const std::string on = submitted(desk.context(), desk.home);
    const std::string folder = desk.home.file("papers/out");
    const std::string path = must(write_paper(desk.context(), {Kind::receipt, on}, folder));
    CHECK(path == folder + "/收件回执-本机1号.pdf");
    CHECK(read_text(path).starts_with("%PDF"));
    struct stat made{};
    REQUIRE(::stat(folder.c_str(), &made) == 0);
    CHECK((made.st_mode & 0777) == 0700);
    const std::string text = said(path);
    const std::string hash = must(case_view(desk.context(), on)).receipts.at(0).change_set;
    for (const char* part : {"待同步", "不作为收件凭证", "本机1号", "中共浠水县委机构编制委员会办公室", "用编核准",
                             "浠水县巴河镇人民政府", "田小满", "3个工作日", "班子会议纪要", "巴河镇一号机"}) {
        INFO(part);
        CHECK(says(text, part));
    }
    CHECK((says(text, hash.substr(0, 32)) && says(text, hash.substr(32))));
    CHECK(code_of(write_paper(desk.context(), {Kind::notice, on}, folder)) == "grant.none");
    CHECK(code_of(write_paper(desk.context(), {Kind::receipt, "USE-2026-0404"}, folder)) == "case.none");
}

TEST_CASE("a paper printed twice in the same moment is one file, later ones stand beside it, and none is replaced") {
    Desk desk;
    desk.open_books();
    const std::string on = submitted(desk.context(), desk.home);
    const std::string folder = desk.home.file("papers");
    const auto print = [&] {
        return write_paper(desk.context(), {Kind::receipt, on}, folder);
    };
    const std::string first = must(print());
    CHECK(must(print()) == first);
    const std::string kept = read_text(first);
    desk.clock.time = desk.clock.time + 60'000;
    CHECK(name_of(must(print())) == "收件回执-本机1号-2.pdf");
    CHECK(name_of(must(print())) == "收件回执-本机1号-2.pdf");
    CHECK(read_text(first) == kept);
    for (int n = 3; n <= kPrintsMax; ++n) {
        desk.home.write("papers/收件回执-本机1号-" + std::to_string(n) + ".pdf", "another");
    }
    desk.clock.time = desk.clock.time + 60'000;
    CHECK(code_of(print()) == "paper.many");
    std::size_t files = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder)) {
        ++files;
    }
    CHECK(files == std::size_t(kPrintsMax));  // nothing half done is left
    desk.home.write("plain", "a file where the folder would be");
    CHECK(code_of(write_paper(desk.context(), {Kind::receipt, on}, desk.home.file("plain/papers"))) == "file.write");
}

TEST_CASE("the receipt of another device's case names what moved it, and is not made where only time did") {
    Desk desk;
    desk.open_books();
    const std::string on = "case/abcd234567abcd234567abca";
    const Value value = Object{{"matter", "USE"},
                               {"unit", kUnit},
                               {"state", "received"},
                               {"case_no", "../USE 2026/7"},
                               {"clerk_name", "田小满"},
                               {"signed_at", "2026-11-20T16:00:00.000+08:00"},
                               {"received_at", "2026-11-20T16:00:00.000+08:00"},
                               {"fields", Object{}},
                               {"steps", Array{}},
                               {"materials", Array{}}};
    const std::string folder = desk.home.file("papers");
    desk.deliver({desk.record(on, value)});
    CHECK(code_of(write_paper(desk.context(), {Kind::receipt, on}, folder)) == "paper.unproved");
    const Hash change_set = crypto::sha256("of another device");
    desk.deliver({desk.record(on, value, 2)}, change_set);
    const std::string path = must(write_paper(desk.context(), {Kind::receipt, on}, folder));
    CHECK(path == folder + "/收件回执----USE2026-7.pdf");  // whatever the number says, it stays in the folder
    const std::string text = said(path);
    CHECK(says(text, codec::hex(change_set).substr(0, 32)));
    CHECK(says(text, "待同步"));  // no checkpoint here reaches as far
}

TEST_CASE("a received case has a receipt, and an approved one a notice, each under its entry of the county log") {
    Town town;
    people_and_books(town);
    const Folder desk;
    const std::string folder = desk.file("papers");
    const Value form = Object{
        {"matter", "USE"},
        {"fields", use_case()},
        {"materials", Array{material(desk, "application"), material(desk, "vacancy"), material(desk, "minutes")}}};
    const std::string on(
        town.as("clerk", [&](const Context& context) { return submit_form(context, desk, form); }).str_or("case"));
    town.sync("clerk");
    const std::string waits = said(must(paper_as(town, "clerk", Kind::receipt, on, folder)));
    CHECK(says(waits, "尚待单位负责人签署"));
    CHECK_FALSE(says(waits, "待同步"));
    town.as("head", [&](const Context& context) { return confirm(context, {on}); });
    town.sync("clerk");

    const std::string receipt = must(paper_as(town, "clerk", Kind::receipt, on, folder));
    CHECK(name_of(receipt) == "收件回执-USE-2026-0001.pdf");
    const std::string text = said(receipt);
    for (const char* part : {"USE-2026-0001", "夏立新", "检查点", "见证0/0", "（盖章）", "所附材料（共3件）"}) {
        INFO(part);
        CHECK(says(text, part));
    }
    CHECK_FALSE((says(text, "待同步") || says(text, "尚待")));
    // The office did not hand it in: its paper names what moved the case last.
    town.sync("ob-clerk");
    CHECK(says(said(must(paper_as(town, "ob-clerk", Kind::receipt, on, folder))), "检查点"));
    CHECK(code_of(paper_as(town, "clerk", Kind::notice, on, folder)) == "grant.none");

    for (const char* layer : {"ob-clerk", "ob-section", "ob-deputy", "ob-head"}) {
        pass(town, layer, on);
    }
    town.sync("clerk");
    const std::string notice = must(paper_as(town, "clerk", Kind::notice, on, folder));
    CHECK(name_of(notice) == "编制使用通知单-USE-2026-0001.pdf");
    const std::string granted = said(notice);
    for (const char* part :
         {"浠编用〔2026〕1号", "浠水县巴河镇人民政府：", "行政编制", "事业招聘", "1名（大写：壹名）", "2026年第1行",
          "核定20实有0预占1可用19", "2027年5月23日", "初审郑文澜", "审定顾长河", "抄送：", "县财政局", "检查点"}) {
        INFO(part);
        CHECK(says(granted, part));
    }
    CHECK_FALSE(says(granted, "待同步"));
    // Proved by the approval on every device, whatever the grant is used for since.
    const std::string at_office = said(must(paper_as(town, "ob-clerk", Kind::notice, on, desk.file("office"))));
    const auto hash_of = [](const std::string& all) {
        return all.substr(all.find("变更集"), 9 + 32);
    };
    CHECK(hash_of(at_office) == hash_of(granted));
}
