// SPDX-License-Identifier: Apache-2.0
// What is carried out of the county, and looking after it: files of closed cases, quota cards, the audit bundle, check
// and backup.
#include "gateway/app/answers.hpp"
#include "gateway/app/verbs.hpp"
#include "gateway/ops/bundle.hpp"
#include "gateway/ops/folder.hpp"

namespace zj::app {

namespace {

using codec::Value;
using Opened = std::unique_ptr<county::County>;

}  // namespace

void Verbs::filing() {
    CLI::App* list =
        add("archives", "the catalogue of closed files 归档文件目录", [this](Clock& c, Random& r) -> Result<Value> {
            ZJ_TRY(const Opened county, open(a_, c, r));
            return ops::archives(*county, a_.listing);
        });
    list->add_option("--by", a_.listing.by, "class: by cabinet; unit: by unit 按类别或单位")
        ->check(CLI::IsMember({"class", "unit"}))
        ->capture_default_str();
    list->add_option("--year", a_.listing.year, "year of the files 年度");
    CLI::App* package = add("package", "export a closed file as an archive package 导出归档包",
                            [this](Clock& c, Random& r) -> Result<Value> {
                                ZJ_TRY(const ops::CountyFacts facts, ops::read_facts(a_.folder));
                                ZJ_TRY(const Opened county, open(a_, c, r));
                                return ops::write_package(*county, facts, a_.packing, show_progress);
                            });
    package->add_option("FILE", a_.packing.file, "file or case number 档号或案件编号")->required();
    package->add_option("--out", a_.packing.out, "new tar file 新 tar 文件")->required();
    package->add_option("--papers", a_.packing.papers, "folder with the office's own papers 纸件扫描件目录");
    package->add_flag("--incomplete", a_.packing.incomplete, "go on without papers that are nowhere 缺件也导出");
    CLI::App* card =
        add("card", "the quota card of one person, as a PDF 编制卡", [this](Clock& c, Random& r) -> Result<Value> {
            ZJ_TRY(const ops::CountyFacts facts, ops::read_facts(a_.folder));
            ZJ_TRY(const Opened county, open(a_, c, r));
            return ops::write_card(*county, facts, a_.card, c.now());
        });
    card->add_option("PERSON", a_.card.person, "person/…, its id or an ID number 人员编号或公民身份号码")->required();
    card->add_option("--out", a_.card.out, "new file 新文件")->required();
    card->add_flag("--whole-number", a_.card.whole_number, "the ID number as it is 身份号码不隐去");
}

void Verbs::keeping() {
    CLI::App* bundle = add("bundle", "write an audit bundle 导出审计包", [this](Clock& c, Random& r) -> Result<Value> {
        ZJ_TRY(const Opened county, open(a_, c, r));
        return ops::write_bundle(*county, a_.out, show_progress);
    });
    bundle->add_option("--out", a_.out, "new folder 新目录")->required();
    CLI::App* check =
        add("check", "derive everything from the log again and compare 核对",
            [this](Clock& c, Random& r) { return ops::check(a_.folder, a_.checking, show_progress, c, r); });
    check->add_flag("--replay", a_.checking.replay, "judge every change set again 重新裁决");
    check->add_flag("--rebuild", a_.checking.rebuild, "write the relational registers anew first 重建登记册");
    CLI::App* backup = add("backup", "copy the database while it is served 在线备份",
                           [this](Clock& c, Random& r) { return ops::backup(a_.folder, a_.out, show_progress, c, r); });
    backup->add_option("--out", a_.out, "new file 新文件")->required();
}

}  // namespace zj::app
