// SPDX-License-Identifier: Apache-2.0
#include "gateway/demo/files.hpp"

#include <algorithm>

#include "shared/codec/text.hpp"
#include "shared/model/named_key.hpp"

namespace zj::demo {

namespace {

using codec::Array;
using codec::Object;
using codec::Value;

std::string key_of(const std::string& from, const std::string& doc_no) {
    return model::named_key("doc", from + "\n" + doc_no);
}

std::string digest_of(const std::string& text) {
    return codec::hex(crypto::sha256(as_bytes(text)));
}

}  // namespace

Value file_item(std::string title, std::string sha256) {
    return Object{{"title", std::move(title)}, {"pages", 1}, {"sha256", std::move(sha256)}};
}

Array papers_of_office(const model::ArchiveClass& kept, std::string_view state, const std::string& of) {
    Array out;
    for (const model::ArchiveClass::Paper& one : kept.papers) {
        if (std::find(one.results.begin(), one.results.end(), state) != one.results.end()) {
            out.push_back(file_item(one.zh, digest_of(of + one.zh)));
        }
    }
    return out;
}

void Files::schedule(Date from, std::size_t papers, std::size_t wrong) {
    const Date first{from.days + 10}, last{life_.last_day.days - 20};
    life_.on_some_days(papers, first, last, [this] { paper(); });
    life_.on_some_days(wrong, first, last, [this] { paper_in_error(); });
    const int year = ymd_of(life_.last_day).year;
    const Date in_march = date_from({year, 3, 12});
    life_.on_day(from < in_march && in_march < last ? in_march : Date{from.days + 60}, [this] { statistics(); });
}

Files::Paper Files::some_paper() {
    static const std::vector<std::string> kFrom{"黄冈市委编办", "县委办公室", "县人民政府办公室",
                                                "县人力资源和社会保障局"};
    static const std::vector<std::string> kTitles{"关于做好机构编制统计工作的通知", "关于开展实名制核查的通知",
                                                  "关于严格控制财政供养人员的通知", "关于印发年度工作要点的通知"};
    Paper out;
    out.from = life_.pick(kFrom);
    out.doc_no = life_.document("黄编办发");
    out.title = life_.pick(kTitles);
    out.internal = life_.chance(15);
    out.pages = life_.between(1, 14);
    return out;
}

bool Files::enter(const std::string& clerk, const Paper& paper) {
    return life_.world.act(clerk, {life_.world.intent("doc.register")
                                       .set("from", paper.from)
                                       .set("doc_no", paper.doc_no)
                                       .set("received_on", day_text(life_.world.today()))
                                       .set("title", paper.title)
                                       .set("secrecy", paper.internal ? "1" : "0")
                                       .set("pages", paper.pages)
                                       .set("handler", "综合股")});
}

// Every other one goes into a file of the archive; of the others it is noted where they lie.
void Files::lay_down(const std::string& clerk, const Paper& paper) {
    const std::string key = key_of(paper.from, paper.doc_no);
    const int n = ++life_.done["papers filed"];
    if (n % 2 == 0) {
        Value item = file_item(paper.title, digest_of(key));
        item.set("pages", paper.pages).set("doc_no", paper.doc_no).set("kind", "main");
        return file(key, Array{std::move(item)});
    }
    const std::string archive_no =
        "J021-SW·" + std::to_string(ymd_of(life_.world.today()).year) + "-D10-" + std::to_string(n);
    life_.world.act(clerk, {life_.world.intent("doc.file", {key}).set("doc", key).set("archive_no", archive_no)});
}

void Files::paper() {
    const std::string clerk = life_.some_ob_clerk();
    const Paper one = some_paper();
    if (enter(clerk, one)) {
        life_.in_days(life_.between(2, 15), [this, clerk, one] { lay_down(clerk, one); });
    }
}

// Under another paper's title: the head of section voids the entry, and the clerk makes it anew.
void Files::paper_in_error() {
    const std::string clerk = life_.some_ob_clerk();
    const Paper right = some_paper();
    Paper wrong = right;
    wrong.title = "关于召开全市机构编制工作会议的通知";
    if (!enter(clerk, wrong)) {
        return;
    }
    life_.in_days(1, [this, clerk, right] {
        const std::string key = key_of(right.from, right.doc_no);
        const bool voided = life_.world.act(
            "ob_section/1",
            {life_.world.intent("doc.void", {key}).set("doc", key).set("reason", "题名录成另一份来文，作废重登")});
        if (voided) {
            ++life_.done["papers voided"];
            life_.later(15, [this, clerk, right] {
                enter(clerk, right);
                life_.in_days(life_.between(2, 15), [this, clerk, right] { lay_down(clerk, right); });
            });
        }
    });
}

void Files::file(const std::string& of, Array items) {
    life_.world.act(life_.some_ob_clerk(), {life_.world.intent("archive.file", {of})
                                                .set("of", of)
                                                .set("fonds_year", ymd_of(life_.world.today()).year)
                                                .set("items", std::move(items))});
    ++life_.done["archived beside cases"];
}

void Files::file_later(const std::string& of) {
    life_.in_days(life_.between(2, 4), [this, of] {
        const std::string kind = of.substr(0, of.find('/'));
        const Value record = life_.world.get(of);
        file(of, papers_of_office(*life_.world.catalogue().archive().of_file(kind), record.str_or("state"), of));
    });
}

void Files::statistics() {
    const int ended = ymd_of(life_.world.today()).year - 1;
    const std::string of = "statistics/" + std::to_string(ended);
    life_.world.act(
        "ob_clerk/1",
        {life_.world.intent("archive.file")
             .set("of", of)
             .set("fonds_year", ended)
             .set("items", papers_of_office(*life_.world.catalogue().archive().of_file("statistics"), "ended", of))});
    ++life_.done["archived beside cases"];
}

}  // namespace zj::demo
