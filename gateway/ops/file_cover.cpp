// SPDX-License-Identifier: Apache-2.0
#include "gateway/ops/file_cover.hpp"

#include <algorithm>

#include "assets/texts.hpp"
#include "shared/codec/text.hpp"
#include "shared/package/layout.hpp"
#include "shared/paper/bounds.hpp"

namespace zj::ops {

namespace {

using codec::Value;

static_assert(paper::kFileRowsMax >= package::kItemsMax);  // no file that the rules let close is too long for a cover

std::string word(const std::string& key) {
    return texts::term(key, texts::Lang::zh);  // papers of the county are Chinese, whatever the operator speaks
}

const Value& member(const Value& value, std::string_view name) {
    static const Value kNone;
    const Value* found = value.find(name);
    return found == nullptr ? kNone : *found;
}

// What metadata_of() wrote can be read again.
template <class T>
T read(const Result<T>& value) {
    return value ? *value : T{};
}

std::string label(const Value& metadata, std::string_view name) {
    return std::string(member(metadata, name).str_or("zh"));
}

paper::CoverItem item_of(const Value& item) {
    paper::CoverItem out;
    out.title = item.str_or("title");
    out.responsible = item.str_or("responsible");
    out.doc_no = item.str_or("doc_no");
    out.doc_date = item.str_or("doc_date");
    out.pages = static_cast<int>(item.int_or("pages"));
    out.sha256 = read(codec::hash_from_hex(item.str_or("sha256")));
    out.here = item.find("file") != nullptr;
    out.kind = label(item, "kind");
    return out;
}

// Who signs an act of two off: the unit's head, the office where it works ex officio, the director a reversal.
std::string confirm_word(const Value& act) {
    if (act.str_or("act") == "case.reverse") {
        return word("paper.act.confirm.reverse");
    }
    const codec::Array& needs = act.items("needs");
    const bool office = !needs.empty() && needs.front().is_string() && needs.front().string().starts_with("ob_");
    return word(office ? "paper.act.confirm.office" : "paper.act.confirm");
}

// Each kind of act once, in the order they were signed in.
std::vector<std::string> acts_of(const Value& one) {
    std::vector<std::string> out;
    for (const Value& did : one.items("acts")) {
        if (std::find(out.begin(), out.end(), did.string()) == out.end()) {
            out.push_back(did.string());
        }
    }
    return out;
}

// What an entry is called that shows no act of the case.
std::string word_without_act(const Value& one) {
    const bool lets_go = std::ranges::any_of(
        one.items("settled"), [](const Value& settled) { return settled.str_or("verdict") != "refused"; });
    return word(lets_go ? "paper.act.let_go" : one.str_or("kind") == "tick" ? "paper.act.tick" : "paper.act.other");
}

paper::CoverStep step_of(const Value& one, const package::Assembled& made) {
    paper::CoverStep out;
    out.at = read(parse_time(one.str_or("at")));
    out.entry = static_cast<std::uint64_t>(one.int_or("entry"));
    const std::string act(one.str_or("act")), step(one.str_or("step"));
    const auto confirmed = made.confirmed.find(out.entry);
    for (const std::string& did : acts_of(one)) {
        const bool confirms = did == "confirm" && confirmed != made.confirmed.end();
        const bool decides = did == "case.decide" && !step.empty();
        out.step += (out.step.empty() ? "" : "、") + (confirms  ? confirm_word(confirmed->second)
                                                      : decides ? word("step." + step)
                                                                : word("paper.act." + did));
    }
    if (out.step.empty()) {
        out.step = word_without_act(one);
    }
    const std::string_view name = one.str_or("name");
    out.person = name.empty() ? one.str_or("person") : name;
    out.result = word(act.empty() ? "verdict." + std::string(one.str_or("verdict")) : "act." + act);
    return out;
}

paper::Proof proof_of(const Value& metadata, const Hash& closing, int witnesses, int quorum) {
    const Value &log = member(metadata, "log"), &archived = member(metadata, "archived");
    paper::Proof out;
    out.origin = log.str_or("origin");
    out.change_set = closing;
    out.device = word("paper.gateway");
    out.made_at = read(parse_time(archived.str_or("at")));
    out.entered = paper::Entered{static_cast<std::uint64_t>(archived.int_or("entry")),
                                 static_cast<std::uint64_t>(log.int_or("size")),
                                 read(codec::hash_from_base64(log.str_or("root"))), witnesses, quorum};
    return out;
}

// What is wrong with taking the file at its word, for whoever reads its outside alone.
std::string note_of(const Value& metadata) {
    std::string out(metadata.str_or("remark"));
    const auto add = [&](const std::string& text) {
        out += (out.empty() ? "" : "；") + text;
    };
    if (const Value* reversed = metadata.find("reversed")) {
        const auto at = parse_time(reversed->str_or("at"));
        add(texts::term("paper.reversed", texts::Lang::zh,
                        {at ? format_date(date_of(*at)) : "", std::string(reversed->str_or("doc_no"))}));
    }
    if (member(metadata, "log").bool_or("demonstration")) {
        add(word("paper.demonstration"));
    }
    return out;
}

}  // namespace

Result<Bytes> file_cover(const package::Assembled& made, const Hash& closing, int witnesses, int quorum) {
    const Value& metadata = made.metadata;
    const Value &about = member(metadata, "case"), &log = member(metadata, "log");
    paper::ArchiveCover out;
    out.office = metadata.str_or("compiled_by");
    out.archive_no = metadata.str_or("archive_no");
    out.title = metadata.str_or("title");
    out.unit = label(metadata, "unit");
    out.matter = label(metadata, "matter");
    out.case_no = metadata.str_or("case_no");
    out.fonds = metadata.str_or("fonds");
    out.file_class = label(metadata, "class");
    out.retention = label(metadata, "retention");
    out.secrecy = label(metadata, "secrecy");
    out.year = std::to_string(metadata.int_or("fonds_year"));
    out.doc_no = metadata.str_or("doc_no");
    out.note = note_of(metadata);
    out.from = read(parse_time(about.str_or("received_at")));
    out.to = read(parse_time(about.str_or("closed_at")));
    for (const Value& item : metadata.items("items")) {
        out.items.push_back(item_of(item));
    }
    for (const Value& one : metadata.items("course")) {
        out.course.push_back(step_of(one, made));
    }
    out.fingerprint = log.str_or("fingerprint");
    out.proof = proof_of(metadata, closing, witnesses, quorum);
    return paper::archive_cover(out);
}

}  // namespace zj::ops
